"""The front editor: what editors put into slots is what readers get, and nobody overwrites a colleague."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from signed_in import signed_in

from broadsheet.edition.packing import unpack
from broadsheet.press.run import Press
from broadsheet.stories import acts, banners, fronts, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Banner, Front, FrontLayout, Story

FRONTS = "/desk/fronts/"


@pytest.fixture
def home(cast: Cast) -> Front:
    return Front.objects.get(locale__language_code="en")


def act(client: Client, page: Front, act: str, story: Story | None = None, **more: object) -> str:
    layout = fronts.standing(page)
    form = {"act": act, "seen": layout.pk if layout else 0, **more} | ({"story": story.pk} if story else {})
    client.post(f"{FRONTS}{page.pk}/change/", form)
    return client.get(f"{FRONTS}{page.pk}/").content.decode()


def slots_in(text: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-slot="\d+" data-story="(\d+)"', text)]


def readers_have(press: Press, address: str = "/") -> str:
    press.run_once(timezone.now())
    page = press.writer.reading.page(address)
    assert page is not None
    return unpack([page.head, page.tail] if page.tail else [page.head]).decode()


def headlines(text: str) -> list[str]:
    return re.findall(r"<h[23]><a href=[^>]*>([^<]*)</a>", text)


def test_what_is_put_into_slots_is_what_readers_get(cast: Cast, home: Front, press: Press, editor: Client) -> None:
    text = editor.get(f"{FRONTS}{home.pk}/").content.decode()
    assert slots_in(text) == [cast.flood.pk, cast.market.pk, cast.ferry.pk, cast.lantern.pk]
    assert headlines(readers_have(press))[:2] == [cast.flood.title, cast.market.title]
    assert slots_in(act(editor, home, "put", cast.lantern, slot=1))[:2] == [cast.lantern.pk, cast.flood.pk]
    text = act(editor, home, "headline", cast.lantern, headline=" Lanterns,  counted ")
    assert "Its own headline: Lantern makers count their stock" in text
    front = readers_have(press)
    assert headlines(front)[:2] == ["Lanterns, counted", cast.flood.title]
    assert cast.lantern.title in readers_have(press, "/national"), "elsewhere it keeps its own headline"
    assert slots_in(act(editor, home, "down", cast.lantern))[:2] == [cast.flood.pk, cast.lantern.pk]
    assert slots_in(act(editor, home, "up", cast.lantern))[:2] == [cast.lantern.pk, cast.flood.pk]
    act(editor, home, "pin", cast.market)
    acts.withdraw(cast.lantern, by=None, now=NOW)
    text = editor.get(f"{FRONTS}{home.pk}/").content.decode()
    assert slots_in(text) == [cast.flood.pk, cast.ferry.pk, cast.market.pk], "the next moves up; what is pinned stays"
    assert "readers have them no more" in text
    assert headlines(readers_have(press))[:3] == [cast.flood.title, cast.ferry.title, cast.market.title]
    editor.post(f"{FRONTS}{home.pk}/undo/", {"seen": fronts.standing(home).pk})  # type: ignore[union-attr]
    assert [one.slot for one in fronts.standing(home).arrangement.placed] == [0]  # type: ignore[union-attr]


def test_a_section_front_has_slots_of_its_own(cast: Cast, press: Press, editor: Client) -> None:
    act(editor, cast.national, "put", cast.flood, slot=1)
    readers_have(press)
    assert headlines(readers_have(press, "/national"))[:3] == [cast.flood.title, cast.ferry.title, cast.lantern.title]


def test_a_package_that_is_asked_for_is_taken(cast: Cast, home: Front, press: Press, editor: Client) -> None:
    assert 'class="package picture"' in readers_have(press)
    act(editor, home, "shape", shape="words")
    front = readers_have(press)
    assert 'class="package words"' in front and "<picture" not in front.partition('class="seconds"')[0]
    topical = [acts.create(cast.world, StoryText(f"Mekong {n}", [], topic_ids=(cast.river.pk,)), by=None, now=NOW)
               for n in range(2)]  # fmt: skip
    for story in topical:
        acts.publish(story, by=None, now=NOW)
    act(editor, home, "put", cast.flood, slot=1)
    act(editor, home, "shape", shape="big")
    assert 'class="package big"' in readers_have(press)


def test_who_was_slower_is_told_so(cast: Cast, home: Front, editor: Client) -> None:
    act(editor, home, "put", cast.ferry, slot=1)
    answer = editor.post(
        f"{FRONTS}{home.pk}/change/", {"act": "put", "story": cast.market.pk, "slot": 1, "seen": 0}, follow=True
    )
    assert "was laid out otherwise by" in answer.content.decode()
    assert slots_in(answer.content.decode())[0] == cast.ferry.pk


def test_stories_are_found_and_what_is_nonsense_changes_nothing(cast: Cast, home: Front, editor: Client) -> None:
    call_command("update_index", verbosity=0)
    text = editor.get(f"{FRONTS}{home.pk}/?q=lantern").content.decode()
    assert f'class="desk-card" data-story="{cast.lantern.pk}"' in text
    assert f'class="desk-card" data-story="{cast.ferry.pk}"' not in text
    for wrong in ({"act": "put", "slot": 9}, {"act": "put", "slot": ""}, {"act": "dance", "slot": 1}, {"act": "put"}):
        act(editor, home, wrong.pop("act"), cast.ferry, **wrong)  # type: ignore[arg-type]
    act(editor, home, "put", slot=1)
    act(editor, home, "shape", shape="round")
    assert not FrontLayout.objects.exists()


def test_a_plan_is_laid_out_and_previewed_before_it_begins(cast: Cast, home: Front, editor: Client) -> None:
    hour = timezone.localtime() + timedelta(hours=2)
    where = editor.post(f"{FRONTS}{home.pk}/plan/", {"starts_at": hour.strftime("%Y-%m-%dT%H:%M")}).headers["Location"]
    plan = FrontLayout.objects.get()
    assert where.endswith(f"?plan={plan.pk}")
    form = {"act": "put", "story": cast.wedding.pk, "slot": 1, "seen": 0, "plan": plan.pk}
    editor.post(f"{FRONTS}{home.pk}/change/", form)
    text = editor.get(where).content.decode()
    assert slots_in(text)[0] == cast.wedding.pk and "not published: until then the next one" in text
    preview = editor.get(f"{FRONTS}{home.pk}/preview/?layout={plan.pk}").content.decode()
    assert cast.wedding.title not in preview and headlines(preview)[0] == cast.flood.title
    acts.publish(cast.wedding, by=None, now=timezone.now())
    preview = editor.get(f"{FRONTS}{home.pk}/preview/?layout={plan.pk}").content.decode()
    assert headlines(preview)[0] == cast.wedding.title
    assert f'src="{FRONTS}{home.pk}/preview/?layout={plan.pk}"' in (
        editor.get(f"{FRONTS}{home.pk}/widths/?plan={plan.pk}").content.decode()
    )
    scheduler.run_due(hour + timedelta(minutes=1))
    assert slots_in(editor.get(f"{FRONTS}{home.pk}/").content.decode())[0] == cast.wedding.pk
    editor.post(f"{FRONTS}{home.pk}/plan/", {"starts_at": "soon"})
    editor.post(f"{FRONTS}{home.pk}/plan/", {"starts_at": "2020-01-01T00:00"})
    assert FrontLayout.objects.count() == 1


def test_a_banner_goes_up_by_a_second_person_and_goes_with_its_story(
    cast: Cast, home: Front, press: Press, editor: Client, chief: Client
) -> None:
    form = {"text": "Bridge closed", "front": home.pk, "minutes": 60, "story": cast.flood.current_address()}
    editor.post(f"{FRONTS}banner/", form)
    banner = Banner.objects.get()
    assert banner.story_id == cast.flood.pk
    editor.post(f"{FRONTS}banner/{banner.pk}/", {"act": "up"})
    assert "Bridge closed" not in readers_have(press), "the same person does not put it up"
    assert "Put it up" not in editor.get(FRONTS).content.decode()
    assert "Put it up" in chief.get(FRONTS).content.decode()
    chief.post(f"{FRONTS}banner/{banner.pk}/", {"act": "up"})
    for front in ("/", "/world"):
        assert f'<a href="{cast.flood.current_address()}">Bridge closed</a>' in readers_have(press, front)
    assert "Bridge closed" not in readers_have(press, "/km")
    acts.withdraw(cast.flood, by=None, now=NOW)
    assert "Bridge closed" not in readers_have(press) + readers_have(press, "/world")
    chief.post(f"{FRONTS}banner/{banner.pk}/", {"act": "down"})
    assert Banner.objects.get().ended_by_name
    editor.post(f"{FRONTS}banner/", form | {"story": "/nowhere"})
    assert Banner.objects.count() == 1


def test_a_banner_without_a_story_is_words(cast: Cast, home: Front, press: Press) -> None:
    two = signed_in("two@courier.example")
    person = cast.editor.__class__.objects.get(email="two@courier.example")
    person.is_superuser = True
    person.save()
    made = banners.propose(home, "Polls are closed", minutes=30, story=None, by=cast.editor, now=NOW)
    banners.put_up(made, by=person, now=NOW)
    assert "<h2>Polls are closed</h2>" in readers_have(press)
    assert two.get(FRONTS).status_code == 200


def test_the_page_asks_as_often_for_a_full_front_as_for_an_empty_one(
    cast: Cast, home: Front, editor: Client, django_assert_max_num_queries: object
) -> None:
    editor.get(f"{FRONTS}{home.pk}/")
    for n in range(12):
        more = acts.create(cast.world, StoryText(f"More {n}", []), by=None, now=NOW)
        acts.publish(more, by=None, now=NOW)
    for slot in range(1, 5):
        act(editor, home, "put", Story.objects.order_by("pk")[slot], slot=slot)
    with django_assert_max_num_queries(70):  # type: ignore[operator]
        editor.get(f"{FRONTS}{home.pk}/")
