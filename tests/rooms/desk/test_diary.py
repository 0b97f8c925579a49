"""The diary: who goes where and when, what it becomes in a day's edition, and a calendar file of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cast import Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from signed_in import signed_in

from broadsheet.desk import diary
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, roles
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import DiaryEntry

DIARY = "/desk/diary/"
MONDAY = date(2026, 11, 23)


def form(title: str, at: str, **more: Any) -> dict[str, Any]:
    return {"kind": "event", "title": title, "starts_at": at, **more}


def at(hour: int, on: date = MONDAY) -> datetime:
    return diary.midnight(on) + timedelta(hours=hour)


def test_an_entry_is_written_and_stands_on_its_day_with_who_goes(cast: Cast, reporter: Client) -> None:
    somebody = Staff.objects.get(email="dara@courier.example")
    people = {"reporter": somebody.pk, "photographer": cast.editor.pk}
    more = {**people, "place": "Kratie", "section": cast.national.pk, "edition_day": "2026-11-24", "words": 400}
    answer = reporter.post(f"{DIARY}new/", form("Dam opens", "2026-11-23 09:30", **more))
    assert answer.headers["Location"] == f"{DIARY}?on=2026-11-23"
    for span, shown in (("day", 1), ("week", 7), ("month", 42)):
        text = reporter.get(f"{DIARY}?span={span}&on=2026-11-23").content.decode()
        assert "09:30 Dam opens" in text and "photos: editor@courier.example" in text
        assert text.count('<h2 class="desk-label"><a href="?span=day') == shown
    assert "Dam opens" not in reporter.get(f"{DIARY}?span=week&on=2026-11-30").content.decode()
    assert "Dam opens" in reporter.get(f"{DIARY}?on=2026-11-23&person={cast.editor.pk}").content.decode()
    other = signed_in("sok@courier.example", "Reporters")
    number = Staff.objects.get(email="sok@courier.example").pk
    assert "Dam opens" not in other.get(f"{DIARY}?on=2026-11-23&person={number}").content.decode()
    entry = DiaryEntry.objects.get()
    other.post(f"{DIARY}{entry.pk}/", form("Dam opens late", "2026-11-23 11:00"))
    assert DiaryEntry.objects.get().title == "Dam opens late", "the newsroom keeps one diary together"
    other.post(f"{DIARY}{entry.pk}/", {"drop": "yes"})
    assert not DiaryEntry.objects.exists()


def test_what_ends_before_it_begins_is_refused(reporter: Client) -> None:
    answer = reporter.post(f"{DIARY}new/", form("Dam", "2026-11-23 09:30", ends_at="2026-11-23 08:00"))
    assert answer.status_code == 200 and "ends before it begins" in answer.content.decode()
    assert not DiaryEntry.objects.exists()


def test_an_auditor_reads_the_diary_and_writes_nothing(cast: Cast) -> None:
    person = Staff.objects.create_user("audit@courier.example", is_staff=True)
    person.groups.set(roles.groups_of("auditor"))
    client = Client()
    client.force_login(person)
    DiaryEntry.objects.create(title="Dam", starts_at=at(9))
    assert "Dam" in client.get(f"{DIARY}?on=2026-11-23").content.decode()
    client.post(f"{DIARY}new/", form("Mine", "2026-11-23 09:30"))
    client.post(f"{DIARY}{DiaryEntry.objects.get().pk}/", {"drop": "yes"})
    assert [entry.title for entry in DiaryEntry.objects.all()] == ["Dam"]


def test_the_calendar_file_holds_the_diary(cast: Cast, reporter: Client) -> None:
    soon = timezone.now() + timedelta(days=2)
    DiaryEntry.objects.create(title="Dam opens", starts_at=soon, place="Kratie", reporter=cast.editor, notes="Ring him")
    DiaryEntry.objects.create(title="Long ago", starts_at=soon - timedelta(days=90))
    answer = reporter.get(f"{DIARY}diary.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Dam opens" in text and "Long ago" not in text
    assert "DESCRIPTION:Who: editor@courier.example\\nRing him" in text
    nobody = Staff.objects.get(email="dara@courier.example").pk
    assert "Dam opens" not in reporter.get(f"{DIARY}diary.ics?person={nobody}").content.decode()


def test_the_budget_of_a_day_has_what_is_planned_and_what_goes_out(cast: Cast, editor: Client) -> None:
    planned = DiaryEntry.objects.create(title="Dam opens", starts_at=at(9), edition_day=MONDAY, words=400)
    covered = DiaryEntry.objects.create(title="Wedding fair", starts_at=at(11), edition_day=MONDAY, words=300)
    covered.stories.add(cast.wedding)
    DiaryEntry.objects.create(title="Another day", starts_at=at(9), edition_day=MONDAY + timedelta(days=1))
    text = editor.get(f"{DIARY}budget/?on=2026-11-23").content.decode()
    assert "Dam opens" in text and "no story yet" in text and "700 words planned" in text
    assert "A wedding on two boats" in text and "Wedding fair" in text
    assert cast.flood.title in text
    assert "Another day" not in text
    found = diary.lines(MONDAY, Staff.objects.get(email="maly@courier.example"))
    assert [(line.entry, line.story) for line in found[:2]] == [(planned, None), (covered, cast.wedding)]


def test_the_budget_of_a_day_has_what_waits_for_its_hour(cast: Cast, editor: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = acts.create(cast.world, StoryText("Goes out tomorrow", []), by=None, now=timezone.now())
    acts.schedule(later, at(20, tomorrow), by=None, now=timezone.now())
    text = editor.get(f"{DIARY}budget/?on={tomorrow}").content.decode()
    assert "Goes out tomorrow" in text and "goes out 20:00" in text
    assert "Goes out tomorrow" not in editor.get(f"{DIARY}budget/").content.decode()


def test_the_budget_shows_no_drafts_of_sections_that_are_not_ones_own(cast: Cast) -> None:
    person = Staff.objects.create_user("world@courier.example", is_staff=True)
    person.groups.set(roles.groups_of("section-editor", [cast.world]))
    entry = DiaryEntry.objects.create(title="Fair", starts_at=at(11), edition_day=MONDAY)
    entry.stories.add(cast.wedding)
    found = diary.lines(MONDAY, Staff.objects.get(pk=person.pk))
    assert cast.wedding.pk not in {line.story.pk for line in found if line.story}
    assert cast.ferry.pk in {line.story.pk for line in found if line.story}, "what readers have is no secret"
    client = Client()
    client.force_login(person)
    client.post(f"{DIARY}{entry.pk}/", form("Fair", "2026-11-23 11:00", stories=[cast.wedding.pk]))
    assert list(entry.stories.all()) == [cast.wedding], "what others have linked stays"


@pytest.mark.parametrize(
    ("span", "on", "wanted"),
    [
        ("day", MONDAY, (MONDAY, MONDAY)),
        ("week", date(2026, 11, 29), (MONDAY, date(2026, 11, 29))),
        ("month", date(2026, 11, 15), (date(2026, 10, 26), date(2026, 12, 6))),
    ],
)
def test_a_span_has_its_days(span: str, on: date, wanted: tuple[date, date]) -> None:
    assert diary.bounds(span, on) == wanted


def test_the_diary_asks_as_often_for_many_entries_as_for_few(cast: Cast, reporter: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reporter.get(f"{DIARY}?on=2026-11-23").status_code == 200
        return len(queries)

    def more(count: int) -> None:
        for n in range(count):
            entry = DiaryEntry.objects.create(title=f"{count} {n}", starts_at=at(n), reporter=cast.editor)
            entry.stories.add(cast.flood)

    more(2)
    asked()
    few = asked()
    more(10)
    assert asked() == few
