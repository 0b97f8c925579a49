"""Finds what somebody asked for in a text, marks it, and cuts the piece of the text that shows most of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.text.index_words import Wanted, tokens_of

LENGTH = 230
"""Letters of an excerpt, about."""
BEFORE = 70
"""Letters that stand before what was found, at most."""
LOOKED_THROUGH = 60_000
"""Letters of one story that are looked through."""

_ENDS = tuple('.!?…”"»។៕')
"""What a sentence ends with; a teaser that doesn't was cut."""

_INVISIBLE = "[\u00ad\u200b-\u200d\u2060]*"
_UNIT = re.compile(
    rf"[\u1780-\u17b3](?:{_INVISIBLE}(?:\u17d2{_INVISIBLE}[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd]))*"
    r"|[\u17e0-\u17e9]+|(?:(?![\u1780-\u17ff])[^\W_])(?:(?![\u1780-\u17ff])[^\W_]|[\u0300-\u036f])*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `marked` is what was asked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    row: int


def marked(text: str, wanted: Sequence[Wanted]) -> list[Piece]:
    """The whole of `text` in pieces."""
    return _pieces(text, _spans(text, _rows(wanted)), 0, len(text))


def excerpt(paragraphs: Iterable[str], wanted: Sequence[Wanted]) -> list[Piece]:
    """The piece of `paragraphs` that holds most of what is `wanted`, in pieces; empty where it holds nothing of it."""
    rows = _rows(wanted)
    best: tuple[int, str, list[_Span], int] = (0, "", [], 0)
    left = LOOKED_THROUGH
    for paragraph in paragraphs:
        spans = _spans(paragraph[:left], rows)
        left -= len(paragraph)
        for span in spans:
            near = {other.row for other in spans if span.start <= other.start < span.start + LENGTH - BEFORE}
            if len(near) > best[0]:
                best = (len(near), paragraph, spans, span.start)
        if best[0] == len(rows) or left <= 0:
            break
    found, text, spans, at = best
    if not found:
        return []
    start, end = _cut(text, at)
    pieces = _pieces(text, spans, start, end)
    return [*([Piece("… ", False)] if start else []), *pieces, *([Piece(" …", False)] if end < len(text) else [])]


def beginning(text: str) -> list[Piece]:
    """The first words of `text`, where nothing is to be marked."""
    _, end = _cut(text, 0)
    is_whole = end == len(text) and text.endswith(_ENDS)
    return [Piece(text[:end] + (" …" if text and not is_whole else ""), False)]


def _rows(wanted: Sequence[Wanted]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(one.anywhere for one in wanted))


def _spans(text: str, rows: Sequence[tuple[str, ...]]) -> list[_Span]:
    """Where each of `rows` stands in `text`, in its order."""
    units = [(unit.start(), unit.end(), token) for unit in _UNIT.finditer(text) if (token := _token(unit[0]))]
    tokens = [token for _, _, token in units]
    found = []
    for number, row in enumerate(rows):
        place = -1
        while row[0] in tokens[place + 1 :]:
            place = tokens.index(row[0], place + 1)
            if tuple(tokens[place : place + len(row)]) == row:
                found.append(_Span(units[place][0], units[place + len(row) - 1][1], number))
    return sorted(found, key=lambda span: (span.start, -span.end))


@lru_cache(maxsize=32768)
def _token(unit: str) -> str:
    tokens = tokens_of(unit)
    return tokens[0] if tokens else ""


def _cut(text: str, at: int) -> tuple[int, int]:
    """Where the excerpt around `at` begins and ends: between words, in Khmer between syllables."""
    start, end = max(0, at - BEFORE), len(text)
    if start:
        begins = [unit.start() for unit in _UNIT.finditer(text, start, at)]
        spaces = [place for place in begins if text[place - 1].isspace()]
        start = (spaces or begins[1:] or [at])[0]
    if end - start > LENGTH:
        ends = [unit.end() for unit in _UNIT.finditer(text, start, min(end, start + LENGTH + 40))]
        spaces = [place for place in ends if place < end and text[place].isspace() and place - start <= LENGTH]
        within = [place for place in ends if place - start <= LENGTH]
        end = (spaces or within or [start + LENGTH])[-1]
    return start, end


def _pieces(text: str, spans: Sequence[_Span], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for span in spans:
        if span.end > end:
            continue
        if span.start < place:
            # Within another, or overlapping it: marked once.
            if span.end > place and pieces and pieces[-1].marked:
                pieces[-1] = Piece(pieces[-1].text + text[place : span.end], True)
                place = span.end
            continue
        if span.start > place:
            pieces.append(Piece(text[place : span.start], False))
        pieces.append(Piece(text[span.start : span.end], True))
        place = span.end
    return [*pieces, Piece(text[place:end], False)] if place < end else pieces
