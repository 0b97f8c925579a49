"""Tells codes of IPTC's two lists from codes of an agency's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.wire.dispatch import Subject

MEDTOP, SUBJECT_CODE, OWN = "medtop", "subj", ""

_CODE = re.compile(r"(?:\A|[/:#])(\d{8})\Z")
_MEDTOP = re.compile(r"medtop|mediatopic|media[\s_-]topic", re.IGNORECASE)
_SUBJECT = re.compile(r"subj|iptc\W*(?:subject|code)|\Aiptc\Z", re.IGNORECASE)

_CATEGORIES = {
    name: f"{number:02}000000"
    for number, name in enumerate(
        (
            "ACE",
            "CLJ",
            "DIS",
            "FIN",
            "EDU",
            "EVN",
            "HTH",
            "HUM",
            "LAB",
            "LIF",
            "POL",
            "REL",
            "SCI",
            "SOI",
            "SPO",
            "WAR",
            "WEA",
        ),
        1,
    )
}
"""The three letters by which IPTC's seventeen subjects are called in IIM and by agencies; see `_LETTERED`."""
_CATEGORIES |= {"ENV": "06000000", "ECO": "04000000", "UNR": "16000000"}
_LETTERED = re.compile(r"cat|iptc", re.IGNORECASE)


def of(subject: Subject) -> tuple[str, str]:
    """(which list, code): `MEDTOP` or `SUBJECT_CODE` with eight digits, `OWN` with the code or name as it came.

    **Source:** below the seventeen topics that both lists share, Media Topics begin with 20, subject codes with 01 to
    17.
    """
    plain = subject.code.strip()
    match = _CODE.search(plain)
    where = f"{subject.scheme} {plain}"
    if match:
        code = match[1]
        if code.startswith("20"):
            is_other = subject.scheme and not _MEDTOP.search(where) and not _SUBJECT.search(where)
            return (OWN, plain) if is_other and "iptc" not in where.lower() else (MEDTOP, code)
        if _MEDTOP.search(where):
            return MEDTOP, code
        if "01" <= code[:2] <= "17" and (_SUBJECT.search(where) or not subject.scheme or "iptc" in where.lower()):
            return SUBJECT_CODE, code
    if plain.upper() in _CATEGORIES and _LETTERED.search(subject.scheme):
        return SUBJECT_CODE, _CATEGORIES[plain.upper()]
    return OWN, plain or subject.name.strip()


def medtop(said: str) -> str:
    """The eight digits of a Media Topic written as medtop:20000002, as an address or bare; empty for anything else."""
    match = _CODE.search(said.strip())
    return match[1] if match and (match[1].startswith("20") or match[1].endswith("000000")) else ""


def upward(subject_code: str) -> Iterator[str]:
    """A subject code and those above it: 15054003, 15054000, 15000000."""
    yield from dict.fromkeys((subject_code, f"{subject_code[:5]}000", f"{subject_code[:2]}000000"))
