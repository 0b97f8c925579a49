"""Quiet hours: in which hours of the paper's clock a source is left alone, and how much of a silence they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadsheet.wire.hours import QuietHours

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(23), time(5), PHNOM_PENH)


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = PHNOM_PENH) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (at(10, 22, 59), None),
        (at(10, 23), at(11, 5)),
        (at(11, 0), at(11, 5)),
        (at(11, 4, 59), at(11, 5)),
        (at(11, 5), None),
    ],
)
def test_the_hours_go_past_midnight_and_end_at_their_minute(moment: datetime, end: datetime | None) -> None:
    assert NIGHT.end_of(moment) == end


def test_hours_within_a_day_and_none_at_all() -> None:
    noon = QuietHours(time(12), time(13, 30), PHNOM_PENH)
    assert noon.end_of(at(10, 12, 30)) == at(10, 13, 30) and noon.end_of(at(10, 13, 30)) is None
    none = QuietHours(None, None, PHNOM_PENH)
    assert none.end_of(at(10, 12)) is None and none.last_end(at(10, 12)) is None
    assert none.awake(at(10, 12), at(11, 12)) == timedelta(days=1)
    assert QuietHours(time(5), time(5), PHNOM_PENH).end_of(at(10, 5)) is None


def test_only_what_is_no_quiet_hour_counts() -> None:
    assert NIGHT.awake(at(10, 22), at(11, 6)) == timedelta(hours=2)
    assert NIGHT.awake(at(10, 23, 30), at(11, 4)) == timedelta()
    assert NIGHT.awake(at(10, 12), at(13, 12)) == timedelta(hours=3 * 18)
    assert NIGHT.awake(at(11, 12), at(10, 12)) == timedelta()
    assert NIGHT.last_end(at(11, 4)) == at(10, 5) and NIGHT.last_end(at(11, 5)) == at(11, 5)


def test_the_clock_of_the_paper_counts_also_when_it_is_put_back() -> None:
    # On 25 October 2026 at 3:00 Berlin goes back to 2:00: the night is an hour longer.
    night = QuietHours(time(23), time(5), BERLIN)
    began = datetime(2026, 10, 24, 23, tzinfo=BERLIN).astimezone(UTC)
    ends = night.end_of(began)
    assert ends is not None and ends - began == timedelta(hours=7)
    assert night.awake(began, began + timedelta(hours=8)) == timedelta(hours=1)
