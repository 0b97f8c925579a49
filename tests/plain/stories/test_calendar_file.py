"""A calendar file is what calendars read: escaped, folded without cutting a letter, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from broadsheet.stories.calendar_file import Event, calendar

AT = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=7)))


def event(**words: str) -> Event:
    return Event("diary-1@courier.example", words.pop("title", "Dam"), AT, None, AT, **words)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_event_stands_there_in_utc_and_lasts_an_hour_where_nobody_said() -> None:
    lines = unfolded(calendar("Courier", [event()]))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20261123T023000Z" in lines and "DTEND:20261123T033000Z" in lines
    assert "UID:diary-1@courier.example" in lines


def test_an_end_is_kept() -> None:
    until = datetime(2026, 11, 23, 5, tzinfo=UTC)
    lines = unfolded(calendar("Courier", [Event("1", "Dam", AT, until, AT)]))
    assert "DTEND:20261123T050000Z" in lines


def test_marks_are_escaped_and_nothing_else_gets_in() -> None:
    lines = unfolded(calendar("A; B", [event(title="Water, or not; \\ so\r\nEND:VEVENT\x07", place="Kratie, pier")]))
    assert "SUMMARY:Water\\, or not\\; \\\\ so\\nEND:VEVENT" in lines
    assert "LOCATION:Kratie\\, pier" in lines and "X-WR-CALNAME:A\\; B" in lines
    assert lines.count("END:VEVENT") == 1


def test_no_line_has_more_than_75_octets_and_no_letter_is_cut() -> None:
    khmer = "ទឹកជំនន់មកដល់ស្ពានចាស់ " * 12
    text = calendar("Courier", [event(title=khmer, notes="x" * 300)])
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{khmer}" in unfolded(text)
