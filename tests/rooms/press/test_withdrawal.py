"""Law 3 and law 7 at the press: a withdrawn story leaves nothing but a tombstone, and no link that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from cast import NOW, Cast, prose
from django.core.files.images import ImageFile
from PIL import Image
from what_readers_get import everything, files, has_file, read, texts

from broadsheet.edition.store import Edition
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Photo, Section, Story

FLOOD = "/2026/11/23/flood"
HEADLINE = "Flood water reaches the old bridge"

FromNothing = Callable[[datetime], dict[str, object]]


def rename(story: Story, slug: str) -> None:
    """Give `story` another slug, as an editor does, and publish that."""
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision().publish()


def assert_gone(edition: Edition, story_id: int, headline: str, *addresses: str) -> None:
    """No page, row, line, item or link tells of the story; every address of it says that it is gone."""
    for address in addresses:
        assert not edition.has_page(address)
        assert edition.redirect(address) is None
        assert edition.is_gone(address)
    assert not edition.is_published(story_id)
    for address, text in texts(edition).items():
        assert headline not in text, address
        for gone in addresses:
            assert f'{gone}"' not in text, address
            assert f"{gone}<" not in text, address
    assert headline not in repr(everything(edition)["catalogue"])


def test_a_withdrawn_story_leaves_no_page_row_item_line_entry_or_file(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    pictures = edition.media_of(FLOOD)
    assert pictures
    assert all(has_file(edition, name) for name in pictures)
    assert HEADLINE in read(edition, "/rss.xml") + read(edition, "/world/rss.xml")
    assert FLOOD in read(edition, f"/sitemap/stories-{cast.flood.pk // 500}.xml")
    acts.withdraw(cast.flood, by=cast.editor, now=NOW)
    pressed.run_once(NOW)
    assert_gone(edition, cast.flood.pk, HEADLINE, FLOOD)
    assert not pictures & set(edition.media_names())
    assert not pictures & files(edition).keys()
    assert everything(edition) == from_nothing(NOW)


def test_a_photo_that_another_story_shows_stays_for_that_story(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    text = StoryText("Market with boats", prose("Stalls."), lead_photo=cast.photo)
    acts.publish(acts.revise(cast.market, text, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    pictures = edition.media_of("/2026/11/23/market")
    assert pictures
    assert all(has_file(edition, name) for name in pictures)


def test_a_photo_inside_the_copy_goes_with_its_story(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    buffer = BytesIO()
    Image.new("RGB", (500, 400), "#803020").save(buffer, "JPEG")
    buffer.seek(0)
    inside = Photo.objects.create(title="Inside", file=ImageFile(buffer, name="inside.jpg"), credit="Chan Maly")
    body = [*prose("Words."), {"type": "photo", "value": {"photo": inside.pk, "caption": "Inside the market"}}]
    acts.publish(acts.revise(cast.market, StoryText("Market", body), by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    pictures = edition.media_of("/2026/11/23/market")
    assert pictures
    acts.withdraw(cast.market, by=None, now=NOW)
    pressed.run_once(NOW)
    assert not pictures & files(edition).keys()


def test_the_last_story_of_a_writer_and_a_topic_takes_their_pages_along(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    acts.withdraw(cast.flood, by=None, now=NOW)
    acts.withdraw(cast.ferry, by=None, now=NOW)
    pressed.run_once(NOW)
    left = [a for a in edition.addresses() if a.startswith(("/by/", "/topic/"))]
    assert left == []
    assert "/by/" not in read(edition, "/sitemap/pages.xml")
    assert everything(edition) == from_nothing(NOW)


def test_all_former_addresses_of_a_withdrawn_story_are_gone_and_come_back(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    rename(cast.flood, "flood-at-the-bridge")
    pressed.run_once(NOW)
    rename(cast.flood, "bridge-closed")
    pressed.run_once(NOW)
    former, present = (FLOOD, "/2026/11/23/flood-at-the-bridge"), "/2026/11/23/bridge-closed"
    before = everything(edition)
    acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert_gone(edition, cast.flood.pk, HEADLINE, present, *former)

    acts.publish(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert HEADLINE in read(edition, present)
    assert [edition.redirect(address) for address in former] == [present, present]
    assert not any(edition.is_gone(address) for address in (present, *former))
    assert everything(edition) == before == from_nothing(NOW)


def test_a_deleted_story_leaves_tombstones_that_nobody_can_take(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    rename(cast.flood, "bridge-closed")
    pressed.run_once(NOW)
    story_id = cast.flood.pk
    Story.objects.get(pk=story_id).delete()
    pressed.run_once(NOW)
    assert_gone(edition, story_id, HEADLINE, FLOOD, "/2026/11/23/bridge-closed")
    other = StoryText("Another flood", prose("In another town."), slug="flood")
    acts.publish(acts.create(cast.world, other, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    assert edition.is_gone(FLOOD)
    assert "Another flood" in read(edition, f"{FLOOD}-2")
    assert everything(edition) == from_nothing(NOW)


def linking_to(story: Story) -> list[dict[str, object]]:
    link = f'<p>As <a linktype="page" id="{story.pk}">the river report</a> said.</p>'
    return [{"type": "prose", "value": link}, *prose("More.")]


def test_a_link_inside_copy_keeps_its_words_and_loses_its_way_while_the_story_is_away(
    cast: Cast, pressed: Press
) -> None:
    edition, lantern = pressed.writer.reading, "/2026/11/23/lantern"
    # In another section: nothing but the link ties the two together.
    linked = f'As <a href="{FLOOD}">the river report</a> said.'
    text = StoryText("Lantern makers count their stock", linking_to(cast.flood))
    acts.publish(acts.revise(cast.lantern, text, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    assert linked in read(edition, lantern)
    acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert "<p>As the river report said.</p>" in read(edition, lantern)
    acts.publish(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert linked in read(edition, lantern)


def test_a_link_to_a_draft_appears_in_the_run_that_publishes_it(cast: Cast, pressed: Press) -> None:
    edition, market = pressed.writer.reading, "/2026/11/23/market"
    text = StoryText("Night market moves indoors", linking_to(cast.wedding))
    acts.publish(acts.revise(cast.market, text, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    assert "<p>As the river report said.</p>" in read(edition, market)
    acts.publish(cast.wedding, by=None, now=NOW)
    pressed.run_once(NOW)
    assert 'As <a href="/2026/11/23/wedding">the river report</a> said.' in read(edition, market)


def test_a_deleted_section_takes_its_stories_along(cast: Cast, pressed: Press, from_nothing: FromNothing) -> None:
    edition = pressed.writer.reading
    ids = {cast.flood.pk: HEADLINE, cast.market.pk: cast.market.title}
    Section.objects.get(pk=cast.world.pk).delete()
    pressed.run_once(NOW)
    assert_gone(edition, cast.flood.pk, ids[cast.flood.pk], FLOOD)
    assert_gone(edition, cast.market.pk, ids[cast.market.pk], "/2026/11/23/market")
    assert not [a for a in edition.addresses() if a.startswith("/world")]
    assert everything(edition) == from_nothing(NOW)


@pytest.mark.parametrize("with_its_stories", [False, True])
def test_a_section_that_is_taken_off_and_put_back_ends_as_it_was(
    cast: Cast, pressed: Press, from_nothing: FromNothing, with_its_stories: bool
) -> None:
    edition = pressed.writer.reading
    before = everything(edition)
    world = Section.objects.get(pk=cast.world.pk)
    world.unpublish(user=cast.editor)
    if with_its_stories:
        acts.withdraw(cast.flood, by=None, now=NOW)
        acts.withdraw(cast.market, by=None, now=NOW)
    pressed.run_once(NOW)
    assert not edition.has_page("/world")
    assert everything(edition) == from_nothing(NOW)
    world.get_latest_revision().publish()
    if with_its_stories:
        acts.publish(cast.market, by=None, now=NOW)
        acts.publish(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert everything(edition) == from_nothing(NOW)
    assert everything(edition).keys() == before.keys()
