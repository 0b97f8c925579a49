"""Turns agency HTML or plain text into our paragraphs: every letter kept, nothing that could run.

    agency HTML ──▶ tokens (no tree, any nesting) ──▶ flat blocks of marked text ──▶ HTML ──▶ nh3 ──▶ ours

What comes out is what Wagtail's editor opens and saves unchanged: `p`, `h3`, `ul` and `ol` at the top, `li` in lists,
further lists at the end of an `li`, `b`, `i`, `a` and `<br/>` inside; and for the blocks of a story that are no prose,
`blockquote` around paragraphs and `table` of `tr` of `th` and `td` that hold words with marks and links. A table that
only lays out a page becomes a paragraph a row.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import nh3

from broadsheet.wire.characters import clean, line
from broadsheet.wire.errors import Refused
from broadsheet.wire.markup_lists import Lists
from broadsheet.wire.markup_runs import Run, joined, safe
from broadsheet.wire.markup_tables import BOLD, ITALIC, MOST_TOKENS, grid
from broadsheet.wire.markup_tokens import KNOWN, Token, tokens

MAX_CHARACTERS = 4_000_000
"""A longer body is refused: the whole Bible has as many letters."""

LONGEST_QUOTATION = 1_000
"""Characters of what a story sets as a quotation; what is longer stays paragraphs."""

MAX_TAGS = 200_000

CELL_GAP = " | "
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"})
_LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
_CELLS = frozenset({"td", "th"})
_QUOTES = frozenset({"blockquote"})
_INLINE_NAMES = (
    "a abbr acronym applet area audio b base basefont bdi bdo big blink br button canvas cite code data datalist "
    "del dfn em embed font i iframe img input ins kbd label link map mark marquee meta meter nobr object output "
    "param picture progress q rp rt ruby s samp select slot small source span strike strong sub sup svg textarea "
    "time track tt u var video wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_BLOCKS = (KNOWN - _INLINE) | _CELLS
_NO_LINK = re.compile("<a>(.*?)</a>", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]+")


def from_html(markup: str) -> str:
    """The paragraphs of `markup`, agency HTML of any kind; empty where it holds no text.

    Errors: `Refused` where it is too long, or where a letter would be lost.
    """
    _check_length(markup)
    builder = _Builder()
    for token in tokens(markup):
        builder.take(token)
    return _cleaned(builder.finish())


def from_text(text: str) -> str:
    """The paragraphs of a plain text: parted at blank lines, or at every line where there are none.

    Errors: `Refused` where it is too long.
    """
    _check_length(text)
    groups = [group.split("\n") for group in re.split(r"\n(?:[ \t]*\n)+", clean(text).strip())]
    if len(groups) == 1 and not _wrapped(groups[0]):
        groups = [[words] for words in groups[0]]
    paragraphs = []
    for group in groups:
        joined = " " if _wrapped(group) else "<br/>"
        lines = [html.escape(line(words), quote=False) for words in group]
        paragraphs.append(joined.join(words for words in lines if words))
    return _cleaned("".join(f"<p>{words}</p>" for words in paragraphs if words))


def plain(markup: str) -> str:
    """The text of `markup` on one line: for headlines and captions, in which agencies leave tags and entities."""
    if "<" not in markup and "&" not in markup:
        return line(markup)
    _check_length(markup)
    words = ((" " if token.name in _BLOCKS or token.name == "br" else token.text) for token in tokens(markup))
    return line("".join(words))


def letters(markup: str) -> str:
    """All that a reader sees of `markup`, without white space: two markups with the same letters say the same."""
    return "".join("".join(token.text for token in tokens(markup)).split())


def _check_length(text: str) -> None:
    if text.count("<") > MAX_TAGS:
        raise Refused(f"The text holds more than {MAX_TAGS:,} tags.")
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"The text has {len(text):,} characters; Broadsheet takes up to {MAX_CHARACTERS:,}.")


def _cleaned(built: str) -> str:
    """`built` as nh3 lets it through: a second lock, behind markup that was made by us.

    Errors: `Refused` where nh3 took a letter away.
    """
    cleaned: str = nh3.clean(
        built,
        tags={*["p", "h3", "ul", "ol", "li", "b", "i", "a", "br", "blockquote", "table", "tr", "th", "td"]},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    # An address that nh3 finds no good: its words stay.
    cleaned = _NO_LINK.sub(r"\1", cleaned) if "<a>" in cleaned else cleaned
    # Wagtail's editor answers 500 to a break that isn't closed.
    cleaned = cleaned.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    if cleaned != built and letters(cleaned) != letters(built):
        raise Refused("The text can't be cleaned without losing letters of it.")
    return cleaned


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines were broken by a machine at a column, and not by their writer."""
    return len(lines) > 1 and all(45 <= len(words.rstrip()) <= 100 for words in lines[:-1])


