"""Understands what IPTC writes about a topic: languages, days, and what the note of a retired one names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from broadsheet.wire.topics.codes import medtop

# IPTC names countries where it means languages.
_LANGUAGES = {"se": "sv", "dk": "da", "no-nb": "nb", "no-nn": "nn", "no": "nb"}
_PREFERRED = ("en-gb", "pt-pt", "zh-hans")
_NAMED = re.compile(r"medtop:(\d{8})|mediatopic/(\d{8})|\bconcept\s+(\d{8})")
_BY_NAME = re.compile(r"\b[Uu]se\s+(?:the\s+)?[Mm]edia\s*[Tt]opics?\s+([^+.;(\n]{2,60}?)\s*(?:\+|\.|;|\(|\n|\Z)")


def names(labels: Mapping[str, str]) -> dict[str, str]:
    """Language ("en", "fr") → name; of several variants of a language the one that IPTC writes first in."""
    found: dict[str, str] = {}
    ranked = sorted(labels, key=lambda code: (code.lower() not in _PREFERRED, code))
    for code in ranked:
        plain = _LANGUAGES.get(code.lower(), code.lower().split("-")[0])
        if (name := " ".join(str(labels[code]).split())) and plain not in found:
            found[plain] = name
    return found


def day(said: str) -> date | None:
    """The day of an ISO date or time; None where there is none."""
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        return None


def successor(code: str, notes: Iterable[str], by_name: Mapping[str, str]) -> str:
    """The topic that the notes of a retired one name in its stead, by code or by name; empty where they name none."""
    for note in notes:
        for match in _NAMED.finditer(note):
            other = medtop(match[1] or match[2] or match[3])
            if other and other != code:
                return other
        if spoken := _BY_NAME.search(note):
            name = " ".join(spoken[1].split()).casefold()
            for spelt in (name, name.removesuffix("ism"), name.removesuffix("s")):
                if spelt in by_name and by_name[spelt] != code:
                    return by_name[spelt]
    return ""
