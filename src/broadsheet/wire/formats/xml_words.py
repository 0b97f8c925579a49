"""Settles what formats in XML leave open: a dateline told twice, a wording in many languages, a note in pieces."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from broadsheet.wire import markup
from broadsheet.wire.formats import datelines
from broadsheet.wire.formats.xml_tree import Node

_NOTHING = frozenset({"none", "n/a", "no-data-available", "any", "null", "-"})
_STAMP = re.compile(r"\d{4}-?\d\d-?\d\d|\d{1,2}\.\d{1,2}\.\d{4}")
_ENDS = re.compile(r"\s*\.?[\s\-–—_]+\Z")
_BEGINS = re.compile(r"\A\s*\.?[\s\-–—_]+")
_LOOKED_THROUGH = 10_000
_AGENCY = re.compile(r"\([^()]{2,30}\)\s*\.?[-–—_]*\s*\Z|/\s*[-–—_]*\s*\Z|\s[-–—_]\Z")
_MARKED = re.compile(r"</?(?:b|i|em|strong|br|p|sup|sub|span|u|font)\b[^<>]{0,200}>", re.IGNORECASE)


def said(text: str) -> str:
    """`text`, or nothing where it only says that there is nothing. **Source:** Reuters, dpa."""
    return "" if text.strip().lower() in _NOTHING else text


def settle_dateline(dateline: str, body: str) -> tuple[str, str]:
    """The dateline, and the body without it where it begins with it. **Source:** Reuters writes time stamps into it."""
    dateline = "" if _STAMP.match(dateline) else dateline
    if not dateline:
        return datelines.take_off_html(body)
    names_agency = _AGENCY.search(dateline) is not None
    dateline = _ENDS.sub("", dateline)
    begins = html.escape(dateline, quote=False)
    if not body.startswith(f"<p>{begins}") or body.startswith(f"<p>{begins}</p>") or not names_agency:
        return dateline, body
    return dateline, "<p>" + _BEGINS.sub("", body[3 + len(begins) :])


def settle_byline(byline: str, body: str) -> tuple[str, str]:
    """The byline, and the body without a first paragraph that says "By …" and no more. **Source:** Reuters."""
    for found in list(re.finditer(r"<p>By ([^<]{3,100})</p>", body[:4000]))[:1]:
        name = html.unescape(found[1]).strip()
        is_name = name[:1].isupper() and not re.search(r"[.!?:;]\s|[.!?]\Z|\d", name) and found.end() < len(body)
        if is_name and body.count("<p>", 0, found.start()) < 8 and byline.casefold() in ("", name.casefold()):
            return byline or name, body[: found.start()] + body[found.end() :]
    return byline, body


def place_of(dateline: str) -> str:
    """The place that a dateline names; empty where it can't be told."""
    place = datelines.place(dateline)
    return "" if re.search(r"\d", place) else place.rstrip(" -–—")


def in_language(nodes: Iterable[Node], language: str) -> list[Node]:
    """The wordings in `language`, else those in English, else those of the first language there is."""
    found = [node for node in nodes if node.raw_text().strip()]
    tags = [node.attributes.get("lang", "").lower()[:2] for node in found]
    for wanted in (language.lower()[:2], "", "en"):
        if wanted in tags:
            return [node for node, tag in zip(found, tags, strict=True) if tag in (wanted, "")]
    return [node for node, tag in zip(found, tags, strict=True) if tag == tags[0]] if found else []


def together(pieces: Iterable[str]) -> str:
    """The pieces on lines of their own, without those that an earlier piece already holds."""
    kept: list[str] = []
    said: set[str] = set()
    letters = ""
    for piece in pieces:
        lean = "".join(piece.split())
        if lean and lean not in said and lean not in letters:
            kept.append(piece.strip())
            said.add(lean)
            # Beyond that, looking for each piece in all of them would cost the square of their number.
            letters += f"{lean}\x1f" if len(letters) < _LOOKED_THROUGH else ""
    return "\n".join(kept)


def unmarked(words: str) -> str:
    """A headline without the tags that stand in it as if they were words: agencies put them into CDATA."""
    return markup.plain(words) if _MARKED.search(words) else words
