"""Fronts by hand: what is put up, undone, planned; and the banner that needs two people and ends by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cast import NOW, Cast

from broadsheet import paperfile
from broadsheet.paperfile import current
from broadsheet.press.models import Order
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, banners, fronts, roles, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import (
    BannerMovedOn,
    BannerNeedsAnother,
    FrontMovedOn,
    NotYours,
    SecondEyesMissing,
    WrongPlace,
)
from broadsheet.stories.models import Banner, Front, FrontLayout, Story
from broadsheet.stories.slots import Arrangement, Placed

HOUR = timedelta(hours=1)


@pytest.fixture
def home(cast: Cast) -> Front:
    return Front.objects.get(locale__language_code="en")


def person(role: str, *sections: object) -> Staff:
    made = Staff.objects.create_user(f"{role}@courier.example", is_staff=True)
    made.groups.set(roles.groups_of(role, list(sections)))  # type: ignore[arg-type]
    return made


def seen(page: object) -> int:
    standing = fronts.standing(page)  # type: ignore[arg-type]
    return standing.pk if standing else 0


def lay(page: Front, *stories: Story, by: Staff | None = None, at: int | None = None) -> FrontLayout:
    wanted = Arrangement(tuple(Placed(story.pk) for story in stories))
    return fronts.change(page, wanted, did="laid", seen=seen(page) if at is None else at, by=by, now=NOW)


def put(page: object) -> list[int]:
    standing = fronts.standing(page)  # type: ignore[arg-type]
    return [one.story_id for one in standing.arrangement.placed] if standing else []


def test_each_act_orders_its_front_and_nothing_else(cast: Cast, home: Front) -> None:
    Order.objects.all().delete()
    lay(home, cast.ferry)
    assert set(Order.objects.values_list("key", flat=True)) == {f"slots:{home.pk}"}


def test_who_was_slower_overwrites_nothing(cast: Cast, home: Front) -> None:
    before = lay(home, cast.ferry).pk
    lay(home, cast.market)
    with pytest.raises(FrontMovedOn, match="laid out otherwise"):
        lay(home, cast.lantern, at=before)
    assert put(home) == [cast.market.pk]


def test_undo_goes_back_act_by_act_and_is_itself_on_the_record(cast: Cast, home: Front) -> None:
    for story in (cast.ferry, cast.market, cast.lantern):
        lay(home, story)
    for wanted in ([cast.market.pk], [cast.ferry.pk], []):
        fronts.undo(home, seen=seen(home), by=None, now=NOW + HOUR)
        assert put(home) == wanted
    first = FrontLayout.objects.order_by("pk")[0]
    fronts.put_back(home, first, seen=seen(home), by=None, now=NOW + HOUR)
    assert put(home) == [cast.ferry.pk]
    assert FrontLayout.objects.count() == 7
    assert FrontLayout.objects.filter(is_current=True).count() == 1


def test_an_undo_after_an_undo_and_an_act_takes_that_act_back(cast: Cast, home: Front) -> None:
    for story in (cast.ferry, cast.market):
        lay(home, story)
    fronts.undo(home, seen=seen(home), by=None, now=NOW)
    lay(home, cast.lantern)
    fronts.undo(home, seen=seen(home), by=None, now=NOW)
    assert put(home) == [cast.ferry.pk]


def test_who_may_not_publish_all_of_it_lays_out_nothing(cast: Cast, home: Front) -> None:
    own, front_editor = person("section-editor", cast.world), person("front-editor")
    for by, page in ((own, home), (own, cast.national), (person("reporter"), home), (person("sub-editor"), cast.world)):
        with pytest.raises(NotYours):
            lay(page, cast.ferry, by=by)
    lay(cast.world, cast.ferry, by=own)
    lay(home, cast.ferry, by=front_editor)
    assert put(cast.world) == put(home) == [cast.ferry.pk]


def test_what_cannot_stand_there_is_refused(cast: Cast, home: Front) -> None:
    with pytest.raises(WrongPlace, match="another language"):
        lay(home, cast.khmer)
    with pytest.raises(WrongPlace, match="once"):
        lay(home, cast.ferry, cast.ferry)
    more = [acts.create(cast.world, StoryText(f"Story {n}", []), by=None, now=NOW) for n in range(6)]
    with pytest.raises(WrongPlace, match="5 slots"):
        lay(home, *more)


def test_a_lead_that_one_person_has_seen_is_not_put_first_where_the_paper_wants_two(cast: Cast, home: Front) -> None:
    usual, editor = current(), person("front-editor")
    paperfile._current = replace(usual, second_eyes=("lead",))
    try:
        own = acts.create(cast.world, StoryText("Mine alone", []), by=editor, now=NOW)
        acts.publish(own, by=editor, now=NOW)
        with pytest.raises(SecondEyesMissing):
            lay(home, own, by=editor)
        lay(home, cast.ferry, own, by=editor)
        lay(home, own, by=person("editor-in-chief"))
        draft = acts.revise(own, StoryText("Mine alone, and more", []), by=editor, now=NOW)
        with pytest.raises(SecondEyesMissing):
            acts.publish(draft, by=editor, now=NOW)
    finally:
        paperfile._current = usual


def test_a_planned_front_begins_at_its_second_and_once(cast: Cast, home: Front) -> None:
    lay(home, cast.ferry)
    planned = fronts.plan(home, NOW + HOUR, by=None, now=NOW)
    fronts.change_plan(planned, Arrangement((Placed(cast.market.pk),)), seen=0, by=None)
    with pytest.raises(FrontMovedOn):
        fronts.change_plan(planned, Arrangement(), seen=0, by=None)
    assert scheduler.next_due(NOW) == NOW + HOUR
    scheduler.run_due(NOW + HOUR - timedelta(seconds=1))
    assert put(home) == [cast.ferry.pk]
    # The machine was down at that hour.
    Order.objects.all().delete()
    for _ in range(2):
        scheduler.run_due(NOW + 3 * HOUR)
    assert put(home) == [cast.market.pk]
    assert list(Order.objects.values_list("key", flat=True)) == [f"slots:{home.pk}"]
    with pytest.raises(FrontMovedOn):
        fronts.change_plan(planned, Arrangement(), seen=1, by=None)
    fronts.undo(home, seen=seen(home), by=None, now=NOW + 4 * HOUR)
    assert put(home) == [cast.ferry.pk], "what began by itself is taken back like any other act"


def test_nothing_is_planned_for_an_hour_gone_by_and_a_plan_can_be_given_up(cast: Cast, home: Front) -> None:
    with pytest.raises(WrongPlace):
        fronts.plan(home, NOW, by=None, now=NOW)
    fronts.drop(fronts.plan(home, NOW + HOUR, by=None, now=NOW), by=None)
    scheduler.run_due(NOW + HOUR)
    assert fronts.standing(home) is None


def test_a_banner_needs_two_people_and_ends_by_itself(cast: Cast, home: Front) -> None:
    one, two = person("front-editor"), person("editor-in-chief")
    banner = banners.propose(home, "Dam  breaks", minutes=60, story=None, by=one, now=NOW)
    assert banner.text == "Dam breaks" and not Order.objects.filter(key="banner:en").exists()
    with pytest.raises(BannerNeedsAnother):
        banners.put_up(banner, by=one, now=NOW)
    banners.put_up(banner, by=two, now=NOW)
    assert Order.objects.filter(key="banner:en").count() == 1
    assert scheduler.next_due(NOW) == NOW + HOUR
    scheduler.run_due(NOW + HOUR - timedelta(seconds=1))
    assert Banner.objects.get().ended_at is None
    for _ in range(2):
        scheduler.run_due(NOW + HOUR)
    assert Banner.objects.get().ended_at == NOW + HOUR
    assert Order.objects.filter(key="banner:en").count() == 2


def test_a_section_editor_words_a_banner_and_whoever_keeps_the_home_puts_it_up(cast: Cast, home: Front) -> None:
    own, other = person("section-editor", cast.world), person("front-editor")
    banner = banners.propose(home, "Dam breaks", minutes=60, story=None, by=own, now=NOW)
    second = banners.propose(home, "Dam holds", minutes=60, story=None, by=other, now=NOW)
    with pytest.raises(NotYours):
        banners.put_up(second, by=own, now=NOW)
    with pytest.raises(NotYours):
        banners.propose(home, "Mine", minutes=60, story=None, by=person("reporter"), now=NOW)
    banners.put_up(banner, by=other, now=NOW)
    with pytest.raises(BannerMovedOn):
        banners.put_up(banner, by=other, now=NOW)


def test_a_new_banner_takes_the_place_of_the_one_that_stands(cast: Cast, home: Front) -> None:
    one, two = person("front-editor"), person("editor-in-chief")
    for text in ("First", "Second"):
        banners.put_up(banners.propose(home, text, minutes=60, story=None, by=one, now=NOW), by=two, now=NOW)
    assert [row.text for row in Banner.objects.filter(ended_at=None)] == ["Second"]
    old = banners.propose(home, "Yesterday's", minutes=60, story=None, by=one, now=NOW - 2 * HOUR)
    with pytest.raises(BannerMovedOn):
        banners.put_up(old, by=two, now=NOW)
