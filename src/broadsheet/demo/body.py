"""Reads the body of a demo story, plain text whose parts are separated by blank lines, into blocks.

Words of a paragraph, *set in italics*, **in bold**, or [linked](https://example.org).

## A sub-heading

> What was said. | Who said it

- a list, one item a line            1. a numbered list

|! Caption of the table              !photo name | Caption instead of the photo's own
| Head | Head |
| cell | cell |                      !fact Title of the box
                                     Paragraphs and lists, blank lines between them.
                                     !end
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from broadsheet.demo.errors import CopyError


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """One or more `<p>`, holding nothing but text, `<b>`, `<i>` and `<a>`."""

    html: str


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class InlinePhoto:
    """A photo by its name in demo.toml; an empty caption means the photo's own."""

    photo: str
    caption: str


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; its items are inline HTML."""

    ordered: bool
    items_html: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of plain text; every row is as long as `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A fact box; its HTML is `<p>`, `<ul>`, `<ol>` and `<li>` with inline HTML."""

    title: str
    html: str


DemoBlock = Paragraphs | Subheading | InlinePhoto | Quoted | Items | Rows | Facts


_ITEM = re.compile(r"- |\d+\. ")


def read_blocks(body: str, file: str, *, first_line: int) -> list[DemoBlock]:
    """The parts of `body`; neighbouring paragraphs become one block; none for an empty body.

    Errors: `CopyError` for `file`, the first line of the body counted as `first_line`.
    """
    blocks: list[DemoBlock] = []
    lines = [*body.split("\n"), ""]
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        start, fact = at, lines[at].startswith("!fact ")
        while at < len(lines) and (lines[at].strip() != "!end" if fact else lines[at].strip()):
            at += 1
        if fact and at == len(lines):
            raise CopyError(file, first_line + start, "a fact box has no !end.")
        chunk = [line.strip() for line in lines[start:at]]
        at += fact
        block = _block(chunk, file, first_line + start)
        if isinstance(block, Paragraphs) and blocks and isinstance(blocks[-1], Paragraphs):
            blocks[-1] = Paragraphs(blocks[-1].html + block.html)
        else:
            blocks.append(block)
    return blocks


def _block(chunk: list[str], file: str, line: int) -> DemoBlock:
    first, whole = chunk[0], " ".join(chunk)
    if first.startswith("## "):
        return Subheading(whole[3:].strip())
    if first.startswith("> "):
        text, _, who = " ".join(row.removeprefix(">").strip() for row in chunk).rpartition("|")
        return Quoted(text.strip(), who.strip()) if text else Quoted(who.strip(), "")
    if first.startswith("!photo "):
        name, _, caption = whole[7:].partition("|")
        return InlinePhoto(name.strip(), caption.strip())
    if first.startswith("!fact "):
        inner = "\n".join(chunk[1:])
        box = "".join(_plain_html(part.split("\n")) for part in re.split(r"\n{2,}", inner.strip("\n")))
        return Facts(first[6:].strip(), box)
    if first.startswith("|"):
        caption = first[2:].strip() if first.startswith("|!") else ""
        rows = [tuple(c.strip() for c in row.strip("|").split("|")) for row in chunk[bool(caption) :]]
        for offset, row in enumerate(rows):
            if len(row) != len(rows[0]):
                raise CopyError(file, line + bool(caption) + offset, "a row differs in length from the head.")
        if len(rows) < 2:
            raise CopyError(file, line, "a table needs a head and a row.")
        return Rows(caption, rows[0], tuple(rows[1:]))
    if _ITEM.match(first):
        if not all(_ITEM.match(row) for row in chunk):
            raise CopyError(file, line, "a list needs one item a line, and a blank line after it.")
        return Items(not first.startswith("- "), tuple(_inline(_ITEM.sub("", row, count=1)) for row in chunk))
    if first.startswith(("!", "#")):
        raise CopyError(file, line, f"nothing is written as {first.split()[0]!r}.")
    return Paragraphs(f"<p>{_inline(whole)}</p>")


def _plain_html(chunk: list[str]) -> str:
    if not _ITEM.match(chunk[0]):
        return f"<p>{_inline(' '.join(chunk))}</p>"
    tag = "ul" if chunk[0].startswith("- ") else "ol"
    return f"<{tag}>" + "".join(f"<li>{_inline(_ITEM.sub('', row, count=1))}</li>" for row in chunk) + f"</{tag}>"


def _inline(text: str) -> str:
    """`text` escaped, with its emphasis and its links as HTML."""
    safe = html.escape(text, quote=False)
    safe = re.sub(r"\[([^\]]+)\]\((https?://[^\s\")]+)\)", r'<a href="\2">\1</a>', safe)
    safe = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", safe)
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", safe)
