"""Editions whose stories can be searched, pressed without a desk."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from pathlib import Path

from broadsheet.edition.packing import pack
from broadsheet.edition.place import Place
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter, Run
from broadsheet.paper import sample_pages
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.search_text import Label, SearchText, search_entry

LABELS = {
    "world": Label("s", "world", "World"),
    "town": Label("s", "town", "Town"),
    "dara": Label("a", "sok-dara", "Sok Dara"),
    "mekong": Label("t", "mekong", "The Mekong & its lakes"),
}


def page_of(address: str, html: str, language: str) -> Page:
    head, hole, tail = html.partition(HOLE)
    etag = blake2b(html.encode(), digest_size=9).hexdigest()
    return Page(
        address, "page", "text/html; charset=utf-8", language, etag,
        pack(head.encode(), final=not hole), pack(tail.encode(), final=True) if hole else None,
    )  # fmt: skip


def story_address(story_id: int, language: str = "en") -> str:
    return f"{'' if language == 'en' else '/' + language}/2026/11/23/story-{story_id}"


def put_story(
    run: Run,
    story_id: int,
    headline: str,
    paragraphs: Sequence[str],
    *,
    at: int,
    language: str = "en",
    labels: Sequence[str] = ("world",),
) -> None:
    address = story_address(story_id, language)
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    html = f"<!doctype html><main><header><h1>{escape(headline)}</h1></header>{text}</main>{HOLE}<footer>Foot</footer>"
    run.put_page(page_of(address, html, language))
    words = SearchText(
        language,
        headline,
        paragraphs[0] if paragraphs else "",
        "\n".join(paragraphs[1:]),
        f"day {story_id}",
        tuple(LABELS[label] for label in labels),
    )
    card = f'<li><a href="{address}">{escape(headline)}</a></li>'
    entry = search_entry(words)
    run.put_row(CatalogueRow(story_id, language, "/world", address, headline, "Teaser.", at, card, entry))


def open_paper(place: Path | Place) -> EditionWriter:
    """An edition with the pages that the kiosk asks for, and no story yet."""
    writer = EditionWriter(place)
    renderer = Renderer()
    with writer.run() as run:
        for language in ("en", "km"):
            run.put_shell(language, "<ol><!--items--></ol>")
            run.put_page(page_of(f"!404/{language}", "<p>Not found.", language))
            html = renderer.render("search.html", sample_pages.PAGES["search.html"](language))
            run.put_page(page_of(f"!search/{language}", html, language))
        run.put_page(page_of("/", "<p>Front.", "en"))
    return writer
