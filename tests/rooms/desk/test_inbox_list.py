"""The list of the wire desk: found by words, filtered by columns, grouped, and alive."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cast import NOW
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.paperfile import PaperFile
from broadsheet.stories.models import Section, Story, Topic
from broadsheet.wire import alike, filing
from broadsheet.wire.intake import take
from broadsheet.wire.models import Band, Item, Mark, Source, picture_folder

WIRE = "/desk/wire/"
LIVE = "/desk/wire/live/"


@pytest.fixture(autouse=True)
def no_files_left(paper: PaperFile) -> Iterator[None]:
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)


def deliver(guid: str, headline: str, *paragraphs: str, source: str = "delta", minute: int = 0, **others: Any) -> Item:
    """An item as it is after this delivery."""
    value = {
        "uri": f"urn:example:{guid}",
        "type": "text",
        "language": "en",
        "version": "1",
        "versioncreated": "2026-11-23T01:00:00Z",
        "headlines": [{"value": headline}],
        "bodies": [{"contenttype": "text/html", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}],
        **others,
    }
    supplier, _ = Source.objects.get_or_create(slug=source, defaults={"name": source.title()})
    taken = take(json.dumps(value).encode(), source=supplier, name=guid, now=NOW + timedelta(minutes=minute))
    return Item.objects.get(pk=taken.items[0].item_id)


def copy(seed: int, count: int = 120) -> str:
    return " ".join(random.Random(seed).choices([f"word{n}" for n in range(900)], k=count))


def listed(client: Client, query: str = "") -> list[int]:
    """The items of the list, as they stand in it."""
    return [int(pk) for pk in re.findall(r'data-item="(\d+)"', client.get(f"{WIRE}results/?{query}").content.decode())]


def test_a_row_shows_what_an_editor_chooses_by(paper: PaperFile, reporter: Client) -> None:
    item = deliver("1", "Harbour opens", "Ships.", urgency=2, located="Kampot", subjects=[{"name": "national"}])
    deliver("1", "Harbour opens again", "Ships.", urgency=2, located="Kampot", version="2", minute=1,
            versioncreated="2026-11-23T02:00:00Z", subjects=[{"name": "national"}])  # fmt: skip
    item.refresh_from_db()
    assert (item.urgency, item.place, item.version_count, item.headline) == (2, "Kampot", 2, "Harbour opens again")
    assert item.section == Section.objects.get(slug="national").pk
    text = reporter.get(WIRE).content.decode()
    for shown in (
        "Harbour opens again",
        "Delta",
        "National",
        "Kampot",
        "desk-urgency--2",
        '<td class="desk-number">2</td>',
    ):
        assert shown in text


def test_words_anywhere_in_an_item_find_it_in_latin_and_in_khmer(paper: PaperFile, reporter: Client) -> None:
    ships = deliver("1", "Harbour opens", "Ships from Zürich come in.", located="Kampot")
    bridge = deliver("2", "ទឹកជំនន់មកដល់ស្ពានចាស់", "ទឹកបានឡើងនៅពេលយប់។", language="km")
    for query, found in {
        "zurich": [ships.pk],
        "ship": [ships.pk],
        "harbour ships": [ships.pk],
        "harbour boats": [],
        '"come in"': [ships.pk],
        '"in come"': [],
        "kampot": [ships.pk],
        "ស្ពាន": [bridge.pk],
        "ស្ពានចាស់ ទឹក": [bridge.pk],
        "ពេលយប់": [bridge.pk],
        "ភ្នំពេញ": [],
        '"': [],
        "NEAR(": [],
        "words:ship": [],
    }.items():
        assert listed(reporter, f"q={query}") == found, query


def test_a_corrected_text_is_found_by_its_new_words_alone(paper: PaperFile, reporter: Client) -> None:
    item = deliver("1", "Harbour opens", "Elephants come in.")
    deliver("1", "Harbour opens", "Tigers come in.", version="2", versioncreated="2026-11-23T02:00:00Z")
    assert listed(reporter, "q=tigers") == [item.pk] and listed(reporter, "q=elephants") == []


def test_a_cancellation_without_words_leaves_what_was_found_to_be_found(paper: PaperFile, reporter: Client) -> None:
    item = deliver("1", "Harbour opens", "Elephants come in.")
    deliver("1", "", version="2", versioncreated="2026-11-23T02:00:00Z", pubstatus="canceled")
    assert listed(reporter, "q=elephants&status=cancelled") == [item.pk]


def test_each_filter_stands_in_the_address_and_filters(paper: PaperFile, reporter: Client) -> None:
    national = Section.objects.get(slug="national")
    one = deliver("1", "One", urgency=1, located="Kampot", subjects=[{"name": "National"}])
    two = deliver("2", "Two", source="other", urgency=5, language="fr")
    source = Source.objects.get(slug="other").pk
    for query, found in {
        f"section={national.pk}": [one.pk],
        "urgency=3": [one.pk],
        "language=fr": [two.pk],
        "place=kamp": [one.pk],
        f"source={source}": [two.pk],
        "pictures=with": [],
        "pictures=without": [one.pk, two.pk],
        f"source={source}&urgency=3": [],
    }.items():
        assert sorted(listed(reporter, query)) == found, query


def test_the_same_story_from_several_agencies_is_one_row_that_opens(paper: PaperFile, reporter: Client) -> None:
    body = copy(1)
    first = deliver("1", "Harbour opens", body)
    alone = deliver("2", "Something else", copy(2), minute=1)
    second = deliver("3", "Harbour is open", f"PHNOM PENH - {body}", source="other", minute=2)
    assert listed(reporter) == [second.pk, alone.pk]
    text = reporter.get(WIRE).content.decode()
    assert "1 alike" in text and "Delta" in text
    group = Item.objects.get(pk=second.pk).group_id
    inner = reporter.get(f"{WIRE}group/{group}/", {"but": second.pk}).content.decode()
    assert f'data-item="{first.pk}"' in inner and f'data-item="{second.pk}"' not in inner
    assert listed(reporter, f"group={group}") == [second.pk, first.pk], "also without JavaScript"
    # Where a filter hides the last one, the other stands for the group.
    assert listed(reporter, f"source={first.source_id}") == [alone.pk, first.pk]


def test_the_same_words_days_later_are_another_story(paper: PaperFile, reporter: Client) -> None:
    body = copy(1)
    deliver("1", "Lottery", body)
    deliver("2", "Lottery", body, minute=60 * 73)
    assert Item.objects.filter(group__isnull=False).count() == 0


def test_bands_too_old_to_be_compared_are_taken_out(paper: PaperFile, monkeypatch: pytest.MonkeyPatch) -> None:
    old = deliver("1", "Old", copy(1))
    assert Band.objects.filter(item=old).exists()
    monkeypatch.setattr(alike, "TIDIED_EVERY", 1)
    deliver("2", "New", copy(2), minute=60 * 73)
    assert not Band.objects.filter(item=old).exists() and Band.objects.exists()


def test_a_twin_is_found_where_a_crowd_shares_some_of_its_words(
    paper: PaperFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "NEWEST", 2)
    first = deliver("1", "Harbour opens", copy(1))
    signed = Band.objects.filter(item=first).order_by("value")
    crowd = [deliver(f"crowd-{number}", "Weather", copy(100 + number)) for number in range(4)]
    Band.objects.bulk_create(Band(item=other, value=band.value) for other in crowd for band in signed[:15])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = deliver("2", "Harbour is open", copy(1), source="other", minute=1)
    assert second.group_id == first.pk
    # However many share a band, two of them are read.
    assert any("LIMIT 2" in query["sql"] for query in asked)


def test_not_for_us_is_said_of_the_whole_group(paper: PaperFile, reporter: Client) -> None:
    first = deliver("1", "Harbour opens", copy(1))
    second = deliver("2", "Harbour is open", copy(1), source="other", minute=1)
    answer = reporter.post(f"{WIRE}{second.pk}/mark/?whole=1", {"state": "declined", "filters": "state=new"})
    assert answer["Location"] == f"{WIRE}?state=new"
    assert set(Item.objects.values_list("pk", "state")) == {(first.pk, "declined"), (second.pk, "declined")}
    reporter.post(f"{WIRE}{second.pk}/mark/?whole=1", {"state": "new"})
    assert listed(reporter, "state=new") == [second.pk], "taken back, for all of them"
    assert Item.objects.filter(state="new").count() == 2
    reporter.post(f"{WIRE}{second.pk}/mark/?whole=1", {"state": "declined"})
    assert Mark.objects.count() == 6 and Mark.objects.order_by("pk")[0].by.email == "dara@courier.example"  # type: ignore[union-attr]
    assert listed(reporter, "state=new") == []


def test_an_open_list_learns_what_changed_and_else_nothing(paper: PaperFile, reporter: Client) -> None:
    first = deliver("1", "Harbour opens")
    shown = re.search(r'data-change="([\d.]+)"', reporter.get(WIRE).content.decode())
    assert shown and reporter.get(LIVE, {"since": shown[1]}).status_code == 204
    deliver("2", "Bridge opens", minute=1)
    told = reporter.get(LIVE, {"since": shown[1]}).json()
    assert "Bridge opens" in told["rows"] and "Harbour opens" in told["rows"]
    assert reporter.get(LIVE, {"since": told["change"]}).status_code == 204
    reporter.post(f"{WIRE}{first.pk}/mark/", {"state": "seen"})
    told = reporter.get(LIVE, {"since": told["change"], "state": "new"}).json()
    assert "Bridge opens" in told["rows"] and "Harbour opens" not in told["rows"]


def test_a_look_that_finds_no_change_costs_the_list_two_questions(paper: PaperFile, reporter: Client) -> None:
    deliver("1", "Harbour opens")
    change = reporter.get(LIVE).json()["change"]
    with CaptureQueriesContext(connection) as queries:
        reporter.get(LIVE, {"since": change})
    assert sum("wire_" in query["sql"] for query in queries) == 2


def test_topics_of_a_story_are_those_that_the_agency_names(paper: PaperFile, reporter: Client) -> None:
    river = Topic.objects.create(name="Mekong", language="en", slug="mekong")
    Topic.objects.create(name="Mekong", language="km", slug="mekong")
    item = deliver("1", "Harbour opens", subjects=[{"name": "MEKONG"}, {"name": "Unknown"}])
    section = Section.objects.get(slug="national")
    reporter.post(f"{WIRE}{item.pk}/make-story/", {"section": section.pk})
    story = Story.objects.get().get_latest_revision_as_object()
    assert [row.topic_id for row in story.story_topics.all()] == [river.pk]
    assert Mark.objects.get().state == "used"


def test_items_filed_anew_are_listed_and_found_as_before(paper: PaperFile, reporter: Client) -> None:
    item = deliver("1", "Harbour opens", copy(1), subjects=[{"name": "Sport"}])
    other = deliver("2", "Harbour is open", copy(1), source="other", minute=1)
    Item.objects.update(headline="", version_count=0, group=None)
    world = Section.objects.get(slug="world")
    world.title = "Sport"
    world.save()
    assert filing.refile_all(now=NOW) == 2
    item.refresh_from_db()
    assert (item.headline, item.version_count, item.section) == ("Harbour opens", 1, world.pk)
    assert listed(reporter) == [other.pk] and listed(reporter, "q=harbour+opens") == [item.pk]


def test_who_may_not_write_sees_no_live_rows(paper: PaperFile, visitor: Client) -> None:
    item = deliver("1", "Harbour opens")
    for address in (LIVE, f"{WIRE}results/", f"{WIRE}group/{item.pk}/"):
        assert "Harbour" not in visitor.get(address, follow=True).content.decode()


def test_an_item_joins_the_one_most_like_it_among_many_that_share_less(
    paper: PaperFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "MOST_COMPARED", 2)
    body = copy(1)
    first = deliver("1", "Harbour opens", body)
    for number in range(4):
        # They share bands with it, which here only their rows say.
        other = deliver(f"other-{number}", "Other", copy(100 + number))
        shared = Band.objects.filter(item=first).order_by("pk")[number]
        Band.objects.create(item=other, value=shared.value)
    assert deliver("2", "Harbour is open", body, source="other", minute=1).group_id == first.pk
