"""Takes the dateline off the beginning of a text: "BERLIN (dpa) - " is told apart from what follows it."""

from __future__ import annotations

import re

_BEGINNING = re.compile(
    # Berlin (dpa) -  ·  CHATHAM, Mass. (AP) _  ·  MADRID, 21 Nov. 2024 (Europa Press) -
    r"\A(?P<agency>[^<>()\n]{2,70}\((?P<credit>[^<>()\n]{2,30})\))\s*(?:&mdash;|[-–—_]{1,2})\s+(?=\S)"
    # SYDNEY, Jul 16 AAP -
    r"|\A(?P<day>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,40}, [A-Z][a-z]{2,8}\.? \d{1,2} (?P<short>[A-Z]{2,8})) [-–—]\s+(?=\S)"
    # MUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/ --
    r"|\A(?P<release>[^<>()/\n]{2,90}\s?/(?P<house>[^<>/\n]{3,40})/)\s*-{0,2}\s*"
)
_DAY = re.compile(r",\s+(?:\d{1,2}\.?\s+[A-Za-zÀ-ÿ]{3,10}|[A-Za-zÀ-ÿ]{3,10}\.?\s+\d{1,2})\b.*", re.DOTALL)


def take_off(text: str) -> tuple[str, str, str]:
    """The dateline, the credit named in it, and the text without it; empty, empty and `text` where there is none."""
    found = _BEGINNING.match(text)
    if not found:
        return "", "", text
    credit = found["credit"] or found["short"] or found["house"] or ""
    dateline = found["agency"] or found["day"] or found["release"] or ""
    return " ".join(dateline.split()), credit.strip(), text[found.end() :]


def take_off_html(body: str) -> tuple[str, str]:
    """As `take_off`, of our paragraphs: the dateline, and the body without it. A body that is nothing else keeps it."""
    if not body.startswith("<p>"):
        return "", body
    dateline, _, rest = take_off(body[3:])
    if not dateline or rest.startswith("</p>"):
        return "", body
    return dateline, f"<p>{rest}"


def place(dateline: str) -> str:
    """The place in a dateline, without agency and day."""
    return _DAY.sub("", re.split(r"[(/]", dateline)[0]).strip(" ,")
