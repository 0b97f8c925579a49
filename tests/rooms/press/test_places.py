"""Where a story stands in lists, months, blocks: its coming and going touches its neighbours, at any archive's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from cast import NOW, Cast, prose
from django.db import connection
from django.test.utils import CaptureQueriesContext
from what_readers_get import everything

from broadsheet.demo.bulk import make_stories
from broadsheet.paper import lists, rows
from broadsheet.press.run import Press
from broadsheet.stories import acts, places
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story

FromNothing = Callable[[datetime], dict[str, object]]


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages of two stories, blocks of three: every edge is met by few stories."""
    for module, name, value in (
        (places, "A_PAGE", 2), (lists, "A_PAGE", 2), (places, "BLOCK", 3), (lists, "BLOCK", 3), (rows, "BLOCK", 3),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    yield


def publish(cast: Cast, number: int, at: datetime) -> Story:
    text = StoryText(
        f"Report number {number}", prose("Words."), byline_ids=(cast.reporter.pk,), topic_ids=(cast.river.pk,)
    )
    return acts.publish(acts.create(cast.world, text, by=None, now=at), by=None, now=at)


def test_stories_that_come_go_and_come_back_in_the_middle_leave_every_page_exact(
    narrow: None, cast: Cast, press: Press, from_nothing: FromNothing
) -> None:
    press.run_once(NOW)
    days_ago = (0, 1, 40, 1, 1, 41, 0, 75, 42, 1, 100, 40)
    published = []
    steps: list[Callable[[], object]] = []
    for number, days in enumerate(days_ago):
        at = NOW - timedelta(days=days, minutes=7 * number)
        steps.append(lambda n=number, a=at: published.append(publish(cast, n, a)))  # type: ignore[misc]
    for place in (4, 2, 7, 5, 10, 0, 3):
        steps.append(lambda p=place: acts.withdraw(published[p], by=None, now=NOW))  # type: ignore[misc]
    for place in (2, 5, 4):
        steps.append(lambda p=place: acts.publish(published[p], by=None, now=NOW))  # type: ignore[misc]
    steps.append(lambda: acts.move(published[1], cast.national, by=None, now=NOW))
    for number, step in enumerate(steps):
        step()
        run = press.run_once(NOW)
        assert run is not None
        if number % 3 == 1 or number > len(steps) - 3:
            assert everything(press.writer.reading) == from_nothing(NOW), f"after step {number}"
        # The last one moves a story: its card changes on pages that don't print its section.
        if number < len(steps) - 1:
            assert set(run.rendered) <= set(run.changed), f"after step {number}"


def cost_of_a_publication(cast: Cast, press: Press, number: int) -> tuple[int, int, int]:
    """Products looked at and rendered, and queries, for one story at the top of lists that are all long enough."""
    publish(cast, number, NOW + timedelta(seconds=number))
    with CaptureQueriesContext(connection) as queries:
        run = press.run_once(NOW + timedelta(seconds=number))
    assert run is not None
    return run.looked_at, len(run.rendered), len(queries)


def test_a_publication_costs_as_much_in_an_archive_twice_as_large(cast: Cast, press: Press) -> None:
    costs = []
    for number, count in enumerate((120, 240), start=1):
        make_stories(count, now=NOW - timedelta(days=1))
        press.run_all(NOW)
        # The second: the month's pages stand, no address is new but the story's.
        cost_of_a_publication(cast, press, 2 * number)
        costs.append(cost_of_a_publication(cast, press, 2 * number + 1))
    (looked_at, rendered, queries), larger = costs
    assert larger[:2] == (looked_at, rendered)
    # Five for each lot of stories that is read: one lot fewer where they lie closer together.
    assert queries - 5 <= larger[2] <= queries


def test_the_months_of_a_list_are_found_in_as_many_leaps_as_it_has_months(cast: Cast, press: Press) -> None:
    make_stories(300, now=NOW)
    name = f"section/{cast.world.pk}"
    reading = press.newsroom.open(NOW)
    assert isinstance(reading.lists, lists.Lists)  # type: ignore[attr-defined]
    days = set(cast.world.get_children().values_list("story__listings__day", flat=True)) - {None}
    assert reading.lists.months(name) == sorted({day[:7] for day in days}, reverse=True)  # type: ignore[attr-defined]
