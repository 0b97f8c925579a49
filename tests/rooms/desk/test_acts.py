"""What an editor does in Wagtail's editor reaches the press, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.utils import timezone
from editing import add_story, edit_story
from wagtail import hooks
from wagtail.models import Revision

from broadsheet.paperfile import current
from broadsheet.press.models import Order
from broadsheet.stories.models import Listing, Story, StoryAddress


class LampWentOut(Exception):
    """Stands for whatever may fail after a publication."""


def messages_of(response: Any, client: Client) -> str:
    return client.get(response["Location"]).content.decode()


def test_a_new_draft_is_nobodys_business_but_the_desks(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    response = add_story(chief, cast.world.pk, "A quiet morning", "Nothing happened.", slug="quiet")
    story = Story.objects.get(title="A quiet morning")
    assert response.status_code == 302 and not story.live
    assert not StoryAddress.objects.filter(story=story).exists()
    assert not Listing.objects.filter(story=story).exists()
    assert Order.objects.count() == 0


def test_publishing_writes_address_lists_and_orders(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    response = edit_story(
        chief, cast.wedding.pk, "A wedding on two boats", "They met on the river.", slug="wedding", act="action-publish"
    )
    story = Story.objects.get(pk=cast.wedding.pk)
    assert response.status_code == 302 and story.live
    assert Listing.objects.filter(story=story, list=f"section/{cast.national.pk}").exists()
    keys = set(Order.objects.values_list("key", flat=True))
    assert {f"story:{story.pk}", f"address:{story.pk}", f"list:section/{cast.national.pk}"} <= keys
    shown = messages_of(response, chief)
    assert f'href="{current().address}{story.current_address()}"' in shown, "the message leads to the live page"


def test_a_new_story_can_be_published_at_once(cast: Cast, chief: Client) -> None:
    add_story(chief, cast.world.pk, "Now", "At once.", slug="now", act="action-publish")
    story = Story.objects.get(title="Now")
    assert story.live and story.current_address().endswith("/now")


def test_a_failure_after_publishing_leaves_nothing_of_it(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()

    def fail(request: Any, page: Any) -> None:
        assert Story.objects.get(pk=cast.wedding.pk).live
        raise LampWentOut

    with hooks.register_temporarily("after_publish_page", fail), pytest.raises(LampWentOut):
        edit_story(chief, cast.wedding.pk, "A wedding", "On two boats.", slug="wedding", act="action-publish")
    assert not Story.objects.get(pk=cast.wedding.pk).live
    assert Order.objects.count() == 0
    assert not StoryAddress.objects.filter(story=cast.wedding).exists()
    assert not Listing.objects.filter(story=cast.wedding).exists()


def test_a_draft_of_a_live_story_orders_nothing(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    edit_story(chief, cast.flood.pk, "Flood water recedes", "It fell at night.", slug="flood")
    story = Story.objects.get(pk=cast.flood.pk)
    assert story.title == cast.flood.title and story.has_unpublished_changes
    assert Order.objects.count() == 0


def test_a_scheduled_story_waits(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    later = timezone.localtime() + timedelta(days=1)
    edit_story(
        chief, cast.wedding.pk, "A wedding", "On two boats.", slug="wedding", act="action-publish",
        go_live_at=later.strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip
    assert not Story.objects.get(pk=cast.wedding.pk).live
    waiting = Revision.page_revisions.get(object_id=str(cast.wedding.pk), approved_go_live_at__isnull=False)
    assert waiting.approved_go_live_at == later.replace(second=0, microsecond=0)
    assert not StoryAddress.objects.filter(story=cast.wedding).exists()
    assert not Order.objects.filter(key=f"list:section/{cast.national.pk}").exists()


def test_unpublishing_orders_its_page_and_lists(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    chief.post(f"/desk/pages/{cast.flood.pk}/unpublish/")
    assert not Story.objects.get(pk=cast.flood.pk).live
    assert not Listing.objects.filter(story=cast.flood).exists()
    keys = set(Order.objects.values_list("key", flat=True))
    assert {f"address:{cast.flood.pk}", f"list:section/{cast.world.pk}"} <= keys


def test_a_reporter_writes_but_does_not_publish(cast: Cast, reporter: Client) -> None:
    add_story(reporter, cast.world.pk, "My story", "It is mine.", slug="mine", act="action-publish")
    story = Story.objects.get(title="My story")
    assert not story.live
    edit_story(reporter, story.pk, "My story", "Still mine.", slug="mine", act="action-publish")
    reporter.post(f"/desk/pages/{cast.flood.pk}/unpublish/")
    assert not Story.objects.get(pk=story.pk).live
    assert Story.objects.get(pk=cast.flood.pk).live


def test_an_editor_publishes(cast: Cast, editor: Client) -> None:
    edit_story(editor, cast.wedding.pk, "A wedding", "On two boats.", slug="wedding", act="action-publish")
    assert Story.objects.get(pk=cast.wedding.pk).live


def test_the_address_follows_the_headline_until_it_is_published(cast: Cast, chief: Client) -> None:
    add_story(chief, cast.national_km.pk, "ទឹក", "Half typed.")
    story = Story.objects.get(title="ទឹក")
    assert story.slug.isascii() and story.slug
    edit_story(chief, story.pk, "ទឹកជំនន់", "Typed to the end.", slug=story.slug)
    second = Story.objects.get(pk=story.pk).get_latest_revision_as_object().slug
    assert second != story.slug and second.isascii()
    edit_story(chief, story.pk, "ទឹកជំនន់", "Published.", slug=second, act="action-publish")
    address = Story.objects.get(pk=story.pk).current_address()
    assert address.endswith(f"/{second}")
    edit_story(chief, story.pk, "A new headline", "Published again.", slug="", act="action-publish")
    assert Story.objects.get(pk=story.pk).current_address() == address


def test_a_slug_that_an_editor_wrote_stays(cast: Cast, chief: Client) -> None:
    add_story(chief, cast.world.pk, "Rain", "It rains.", slug="wet-season")
    story = Story.objects.get(title="Rain")
    edit_story(chief, story.pk, "Heavy rain", "It rains.", slug="wet-season")
    assert Story.objects.get(pk=story.pk).get_latest_revision_as_object().slug == "wet-season"


def test_two_stories_of_one_headline_both_are_saved(cast: Cast, chief: Client) -> None:
    for _ in range(2):
        assert add_story(chief, cast.world.pk, "Rain", "It rains.").status_code == 302
    assert set(Story.objects.filter(title="Rain").values_list("slug", flat=True)) == {"rain", "rain-2"}
