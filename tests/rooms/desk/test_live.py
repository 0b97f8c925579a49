"""The live desk: who posts and who hands in, nothing written over unseen, nothing posted twice, and no side door."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from cast import NOW, Cast, make_photo, prose
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from signed_in import signed_in

from broadsheet.press.models import Order
from broadsheet.staff.models import Staff
from broadsheet.stories import gate, live_blogs, roles
from broadsheet.stories.errors import LiveBlogClosed, MayNotPublish, NotYours, PhotosHeld, SecondEyesMissing
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import LiveAct, LiveBlog, LiveEntry


@pytest.fixture
def blog(cast: Cast) -> LiveBlog:
    return live_blogs.open_blog(cast.flood, by=None, now=NOW)


def page_of(blog: LiveBlog) -> str:
    return f"/desk/live/{blog.story_id}/"


def typed(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "token": str(uuid4()), **more}


def blocks(*paragraphs: str, **more: Any) -> dict[str, Any]:
    """The form of an entry's blocks, as the editor sends it."""
    form = {"body-count": str(len(paragraphs)), "headline": "", "byline": "", **more}
    for n, text in enumerate(paragraphs):
        block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
        block |= {"inlineStyleRanges": [], "entityRanges": []}
        form |= {f"body-{n}-deleted": "", f"body-{n}-order": str(n), f"body-{n}-type": "prose", f"body-{n}-id": ""}
        form[f"body-{n}-value"] = json.dumps({"blocks": [block], "entityMap": {}})
    return form


def test_a_story_is_opened_told_and_closed_on_the_record(cast: Cast, editor: Client) -> None:
    address = f"/desk/live/{cast.flood.pk}/"
    editor.post(f"{address}turn/", {"act": "open"})
    answer = editor.post(address, typed("The dam holds.\n\n> We stay. — Sok Dara", is_key="on"))
    assert answer.headers["Location"] == address
    entry = LiveEntry.objects.get()
    assert entry.number == 1 and entry.is_key and [b["type"] for b in entry.body.raw_data] == ["prose", "quotation"]
    text = editor.get(address).content.decode()
    assert "The dam holds." in text and "key point" in text
    editor.post(f"{address}turn/", {"act": "close"})
    assert [act.did for act in LiveAct.objects.order_by("pk")] == ["opened", "written", "posted", "closed"]
    assert {act.by_name for act in LiveAct.objects.all()} == {str(Staff.objects.get(email="maly@courier.example"))}
    assert "is closed" in editor.post(address, typed("Late.")).content.decode()
    assert "Late." in editor.post(address, typed("Late.")).content.decode(), "what was typed stays in the box"
    assert LiveEntry.objects.count() == 1


def test_the_same_words_sent_twice_are_one_entry(blog: LiveBlog, editor: Client) -> None:
    words = typed("The dam holds.")
    assert [editor.post(page_of(blog), words).status_code for _ in range(2)] == [302, 302]
    assert LiveEntry.objects.count() == 1


def test_a_reporter_hands_in_and_an_editor_posts(blog: LiveBlog, reporter: Client, editor: Client) -> None:
    Order.objects.all().delete()
    reporter.post(page_of(blog), typed("The dam holds."))
    entry = LiveEntry.objects.get()
    assert entry.number is None and not Order.objects.exists()
    reporter.post(f"/desk/live/entry/{entry.pk}/act/", {"act": "post", "seen": "0"})
    reporter.post(f"{page_of(blog)}turn/", {"act": "close"})
    assert LiveEntry.objects.get().number is None and LiveBlog.objects.get().is_open
    assert reporter.get(f"/desk/live/entry/{entry.pk}/").status_code == 200, "their own, while it waits"
    editor.post(f"/desk/live/entry/{entry.pk}/act/", {"act": "post", "seen": "0"})
    assert LiveEntry.objects.get().number == 1 and Order.objects.exists()
    assert reporter.get(f"/desk/live/entry/{entry.pk}/").status_code == 302, "refused, as Wagtail refuses"
    reporter.post(f"/desk/live/entry/{entry.pk}/act/", {"act": "withdraw"})
    assert LiveEntry.objects.get().withdrawn_at is None


