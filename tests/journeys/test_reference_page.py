"""The page that must come out: agency items go in by the command line, readers view them, the served page says it all.

The paper runs on the reference where that lies beside the repository, and elsewhere on items written for this journey.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import drawn_photo
import pytest
from command_line import CommandLine, broadsheet
from page_as_text import Expected, assert_says, from_items, from_page, text_of, tidied
from playwright.sync_api import sync_playwright
from running_paper import RunningPaper, wait_until

from broadsheet.edition.store import Edition

ITEMS = Path(__file__).parent / "items"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
CHROMIUM = Path("/usr/bin/chromium")
EDITOR = "night.editor@lantern.example"
BROWSERS = [
    f"Mozilla/5.0 (X11; Linux x86_64; rv:{number}.0) Gecko/20100101 Firefox/{number}.0" for number in range(120, 130)
]
CHART_SECONDS = 40.0
"""The list follows the views within ten seconds or so; more, because this machine may have other work."""

IMAGES_INTO_WORDS = "for (const i of document.querySelectorAll('img')) i.replaceWith(` ${i.alt} `)"


@dataclass(frozen=True, slots=True)
class Journey:
    """A running paper whose six other stories have been viewed, and what is expected of it."""

    paper: RunningPaper
    expected: Expected
    story: str
    """Address of the story whose page is read."""
    stored_before: bytes
    """Its bytes in the edition before anybody had viewed anything."""
    before: str
    """The page as it was served then."""
    said_while_taking: str

    def page(self) -> str:
        return self.paper.get(self.story).text


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    spool = tmp_path_factory.mktemp("spool")
    if REFERENCE.is_dir():
        shutil.copytree(REFERENCE, spool, dirs_exist_ok=True)
        expected = from_page(spool / "page.txt")
    else:
        shutil.copytree(ITEMS, spool, dirs_exist_ok=True)
        drawn_photo.draw(spool / "harbour-master.jpg")
        expected = from_items("The Delta Lantern", sorted(spool.glob("*.json")))
    command = CommandLine(tmp_path_factory.mktemp("paper") / "paper")
    settings = ("--languages", "en", "--timezone", "Asia/Phnom_Penh")
    sections = ("--sections", "World,National,Business,Sport,Life,Travel")
    made = broadsheet("new", str(command.folder), "--name", expected.publication, *settings, *sections)
    assert made.returncode == 0, made.stderr
    command("user", "add", EDITOR, "--name", "Night Editor")
    files = [str(path) for path in sorted(spool.glob("*.json"))]
    said = command("wire", "take", *files, "--publish-as-staff", EDITOR)
    with RunningPaper(command.folder) as paper:
        wait_until(lambda: expected.headline in paper.get("/").text, seconds=30, what="the stories are pressed")
        story = _addresses(paper.get("/").text)[expected.headline]
        before, stored = paper.get(story).text, _stored(paper, story)
        _read_the_others(paper, expected)
        yield Journey(paper, expected, story, stored, before, said)


def _addresses(page: str) -> dict[str, str]:
    """Headline → address, of every link on a page."""
    links = re.findall(r'<a href="(/[^"]+)">([^<]+)</a>', page)
    return {words.replace("&amp;", "&").replace("&#x27;", "'"): address for address, words in links}


def _stored(paper: RunningPaper, address: str) -> bytes:
    edition = Edition(paper.folder / "data" / "edition" / "edition.sqlite3")
    try:
        page = edition.page(address)
    finally:
        edition.close()
    assert page is not None and page.tail is not None
    return page.head.deflate + page.tail.deflate


def _most_viewed(page: str) -> list[str]:
    live = page.partition('class="most-viewed"')[2].partition("</ol>")[0]
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', live)


def _read_the_others(paper: RunningPaper, expected: Expected) -> None:
    """Have the stories viewed so that they rank as expected: 8 readers of the first, 7 of the second, …"""
    addresses = _addresses(paper.get("/").text)
    for place, (headline, _) in enumerate(expected.most_viewed):
        found = re.search(r'data-story="(\d+)"', paper.get(addresses[headline]).text)
        assert found is not None
        for reader in range(8 - place):
            paper.view(found[1], source=f"127.0.{reader + 1}.1", browser=BROWSERS[reader])
        # The same reader once more, which must change nothing.
        paper.view(found[1], source="127.0.1.1", browser=BROWSERS[0])
    story = addresses[expected.headline]
    wished = [headline for headline, _ in expected.most_viewed]
    wait_until(lambda: _most_viewed(paper.get(story).text) == wished, seconds=CHART_SECONDS, what="the list follows")


def test_every_item_was_taken_and_published(journey: Journey) -> None:
    lines = journey.said_while_taking.strip().split("\n")
    assert len(lines) == 7
    assert all(": published: " in line for line in lines)


def test_the_page_says_everything_in_order_and_letter_for_letter(journey: Journey) -> None:
    assert_says(text_of(journey.page()), journey.expected)


def test_the_document_is_called_by_publication_and_headline(journey: Journey) -> None:
    assert f"<title>{journey.expected.publication} - {journey.expected.headline}</title>" in journey.page()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_browser_reads_the_same_with_and_without_javascript(journey: Journey, javascript: bool) -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_context(java_script_enabled=javascript).new_page()
        page.goto(journey.paper.address + journey.story)
        page.evaluate(IMAGES_INTO_WORDS)
        read = tidied(page.evaluate("document.body.innerText"))
        chromium.close()
    assert_says(read, journey.expected)


def test_while_nobody_reads_the_newest_fill_the_list(journey: Journey) -> None:
    newest_first = [headline for headline, _ in reversed(journey.expected.most_viewed)]
    assert _most_viewed(journey.before) == newest_first


def test_an_old_page_shows_the_new_ranking_without_being_pressed(journey: Journey) -> None:
    assert _most_viewed(journey.page()) != _most_viewed(journey.before)
    assert _stored(journey.paper, journey.story) == journey.stored_before


def test_every_page_has_the_same_list_and_a_section_its_own_stories_first(journey: Journey) -> None:
    wished = _most_viewed(journey.page())
    assert len(wished) == 6
    for address in ("/", "/nowhere"):
        assert _most_viewed(journey.paper.get(address).text) == wished, address
    for address in ("/world", "/travel"):
        page = journey.paper.get(address).text
        above = page.partition('class="most-viewed"')[0]
        own = set(re.findall(r'<h[23][^>]*><a href="[^"]+">([^<]+)</a></h[23]>', above))
        first = [headline for headline in wished if headline in own]
        assert _most_viewed(page) == first + [headline for headline in wished if headline not in own], address


def test_readers_get_the_photo_with_its_credit_and_without_its_place(journey: Journey) -> None:
    names = sorted(set(re.findall(r"/media/[^ \"]+\.jpg", journey.page())))
    assert names
    for name in names:
        raw = journey.paper.get(name).body
        assert raw[:2] == b"\xff\xd8"
        assert b"Exif" not in raw and drawn_photo.PLACE_SECRET.encode() not in raw
        assert journey.expected.caption_and_credit.rpartition(". ")[2].encode() in raw, "the credit is lost"
