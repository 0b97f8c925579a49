"""What agencies send is taken when it is signed, in time and new, and confirmed only when it is safe."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from broadsheet.desk import push
from broadsheet.wire import signing
from broadsheet.wire.models import Item, RawItem, SeenPush, Source
from broadsheet.wire.rates import Rate
from broadsheet.wire.sealing import Secret

pytestmark = pytest.mark.django_db

BODY = json.dumps({"uri": "urn:example:tide", "version": "1", "headline": "High tide"}).encode()
KEY = Secret("a key of the tides")


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    monkeypatch.setattr(push, "failures", Rate(30, 60))
    monkeypatch.setattr(push, "deliveries", Rate(600, 60))
    source = Source.objects.create(slug="delta", name="Delta", kind=Source.Kind.PUSH)
    source.keep_secret(KEY)
    yield source


def send(
    body: bytes = BODY,
    *,
    slug: str = "delta",
    key: Secret = KEY,
    late: int = 0,
    header: str | None = None,
    **others: Any,
) -> HttpResponse:
    if header is None:
        header = signing.header(body, timestamp=int(timezone.now().timestamp()) - late, slug=slug, secret=key)
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"/desk-wire/push/{slug}",
        body,
        "application/json",
        headers={signing.HEADER: header} if header else {},
        **others,
    )


def test_a_signed_delivery_is_taken_byte_for_byte(source: Source) -> None:
    response = send()
    row = RawItem.objects.get()
    assert (response.status_code, response.json()) == (200, {"delivery": row.pk, "outcome": "taken", "items": 1})
    assert bytes(row.content) == BODY
    assert str(Item.objects.get()) == "High tide" and source.days.get().items == 1
    assert not response.cookies and response["Cache-Control"].startswith("max-age=0")


def test_what_can_not_be_read_is_kept_and_told(source: Source) -> None:
    response = send(b"{")
    assert response.status_code == 422 and response.json()["outcome"] == "refused" and response.json()["error"]
    assert bytes(RawItem.objects.get().content) == b"{"


def test_a_request_that_somebody_else_sends_again_is_refused(source: Source) -> None:
    header = signing.header(BODY, timestamp=int(timezone.now().timestamp()), slug="delta", secret=KEY)
    assert [send(header=header).status_code for _ in range(3)] == [200, 409, 409]
    # The agency itself signs anew; nothing is there twice.
    anew = signing.header(BODY, timestamp=int(timezone.now().timestamp()) - 60, slug="delta", secret=KEY)
    assert send(header=anew).status_code == 200
    assert (RawItem.objects.count(), Item.objects.count(), SeenPush.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize("late", [-400, -301, 301, 400, 10**8])
def test_a_request_of_another_time_is_refused(source: Source, late: int) -> None:
    response = send(late=late)
    assert response.status_code == 401 and "seconds from ours" in response.json()["error"]
    assert not RawItem.objects.exists()


@pytest.mark.parametrize("late", [-290, 290])
def test_clocks_may_differ_a_little(source: Source, late: int) -> None:
    assert send(late=late).status_code == 200


def forged() -> dict[str, Any]:
    now = int(timezone.now().timestamp())
    good = signing.header(BODY, timestamp=now, slug="delta", secret=KEY)
    return {
        "no header": {"header": ""},
        "no form": {"header": "sha256=abc"},
        "capitals": {"header": good.upper()},
        "cut": {"header": good[:-1]},
        "another key": {"key": Secret("a key of the tide")},
        "no key": {"key": Secret("")},
        "another body": {"body": BODY + b" ", "header": good},
        "another time": {"header": good.replace(f"t={now}", f"t={now - 1}")},
        "another source": {"header": signing.header(BODY, timestamp=now, slug="other", secret=KEY)},
        "two": {"header": f"{good},{good}"},
    }


@pytest.mark.parametrize("what", forged())
def test_a_forged_request_is_refused_and_leaves_nothing(source: Source, what: str) -> None:
    assert send(**forged()[what]).status_code == 401
    assert not RawItem.objects.exists() and not SeenPush.objects.exists()


def test_a_signature_of_one_source_is_no_signature_of_another_with_the_same_key(source: Source) -> None:
    other = Source.objects.create(slug="other", name="Other", kind=Source.Kind.PUSH)
    other.keep_secret(KEY)
    header = signing.header(BODY, timestamp=int(timezone.now().timestamp()), slug="delta", secret=KEY)
    assert send(slug="other", header=header).status_code == 401
    assert send(header=header).status_code == 200


@pytest.mark.parametrize("fields", [{"active": False}, {"kind": "feed"}, {"slug": "gone"}])
def test_a_source_that_takes_nothing_answers_as_if_the_key_were_wrong(source: Source, fields: dict[str, Any]) -> None:
    wrong = send(key=Secret("wrong")).json()
    Source.objects.update(**fields)
    response = send()
    assert (response.status_code, response.json()) == (401, wrong)


def test_a_source_without_a_key_takes_nothing(source: Source) -> None:
    source.keep_secret(Secret(""))
    assert send().status_code == 401
    assert send(key=Secret("")).status_code == 401


def test_too_large_a_body_is_refused_before_it_is_read(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "MAX_BYTES", len(BODY) - 1)
    monkeypatch.setattr(push, "_body", None)
    assert send().status_code == 413


@pytest.mark.parametrize("length", ["", "-1", "x", "99999999999999999999"])
def test_a_body_of_no_known_length_is_refused(source: Source, length: str) -> None:
    assert send(CONTENT_LENGTH=length).status_code in (411, 413)
    assert not RawItem.objects.exists()


def test_who_signs_wrongly_too_often_waits_and_others_do_not(source: Source) -> None:
    for _ in range(30):
        assert send(key=Secret("x"), REMOTE_ADDR="198.51.100.9").status_code == 401
    response = send(REMOTE_ADDR="198.51.100.9")
    assert response.status_code == 429 and 0 < int(response["Retry-After"]) <= 61
    assert send(REMOTE_ADDR="198.51.100.10").status_code == 200


def test_a_source_has_its_share_a_minute(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "deliveries", Rate(3, 60))
    assert [send(late=20 * number).status_code for number in range(5)] == [200, 200, 200, 429, 429]


def test_nothing_is_confirmed_that_is_not_safe(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where what follows from the copy fails: the agency sends it again, and it is done then."""
    header = signing.header(BODY, timestamp=int(timezone.now().timestamp()), slug="delta", secret=KEY)

    def fails(*_: object, **__: object) -> None:
        assert bytes(RawItem.objects.get().content) == BODY
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("broadsheet.desk.wire_means.carry", fails)
        with pytest.raises(ZeroDivisionError):
            send(header=header)
    assert send(header=header).status_code == 200


def test_old_signatures_are_forgotten_when_they_would_not_count_anyway(source: Source) -> None:
    SeenPush.objects.create(source=source, signature="a" * 64, seen_at=timezone.now() - timezone.timedelta(hours=1))  # type: ignore[attr-defined]
    send()
    assert SeenPush.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_only_sending_does_anything(source: Source, method: str) -> None:
    assert getattr(Client(), method)("/desk-wire/push/delta").status_code == 405


def test_the_example_of_the_reference_page_signs_as_we_do(source: Source, tmp_path: Path) -> None:
    """Runs the very lines that the page shows, but for the sending."""
    page = (Path(__file__).parents[3] / "docs/reference/wire-sources.md").read_text("utf-8")
    lines = page.partition("## Push")[2].partition("```sh\n")[2].partition("```")[0]
    (tmp_path / "item.json").write_bytes(BODY)
    script = lines.partition("curl")[0] + 'printf "t=$t,v1=$v1"'
    environment = {"PATH": "/usr/bin:/bin", "KEY": KEY.reveal()}
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert send(header=done.stdout, slug="delta").status_code == 200
