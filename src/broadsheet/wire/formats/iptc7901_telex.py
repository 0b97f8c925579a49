"""Reads plain text as the lines of agencies still bring it: between ZCZC and NNNN, or a press release with its number.

    ZCZC FMG000                    Source: Example Ltd
    YY RFG TDR                     MEDIA RELEASE PR67255
    :Headline                      Headline, perhaps on
    :SLUG                          two lines
      SYDNEY, Jul 16 AAP - …
    NNNN                           SAO PAULO, Feb. 1, 2017 /PRNewswire-AsiaNet/ -- …

**Source:** items of AAP and AsiaNet seen on wires; ITU-T F.31 for the marks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import conventions, datelines, holds, ninjs_words
from broadsheet.wire.formats.charsets import decode
from broadsheet.wire.formats.gathering import gather, lasting
from broadsheet.wire.formats.iptc7901_text import lines_of, paragraphs, without_notebook
from broadsheet.wire.formats.iptc7901_times import month_of

_START = re.compile(r"ZCZC[ \t]+(?P<service>[A-Z]{1,6})[ \t]?(?P<number>\d{1,5})\b[ \t]*(?P<more>[^\n]{0,80})")
_RELEASE = re.compile(
    r"\s*Source\s*:\s*(?P<source>[^\n]{1,200})\n\s*MEDIA RELEASE\s+(?P<number>PR\d{3,9})[^\n]{0,80}\n"
)
_DATE = re.compile(
    r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2}),?\s+((?:19|20)\d\d)\b|\b(\d{1,2})\.?\s+([^\W\d_]{3,10})\.?\s+((?:19|20)\d\d)\b"
)


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, begins with such a mark."""
    text = head[:400].decode("latin-1").replace("\r", "").lstrip()
    return bool(_START.match(text) or _RELEASE.match(text))


def read(raw: bytes) -> Reading:
    """The transmissions of `raw`, each a dispatch.

    Errors: `Refused` where none can be read.
    """
    text = decode(raw).replace("\r", "")
    if _RELEASE.match(text):
        return gather([("", text)], _release)
    pieces = [piece for piece in re.split(r"\n[ \t]{0,80}NNNN[^\n]*|(?=ZCZC )", text) if piece.strip()]
    many = len(pieces) > 1
    return gather(((f"message {number}" if many else "", piece) for number, piece in enumerate(pieces, 1)), _message)


def _message(text: str, where: str) -> Dispatch:
    start = _START.match(text.lstrip())
    if not start:
        raise Refused("The message does not begin with ZCZC, service and number.", where)
    lines = lines_of(start.string[start.end() :])
    heads = [number for number, words in enumerate(lines[:12]) if words.startswith((":", "^", "%"))]
    codes = [words for words in lines[: heads[0]] if words.strip()] if heads else []
    said = [line(lines[number][1:]) for number in heads]
    lines = lines[heads[-1] + 1 :] if heads else lines
    service = start["service"].lower()
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    slug = said[1][:300] if len(said) > 1 else ""
    guid = f"telex:{service}{start['number']}:{digest}"
    dispatch = _read(guid, said[0] if said else "", slug, lines, where)
    keywords = tuple(Subject(word, word.lower(), "category") for words in codes for word in words.split())
    return replace(dispatch, subjects=keywords, thread=f"telex:{service}:{conventions.thread(slug)}" if slug else "")


def _release(text: str, where: str) -> Dispatch:
    start = _RELEASE.match(text)
    if not start:
        raise Refused("The press release has no source and number.", where)
    lines = lines_of(text[start.end() :])
    stop = next((number for number, words in enumerate(lines[:6]) if not words.strip()), 1)
    dispatch = _read(f"asianet:{start['number']}", line(" ".join(lines[:stop])), "", lines[stop:], where)
    warning = "This is a press release, paid for by its source."
    return replace(dispatch, credit=line(start["source"]), warnings=(*dispatch.warnings, warning))


def _read(guid: str, headline: str, slug: str, lines: Sequence[str], where: str) -> Dispatch:
    lines, notes = without_notebook(lines)
    note = "\n".join(words.strip() for words in notes if words.strip())
    dateline, body = datelines.take_off_html(paragraphs(lines))
    said = conventions.judge(slug, lines[:3], headline=headline, note=note)
    status = Status.CANCELLED if said.cancels else Status.WITHHELD if said.holds else Status.USABLE
    warnings = ["Withheld: the agency asks to hold it."] if said.holds else []
    status, warnings = holds.hold(status, None, warnings, note, *lines[:6])
    headline = headline or ninjs_words.beginning(markup.plain(body))
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused("The message has neither a headline nor a text.", where)
    return Dispatch(
        guid=lasting(guid),
        kind="text",
        headline=headline,
        version=str(said.lead + 1),
        version_created=_day(dateline),
        status=status,
        slugline=slug,
        dateline=dateline,
        place=datelines.place(dateline),
        body_html=body,
        credit=datelines.credit(dateline),
        editor_note=note,
        signal="correction" if said.corrects else "",
        continues=said.continues,
        warnings=tuple(warnings),
    )


def _day(dateline: str) -> datetime | None:
    for match in _DATE.finditer(dateline):
        month, day, year = month_of(match[1] or match[5]), int(match[2] or match[4]), int(match[3] or match[6])
        try:
            return datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            continue
    return None
