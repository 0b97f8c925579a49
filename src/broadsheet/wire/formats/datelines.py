"""Takes the dateline off the beginning of a text: "BERLIN (dpa) - " is told apart from what follows it."""

from __future__ import annotations

import re

_BEGINNING = re.compile(
    # Berlin (dpa) -  ·  CHATHAM, Mass. (AP) _  ·  MADRID, 21 Nov. 2024 (Europa Press) -
    r"\A(?P<agency>[^<>()\n]{2,70}\([^<>()\n]{2,30}\))\s*(?:&mdash;|[-–—_]{1,2})\s+(?=\S)"
    # SYDNEY, Jul 16 AAP -
    r"|\A(?P<day>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,40}, [A-Z][a-z]{2,8}\.? \d{1,2} [A-Z]{2,8}) [-–—]\s+(?=\S)"
    # MUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/ --
    r"|\A(?P<release>[^<>()/\n]{2,90}\s?/[^<>/\n]{3,40}/)\s*-{0,2}\s*"
)
_DAY = re.compile(r",\s+(?:\d{1,2}\.?\s+[A-Za-zÀ-ÿ]{3,10}|[A-Za-zÀ-ÿ]{3,10}\.?\s+\d{1,2})\b.*", re.DOTALL)


def take_off(text: str) -> tuple[str, str]:
    """The dateline, and the text without it; empty and `text` where there is none."""
    found = _BEGINNING.match(text)
    if not found:
        return "", text
    return " ".join((found["agency"] or found["day"] or found["release"]).split()), text[found.end() :]


def take_off_html(body: str) -> tuple[str, str]:
    """As `take_off`, of our paragraphs. A body that is nothing else keeps its dateline."""
    if not body.startswith("<p>"):
        return "", body
    dateline, rest = take_off(body[3:])
    if rest.startswith("</p>"):
        rest = rest.removeprefix("</p>")
        return (dateline, rest) if rest else ("", body)
    return (dateline, f"<p>{rest}") if dateline else ("", body)


def place(dateline: str) -> str:
    """The place in a dateline, without agency and day."""
    return _DAY.sub("", re.split(r"[(/]", dateline)[0]).strip(" ,")


def credit(dateline: str) -> str:
    """The agency that a dateline names: "dpa" in "Berlin (dpa)"."""
    found = re.search(r"\(([^()]{2,30})\)\Z|/([^/]{3,40})/\Z|\s([A-Z]{2,8})\Z", dateline)
    return next((name.strip() for name in found.groups() if name), "") if found else ""
