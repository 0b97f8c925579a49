"""Two machines look at nothing twice, and each source's account is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from looking import NOW, Surroundings, copy, look
from loopback import answer, serving

from broadsheet.wire import health
from broadsheet.wire.intake import take
from broadsheet.wire.models import RawItem, Source, SourceDay, SourceHealth
from broadsheet.wire.state import state_of


def feed(slug: str, port: int, **others: object) -> Source:
    address = f"http://127.0.0.1:{port}/{slug}"
    return Source.objects.create(slug=slug, name=slug, kind=Source.Kind.FEED, address=address, **others)


@pytest.mark.django_db
def test_a_lease_is_one_machines_alone_until_it_gives_no_more_signs_of_life() -> None:
    source = Source.objects.create(slug="web", name="Web", kind=Source.Kind.FEED)
    lease = health.claim(source, NOW)
    assert lease and not health.claim(source, NOW + timedelta(seconds=80))
    health.renew([lease], NOW + timedelta(seconds=80))
    assert not health.claim(source, NOW + timedelta(seconds=160))
    # The machine is gone: another one takes over, and the first one's word counts no more.
    other = health.claim(source, NOW + timedelta(seconds=200))
    assert other and other != lease
    health.ended_well(source, lease, now=NOW + timedelta(seconds=201))
    assert SourceHealth.objects.get().lease == other
    health.ended_well(source, other, now=NOW + timedelta(seconds=202))
    assert not health.claim(source, NOW + timedelta(seconds=203))
    assert health.claim(source, NOW + timedelta(seconds=262))


@pytest.mark.django_db
def test_only_what_is_active_and_due_is_looked_at_longest_waiting_first() -> None:
    for slug, kind, active in [
        ("folder", "folder", True), ("feed", "feed", True), ("mail", "mailbox", True),
        ("push", "push", True), ("hand", "hand", True), ("off", "feed", False),
    ]:  # fmt: skip
        Source.objects.create(slug=slug, name=slug, kind=kind, active=active)
    SourceHealth.objects.create(source=Source.objects.get(slug="feed"), next_look_at=NOW - timedelta(hours=1))
    SourceHealth.objects.create(source=Source.objects.get(slug="mail"), next_look_at=NOW + timedelta(seconds=1))
    assert [source.slug for source in health.due(NOW)] == ["folder", "feed"]
    assert [source.slug for source in health.due(NOW + timedelta(seconds=1))] == ["folder", "feed", "mail"]


@pytest.mark.django_db
def test_days_are_counted_in_the_papers_time_and_repeats_not_at_all(tmp_path: Path) -> None:
    source = Source.objects.create(slug="hand", name="Hand")
    evening = NOW.replace(hour=16, minute=59)  # 23:59 in Phnom Penh
    for at, numbers in [(evening, (1, 2)), (evening, (1, 2)), (evening + timedelta(minutes=2), (3,))]:
        taken = take(copy(*numbers), source=source, name="x", now=at)
        health.note_arrival(source, taken, now=at)
    rows = list(SourceDay.objects.order_by("day").values_list("day", "items", "deliveries", "longest_gap_seconds"))
    assert [(day.day, *others) for day, *others in rows] == [(23, 2, 1, 0), (24, 1, 1, 120)]
    assert SourceHealth.objects.get().item_at == evening + timedelta(minutes=2)


@pytest.mark.django_db
def test_a_source_that_falls_silent_is_noted_once_until_something_comes() -> None:
    source = Source.objects.create(slug="daily", name="Daily")
    for day in range(14):
        at = NOW + timedelta(days=day)
        RawItem.objects.create(
            source=source, sha256=f"{day:064}", received_at=at, name="x", content=b"", outcome="taken"
        )
        health.note_arrival(source, take(copy(day), source=source, name="x", now=at), now=at)
    last = NOW + timedelta(days=13)
    assert health.watch_silence(last + timedelta(hours=35)) == []
    assert health.watch_silence(last + timedelta(hours=37)) == [source]
    assert health.watch_silence(last + timedelta(hours=38)) == []
    source.refresh_from_db()
    state = state_of(source, last + timedelta(hours=38))
    assert (state.level, state.sentence) == (
        "silent", "It is silent for longer than usual. Something new last came 1 day ago."
    )  # fmt: skip
    assert health.watch_silence(last + timedelta(days=400)) == []
    assert SourceHealth.objects.get().silent_since == last
    health.note_arrival(source, take(copy(99), source=source, name="x", now=last), now=last + timedelta(days=2))
    assert SourceHealth.objects.get().silent_since is None


@pytest.mark.django_db
def test_watching_asks_no_more_than_so_much_of_the_database() -> None:
    """The comparison with other days stops at the first that had nothing."""
    source = Source.objects.create(slug="daily", name="Daily")
    health.note_arrival(source, take(copy(1), source=source, name="x", now=NOW), now=NOW)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        health.watch_silence(NOW + timedelta(days=2))
    assert len(asked) <= 15


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "level"),
    [({}, "new"), ({"item_at": NOW}, "well"), ({"error": "No.", "failures": 3}, "failing"),
     ({"item_at": NOW, "silent_since": NOW}, "silent"), ({"next_look_at": NOW - timedelta(minutes=6)}, "unwatched")],
)  # fmt: skip
def test_the_state_of_a_source_is_a_sentence(fields: dict[str, object], level: str) -> None:
    source = Source.objects.create(slug="web", name="Web", kind=Source.Kind.FEED)
    SourceHealth.objects.create(source=source, **fields)
    state = state_of(source, NOW)
    assert state.level == level and state.sentence.endswith(".")
    assert state.is_alarming == (level in ("failing", "silent", "unwatched"))
    source.active = False
    assert state_of(source, NOW).level == "resting"


@pytest.mark.django_db
def test_whatever_happens_to_a_source_is_noted_with_it(tmp_path: Path) -> None:
    with serving(answer(copy(1))) as server:
        source = feed("web", server.port)
        means = Surroundings(tmp_path).means(f"127.0.0.1:{server.port}")

        def fails(items: object) -> None:
            raise ZeroDivisionError("a tide of trouble")

        with pytest.raises(ZeroDivisionError):
            look(source, replace(means, then=fails))
    row = SourceHealth.objects.get()
    assert "ZeroDivisionError" in row.error and "trouble" not in row.error and row.lease == ""


@pytest.mark.django_db
def test_a_source_is_left_alone_in_its_quiet_hours_and_its_silence_counts_only_outside_of_them() -> None:
    # From 23:00 until 05:00 in Phnom Penh, which is 16:00 until 22:00 in UTC.
    source = Source.objects.create(
        slug="daily", name="Daily", kind="feed", every_seconds=600, quiet_from=time(23), quiet_until=time(5)
    )
    evening = NOW.replace(hour=15, minute=55)
    morning = evening.replace(hour=22, minute=0)
    assert health.due(evening) == [source]
    health.ended_well(source, health.claim(source, evening), now=evening)
    assert SourceHealth.objects.get().next_look_at == morning
    night = evening + timedelta(hours=2)
    assert health.due(night) == [] and "left alone until 05:00" in state_of(source, night).sentence
    SourceHealth.objects.update(next_look_at=evening)
    assert health.due(night) == [] and health.due(morning) == [source]
    assert not state_of(Source.objects.get(), night).is_alarming
    SourceHealth.objects.update(next_look_at=None)
    assert health.due(night) == [source]
    # Every two hours by day: twelve silences of two hours each, and none of eight.
    at = morning
    for number in range(30):
        if source.quiet_hours.end_of(at) is None:
            health.note_arrival(source, take(copy(number), source=source, name="x", now=at), now=at)
        at += timedelta(hours=2)
    assert max(SourceDay.objects.values_list("longest_gap_seconds", flat=True)) == 2 * 3600
    last = SourceHealth.objects.get().item_at
    assert last is not None and last == NOW.replace(day=26, hour=8, minute=0)
    assert health.watch_silence(last + timedelta(hours=2, minutes=50)) == []
    assert health.watch_silence(last + timedelta(hours=3, minutes=10)) == [source]
