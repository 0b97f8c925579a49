"""Takes the dateline off the beginning of a text: "BERLIN (dpa) - " is told apart from what follows it."""

from __future__ import annotations

import re

_BEGINNING = re.compile(
    # Berlin (dpa) -  ·  CHATHAM, Mass. (AP) _  ·  MADRID, 21 Nov. 2024 (Europa Press) -
    r"\A(?P<agency>[^<>()\n]{2,70}\([^<>()\n]{2,30}\))\s*\.?\s*(?:&mdash;|[-–—_]{1,2})\s+(?=\S)"
    # SYDNEY, Jul 16 AAP -
    r"|\A(?P<day>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{1,40}, [A-Z][a-z]{2,8}\.? \d{1,2} [A-Z]{2,8}) [-–—]\s+(?=\S)"
    # MUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/ --
    r"|\A(?P<release>[^<>()/\n]{2,90}(?:19|20)\d\d\s?/[^<>/\n]{3,40}/)\s*-{0,2}\s*"
)
_BREAKS = re.compile(r"\A(?:\s|<br/>)+")
_AGENCY_NAMES = (
    "aap aa afp afx ani anp ansa antara ap apa apn ats belga bernama bna bta cna cp ctk dna dpa efe epd europa "
    "interfax irna itar jiji kna kcna kyodo lusa map mti ntb notimex pa pap petra pti qna reuters reuter ria ritzau "
    "rtr sana sda sid spa stt tanjug tass tt unb upi vna xinhua yonhap zenit ians akp"
)
_AGENCIES = frozenset(_AGENCY_NAMES.split())
_DAY = re.compile(r",\s+(?:\d{1,2}\.?\s+[A-Za-zÀ-ÿ]{3,10}|[A-Za-zÀ-ÿ]{3,10}\.?\s+\d{1,2})\b.*", re.DOTALL)


def take_off(text: str) -> tuple[str, str]:
    """The dateline, and the text without it; empty and `text` where there is none."""
    found = _BEGINNING.match(text)
    if not found or (found["agency"] and not _is_agency(*found["agency"].rstrip(")").rsplit("(", 1))):
        return "", text
    return " ".join((found["agency"] or found["day"] or found["release"]).split()), text[found.end() :]


def take_off_html(body: str) -> tuple[str, str]:
    """As `take_off`, of our paragraphs. A body that is nothing else keeps its dateline."""
    if not body.startswith("<p>"):
        return "", body
    dateline, rest = take_off(body[3:])
    rest = _BREAKS.sub("", rest) if dateline else rest
    if rest.startswith("</p>"):
        rest = rest.removeprefix("</p>")
        return (dateline, rest) if rest else ("", body)
    return (dateline, f"<p>{rest}") if dateline else ("", body)


def _is_agency(place: str, inner: str) -> bool:
    """Whether brackets behind a place hold an agency: "The Social Democrats (SPD) - " is no dateline."""
    names = re.split(r"[/\s,-]+", inner.casefold())
    first = re.match(r"[^\W\d_]+", place)
    is_loud = first is not None and len(first[0]) > 1 and first[0].isupper()
    is_short = re.fullmatch(r"[a-zäöü]{2,6}(?:[/-][a-zäöü]{2,6})?", inner) is not None and len(place.strip()) > 2
    return is_loud or is_short or any(name in _AGENCIES for name in names)


def place(dateline: str) -> str:
    """The place in a dateline, without agency and day."""
    return _DAY.sub("", re.split(r"[(/]", dateline)[0]).strip(" ,")


def credit(dateline: str) -> str:
    """The agency that a dateline names: "dpa" in "Berlin (dpa)"."""
    found = re.search(r"\(([^()]{2,30})\)\Z|/([^/]{3,40})/\Z|\s([A-Z]{2,8})\Z", dateline)
    return next((name.strip() for name in found.groups() if name), "") if found else ""
