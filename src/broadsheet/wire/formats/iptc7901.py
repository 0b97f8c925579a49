"""Reads IPTC 7901, the text format of the teleprinter lines, with its control bytes or without them.

    SOH eca062 4 i 211 ccccb  dpa 061   service and number, priority, category, words, more
        Germany-politics/               keywords
    STX 1ST LEAD                        what it is to an earlier one
        Coalition talks could fail =    headline, byline
           Berlin (dpa) - …             text, then perhaps a notebook for editors
    ETX 131137 GMT Nov 13  EOT

The format has no lasting identity: an item is its service, number and day, and `Dispatch.thread` ties it to others.
**Source:** IPTC 7901 (The Text Transmission Format), and items seen on wires.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import conventions, datelines, holds, iptc7901_times, ninjs_words
from broadsheet.wire.formats.charsets import decode
from broadsheet.wire.formats.gathering import gather, lasting
from broadsheet.wire.formats.iptc7901_text import lines_of, paragraphs, without_notebook

_HEADER = re.compile(
    r"\s*(?P<service>[A-Za-z]{2,6})\s?(?P<number>\d{2,5})\s+(?P<priority>\d)\s+(?P<category>[A-Za-z]{1,8})\s+"
    r"(?P<words>\d{1,5})\b[ \t]*(?P<more>[^\r\n]{0,120})"
)
_END = re.compile(r"[^\n]{0,40}?\d{6}\s*[A-Z]{0,4}\s*[^\W\d_]{3,10}\.?\s*(?:\d{2,4})?\s*")
_BY = re.compile(r"(?:by|von|par|por|door)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_AGENCY = re.compile(r"([A-Za-z]{2,12})(?:[-/][A-Za-z]{2,8})?\s+\d{2,5}\s*\Z")
_ADDRESSED = re.compile(r"\W{0,8}(?:eds?|editors?|attention)\b", re.IGNORECASE)
_MAX_HEAD = 10
_MAX_SLUG = 300
_LONG_LINE = 400


@dataclass(frozen=True, slots=True)
class _Message:
    """A message cut up: header, keywords, the text's lines, and the time behind it; `whole`: its end came too."""

    header: re.Match[str]
    keywords: str
    lines: list[str]
    end: str
    whole: bool


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is the header of such a message."""
    text = head[:2000].lstrip(b"\x16\x01\r\n \x7f").decode("latin-1")
    if not (header := _HEADER.match(text)) or header.start("service"):
        return False
    return any(byte in head[:4000] for byte in (b"\x01", b"\x02", b"\x03")) or bool(_AGENCY.search(header["more"]))


def read(raw: bytes) -> Reading:
    """The messages of `raw`, each a dispatch.

    Errors: `Refused` where no message can be read.
    """
    pieces = [piece for piece in re.split(rb"[\x01\x04]", raw) if piece.strip(b"\x00\x16\x7f \r\n\x03")]
    many = len(pieces) > 1
    return gather(((f"message {number}" if many else "", piece) for number, piece in enumerate(pieces, 1)), _dispatch)


def _dispatch(raw: bytes, where: str) -> Dispatch:
    message = _message(decode(raw), where)
    head, lines = _head(message.lines)
    lines, notes = without_notebook(lines)
    marks = [words for words in head if conventions.is_mark(words)]
    words = [words for words in head if words not in marks]
    byline = " ".join(words_ for words_ in words[1:] if _BY.match(words_))
    headline = line(" ".join(words_ for number, words_ in enumerate(words) if not number or not _BY.match(words_)))
    dateline, body = datelines.take_off_html(paragraphs(lines))
    note = "\n".join(words.strip() for words in (*marks, *notes) if words.strip(" *\t"))
    addressed = [words for words in lines[:8] if _ADDRESSED.match(words)]
    said = conventions.judge(message.keywords[:_MAX_SLUG], marks, headline=headline, note="\n".join([note, *addressed]))
    created = iptc7901_times.moment(message.end)
    header = message.header
    day = created.date().isoformat() if created else _digest(message)
    status = Status.CANCELLED if said.cancels else Status.WITHHELD if said.holds else Status.USABLE
    warnings = ["Withheld: the agency asks to hold it."] if said.holds else []
    status, warnings = holds.hold(status, None, warnings, note, *lines[:6])
    warnings += _completeness(message, body)
    slug = line(message.keywords[:_MAX_SLUG]).strip("/ ")
    keywords = [word.strip() for word in slug.split("/") if word.strip()]
    headline = headline or ninjs_words.beginning(markup.plain(body))
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused("The message has neither a headline nor a text.", where)
    agency = _AGENCY.search(header["more"])
    return Dispatch(
        guid=lasting(f"iptc7901:{header['service'].lower()}{header['number']}:{day}"),
        kind="text",
        headline=headline,
        version=str(said.lead + 1),
        version_created=created,
        status=status,
        urgency=int(header["priority"]) or 1,
        slugline=slug,
        byline=_BY.sub("", byline, count=1),
        dateline=dateline,
        place=datelines.place(dateline),
        body_html=body,
        credit=datelines.credit(dateline) or (agency[1] if agency else ""),
        editor_note=note,
        signal="correction" if said.corrects else "",
        thread=f"{header['service'].lower()}:{conventions.thread(slug)}" if slug else "",
        continues=said.continues,
        subjects=(Subject(header["category"], header["category"].lower(), "category"),),
        mentions=tuple(Subject(word, "", "keyword") for word in keywords),
        warnings=tuple(warnings),
    )


def _message(text: str, where: str) -> _Message:
    header = _HEADER.match(text.lstrip("\x01\x16\x7f\r\n "))
    if not header:
        raise Refused("The message does not begin with service, number, priority, category and words.", where)
    rest = header.string[header.end() :]
    before, start, inner = rest.partition("\x02")
    inner, end_mark, end = (inner if start else rest).partition("\x03")
    if start:
        keywords = [words for words in lines_of(before) if words.strip()]
        return _Message(header, " ".join(keywords), lines_of(inner), end, bool(end_mark))
    lines = lines_of(inner)
    lines = lines[next((number for number, words in enumerate(lines) if words.strip()), len(lines)) :]
    # Without control bytes the keywords are the line that ends with a stroke.
    slug = lines.pop(0) if lines and lines[0].rstrip().endswith("/") else ""
    while not end and lines and (not lines[-1].strip() or _END.fullmatch(lines[-1])):
        end = lines.pop().strip()
    return _Message(header, slug, lines, end, True)


def _head(lines: list[str]) -> tuple[list[str], list[str]]:
    """Headline, byline and what stands with them; and the text behind."""
    start = next((number for number, words in enumerate(lines) if words.strip()), len(lines))
    stop = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    ends = [number for number in range(start, min(stop, start + _MAX_HEAD)) if lines[number].rstrip().endswith("=")]
    if ends:
        stop = ends[0] + 1
    elif stop - start > _MAX_HEAD or stop >= len(lines):
        stop = min(start + 1, len(lines))
    if any(len(words) > _LONG_LINE for words in lines[start:stop]):
        # No headline is that long: this is the text already.
        return [], lines[start:]
    head = [" ".join(words.rstrip("= ").split()) for words in lines[start:stop]]
    return [words for words in head if words], lines[stop:]


def _digest(message: _Message) -> str:
    return hashlib.sha256("\n".join(message.lines).encode("utf-8", "replace")).hexdigest()[:16]


def _completeness(message: _Message, body: str) -> list[str]:
    counted, came = int(message.header["words"]), len(markup.plain(body).split())
    if not message.whole:
        return ["Its end is missing: the transmission may have been cut off."]
    if counted >= 50 and came * 2 < counted:
        return [f"Its header counts {counted} words, {came} came: the transmission may have been cut off."]
    return []
