"""Reads a page as text with its pictures replaced by their alternative texts, and what such a page must say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import html

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p",
        "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
UNREAD = frozenset({"head", "script", "style", "template", "noscript"})


def text_of(page: str) -> str:
    """The page's text, a block a line, in the order of the document."""
    pieces: list[str] = []

    def read(element: html.HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            pieces.append(element.tail or "")
            return
        edge = "\n" if element.tag in BLOCKS else ""
        pieces.append(edge + (f" {element.get('alt', '')} " if element.tag == "img" else element.text or ""))
        for child in element:
            read(child)
        pieces.append(edge + (element.tail or ""))

    # Line ends in the source are spaces to a reader; those between blocks are put in below.
    read(html.document_fromstring(re.sub(r"[\n\t ]+", " ", page)))
    return tidied("".join(pieces))


def tidied(text: str) -> str:
    """`text` with single spaces, no empty lines."""
    lines = (re.sub(r"[ \t\r\f]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the page of one story must say, in this order."""

    publication: str
    logo: str
    headline: str
    photo: str
    caption_and_credit: str
    paragraphs: tuple[str, ...]
    most_viewed: tuple[tuple[str, str], ...]
    """Headline and the words that its teaser begins with, the most viewed first."""
    whole_teasers: bool
    """Whether the teasers are those words and no more."""

    def pieces(self) -> list[str]:
        """Everything up to the list, in order."""
        title = f"{self.publication} - {self.headline}"
        photo = (self.photo, self.caption_and_credit)
        return [self.logo, title, self.headline, *photo, self.headline, *self.paragraphs]


def from_page(path: Path) -> Expected:
    """What page.txt, the text of one page of a real newspaper, holds."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", path.read_text("utf-8").strip())]
    headline = blocks[1]
    found = re.fullmatch(r"(Logo of (.+) newspaper) (\2) - (.+)", blocks[0])
    assert found is not None and found[4] == headline == blocks[3]
    photo, _, caption = blocks[2].partition("\n")
    heading = next(i for i, block in enumerate(blocks) if block.casefold() == "most viewed")
    items = [" ".join(block.split()) for block in blocks[heading + 1 :]]
    ranked = tuple((items[i].removeprefix("•").strip(), items[i + 1]) for i in range(0, len(items), 2))
    return Expected(found[2], found[1], headline, photo, caption, tuple(blocks[4:heading]), ranked, True)


def from_items(publication: str, files: list[Path]) -> Expected:
    """What the page of the first of these items must say when the others have been viewed in their order."""
    first, *others = [json.loads(path.read_text("utf-8")) for path in files]
    photo = first["associations"][0]
    caption = f"{photo['descriptions'][0]['value']} {photo['infosources'][0]['name']}"
    return Expected(
        publication,
        f"Logo of {publication} newspaper",
        _headline(first),
        f"Content image - {publication}",
        caption,
        tuple(_paragraphs(first)),
        tuple((_headline(other), " ".join(_paragraphs(other))) for other in others),
        False,
    )


def _headline(item: dict[str, list[dict[str, str]]]) -> str:
    return item["headlines"][0]["value"]


def _paragraphs(item: dict[str, list[dict[str, str]]]) -> list[str]:
    return re.findall(r"<p>(.*?)</p>", item["bodies"][0]["value"])


def assert_says(text: str, expected: Expected) -> None:
    """Fails unless `text`, a block a line, says everything that is expected, in order and letter for letter."""
    at = 0
    for piece in expected.pieces():
        found = text.find(piece, at)
        assert found >= 0, f"not there, or not in its place: {piece!r}\n{text}"
        at = found + len(piece)
    assert "\n".join(expected.paragraphs) in text, "something stands between the paragraphs"
    lines = text[at:].split("\n")
    heading = next((i for i, line in enumerate(lines) if line.casefold() == "most viewed"), None)
    assert heading is not None, f"no list of the most viewed after the story\n{text}"
    places = [lines.index(headline, heading) for headline, _ in expected.most_viewed]
    assert all(a < b for a, b in pairwise(places)), f"out of rank order\n{text[at:]}"
    for place, (headline, words) in zip(places, expected.most_viewed, strict=True):
        teaser = lines[place + 1]
        if expected.whole_teasers:
            assert teaser == words, headline
        else:
            assert words.startswith(teaser + " "), f"not the story's first words, or not whole ones: {teaser!r}"
            assert 40 <= len(teaser.split()) <= 50, teaser
