"""Addresses: one a story for ever, old ones lead to it in one step, and archive pages that nothing shifts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from cast import NOW, Cast, prose
from clock import Clock
from test_withdrawal import FromNothing, rename
from what_readers_get import everything, read

from broadsheet.demo.bulk import make_stories
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Listing, Section, Story, StoryAddress

FLOOD = "/2026/11/23/flood"


def test_a_former_address_leads_to_the_present_one_in_one_step(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    former = [FLOOD]
    for slug in ("water-at-the-bridge", "bridge-closed", "bridge-open-again"):
        rename(cast.flood, slug)
        pressed.run_once(NOW)
        present = f"/2026/11/23/{slug}"
        assert cast.flood.title in read(edition, present)
        assert [edition.redirect(address) for address in former] == [present] * len(former)
        assert not any(edition.has_page(address) for address in former)
        assert f'"{present}"' in read(edition, "/world")
        former.append(present)
    assert everything(edition) == from_nothing(NOW)


def test_a_story_may_have_a_former_address_back(cast: Cast, pressed: Press, from_nothing: FromNothing) -> None:
    edition = pressed.writer.reading
    rename(cast.flood, "bridge-closed")
    pressed.run_once(NOW)
    rename(cast.flood, "flood")
    pressed.run_once(NOW)
    assert cast.flood.title in read(edition, FLOOD)
    assert edition.redirect(FLOOD) is None
    assert edition.redirect("/2026/11/23/bridge-closed") == FLOOD
    assert everything(edition) == from_nothing(NOW)


def test_two_stories_of_one_slug_on_one_day_have_addresses_of_their_own(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    text = StoryText("Flood in the rice fields", prose("Fields."), slug="flood")
    other = acts.publish(acts.create(cast.national, text, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    assert other.slug == cast.flood.slug
    assert cast.flood.title in read(edition, FLOOD)
    assert text.headline in read(edition, f"{FLOOD}-2")
    # Published again, each keeps its own.
    acts.publish(other, by=None, now=NOW)
    acts.publish(cast.flood, by=None, now=NOW)
    assert pressed.run_once(NOW) is not None
    assert StoryAddress.objects.filter(address__startswith=FLOOD).count() == 2
    assert text.headline in read(edition, f"{FLOOD}-2")


def test_an_address_stays_when_the_section_is_renamed_or_the_story_moves(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    world = Section.objects.get(pk=cast.world.pk)
    world.title, world.slug = "The Wide World", "wide-world"
    world.save_revision().publish()
    pressed.run_once(NOW)
    assert 'href="/wide-world"' in read(edition, FLOOD)
    acts.move(cast.flood, cast.national, by=None, now=NOW)
    pressed.run_once(NOW)
    assert 'href="/national"' in read(edition, FLOOD)
    assert list(cast.flood.addresses.values_list("address", flat=True)) == [FLOOD]
    assert f'"{FLOOD}"' in read(edition, "/national")
    assert f'"{FLOOD}"' not in read(edition, "/wide-world")
    assert everything(edition) == from_nothing(NOW)


def test_a_story_keeps_its_day_when_it_is_published_again_on_another(cast: Cast, pressed: Press, clock: Clock) -> None:
    later = clock.go_on(days=40)
    acts.publish(cast.flood, by=None, now=later)
    pressed.run_once(later)
    assert cast.flood.title in read(pressed.writer.reading, FLOOD)
    assert list(cast.flood.addresses.values_list("address", flat=True)) == [FLOOD]


# The archive.

ARCHIVE = "/world/2026/11"


def stories_on(press: Press, address: str) -> list[str]:
    """Addresses of the stories on a list page, from its top."""
    found = re.findall(r'href="(/2026/1[12]/\d\d/[^"]+)"', read(press.writer.reading, address))
    return list(dict.fromkeys(found))


def test_a_month_lies_on_pages_of_fifty_oldest_first(press: Press, cast: Cast) -> None:
    make_stories(240, now=NOW)
    press.run_all(NOW)
    place = f"section/{cast.world.pk}"
    listed = Listing.objects.filter(list=place, day__startswith="2026-11").order_by("published_at", "story_id")
    wanted = [Story.objects.get(pk=pk).current_address() for pk in listed.values_list("story_id", flat=True)]
    assert 100 < len(wanted) <= 150
    pages = [stories_on(press, address) for address in (ARCHIVE, f"{ARCHIVE}/2", f"{ARCHIVE}/3")]
    assert [len(page) for page in pages[:2]] == [50, 50]
    assert [address for page in pages for address in page] == wanted
    assert not press.writer.reading.has_page(f"{ARCHIVE}/4")


def publish_in(section: Section, count: int, now: datetime) -> None:
    for number in range(count):
        text = StoryText(f"Late item {number}", prose("Words."), slug=f"late-{now:%d%H}-{number}")
        acts.publish(acts.create(section, text, by=None, now=now), by=None, now=now)


def pages_of(press: Press, keep: Callable[[str], bool]) -> dict[str, object]:
    return {page.address: page for page in press.writer.reading.pages() if keep(page.address)}


def test_later_publications_never_shift_a_full_page_of_the_archive(
    press: Press, cast: Cast, clock: Clock, from_nothing: FromNothing
) -> None:
    make_stories(240, now=NOW)
    press.run_all(NOW)
    full = {ARCHIVE, f"{ARCHIVE}/2"}
    before = pages_of(press, full.__contains__)
    last = len(stories_on(press, f"{ARCHIVE}/3"))
    later = clock.go_on(hours=1)
    publish_in(cast.world, 50 - last + 2, later)
    run = press.run_once(later)
    assert run is not None
    assert not full & set(run.rendered)
    assert pages_of(press, full.__contains__) == before
    assert len(stories_on(press, f"{ARCHIVE}/3")) == 50
    assert len(stories_on(press, f"{ARCHIVE}/4")) == 2
    assert f'href="{ARCHIVE}/4"' in read(press.writer.reading, f"{ARCHIVE}/3")

    december = clock.go_on(days=10)
    held = [stories_on(press, address) for address in sorted(full)]
    publish_in(cast.world, 1, december)
    press.run_once(december)
    assert [stories_on(press, address) for address in sorted(full)] == held
    assert stories_on(press, "/world/2026/12") == [f"/2026/12/03/late-{december:%d%H}-0"]
    assert everything(press.writer.reading) == from_nothing(december)


def test_the_archive_stands_the_same_after_a_hundred_and_twenty_more_stories(press: Press, cast: Cast) -> None:
    make_stories(240, now=NOW)
    press.run_all(NOW)
    held = {address: stories_on(press, address) for address in (ARCHIVE, f"{ARCHIVE}/2")}
    # Bulk stories are dated back from `now`: these 120 all come after those that are there.
    later = NOW + timedelta(minutes=17 * 370)
    make_stories(Story.objects.filter(live=True).count() + 120, now=later)
    press.run_all(later, afresh=False)
    assert {address: stories_on(press, address) for address in held} == held
    assert press.writer.reading.has_page(f"{ARCHIVE}/4")


def test_a_page_of_the_archive_that_empties_goes(press: Press, cast: Cast, from_nothing: FromNothing) -> None:
    publish_in(cast.world, 49, NOW)
    press.run_once(NOW)
    assert len(stories_on(press, f"{ARCHIVE}/2")) == 1
    assert len(stories_on(press, ARCHIVE)) == 50
    acts.withdraw(cast.market, by=None, now=NOW)
    press.run_once(NOW)
    assert not press.writer.reading.has_page(f"{ARCHIVE}/2")
    assert f"{ARCHIVE}/2" not in read(press.writer.reading, ARCHIVE)
    assert everything(press.writer.reading) == from_nothing(NOW)
