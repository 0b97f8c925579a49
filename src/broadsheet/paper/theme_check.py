"""Says what a paper's theme breaks: files that stand in for nothing, templates that fail, styles that nobody reads.

theme/ ──▶ files (theme_files) · templates, tried on sample pages · styles (theme_styles) ──▶ findings, by file
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from broadsheet.edition.listing import ITEMS
from broadsheet.paper import sample_pages as samples
from broadsheet.paper.errors import PaperError, UnknownPhrase
from broadsheet.paper.look import PAGE_TEMPLATES
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import TEMPLATES, Renderer
from broadsheet.paper.specimens import specimen_page
from broadsheet.paper.theme_files import file_findings
from broadsheet.paper.theme_finding import Finding
from broadsheet.paper.theme_styles import style_findings

LARGEST_STORY = 14_000
"""Bytes of a story's compressed HTML that readers on weak networks are promised."""

_BLOCK = re.compile(r"{%[-+]?\s*block\s+(\w+)")
_INLINE = re.compile(
    r"<style\b|<[^>]+\s(?:style|on[a-z]+)\s*=|<script\b(?![^>]*\bsrc=)(?![^>]*ld\+json)", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"<(?!a\s)[a-z]+\b[^>]*\s(?:src|href|srcset)\s*=\s*[\"'](?:https?:)?//([^/\"' ]+)", re.IGNORECASE
)
_AT_FAULT = re.compile(r"\(in ([\w./-]+):\d+\)")
_ITS_OWN = re.compile(r"<link rel=\"(?:canonical|alternate)\"[^>]*>")


@dataclass(frozen=True, slots=True)
class Whole:
    """What the finished page must hold: `count` times `text`, else the finding `words`."""

    text: str
    count: int
    words: str


PROMISES = {
    "page": (
        Whole(HOLE, 1, "The page has no place for Most viewed, or more than one: write {hole} once."),
        Whole("<h1", 1, "A page has one <h1>, and this one hasn't."),
        Whole('id="main"', 1, 'The link "Skip to content" leads nowhere: an element needs id="main".'),
        Whole("/-/paper.css", 1, "The page doesn't link to the style sheet: {{ site.style }}."),
    ),
    "article.html": (
        Whole('data-story="81"', 1, "No view of a story is counted: the <body> needs data-story."),
        Whole("/-/beacon.js", 1, "No view of a story is counted: the page doesn't load {{ site.beacon }}."),
        Whole('rel="canonical"', 1, "The page doesn't say its own address: <link rel=canonical>."),
    ),
    "most_viewed.html": (Whole(ITEMS, 1, "The live list has no place for its items: write {items} once."),),
}


def check(theme: Path, languages: Iterable[str]) -> list[Finding]:
    """What `theme` breaks on pages in `languages`, by file; empty for a theme that breaks nothing, or none."""
    if not theme.is_dir():
        return []
    found = chain(file_findings(theme), template_findings(theme, tuple(languages)), style_findings(theme))
    return sorted(set(found), key=lambda finding: (finding.file, finding.words))


def template_findings(theme: Path, languages: tuple[str, ...]) -> Iterator[Finding]:
    """What goes wrong when every page is printed with the theme's templates."""
    folder = theme / "templates"
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".html", ".xml")}
    if not own:
        return
    yield from _blocks(folder, own)
    renderer, reached = Renderer(theme), set[str]()
    for name in PAGE_TEMPLATES:
        try:
            family = set(renderer.family(name))
            renderer.fingerprint(name)
        except PaperError as error:
            reached |= own
            yield Finding(_file_of(error, own, name, renderer), str(error))
            continue
        reached |= family
        if family & own:
            yield from _printed(renderer, name, sorted(family & own), languages)
    for name in sorted(own - reached):
        if not (TEMPLATES / name).is_file():
            yield Finding(
                f"templates/{name}", "Stands in for nothing: no template of ours has this name, none names it."
            )


def _blocks(folder: Path, own: set[str]) -> Iterator[Finding]:
    """Blocks of ours that a stand-in lacks: what other templates put there would be lost."""
    for name in sorted(own):
        ours = TEMPLATES / name
        if not ours.is_file() or "{% extends" in (said := (folder / name).read_text("utf-8")):
            continue
        for block in _BLOCK.findall(ours.read_text("utf-8")):
            if block not in _BLOCK.findall(said):
                yield Finding(f"templates/{name}", f"Lacks {{% block {block} %}}: what pages put there is lost.")


def _printed(renderer: Renderer, name: str, own: list[str], languages: tuple[str, ...]) -> Iterator[Finding]:
    """The page printed in each language, whole and with nothing but what every page has."""
    where = f"templates/{name if name in own else own[0]}"
    for language in languages:
        for page in _variants(name, language):
            try:
                text = renderer.render(name, page)
            except PaperError as error:
                yield Finding(_file_of(error, own, name, renderer), str(error))
                return
            yield from (Finding(where, words) for words in _unkept(name, text))


def _file_of(error: PaperError, own: Collection[str], name: str, renderer: Renderer) -> str:
    """The file of the theme at which `error` points, while `name` was printed."""
    pointed = [*_AT_FAULT.findall(str(error)), getattr(error, "template", ""), name]
    if isinstance(error, UnknownPhrase):
        pointed = [found for found in sorted(own) if error.message in renderer.phrases(found)]
    return "templates/" + next((found for found in pointed if found in own), sorted(own)[0])


def _variants(name: str, language: str) -> Iterator[object]:
    if name == "specimen.html":
        yield specimen_page(samples.site(language), samples.meta(language, "Specimen"), samples.picture(0, language))
        return
    yield samples.PAGES[name](language)
    if name == "article.html":
        page = samples.article(language)
        bare = replace(
            page.article, kicker="", standfirst="", authors=(), dateline="", updated=None, picture=None, body=(),
            topics=(), agency="", corrections=(),
        )  # fmt: skip
        yield replace(page, article=bare, more=(), related=())
    elif name == "front.html":
        yield replace(samples.front(language), lead=None, seconds=(), latest=(), strips=())
    elif name == "list.html":
        yield samples.byline(language)
    elif name == "most_viewed_item.html":
        yield samples.item(0, language, bare=True)


def _unkept(name: str, text: str) -> Iterator[str]:
    """Promises of every page that the printed `text` doesn't keep."""
    kind = ("page",) if "<html" in text else ()
    for promise in chain.from_iterable(PROMISES.get(key, ()) for key in (*kind, name)):
        if text.count(promise.text) != promise.count:
            yield promise.words.replace("{hole}", HOLE).replace("{items}", ITEMS)
    if name.endswith(".html"):
        if _INLINE.search(text):
            yield "Has a script or style inside the page: browsers refuse it, by the paper's own policy."
        for host in _ELSEWHERE.findall(_ITS_OWN.sub("", text)):
            yield f"Loads something from {host}: browsers refuse it, and readers would be seen there."
    if name == "article.html" and (size := _compressed(text)) > LARGEST_STORY:
        yield f"A story weighs {size:,} bytes compressed; readers are promised {LARGEST_STORY:,} at most."


def _compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))
