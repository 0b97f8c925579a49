"""Fills a pressed page that has holes for what is only known when somebody asks: the page of a search.

    <!--=name-->                  what `name` is, escaped, also within an attribute's quotation marks
    <!--#name-->…<!--/name-->     once for each of the things that `name` is; not at all for none

Copy and names in a page are escaped, so that none of them can look like a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

_HOLE = re.compile(r"<!--([#/=])([a-z_]+)-->")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Value = str | int | bool | Sequence["Values"]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern: plain text, or a hole called `name`, or, with `inner`, what stands once for each thing."""

    text: str
    name: str = ""
    inner: tuple[Part, ...] | None = None


def parsed(html: str) -> tuple[Part, ...]:
    """The parts of `html`.

    Errors: `ValueError` for a part that isn't ended.
    """
    pieces = _pieces(html)
    parts = tuple(_read(pieces, ""))
    return parts


def filled(parts: Sequence[Part], values: Values) -> str:
    """The text of `parts`; what has no value is left out. Inside a part, what it lacks is looked for around it."""
    return "".join(_written(parts, values))


def _written(parts: Sequence[Part], values: Values) -> Iterator[str]:
    for part in parts:
        if not part.name:
            yield part.text
            continue
        value = values.get(part.name, "")
        if part.inner is None:
            yield value if isinstance(value, Html) else escape(str(value))
        elif isinstance(value, str | int):
            if value:
                yield from _written(part.inner, values)
        else:
            for one in value:
                yield from _written(part.inner, {**values, **one})


def _pieces(html: str) -> Iterator[tuple[str, str, str]]:
    """(sign, name, text before it)."""
    place = 0
    for hole in _HOLE.finditer(html):
        yield hole[1], hole[2], html[place : hole.start()]
        place = hole.end()
    yield "", "", html[place:]


def _read(pieces: Iterator[tuple[str, str, str]], within: str) -> Iterator[Part]:
    for sign, name, before in pieces:
        if before:
            yield Part(before)
        if sign == "=":
            yield Part("", name)
        elif sign == "#":
            yield Part("", name, tuple(_read(pieces, name)))
        elif sign == "/" and name == within:
            return
        elif within or sign:
            raise ValueError(f"The part {within or name!r} of this page has no beginning or no end.")
