"""Cuts agency HTML into tags and text in one pass, without a tree: time grows with length, whatever the nesting.

What only looks like a tag ("<AAPL.O>", "x <y and z") is text. `markup` makes paragraphs of the tokens.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.wire.characters import clean

_START = re.compile(
    r"<(?:(?P<other>[!?])|(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9.\-]*+(?::[A-Za-z][\w.\-]*+)?)(?=[\s/>]))"
)
_STOP = re.compile("[<>\"']")
_ATTRIBUTE = re.compile(r"""(?<![\w:.\-])([A-Za-z][\w:.\-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_COLUMNS = re.compile(r"\bcolspan\s*=\s*[\"']?\s*([0-9]{1,3})", re.IGNORECASE)
# Python refuses to read a number of more than 4,300 digits; no character has one of eight.
_NO_CHARACTER = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
_LOOSE_WORDS_NAMES = (
    "allowfullscreen async autoplay checked compact controls defer disabled hidden ismap itemscope loop multiple muted "
    "nohref noshade nowrap novalidate open readonly required reversed scoped selected"
)
_LOOSE_WORDS = frozenset(_LOOSE_WORDS_NAMES.split())
SILENT = frozenset({"script", "style", "title", "head"})
"""Elements whose text no reader ever saw."""

_KNOWN_NAMES = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html i iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noframes "
    "noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search "
    "section select slot small source span strike strong style sub summary sup svg table tbody td template "
    "textarea tfoot th thead time title tr track tt u ul var video wbr xmp block body.content body.head body.end "
    "hl1 hl2 hedline nitf"
)
KNOWN = frozenset(_KNOWN_NAMES.split())


class Token(NamedTuple):
    """A piece of text (`name` empty), or a tag: lower-case name, whether it closes, href or columns of a cell."""

    name: str
    text: str = ""
    closes: bool = False
    href: str = ""
    span: int = 1
    """How many columns a cell of a table takes."""


def tokens(markup: str) -> Iterator[Token]:
    """The tags and the text of `markup` in their order; entities resolved, comments and silent elements left out."""
    pairs: _Pairs | None = None
    ends = _Ends(markup)
    position = text_from = 0
    while match := _START.search(markup, position):
        start, position = match.start(), match.end()
        if match["other"]:
            kept, end = ends.of_declaration(start)
            if end > 0:
                yield from _text(markup[text_from:start])
                yield from [Token("", clean(kept))] if kept else []
                text_from = position = end
            continue
        name = match["name"].lower()
        end = ends.of_tag(position)
        if pairs is None and (name in SILENT or name not in KNOWN):
            # Looked for only now: most markup has no such element.
            pairs = _pairs(markup)
        attributes = markup[position : end - 1] if end > 0 else ""
        if end < 0 or not _is_tag(name, attributes, pairs.names if pairs else frozenset()):
            continue
        yield from _text(markup[text_from:start])
        text_from = position = end
        if pairs and name in SILENT and not match["end"] and pairs.last_closed.get(name, -1) >= end:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(markup, end)
            if closing:
                text_from = position = closing.end()
            continue
        yield Token(
            name,
            closes=bool(match["end"]),
            href=_href(attributes) if name == "a" else "",
            span=_span(attributes) if name in ("td", "th") and attributes else 1,
        )
    yield from _text(markup[text_from:])


def unescape(text: str) -> str:
    """`text` with HTML's character references resolved."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


class _Pairs(NamedTuple):
    """The names that are opened and closed somewhere, and where each name is closed for the last time."""

    names: frozenset[str]
    last_closed: dict[str, int]


def _pairs(markup: str) -> _Pairs:
    opened: set[str] = set()
    closed: dict[str, int] = {}
    for match in _START.finditer(markup):
        if match["name"] and match["end"]:
            closed[match["name"].lower()] = match.start()
        elif match["name"]:
            opened.add(match["name"].lower())
    return _Pairs(frozenset(opened & closed.keys()), closed)


class _Ends:
    """Finds where tags and declarations end, looking at each character a bounded number of times.

    A value in quotes may hold `>`. A document made so that the search for closing quotes begins again and again is read
    without regard to quotes once that has cost eight times its length.
    """

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.steps_left = 8 * len(markup) + 1000
        self.last = {mark: markup.rfind(mark) for mark in (">", "-->", "]]>", '"', "'")}

    def of_tag(self, position: int) -> int:
        """The place behind the `>` that ends the tag whose name ends at `position`; -1: it is no tag."""
        if position > self.last[">"]:
            return -1
        at = position
        while self.steps_left > 0 and (found := _STOP.search(self.markup, at)):
            self.steps_left -= found.end() - at
            if found.group() in "<>":
                return found.end() if found.group() == ">" else -1
            at = found.end()
            if self.markup[max(position, found.start() - 8) : found.start()].rstrip().endswith("="):
                if at > self.last[found.group()]:
                    break
                closing = self.markup.find(found.group(), at) + 1
                self.steps_left -= closing - at
                at = closing
        opening = self.markup.find("<", position)
        return self.markup.find(">", position, opening if opening >= 0 else None) + 1 or -1

    def of_declaration(self, start: int) -> tuple[str, int]:
        """The text kept of a comment, CDATA section, doctype or instruction, and where it ends; -1: it never does."""
        markup = self.markup
        if markup.startswith("<!--", start):
            return "", markup.find("-->", start + 2) + 3 if self.last["-->"] >= start + 2 else -1
        if markup.startswith("<![CDATA[", start):
            end = markup.find("]]>", start) if self.last["]]>"] >= start else -1
            return markup[start + 9 : max(end, 0)], end + 3 if end >= 0 else -1
        if markup[start + 1] == "?" or markup[start + 2 : start + 3].isalpha() or markup[start + 2 : start + 3] == "[":
            return "", self.of_tag(start + 2)
        return "", -1


def _is_tag(name: str, attributes: str, paired: frozenset[str]) -> bool:
    """Whether this is markup rather than a text that has a `<` in it."""
    if name not in KNOWN and name not in paired and ":" not in name and not _ATTRIBUTE.search(attributes[:2000]):
        return False
    rest = attributes.strip("/ \t\n\r\f")
    return not rest or "=" in rest or all(word in _LOOSE_WORDS for word in rest.lower().split())


def _href(attributes: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes[:8000]):
        if match[1].lower() == "href":
            return unescape(match[2].strip("\"'"))
    return ""


def _span(attributes: str) -> int:
    found = _COLUMNS.search(attributes[:2000])
    return min(30, max(1, int(found[1]))) if found else 1


def _text(raw: str) -> Iterator[Token]:
    if raw:
        yield Token("", clean(unescape(raw)))
