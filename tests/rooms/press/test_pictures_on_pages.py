"""What pages say of pictures: the newest words and cut everywhere, and a card where there is no photo."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from cast import NOW, Cast, prose
from django.core.files.images import ImageFile
from lxml import html
from PIL import Image
from what_readers_get import everything, has_file, read, texts

from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Front, Photo

FLOOD, MARKET = "/2026/11/23/flood", "/2026/11/23/market"
SHOWING = (FLOOD, "/", "/world", "/by/sok-dara", "/topic/mekong")


def stems(text: str) -> set[str]:
    return set(re.findall(r"/media/([0-9a-f]{32})-", text))


def share_picture(text: str) -> str:
    (found,) = html.document_fromstring(text).xpath("//meta[@property='og:image']/@content")
    return str(found).rpartition("/")[2]


def test_another_credit_reaches_every_page_and_no_old_file_stays(
    cast: Cast, pressed: Press, from_nothing: Callable[[datetime], dict[str, object]]
) -> None:
    edition = pressed.writer.reading
    old = stems(read(edition, FLOOD))
    cast.photo.credit = "Chan Maly/Courier"
    cast.photo.save()
    pressed.run_once(NOW)
    assert "Chan Maly/Courier" in read(edition, FLOOD) and "Sok Dara/Courier" not in read(edition, FLOOD)
    for address in SHOWING:
        assert stems(read(edition, address)) & old <= {share_picture(read(edition, "/world"))[:32]}, address
    assert everything(edition) == from_nothing(NOW)


def test_another_focal_point_reaches_the_pages_that_cut(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    # Wider than a card, so that something is cut away.
    Photo.objects.filter(pk=cast.photo.pk).update(focal_point_x=0, focal_point_y=0)
    before = share_picture(read(edition, FLOOD))
    cast.photo.refresh_from_db()
    cast.photo.save()
    pressed.run_once(NOW)
    assert share_picture(read(edition, FLOOD)) != before


def test_every_picture_keeps_its_room_and_the_first_is_fetched_first(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    for address in (FLOOD, "/", "/world"):
        page = html.document_fromstring(read(edition, address))
        pictures = page.xpath("//main//picture")
        assert pictures, address
        for picture in pictures:
            types = [source.get("type") for source in picture.iter("source")]
            assert types == ["image/avif", "image/webp"], address
            (image,) = picture.iter("img")
            assert int(image.get("width")) > 0 and int(image.get("height")) > 0
            assert (image.get("fetchpriority") == "high") != (image.get("loading") == "lazy")
        (preload,) = page.xpath("//head/link[@rel='preload'][@as='image']")
        first = next(pictures[0].iter("source"))
        assert preload.get("imagesrcset") == first.get("srcset")
        assert preload.get("imagesizes") == first.get("sizes")
        assert pictures[0].xpath(".//img/@fetchpriority") == ["high"]


def test_a_story_without_a_photo_has_a_card_that_goes_with_it(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    card = share_picture(read(edition, MARKET))
    assert card.endswith("-1200.png") and has_file(edition, card)
    assert [a for a, text in texts(edition).items() if card in text] == [MARKET]
    acts.publish(acts.revise(cast.market, StoryText("Stalls move", prose("Rain.")), by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    second = share_picture(read(edition, MARKET))
    assert second != card and not has_file(edition, card)
    acts.withdraw(cast.market, by=None, now=NOW)
    pressed.run_once(NOW)
    assert not has_file(edition, second)


def test_stories_of_the_archive_share_the_paper_s_card(cast: Cast, paper: PaperFile, press: Press) -> None:
    later = NOW + timedelta(days=3)
    press.newsroom = PaperNewsroom(replace(paper, share_cards_from=date(2026, 11, 24)))
    press.run_all(later)
    edition = press.writer.reading
    assert share_picture(read(edition, MARKET)) == share_picture(read(edition, "/world"))
    assert share_picture(read(edition, FLOOD)).endswith(".jpg")


def test_a_drawn_logo_keeps_what_is_transparent_and_its_place(
    cast: Cast, pressed: Press, from_nothing: Callable[[datetime], dict[str, object]]
) -> None:
    file = BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(file, "PNG")
    front = Front.objects.get(locale__language_code="en")
    drawn = Photo.objects.create(title="Logo", file=ImageFile(file, name="logo.png"), credit="Courier")
    for logo, ending, width in ((drawn, ".png", "168"), (cast.photo, ".jpg", "84")):
        front.logo = logo
        front.save_revision().publish()
        pressed.run_once(NOW)
        page = html.document_fromstring(read(pressed.writer.reading, FLOOD))
        (image,) = page.xpath("//header[@class='masthead']//img")
        assert image.get("src").endswith(ending) and has_file(pressed.writer.reading, image.get("src").split("/")[-1])
        assert (image.get("width"), image.get("height")) == (width, "56")
    assert everything(pressed.writer.reading) == from_nothing(NOW)
