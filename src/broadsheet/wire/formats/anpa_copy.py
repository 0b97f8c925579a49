"""Takes the copy of an ANPA message apart: slug, headline, notes, byline, summary, paragraphs, tables.

What stands before the first paragraph is told by its beginning ("Eds:", "By ", "AP Photo") and by its end: `<` closes
a line at the left, `=` one in the middle.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from broadsheet.wire import markup
from broadsheet.wire.characters import clean

_NAMED_NOTE = re.compile(
    r"(?:eds?\s*:|editors?\s*:|editor['’]?s['’]? note\b|attention\b|ap\s?(?:photos?|video|graphics?)\b|with ap\b|"
    r"embargo|hold for release|hfr\b|for release\b|moving\b|mandatory\b|bulletin\b|kill\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"by\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_AGENCY = re.compile(r"(?:the )?associated press|ap", re.IGNORECASE)
_CODE = re.compile(r"\^?\*\d{2,6}<\s*")
_LENGTH = re.compile(r",\s*\d{1,5}\s*\Z")
_LONGEST_HEADLINE = 400
_LONG = 110
"""A line before the text that is longer is a summary, not a headline."""


@dataclass(slots=True)
class Copy:
    """The parts of the copy; `body` is our paragraphs with the dateline, `unread` what was left out."""

    slug: str = ""
    headline: str = ""
    byline: str = ""
    summary: str = ""
    body: str = ""
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read(inner: str, *, is_table: bool) -> Copy:
    """The copy between STX and ETX.

    Errors: `Refused` by the markup's law.
    """
    copy = Copy()
    blocks: list[list[str]] = []
    title_follows = False
    for words, opens, closes in _lines(inner, copy):
        if words.startswith("\x08"):
            blocks.append([_row(words)])
        elif not copy.slug and not blocks and opens != "\t" and (closes == "<" or _LENGTH.search(words)):
            copy.slug = _LENGTH.sub("", _typeset(words)).strip()
        elif blocks or opens == "\t":
            _add(blocks, words, opens)
        elif _NAMED_NOTE.match(words):
            copy.notes.append(_typeset(words))
        elif _BY.match(words) and (copy.headline or not is_table):
            copy.byline, title_follows = _BY.sub("", _typeset(words)), True
            continue
        elif title_follows and closes == "=":
            copy.byline += "" if _AGENCY.fullmatch(words) else f", {_typeset(words)}"
        elif not copy.headline and len(words) <= _LONGEST_HEADLINE:
            copy.headline = _typeset(words)
        elif closes == "<" and not is_table and not copy.summary and len(words) > _LONG:
            copy.summary = _typeset(words)
        else:
            _add(blocks, words, opens)
        title_follows = False
    built = ("".join(pieces) if pieces[0].startswith("<table") else f"<p>{' '.join(pieces)}</p>" for pieces in blocks)
    copy.body = markup.from_html("".join(built).replace("</table><table>", ""))
    return copy


def _lines(inner: str, copy: Copy) -> list[tuple[str, str, str]]:
    """Each line without its marks, the mark that opens it ("^", tab or none) and the one that closes it ("<", "=")."""
    found = []
    for raw in re.split(r"\r*\n|\r|\x0c", _CODE.sub("", inner).replace("\x10", "\x10\x10")):
        row = "\x08" in raw[:3]
        words = raw.replace("\x10\x10 ", " ").replace("\x10\x10", " ").strip("\x0b ")
        opens = "\t" if words.startswith("\t") else "^" if words.startswith("^") else ""
        bare = words.lstrip("^\t \x08").rstrip()
        closes = bare[-1] if bare.endswith(("<", "=")) and not row else ""
        bare = bare.rstrip("<= ") if closes else bare
        if row:
            found.append(("\x08" + clean(words).lstrip("^ "), opens, ""))
        elif clean(bare).strip():
            found.append((" ".join(clean(bare).split()), opens, closes))
    return found


def _typeset(words: str) -> str:
    """The signs that ASCII has not, as AP writes them in ASCII."""
    words = words.replace("``", "“").replace("''", "”")
    return re.sub(r"(?<=\S) _ (?=\S)", " — ", words).replace("^", "")


def _add(blocks: list[list[str]], words: str, opens: str) -> None:
    """Adds a line: a paragraph of its own, or without a mark the rest of the one before it."""
    text = html.escape(_typeset(words), quote=False)
    if not opens and blocks and not blocks[-1][0].startswith("<table"):
        blocks[-1].append(text)
    else:
        blocks.append([text])


def _row(words: str) -> str:
    cells = [re.sub(r"(?<=\d)\{|\A\s*\{(?=\s*\Z)", "½", cell).strip() for cell in words.lstrip("\x08").split(";")]
    built = "</td><td>".join(html.escape("—" if cell == "_" else cell, quote=False) for cell in cells)
    return f"<table><tr><td>{built}</td></tr></table>"
