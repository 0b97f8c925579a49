"""Takes a story's body apart into paragraphs and other blocks, and puts such pieces together again.

    [{"type": "prose", "value": "<p>…</p><p>…</p>"}, {"type": "photo" …}] ──▶ Piece, Piece, Piece ──▶ the same

Plain. No letter of a body is lost on the way: what can't be taken apart stays one piece.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Any

from broadsheet.stories.agency_blocks import block_of

PROSE = "prose"
_VOID = frozenset({"br", "hr", "img", "embed", "wbr", "input", "link", "meta", "col", "area", "source", "track"})
_SAME_TAG = {"strong": "b", "em": "i", **{f"h{n}": "h" for n in range(1, 7)}}
_KEPT = frozenset({"p", "h", "ul", "ol", "li", "br", "hr", "embed", "blockquote"})
_STYLES = frozenset({"b", "i", "a", "sub", "sup"})
_KEPT_ATTRIBUTES = ("href", "linktype", "embedtype", "id", "url")
_BLANK = re.compile(r"\s+")
_PARTS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or list of prose as `html`, or another block of the body as it is stored."""

    html: str = ""
    block: dict[str, Any] | None = None
    block_id: str = ""
    """The block of the body that it came from; empty for what was never in one."""

    @property
    def key(self) -> str:
        """Equal where a reader would see no difference, whichever editor wrote the markup."""
        if self.block is None:
            return normal(self.html)
        said = [self.block["type"], _as_read(self.block["value"])]
        return json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)


def pieces_of(body: Iterable[dict[str, Any]]) -> list[Piece]:
    """The pieces of a body, given as raw StreamField data."""
    found: list[Piece] = []
    for block in body:
        if block["type"] == PROSE:
            found += [Piece(html, block_id=block.get("id") or "") for html in split(str(block["value"]))]
        else:
            found.append(Piece(block=dict(block), block_id=block.get("id") or ""))
    return found


def pieces_of_prose(html: str) -> list[Piece]:
    """The pieces of an agency's text; its tables and quotations as the blocks that a story has for them."""
    pieces = ((one, block_of(one)) for one in split(html))
    return [Piece("" if block else one, block=block) for one, block in pieces]


def body_of(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Raw StreamField data of `pieces`: prose that stands together becomes one block, under the number it had."""
    body: list[dict[str, Any]] = []
    given: set[str] = set()
    for piece in pieces:
        last = body[-1] if body else None
        if piece.block is not None:
            body.append(piece.block)
        elif last is not None and last["type"] == PROSE and piece.block_id in ("", last.get("id", "")):
            last["value"] += piece.html
        elif last is not None and last["type"] == PROSE and "id" not in last and piece.block_id not in given:
            last["value"], last["id"] = last["value"] + piece.html, piece.block_id
        else:
            numbered = {"id": piece.block_id} if piece.block_id and piece.block_id not in given else {}
            body.append({"type": PROSE, "value": piece.html, **numbered})
        given |= {piece.block_id} - {""}
    return body


def prose_of(text: str) -> list[Piece]:
    """What somebody typed as plain text: a paragraph a line, empty lines left out."""
    lines = (_BLANK.sub(" ", line).strip() for line in text.splitlines())
    return [Piece(f"<p>{escape(line, quote=False)}</p>") for line in lines if line]


def text_of(html: str) -> str:
    """The words of one piece of prose, a line a paragraph or point of a list."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in ("".join(reader.words).splitlines()) if line.strip()).strip()


def normal(html: str) -> str:
    """`html` without what readers don't see: an editor's attributes, white space, which of two tags holds the other."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = unicodedata.normalize("NFC", _BLANK.sub(" ", "".join(reader.canonical)))
    return re.sub(r" ?(</?(?:p|h|ul|ol|li|blockquote)>|<br>) ?", r"\1", text).strip()


def split(html: str) -> list[str]:
    """The elements that stand at the top of `html`, each with its own markup; bare words between them count as one."""
    splitter = _Splitter(html)
    splitter.feed(html)
    splitter.close()
    return splitter.finish()


def _as_read(value: Any) -> Any:
    """A block's value, its rich text as readers see it."""
    if isinstance(value, dict):
        return {name: _as_read(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_read(one) for one in value]
    return normal(value) if isinstance(value, str) and value.startswith("<p") else value


class _Splitter(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.depth = 0
        self.start = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self._cut(self._here())
        if tag not in _VOID:
            self.depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or self.depth == 0:
            return
        self.depth -= 1
        if self.depth == 0:
            end = self.html.find(">", self._here())
            self._cut(end + 1 if end >= 0 else len(self.html))

    def finish(self) -> list[str]:
        self._cut(len(self.html))
        return self.found

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _cut(self, end: int) -> None:
        piece = self.html[self.start : end]
        if piece.strip():
            self.found.append(piece.strip())
        self.start = end


class _Reader(HTMLParser):
    """Reads one piece: its words, and its markup as far as readers see it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.canonical: list[str] = []
        self.styles: list[tuple[str, str]] = []
        self.told: tuple[str, ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SAME_TAG.get(tag, tag)
        if tag in ("br", "li"):
            self.words.append("\n")
        given = dict(attrs)
        named = "".join(f" {name}={given[name]}" for name in _KEPT_ATTRIBUTES if given.get(name))
        if tag in _STYLES:
            self.styles.append((tag, tag + named if tag == "a" else tag))
        elif tag in _KEPT:
            self.canonical.append(f"<{tag}{named if tag == 'embed' else ''}>")

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME_TAG.get(tag, tag)
        if tag in _STYLES:
            opened = [place for place, (name, _) in enumerate(self.styles) if name == tag]
            if opened:
                del self.styles[opened[-1]]
        elif tag in _KEPT and tag not in _VOID:
            self.canonical.append(f"</{tag}>")
        if tag in ("p", "h", "li", "blockquote"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data.replace("\n", " "))
        # A style is told where letters begin to have it: a space has none that a reader sees.
        styles = tuple(sorted({told for _, told in self.styles}))
        for part in _PARTS.findall(data):
            if not part.isspace() and styles != self.told:
                self.canonical.append(f"<{','.join(styles)}>")
                self.told = styles
            self.canonical.append(part)
