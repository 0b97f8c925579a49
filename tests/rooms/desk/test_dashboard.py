"""The dashboard: what is read, what comes in, what the press does, what is due, all drawn and all to be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast import NOW, Cast, make_photo
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from killed import forget_kills, kill
from signed_in import signed_in

from broadsheet.edition import brown_out
from broadsheet.paperfile import PaperFile, current
from broadsheet.press.models import Failure, PressRun
from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.counting import View
from broadsheet.ranking.store import open_store
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, roles
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Assignment, DiaryEntry, Photo
from broadsheet.stories.photo_rights import day_of
from broadsheet.wire.models import Item, RawItem, Source

PAGE = "/desk/dashboard/"


@pytest.fixture(autouse=True)
def nothing_left(cast: Cast, paper: PaperFile) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()
    brown_out.turn(paper.edition, False, now=NOW)
    for path in paper.ranking.parent.glob(f"{paper.ranking.name}*"):
        path.unlink()


def test_what_is_read_is_drawn_by_hour(cast: Cast, editor: Client) -> None:
    store = open_store(current().ranking)
    now = hour_of(timezone.now())
    for number in range(7):
        store.add([View(now - 1, cast.flood.pk, number)], hour=now - 1)
    store.add([View(now, cast.market.pk, 1)], hour=now)
    store.close()
    context = editor.get(PAGE).context
    assert [(one.headline, one.readers) for one in context["read"]] == [(cast.flood.title, 7), (cast.market.title, 1)]
    assert [bar.value for bar in context["total"].bars][-2:] == [7, 1]
    assert context["read_table"].heads[:2] == ("All stories", cast.flood.title)


def test_each_source_tells_what_came_and_what_was_refused(cast: Cast, editor: Client) -> None:
    source = Source.objects.create(slug="delta", name="Delta News")
    now = timezone.now()
    for number in range(3):
        status = "usable" if number else "withheld"
        Item.objects.create(source=source, guid=str(number), status=status, received_at=now)
    Item.objects.create(source=source, guid="old", status="usable", received_at=now - timedelta(days=2))
    RawItem.objects.create(source=source, sha256="a", received_at=now, name="x", content=b"", outcome="refused")
    (one,) = editor.get(PAGE).context["sending"]
    assert (sum(bar.value for bar in one.chart.bars), one.chart.bars[-1].value) == (3, 3)
    assert (one.refused, one.withheld) == (1, 1)


def test_the_press_is_drawn_and_what_alarms_is_said(cast: Cast, editor: Client, paper: PaperFile) -> None:
    now = timezone.now()
    figures = {"orders": 1, "looked_at": 9, "rendered": 9, "seconds": 1.0}
    PressRun.objects.create(run_at=now, changed=5, failed=0, **figures)
    PressRun.objects.create(run_at=now - timedelta(hours=3), changed=2, failed=1, **figures)
    Failure.objects.create(address="/x", recipe="article", message="broken", since=now, tried_at=now)
    kill(cast.flood, by="wire:delta")
    paper.edition.parent.mkdir(parents=True, exist_ok=True)
    brown_out.turn(paper.edition, True, now=now)
    answer = editor.get(PAGE)
    bars = answer.context["runs"].bars
    assert (bars[-1].value, bars[-4].value, bars[-4].is_bad, bars[-1].is_bad) == (5, 2, True, False)
    text = answer.content.decode()
    assert "1 page could not be pressed" in text and "lite since" in text and answer.context["unseen_kills"] == 1


def test_what_is_due_comes_from_everywhere(cast: Cast, editor: Client) -> None:
    now = timezone.now()
    soon = now + timedelta(seconds=1)
    Assignment.objects.create(story=cast.wedding, person=cast.editor, due_at=now - timedelta(hours=1))
    DiaryEntry.objects.create(title="Council meets", starts_at=soon)
    acts.schedule(cast.wedding, soon, by=cast.editor, now=NOW)
    Photo.objects.filter(pk=cast.photo.pk).update(rights_expire_on=day_of(now) + timedelta(days=2))
    make_photo("Unused", width=700, rights_expire_on=day_of(now))
    due = {(one.what.partition(" ")[0], one.name): one.late for one in editor.get(PAGE).context["due"]}
    assert due["Story", cast.wedding.title] == "late"
    assert due["Event", "Council meets"] == "nobody goes there yet"
    assert ("Goes", cast.wedding.title) in due and ("Photo", "Boats") in due
    assert not any(name == "Unused" for _, name in due)
    of_world = signed_in("dara@courier.example")
    Staff.objects.get(email="dara@courier.example").groups.set(roles.groups_of("section-editor", [cast.world]))
    seen = {one.name for one in of_world.get(PAGE).context["due"] if one.what.startswith("Story due")}
    assert seen == set(), "the board tells nobody of a section that they may not see"


def test_it_costs_no_more_for_more(cast: Cast, editor: Client) -> None:
    def ask(count: int) -> int:
        for number in range(count):
            name = f"{count}-{number}"
            source = Source.objects.create(slug=name, name=name)
            Item.objects.create(source=source, guid="a", status="usable", received_at=timezone.now())
            story = acts.create(cast.world, StoryText(name, [], slug=f"s{name}"), by=cast.editor, now=NOW)
            Assignment.objects.create(story=story, person=cast.editor, due_at=timezone.now())
            DiaryEntry.objects.create(title=name, starts_at=timezone.now() + timedelta(seconds=30))
        editor.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(PAGE).status_code == 200
        return len(asked)

    ask(1)
    assert ask(2) == ask(9)


def test_it_is_for_those_who_write_or_audit(cast: Cast, visitor: Client) -> None:
    assert visitor.get(PAGE).status_code in (302, 403)
