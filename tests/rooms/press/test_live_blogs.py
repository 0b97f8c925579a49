"""A live blog at readers': each entry on its pages and no others, at an address of its own, under every law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from cast import NOW, Cast, prose
from lxml import html
from what_readers_get import read, texts

from broadsheet.kiosk.asking import asked_in, question_of
from broadsheet.kiosk.finding import find
from broadsheet.paper.recipes.live import LiveRecipe
from broadsheet.paperfile import PaperFile, current
from broadsheet.press import keys
from broadsheet.press.run import Press
from broadsheet.stories import acts, kills, live_blogs
from broadsheet.stories.live_blogs import A_PART, Words
from broadsheet.stories.models import LiveBlog, LiveEntry

FLOOD = "/2026/11/23/flood"


@pytest.fixture(autouse=True)
def no_kills(paper: PaperFile) -> Iterator[None]:
    yield
    (paper.data / "kills.jsonl").unlink(missing_ok=True)


@pytest.fixture
def blog(cast: Cast, pressed: Press) -> LiveBlog:
    found = live_blogs.open_blog(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    return found


def tell(blog: LiveBlog, *said: str, minutes: int = 1, **more: object) -> list[LiveEntry]:
    at = NOW + timedelta(minutes=minutes)
    return [live_blogs.post(blog, Words(prose(one), **more), by=None, now=at) for one in said]  # type: ignore[arg-type]


def entries_at(press: Press, address: str) -> list[int]:
    tree = html.fromstring(read(press.writer.reading, address))
    return [int(number) for number in tree.xpath("//*[@data-entry]/@data-entry")]


def found(press: Press, words: str) -> list[int]:
    """The stories that readers find by these words."""
    question = question_of(asked_in(urlencode({"q": words}), address="/search", language="en"), current().timezone)
    return [hit.row.story_id for hit in find(press.writer.reading, question).hits]


def test_an_entry_presses_the_blogs_own_pages_and_no_others(blog: LiveBlog, pressed: Press) -> None:
    tell(blog, *(f"Entry {n}." for n in range(A_PART + 1)))
    pressed.run_once(NOW)
    tell(blog, "The dam holds.")
    run = pressed.run_once(NOW)
    assert run is not None
    row = f"story/{blog.story_id}"
    assert set(run.rendered) == set(run.changed) == {FLOOD, f"{FLOOD}/live/2", f"{FLOOD}/live.json", row}
    assert "The dam holds." in read(pressed.writer.reading, FLOOD)


def test_an_entry_has_one_address_for_good(blog: LiveBlog, pressed: Press) -> None:
    tell(blog, *(f"Entry {n}." for n in range(1, 3 * A_PART + 2)))
    pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert entries_at(pressed, FLOOD) == [3 * A_PART + 1, *range(3 * A_PART, 2 * A_PART, -1)]
    tree = html.fromstring(read(edition, FLOOD))
    assert tree.xpath("//*[@class='live-parts']//a/@href") == [f"{FLOOD}/live/{n}" for n in (1, 2, 3, 4)]
    for link in tree.xpath("//*[@class='entry-when']/a/@href"):
        address, _, anchor = link.partition("#")
        assert html.fromstring(read(edition, address)).get_element_by_id(anchor) is not None
    assert entries_at(pressed, f"{FLOOD}/live/1") == list(range(1, A_PART + 1))
    live_blogs.close_blog(blog, by=None, now=NOW + timedelta(hours=2))
    pressed.run_once(NOW + timedelta(hours=2))
    assert entries_at(pressed, FLOOD) == list(range(1, 2 * A_PART + 1)), "from the beginning, once it has ended"
    assert edition.is_gone(f"{FLOOD}/live.json") and "data-live" not in read(edition, FLOOD)


def test_a_part_leads_to_the_next_as_soon_as_that_begins(blog: LiveBlog, pressed: Press) -> None:
    tell(blog, *(f"Entry {n}." for n in range(A_PART)))
    pressed.run_once(NOW)
    (entry,) = tell(blog, "The next part.")
    pressed.run_once(NOW)
    assert f'href="{FLOOD}/live/2"' in read(pressed.writer.reading, f"{FLOOD}/live/1")
    live_blogs.withdraw(entry, by=None, now=NOW)
    pressed.run_once(NOW)
    assert f'href="{FLOOD}/live/2"' not in read(pressed.writer.reading, f"{FLOOD}/live/1")


def test_an_entry_looks_at_its_own_part_however_long_the_evening(blog: LiveBlog) -> None:
    tell(blog, *(f"Entry {n}." for n in range(2 * A_PART + 1)))
    number = blog.story_id
    wanted = LiveRecipe().addresses_for([keys.live(number), keys.live_part(number, 3)], None)  # type: ignore[arg-type]
    assert set(wanted) == {f"{FLOOD}/live.json", f"{FLOOD}/live/3"}
    whole = LiveRecipe().addresses_for([keys.of("story", number), keys.live_part(number, 3)], None)  # type: ignore[arg-type]
    assert set(whole) == {f"{FLOOD}/live.json", *(f"{FLOOD}/live/{n}" for n in (1, 2, 3))}


def test_the_words_of_entries_are_found_as_long_as_readers_have_them(blog: LiveBlog, pressed: Press) -> None:
    first, _ = tell(blog, "The zebra crosses the weir.", "It hails.")
    assert found(pressed, "zebra weir") == []
    pressed.run_once(NOW)
    assert found(pressed, "zebra weir") == [blog.story_id] and found(pressed, "hails") == [blog.story_id]
    live_blogs.withdraw(first, by=None, now=NOW)
    pressed.run_once(NOW)
    assert found(pressed, "zebra") == [] and found(pressed, "hails") == [blog.story_id]


def test_key_points_pinned_entries_and_changes_are_seen(blog: LiveBlog, pressed: Press) -> None:
    first, second, _ = tell(blog, "The water rises.", "The bridge is closed.", "It rains.")
    live_blogs.mark(first, key=False, pinned=True, by=None, now=NOW)
    live_blogs.mark(second, key=True, pinned=False, by=None, now=NOW)
    later = NOW + timedelta(minutes=5)
    words = Words(prose("The old bridge is closed."), headline="Bridge closed")
    live_blogs.correct(second, words, by=None, now=later, seen=0)
    pressed.run_once(later)
    page = read(pressed.writer.reading, FLOOD)
    tree = html.fromstring(page)
    assert entries_at(pressed, FLOOD) == [1, 3, 2]
    points = tree.xpath("//*[@class='key-points']//a")
    assert [(a.text, a.get("href")) for a in points] == [("Bridge closed", f"{FLOOD}/live/1#entry-2")]
    assert 'Changed <time datetime="2026-11-23T11:35:00+07:00">11:35' in page
    assert "The bridge is closed." not in page
    assert "Live" in html.fromstring(read(pressed.writer.reading, "/")).text_content()
    told = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"][0]
    assert told["@type"] == "LiveBlogPosting" and len(told["liveBlogUpdate"]) == 3
    assert told["liveBlogUpdate"][1]["dateModified"] == "2026-11-23T11:35:00+07:00"


def test_what_waits_and_what_is_withdrawn_is_nowhere(cast: Cast, blog: LiveBlog, pressed: Press) -> None:
    live_blogs.submit(blog, Words(prose("A rumour.")), by=cast.editor, now=NOW)
    kept, gone = tell(blog, "The dam holds.", "The dam is broken.", is_key=True)
    pressed.run_once(NOW)
    live_blogs.withdraw(gone, by=None, now=NOW)
    pressed.run_once(NOW)
    said = str(texts(pressed.writer.reading))
    assert "A rumour." not in said and "The dam is broken." not in said and "The dam holds." in said
    assert json.loads(read(pressed.writer.reading, f"{FLOOD}/live.json")) == {"entries": [kept.number]}
    live_blogs.withdraw(kept, by=None, now=NOW)
    pressed.run_once(NOW)
    assert pressed.writer.reading.is_gone(f"{FLOOD}/live/1")


@pytest.mark.parametrize("act", ["withdraw", "kill"])
def test_a_blog_goes_with_its_story_and_comes_back_with_it(
    act: str, cast: Cast, blog: LiveBlog, pressed: Press
) -> None:
    tell(blog, "The dam holds.")
    pressed.run_once(NOW)
    if act == "kill":
        kills.kill(cast.flood, by="chief", reason="Court order", now=NOW)
    else:
        acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert "The dam holds." not in str(texts(edition))
    assert all(edition.is_gone(FLOOD + end) for end in ("", "/live/1", "/live.json"))
    if act == "kill":
        with pytest.raises(Exception, match="killed"):
            tell(blog, "More.")
        return
    tell(blog, "It still holds.")
    assert pressed.run_once(NOW) is None or "It still holds." not in str(texts(edition))
    acts.publish(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert "It still holds." in read(edition, f"{FLOOD}/live/1")


def test_the_links_to_entries_follow_a_story_that_is_renamed(cast: Cast, blog: LiveBlog, pressed: Press) -> None:
    tell(blog, "The dam holds.")
    draft = cast.flood.get_latest_revision_as_object()
    draft.slug = "deluge"
    draft.save_revision().publish()
    pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert edition.redirect(f"{FLOOD}/live/1") == "/2026/11/23/deluge/live/1"
    assert "The dam holds." in read(edition, "/2026/11/23/deluge/live/1")