@dataclass(slots=True)
class _Builder:
    """Takes tokens, keeps what is open as a few counters, and closes a block wherever one ends."""

    done: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    written: Lists = field(default_factory=Lists)
    heading: int = 0
    bold: int = 0
    italic: int = 0
    verbatim: int = 0
    links: list[str] = field(default_factory=list)
    quotes: int = 0
    inner_quotes: int = 0
    before_quote: int = 0
    table: list[Token] | None = None

    def take(self, token: Token) -> None:
        """Takes a token; those of a table are held back until it is known whether it is one or lays out a page."""
        if self.table is not None:
            self.table.append(token)
            if token.name == "table" or len(self.table) > MOST_TOKENS:
                self.end_table()
        elif token.name == "table" and not token.closes and not self.lists and not self.quotes:
            self.table = [token]
        else:
            self.put(token)

    def end_table(self) -> None:
        held, self.table = self.table or [], None
        is_whole = held[-1].name == "table" and held[-1].closes
        made = grid(held[1:-1]) if is_whole else ""
        if made:
            self.end_block()
            self.end_list()
            self.done.append(made)
            return
        last = held[-1] if len(held) > 1 and not is_whole and held[-1].name == "table" else None
        for token in held[:-1] if last else held:
            self.put(token)
        if last:
            self.take(last)

    def put(self, token: Token) -> None:
        name = token.name
        if not name:
            self.text(token.text)
        elif name == "br":
            self.line_break()
        elif name in BOLD:
            self.bold = max(0, self.bold + (-1 if token.closes else 1))
        elif name in ITALIC:
            self.italic = max(0, self.italic + (-1 if token.closes else 1))
        elif name == "a":
            self.link(token)
        elif name in _CELLS:
            if not token.closes and any(run.text.strip() for run in self.runs):
                gap = CELL_GAP.lstrip() if self.runs[-1].text[-1] in " \n" else CELL_GAP
                self.runs.append(Run(gap, False, False, ""))
        elif name in _BLOCKS:
            self.block(token)

    def text(self, text: str) -> None:
        if self.verbatim:
            for number, words in enumerate(text.split("\n")):
                if number:
                    self.line_break()
                self.words(words)
        else:
            self.words(text)

    def words(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        # A space at the start of a block or after another one is not seen.
        if text.startswith(" ") and (not self.runs or self.runs[-1].text[-1] in " \n"):
            text = text[1:]
        if text:
            self.runs.append(Run(text, self.bold > 0, self.italic > 0, self.links[-1] if self.links else ""))

    def line_break(self) -> None:
        """A break; the second in a row ends the paragraph, as writers of old systems meant it."""
        while self.runs and self.runs[-1].text == " ":
            self.runs.pop()
        if self.runs and self.runs[-1].text == "\n" and not self.lists:
            self.end_block()
        elif self.runs:
            self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text.rstrip(" "))
            self.runs.append(Run("\n", False, False, ""))

    def link(self, token: Token) -> None:
        if not token.closes:
            self.links.append(safe(token.href))
        elif self.links:
            self.links.pop()

    def block(self, token: Token) -> None:
        name = token.name
        inside_item = bool(self.lists) and name not in _LISTS and name != "li"
        if inside_item:
            # A block inside a list item goes on in the same item, on a line of its own.
            if self.runs and self.runs[-1].text != "\n":
                self.line_break()
        else:
            self.end_block()
        if name in _LISTS:
            if not token.closes:
                self.lists.append(_LISTS[name])
            elif self.lists:
                self.lists.pop()
                self.inner_quotes = self.inner_quotes if self.lists else 0
        elif name in _HEADINGS:
            self.heading = max(0, self.heading + (-1 if token.closes else 1))
        elif name in _QUOTES:
            self.quote(token)
        elif name == "pre":
            self.verbatim = max(0, self.verbatim + (-1 if token.closes else 1))

    def quote(self, token: Token) -> None:
        """Opens or ends a quotation; inside of a list it is a part of its item."""
        if not token.closes:
            if self.lists:
                self.inner_quotes += 1
                return
            self.end_list()
            self.before_quote = self.before_quote if self.quotes else len(self.done)
            self.quotes += 1
        elif self.lists and self.inner_quotes:
            self.inner_quotes -= 1
        elif self.quotes:
            self.quotes -= 1
            if not self.quotes:
                self.end_quote()

    def end_quote(self) -> None:
        """What was quoted becomes one quotation, if it is short and nothing but paragraphs."""
        # Lists that it leaves open end with it.
        self.end_block()
        self.lists.clear()
        self.end_list()
        quoted = self.done[self.before_quote :]
        is_short = sum(map(len, quoted)) <= LONGEST_QUOTATION
        if quoted and is_short and all(block.startswith("<p>") for block in quoted):
            self.done[self.before_quote :] = [f"<blockquote>{''.join(quoted)}</blockquote>"]

    def end_block(self) -> None:
        words = joined(self.runs)
        self.runs = []
        if not words:
            return
        if self.lists:
            self.done.append(self.written.item(self.lists[-1], len(self.lists), words))
            return
        self.end_list()
        tag = "h3" if self.heading else "p"
        self.done.append(f"<{tag}>{words}</{tag}>")

    def end_list(self) -> None:
        if closing := self.written.end():
            self.done.append(closing)

    def finish(self) -> str:
        if self.table is not None:
            self.end_table()
        self.end_block()
        if self.quotes:
            self.end_quote()
        self.end_list()
        # Lists that a quotation parted, of which nothing is left, are one, as they would be read the next time.
        return "".join(self.done).replace("</ul><ul>", "").replace("</ol><ol>", "")
