"""The desk's page of what readers read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from cast import Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from killed import page, post

from broadsheet.desk.readership import read
from broadsheet.edition.brown_out import turn
from broadsheet.paperfile import current
from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.counting import LOST, MinuteKey, View
from broadsheet.ranking.store import open_store
from broadsheet.stories.models import Mute, Story

PAGE = "/desk/most-viewed/"
NUMBERS = f"{PAGE}numbers/"

Readers = Callable[..., None]


@pytest.fixture
def readers() -> Iterator[Readers]:
    """Counts so many readers of a story, now, from a class of referrers."""

    def clean() -> None:
        for file in current().ranking.parent.glob(current().ranking.name + "*"):
            file.unlink()

    clean()
    store = open_store(current().ranking)

    def count(story: Story, number: int, referrer: str = "direct", *, now: datetime | None = None) -> None:
        now = now or timezone.now()
        hour = hour_of(now)
        views = [View(hour, story.pk, (story.pk * 1000 + n) * 0x9E3779B97F4A7C15 % (1 << 63)) for n in range(number)]
        store.add(views, hour=hour, minutes={MinuteKey(int(now.timestamp()) // 60, story.pk, referrer): number})

    yield count
    store.close()
    clean()


def rows(client: Client, query: str = "") -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(NUMBERS + query).json()["rows"]
    return found


def test_the_list_stands_with_its_numbers(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 12, "search")
    readers(cast.flood, 5, "social")
    readers(cast.market, 2)
    first, second, third = rows(editor)
    assert (first["headline"], first["readers"], first["this_hour"], first["standing"]) == (
        cast.ferry.title, 12, 12, "listed",
    )  # fmt: skip
    assert (second["headline"], third["standing"]) == (cast.flood.title, "few")
    assert first["referrers"] == {"direct": 0, "own": 0, "search": 12, "social": 0, "other": 0}
    text = page(editor, PAGE)
    assert text.index(cast.ferry.title) < text.index(cast.flood.title) < text.index("too few readers")


def test_the_drawing_has_views_by_minute_and_by_story(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 4, "search")
    readers(cast.ferry, 3, "own")
    readers(cast.flood, 2, "direct")
    minutes = editor.get(NUMBERS).json()["minutes"]
    assert [(one["story"], sum(one["views"])) for one in minutes["series"]] == [
        (cast.ferry.pk, 7), (cast.flood.pk, 2), (0, 0),
    ]  # fmt: skip
    assert minutes["referrers"] == {"direct": 2, "own": 3, "search": 4, "social": 0, "other": 0}


def test_what_the_kiosks_lost_is_told_and_in_no_drawing(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 4)
    assert "No view of the last three hours was lost." in page(editor, PAGE)
    store = open_store(current().ranking)
    now = timezone.now()
    store.add([], hour=hour_of(now), minutes={MinuteKey(int(now.timestamp()) // 60, LOST, ""): 17})
    store.close()
    minutes = editor.get(f"{NUMBERS}?language=en").json()["minutes"]
    assert minutes["lost"] == "Lost: 17 views of the last three hours, which no kiosk could keep."
    assert minutes["lost"] in page(editor, PAGE)
    assert sum(sum(one["views"]) for one in editor.get(NUMBERS).json()["minutes"]["series"]) == 4


def test_the_list_can_be_of_one_language_or_one_section(cast: Cast, editor: Client, readers: Readers) -> None:
    for story in (cast.ferry, cast.flood, cast.khmer):
        readers(story, 5)
    assert [row["headline"] for row in rows(editor, "?language=km")] == [cast.khmer.title]
    assert [row["headline"] for row in rows(editor, f"?section={cast.world.pk}")] == [cast.flood.title]
    assert len(rows(editor, "?language=xx&section=' OR 1")) == 3


def test_what_is_read_more_than_before_trends(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 30)
    readers(cast.flood, 2)
    assert [row["headline"] for row in rows(editor, "?order=trend")] == [cast.ferry.title]


def test_a_story_that_was_withdrawn_is_not_shown(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 5)
    cast.ferry.unpublish()
    assert rows(editor) == []


def test_an_editor_mutes_with_a_reason_and_takes_it_back(cast: Cast, editor: Client, readers: Readers) -> None:
    readers(cast.ferry, 5)
    mute = f"{PAGE}{cast.ferry.pk}/mute/"
    assert "Give the reason" in post(editor, mute, reason=" ").content.decode()
    assert not Mute.objects.exists()
    editor.get(mute)
    assert not Mute.objects.exists()
    post(editor, mute, reason="A hoax sends them")
    assert rows(editor)[0]["standing"] == "muted"
    text = page(editor, PAGE)
    assert "A hoax sends them" in text and "maly@courier.example" in text
    assert editor.get(f"{PAGE}{cast.ferry.pk}/unmute/").status_code == 405
    post(editor, f"{PAGE}{cast.ferry.pk}/unmute/")
    assert rows(editor)[0]["standing"] == "listed"
    assert Mute.objects.get().ended_by == "maly@courier.example"


def test_who_may_not_publish_may_look_and_not_mute(
    cast: Cast, reporter: Client, visitor: Client, readers: Readers
) -> None:
    readers(cast.ferry, 5)
    mute = f"{PAGE}{cast.ferry.pk}/mute/"
    assert cast.ferry.title in page(reporter, PAGE)
    assert mute not in page(reporter, PAGE)
    for act in (mute, f"{PAGE}{cast.ferry.pk}/unmute/"):
        post(reporter, act, reason="I say so")
    assert not Mute.objects.exists()
    assert "by minute" not in page(visitor, PAGE)
    assert visitor.get(NUMBERS).status_code != 200


def test_a_broken_ranking_is_said_and_breaks_no_screen(cast: Cast, editor: Client, readers: Readers) -> None:
    current().ranking.write_bytes(b"this is no database" * 200)
    assert "move it away" in page(editor, PAGE)
    assert editor.get(NUMBERS).status_code == 503


def test_more_stories_ask_no_more_questions(cast: Cast, readers: Readers, paper: object) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read(current(), timezone.now())
        return len(asked)

    readers(cast.ferry, 5)
    one = questions()
    for story in (cast.flood, cast.market, cast.lantern, cast.khmer):
        readers(story, 4)
    assert questions() == one


def test_the_desk_shows_that_the_brown_out_is_on(cast: Cast, reporter: Client) -> None:
    words = "Readers have pages without pictures"
    current().edition.parent.mkdir(parents=True, exist_ok=True)
    assert words not in page(reporter, "/desk/")
    turn(current().edition, True, now=timezone.now())
    try:
        assert words in page(reporter, "/desk/")
    finally:
        turn(current().edition, False, now=timezone.now())
    assert words not in page(reporter, "/desk/")
