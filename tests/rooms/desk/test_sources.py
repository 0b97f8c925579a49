"""Administrators set sources up, the newsroom sees how they do, and nobody sees a password."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from cast import Cast
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from broadsheet.desk.sources import BAR_HEIGHT, bars, rows
from broadsheet.staff.models import Staff
from broadsheet.wire.models import Source, SourceDay, SourceHealth, SourceSecret, SourceSection
from broadsheet.wire.sealing import Secret

PASSWORD = "sea-level-9"


def form(**values: Any) -> dict[str, Any]:
    return {
        "name": "Delta", "slug": "delta", "active": "on", "address": "https://feeds.delta.example/all.xml",
        "every_seconds": "60", "login": "none", "login_name": "", "secret": "", "mail_folder": "INBOX",
        "mail_done_folder": "", "default_language": "", "default_credit": "", "default_section": "",
        "words-TOTAL_FORMS": "0", "words-INITIAL_FORMS": "0", "words-MIN_NUM_FORMS": "0", "words-MAX_NUM_FORMS": "300",
        **values,
    }  # fmt: skip


def with_login(**values: Any) -> dict[str, Any]:
    return form(login="basic", login_name="maly", **values)


def make(client: Client, kind: str = "feed", **values: Any) -> Source:
    response = client.post(f"/desk/wire/sources/add/{kind}/", form(**values))
    assert response.status_code in (200, 302), response.content.decode()
    return Source.objects.get(slug="delta")


def test_a_feed_is_set_up_with_its_words_and_defaults(cast: Cast, chief: Client) -> None:
    key = str(cast.national.translation_key)
    words = {"words-TOTAL_FORMS": "2", "words-0-word": " home  news ", "words-0-section": key, "words-1-word": ""}
    source = make(chief, **with_login(secret=PASSWORD, default_section=key, default_credit="Delta", **words))
    assert (source.kind, source.address, source.every_seconds) == ("feed", "https://feeds.delta.example/all.xml", 60)
    assert source.secret == Secret(PASSWORD)
    assert list(SourceSection.objects.values_list("word", "section")) == [("home news", key)]
    assert source.health.next_look_at is None
    row = SourceSection.objects.get()
    chief.post(
        f"/desk/wire/sources/{source.pk}/",
        form(**{"words-TOTAL_FORMS": "1", "words-INITIAL_FORMS": "1", "words-0-id": row.pk, "words-0-word": row.word,
                "words-0-section": key, "words-0-DELETE": "on"}),
    )  # fmt: skip
    assert not SourceSection.objects.exists()


@pytest.mark.parametrize("kind", ["folder", "feed", "mailbox", "push"])
def test_each_kind_asks_for_what_it_needs(cast: Cast, chief: Client, kind: str) -> None:
    text = chief.get(f"/desk/wire/sources/add/{kind}/").content.decode()
    asked = {
        name
        for name in ("address", "login", "secret", "every_seconds", "mail_folder", "fetches_files")
        if f'name="{name}"' in text
    }
    assert (
        asked
        == {
            "folder": {"every_seconds", "fetches_files"},
            "feed": {"address", "login", "secret", "every_seconds", "fetches_files"},
            "mailbox": {"address", "secret", "every_seconds", "mail_folder"},
            "push": set(),
        }[kind]
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"address": "http://10.0.0.1/feed"}, "address"),
        ({"address": "http://0x7f000001/"}, "address"),
        ({"address": "https://feeds.delta.example:8443/"}, "address"),
        ({"address": "https://maly:secret@feeds.delta.example/"}, "address"),
        ({"address": "file:///etc/passwd"}, "address"),
        ({"address": ""}, "address"),
        ({"login": "basic", "secret": "x"}, "login_name"),
        ({"login": "basic", "login_name": "maly"}, "secret"),
        ({"login": "header", "login_name": "Host", "secret": "x"}, "login_name"),
        ({"login": "header", "login_name": "X: y", "secret": "x"}, "login_name"),
        ({"login": "bearer", "secret": "a\nb"}, "secret"),
        ({"slug": "a b"}, "slug"),
        ({"name": ""}, "name"),
    ],
)
def test_what_can_not_work_is_refused_at_its_field(
    cast: Cast, chief: Client, values: dict[str, str], field: str
) -> None:
    response = chief.post("/desk/wire/sources/add/feed/", form(**values))
    assert response.status_code == 200 and field in response.context["form"].errors
    assert not Source.objects.exists()


def test_a_password_goes_in_and_never_comes_out(cast: Cast, chief: Client) -> None:
    source = make(chief, **with_login(secret=PASSWORD))
    for address in ("/desk/", "/desk/wire/sources/", f"/desk/wire/sources/{source.pk}/", "/desk/reports/site-history/"):
        text = chief.get(address).content.decode()
        assert PASSWORD not in text, address
    # Also not in a form that is shown again because of something else.
    text = chief.post(f"/desk/wire/sources/{source.pk}/", with_login(secret="other-pass", name="")).content.decode()
    assert "other-pass" not in text and PASSWORD not in text
    assert PASSWORD not in str(SourceSecret.objects.values_list())


def test_a_form_without_the_password_keeps_it_and_another_host_never_gets_it(cast: Cast, chief: Client) -> None:
    source = make(chief, **with_login(secret=PASSWORD))
    chief.post(f"/desk/wire/sources/{source.pk}/", with_login(name="Delta News", address=source.address + "?page=1"))
    source = Source.objects.get()
    assert (source.name, source.secret.reveal()) == ("Delta News", PASSWORD)
    for address in ("https://thief.example/all.xml", "http://feeds.delta.example/all.xml"):
        response = chief.post(f"/desk/wire/sources/{source.pk}/", with_login(address=address))
        assert "secret" in response.context["form"].errors
    assert Source.objects.get().address.startswith("https://feeds.delta.example/")
    chief.post(f"/desk/wire/sources/{source.pk}/", form())
    assert not SourceSecret.objects.exists()


def test_another_address_is_read_from_its_beginning(cast: Cast, chief: Client) -> None:
    source = make(chief)
    SourceHealth.objects.update(etag="x", last_uid=9, error="No.", failures=3, next_look_at=timezone.now())
    chief.post(f"/desk/wire/sources/{source.pk}/", form())
    health = SourceHealth.objects.get()
    assert (health.etag, health.last_uid, health.error, health.next_look_at) == ("x", 9, "", None)
    chief.post(f"/desk/wire/sources/{source.pk}/", form(address="https://feeds.delta.example/new.xml"))
    health = SourceHealth.objects.get()
    assert (health.etag, health.last_uid) == ("", 0)


def test_the_key_of_a_source_that_is_sent_to_us_is_shown_once(cast: Cast, chief: Client) -> None:
    response = chief.post("/desk/wire/sources/add/push/", form())
    text = response.content.decode()
    source = Source.objects.get()
    key = source.secret.reveal()
    assert len(key) >= 40 and key in text and "/desk-wire/push/delta" in text
    assert "no-store" in response["Cache-Control"]
    assert key not in chief.get(f"/desk/wire/sources/{source.pk}/").content.decode()
    again = chief.post(f"/desk/wire/sources/{source.pk}/key/").content.decode()
    assert source.secret.reveal() != key and source.secret.reveal() in again


def test_only_who_has_the_right_changes_a_source(cast: Cast, chief: Client, editor: Client, visitor: Client) -> None:
    source = make(chief, **with_login(secret=PASSWORD))
    pages = [f"{source.pk}/", "add/feed/"]
    acts = [f"{source.pk}/test/", f"{source.pk}/look/", f"{source.pk}/key/", *pages]
    for address in acts:
        assert editor.post(f"/desk/wire/sources/{address}", form()).status_code in (302, 403)
    assert (Source.objects.count(), Source.objects.get().secret) == (1, Secret(PASSWORD))
    text = editor.get("/desk/wire/sources/").content.decode()
    assert "Delta" in text and "/test/" not in text and f"sources/{source.pk}/" not in text
    assert visitor.get("/desk/wire/sources/").status_code in (302, 403)
    Staff.objects.get(email="maly@courier.example").user_permissions.add(
        Permission.objects.get(codename="change_source", content_type__app_label="wire")
    )
    assert all(editor.get(f"/desk/wire/sources/{address}").status_code == 200 for address in pages)


def test_trying_a_source_out_says_what_is_wrong_and_takes_nothing(cast: Cast, chief: Client) -> None:
    make(chief, address="https://127.0.0.2.example.invalid/feed")
    Source.objects.update(address="http://127.0.0.1/feed")
    text = chief.post(f"/desk/wire/sources/{Source.objects.get().pk}/test/", follow=True).content.decode()
    assert "lies inside the network" in text
    folder = Source.objects.create(slug="none", name="None")
    text = chief.post(f"/desk/wire/sources/{folder.pk}/test/", follow=True).content.decode()
    assert "no folder wire/none" in text
    chief.post(f"/desk/wire/sources/{folder.pk}/look/")
    assert SourceHealth.objects.get(source=folder).next_look_at is None


def test_what_alarms_stands_first_and_on_the_desks_first_page(cast: Cast, chief: Client, visitor: Client) -> None:
    for slug, fields in [
        ("a", {"item_at": timezone.now()}),
        ("b", {"error": "The tide server is away.", "failures": 2}),
        ("c", {"item_at": timezone.now() - timedelta(days=2), "silent_since": timezone.now()}),
    ]:
        source = Source.objects.create(slug=slug, name=slug * 5)
        SourceHealth.objects.create(source=source, **fields)
    assert [row.source.slug for row in rows(timezone.now())] == ["b", "c", "a"]
    for address in ("/desk/", "/desk/wire/sources/"):
        text = chief.get(address).content.decode()
        assert "The tide server is away. (2 times in a row)" in text and "silent for longer than usual" in text
    home = chief.get("/desk/").content.decode()
    assert "Copy may be missing" in home and "aaaaa" not in home
    assert "Copy may be missing" not in visitor.get("/desk/").content.decode()
    SourceHealth.objects.update(error="", silent_since=None)
    assert "Copy may be missing" not in chief.get("/desk/").content.decode()


def test_the_chart_shows_each_day_and_says_it_in_words(cast: Cast, chief: Client) -> None:
    days = [date(2026, 11, 1) + timedelta(days=number) for number in range(4)]
    drawn = bars(days, [0, 1, 100, 200])
    assert [(bar.height, bar.y + bar.height) for bar in drawn] == [(0, 28), (1, 28), (14, 28), (28, 28)]
    assert max(bar.height for bar in bars(days, [0, 0, 0, 0])) == 0 < BAR_HEIGHT
    source = make(chief)
    today = timezone.localdate()
    SourceDay.objects.create(source=source, day=today, items=7)
    text = chief.get("/desk/wire/sources/").content.decode()
    label = re.search(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', text)
    assert label and label[1].endswith(", 0, 7") and label[1].startswith("Items a day, the last 14 days: 0,")
    assert ": 7</title>" in text


def test_the_list_asks_the_same_of_the_database_for_three_sources_and_for_thirty(
    cast: Cast, chief: Client, django_assert_num_queries: Any
) -> None:
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            source = Source.objects.create(slug=f"s{number}", name=f"S{number}")
            SourceHealth.objects.create(source=source)
            SourceDay.objects.create(source=source, day=timezone.localdate(), items=1)

    add(0, 3)
    with django_assert_num_queries(2):
        rows(timezone.now())
    add(3, 30)
    with django_assert_num_queries(2):
        assert len(rows(timezone.now())) == 30


def test_quiet_hours_have_a_beginning_and_an_end(cast: Cast, chief: Client) -> None:
    source = make(chief, quiet_from="23:00", quiet_until="05:00")
    assert (source.quiet_from, source.quiet_until) == (time(23), time(5))
    assert 'value="23:00"' in chief.get(f"/desk/wire/sources/{source.pk}/").content.decode()
    response = chief.post(f"/desk/wire/sources/{source.pk}/", form(quiet_from="23:00"))
    assert "give both, or neither" in response.content.decode()
