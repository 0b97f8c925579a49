"""The lists of stories: their filters, their search, and how little they ask."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cast import NOW, Cast, prose
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from broadsheet.desk.paging import CAP, CappedPaginator
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story

LISTS = ["/desk/stories/", "/desk/pages/{section}/"]


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def write(cast: Cast, count: int, *, published: bool = True) -> None:
    for number in range(count):
        text = StoryText(f"River report {number}", prose("Water."), byline_ids=(cast.reporter.pk,))
        story = acts.create(cast.world, text, by=cast.editor, now=NOW)
        if published:
            acts.publish(story, by=cast.editor, now=NOW)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("who", ["chief", "editor"])
def test_a_list_of_thirty_asks_no_more_than_one_of_three(
    address: str, who: str, cast: Cast, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    address = address.format(section=cast.world.pk)
    write(cast, 1)
    few = queries(client, address)
    write(cast, 27)
    assert queries(client, address) == few


def found(client: Client, query: str, address: str = "/desk/stories/results/") -> set[str]:
    text = client.get(f"{address}?{query}").content.decode()
    return {title for title in Story.objects.values_list("title", flat=True) if title in text}


def test_stories_are_found_by_section_status_byline_and_date(cast: Cast, chief: Client) -> None:
    acts.withdraw(cast.market, by=cast.editor, now=NOW)
    acts.schedule(cast.wedding, datetime(2050, 1, 1, tzinfo=UTC), by=cast.editor, now=NOW)
    assert found(chief, f"section={cast.national.pk}") == {cast.ferry.title, cast.lantern.title, cast.wedding.title}
    assert found(chief, f"byline={cast.reporter.pk}") == {cast.flood.title, cast.ferry.title}
    assert found(chief, "status=withdrawn") == {cast.market.title}
    assert found(chief, "status=scheduled") == {cast.wedding.title}
    assert found(chief, "status=live&section=" + str(cast.world.pk)) == {cast.flood.title}
    assert found(chief, "latest_revision_created_at_from=2001-01-01&latest_revision_created_at_to=2001-01-02") == set()


def test_a_search_keeps_to_the_filters_and_gives_the_newest_first(cast: Cast, chief: Client) -> None:
    write(cast, 2)
    call_command("update_index", verbosity=0)
    assert found(chief, "q=river") == {"River report 0", "River report 1"}
    assert found(chief, f"q=river&section={cast.national.pk}") == set()
    assert found(chief, f"q=ferry&byline={cast.reporter.pk}&status=live") == {cast.ferry.title}
    assert found(chief, "q=river", f"/desk/pages/{cast.world.pk}/results/") == {"River report 0", "River report 1"}
    text = chief.get("/desk/stories/results/?q=river").content.decode()
    assert text.index("River report 1") < text.index("River report 0")


def test_a_list_counts_no_further_than_it_can_be_paged(cast: Cast) -> None:
    class Endless(list[int]):
        def __len__(self) -> int:
            return 1_000_000

    assert CappedPaginator(Endless(), 50).count == CAP
    stories = CappedPaginator(Story.objects.order_by("pk"), 50)
    with CaptureQueriesContext(connection) as asked:
        assert stories.count == Story.objects.count()
    assert f"LIMIT {CAP}" in asked[0]["sql"] and "COUNT" not in asked[0]["sql"]


def test_a_list_that_is_hard_to_find_is_looked_for_once_for_count_and_page(cast: Cast) -> None:
    every = list(Story.objects.order_by("-pk").values_list("pk", flat=True))
    pages = CappedPaginator(Story.objects.filter(title__contains="").order_by("-pk"), 2)
    pages.whole = Story.objects.order_by("-pk")
    with CaptureQueriesContext(connection) as asked:
        assert [story.pk for story in pages.get_page("2")] == every[2:4]
    assert pages.count == len(every)
    assert sum("LIKE" in query["sql"] for query in asked) == 1
    assert [story.pk for story in pages.get_page("999")] == every[2 * ((len(every) - 1) // 2) :]


def test_the_log_shows_the_newest_entries_without_looking_for_what_to_offer(cast: Cast, chief: Client) -> None:
    chief.get("/desk/reports/site-history/")
    with CaptureQueriesContext(connection) as asked:
        text = chief.get("/desk/reports/site-history/").content.decode()
    assert cast.flood.title in text
    assert not [q["sql"] for q in asked if "DISTINCT" in q["sql"] and "logentry" in q["sql"]]
    assert not [q["sql"] for q in asked if "COUNT" in q["sql"] and "logentry" in q["sql"]]
    entry = PageLogEntry.objects.order_by("-timestamp")[0]
    assert chief.get(f"/desk/reports/site-history/?action={entry.action}").status_code == 200