def test_two_people_at_one_entry_see_each_other(blog: LiveBlog, editor: Client, chief: Client) -> None:
    entry = live_blogs.post(blog, Words(prose("The dam holds.")), by=None, now=NOW)
    address = f"/desk/live/entry/{entry.pk}/"
    assert chief.post(address, blocks("The dam is dry.", seen="0")).status_code == 302
    answer = editor.post(address, blocks("The dam is full.", seen="0")).content.decode()
    assert "changed by a colleague" in answer and "The dam is dry." in answer and "The dam is full." in answer
    assert live_blogs.said_in(LiveEntry.objects.get())["body"][0]["value"].count("dry") == 1
    assert 'name="seen" value="1"' in answer
    assert editor.post(address, blocks("The dam is full.", seen="1")).status_code == 302
    before = [act.before["body"][0]["value"] for act in LiveAct.objects.filter(did="changed").order_by("pk")]
    assert "holds" in before[0] and "dry" in before[1], "what it said is kept"


def test_a_section_editor_of_another_section_hands_in_only(cast: Cast, blog: LiveBlog) -> None:
    person = Staff.objects.create_user("abroad@courier.example", is_staff=True)
    person.groups.set(roles.groups_of("section-editor", [cast.national]))
    with pytest.raises(NotYours):
        live_blogs.post(blog, Words(prose("Mine.")), by=person, now=NOW)
    entry = live_blogs.post(blog, Words(prose("Ours.")), by=None, now=NOW)
    for act in (
        lambda: live_blogs.correct(entry, Words(prose("Mine.")), by=person, now=NOW, seen=0),
        lambda: live_blogs.mark(entry, key=True, pinned=True, by=person, now=NOW),
        lambda: live_blogs.withdraw(entry, by=person, now=NOW),
        lambda: live_blogs.close_blog(blog, by=person, now=NOW),
    ):
        with pytest.raises(NotYours):
            act()
    entry.headline = "By another door"
    with gate.acting(lambda: person), pytest.raises(MayNotPublish):
        entry.save()


def test_what_keeps_a_story_from_readers_keeps_an_entry(cast: Cast, blog: LiveBlog, settings: Any) -> None:
    bare = make_photo("Bare", credit="")
    body = [{"type": "photo", "value": {"photo": bare.pk, "caption": ""}}]
    with pytest.raises(PhotosHeld):
        live_blogs.post(blog, Words(body), by=None, now=NOW)
    live_blogs.close_blog(blog, by=None, now=NOW)
    with pytest.raises(LiveBlogClosed):
        live_blogs.post(blog, Words(prose("Late.")), by=None, now=NOW)
    assert not LiveEntry.objects.exists()


def test_a_legal_risk_needs_two_people_for_each_entry(
    cast: Cast, blog: LiveBlog, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.stories.second_eyes.legal", lambda story: ["it is flagged as a legal risk"])
    maly = Staff.objects.get(email="maly@courier.example")
    with pytest.raises(SecondEyesMissing):
        live_blogs.post(blog, Words(prose("He did it.")), by=maly, now=NOW)
    entry = live_blogs.submit(blog, Words(prose("He did it.")), by=maly, now=NOW)
    live_blogs.post_waiting(entry, by=cast.editor, now=NOW, seen=0)
    assert LiveEntry.objects.get().number == 1


def test_an_auditor_looks_and_does_nothing(blog: LiveBlog) -> None:
    client = signed_in("audit@courier.example", "Auditors")
    live_blogs.post(blog, Words(prose("The dam holds.")), by=None, now=NOW)
    for address in ("/desk/live/", page_of(blog), f"{page_of(blog)}entries/"):
        assert client.get(address).status_code == 200, address
    client.post(page_of(blog), typed("Mine."))
    client.post(f"{page_of(blog)}turn/", {"act": "close"})
    assert LiveEntry.objects.count() == 1 and LiveBlog.objects.get().is_open


def test_no_query_grows_with_the_entries(blog: LiveBlog, editor: Client) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    def more(count: int) -> None:
        for n in range(count):
            by = Staff.objects.get(email="maly@courier.example") if n % 2 else None
            live_blogs.post(blog, Words(prose(f"Entry {n}.")), by=by, now=NOW)

    more(3)
    asked(page_of(blog))
    few = [asked(page_of(blog)), asked("/desk/live/"), asked(f"{page_of(blog)}entries/")]
    more(27)
    assert [asked(page_of(blog)), asked("/desk/live/"), asked(f"{page_of(blog)}entries/")] == few
