"""Finds in an agency's words what forbids a picture to be used as a newspaper's site uses pictures.

Only words that forbid count: "archive photo" and "no restrictions on archiving" forbid nothing. In doubt it holds: a
person then reads the sentence and decides.
"""

from __future__ import annotations

import re
from enum import StrEnum

from broadsheet.wire.characters import line


class Limit(StrEnum):
    """What is forbidden."""

    ONE_TIME = "one-time"
    """It may be used once. A site shows it for as long as the story stands."""
    NO_ARCHIVE = "no-archive"
    """It may not stay in an archive. Every story of ours does."""
    NOT_ONLINE = "not-online"
    """It may be printed only."""


_USES = r"(?:re-?sales?|sales?|archiv\w*|advertis\w*|marketing|magazines?|mags?|internet|web(?:sites?)?|online|"
_USES += r"digital|mobile|social(?: media)?|tv|television|broadcast|print|commercial(?: use)?|promo\w*|use|book\w*|"
_USES += r"third part\w*|files?|filing|storage|store|trades?|merchandis\w*|syndication|redistribution|or|and|nor|no|in)"
_LIST = rf"(?:{_USES}\b[\s,;/&.\-–—]*){{0,8}}"
_NO = r"\b(?:no|not\s+for|not\s+to\s+be|never|without|must\s+not(?:\s+be)?|may\s+not(?:\s+be)?|cannot(?:\s+be)?|"
_NO += r"do\s+not|don['’]?t|nicht\s+f[üu]r|keine?|pas\s+d['’e]|sin)\b[\s,;:/&\-–—]*"

_FORBIDS = {
    Limit.ONE_TIME: re.compile(
        r"\b(?:one|1|single)[\s\-]*time[\s\-]*(?:(?:editorial|print|news)\s+)?(?:use|usage|only|publication|reproduction|rights?"
        r"|licen[cs]e|editorial)\b"
        r"|\bsingle[\s\-]+(?:use|usage|publication)\b|\bone[\s\-]+(?:off\s+)?(?:use|usage|publication)\s+only\b"
        r"|\b(?:use|used|usage|publish|published|publication|reproduction)\s+(?:only\s+|just\s+)?(?:once|one\s+time)\b"
        r"|\beinmalige[rsnm]?\s+(?:nutzung|verwendung|ver[öo]ffentlichung|abdruck|nutzungsrecht)"
        r"|\bnur\s+einmal\b|\b(?:usage|utilisation|publication|parution|reproduction)\s+unique\b"
        r"|\bune\s+seule\s+(?:utilisation|parution|publication|fois)\b|\buso\s+[úu]nico\b|\bun\s+solo\s+uso\b"
        r"|\buna\s+sola\s+(?:vez|publicaci[óo]n)\b",
        re.IGNORECASE,
    ),
    Limit.NO_ARCHIVE: re.compile(
        rf"{_NO}{_LIST}archiv\w*"
        r"|\barchiv\w*\s*(?:[:=\-–—]\s*)?(?:use\s+|usage\s+)?(?:is\s+|are\s+)?"
        r"(?:prohibited|forbidden|banned|not\s+(?:allowed|permitted)|disallowed|out)\b"
        r"|\barchiv\w*\s+(?:ist\s+|sind\s+)?(?:verboten|untersagt|nicht\s+(?:erlaubt|gestattet))"
        r"|\b(?:nicht\s+archivier\w*|archivage\s+interdit\w*|ne\s+pas\s+archiver|no\s+archivar)"
        r"|\bdelete\s+(?:from\s+(?:all\s+)?(?:archives?|systems?|files?)\s+)?(?:after|within)\s+\d+\s*(?:hours?|days?)\b"
        r"|\bpurge\s+(?:after|within|by|on)\b",
        re.IGNORECASE,
    ),
    Limit.NOT_ONLINE: re.compile(
        rf"{_NO}{_LIST}(?:internet|web(?:\s?sites?)?|online|digital)\b(?!\s+(?:without|unless|except|only\s+with))"
        r"|\bprint(?:\s+use|\s+media|\s+usage)?\s+only\b|\b(?:internet|web|online|digital)\s+(?:use\s+|usage\s+)?out\b"
        r"|\b(?:internet|online|digital|web)\s+(?:use|usage|rights)\s+(?:is\s+|are\s+)?"
        r"(?:prohibited|forbidden|not\s+(?:allowed|permitted|included|available))\b",
        re.IGNORECASE,
    ),
}
_AROUND = 60
_MOST = 20_000
"""Letters of a text that are looked at; longer ones are contracts, not instructions."""


def find(*texts: str) -> dict[Limit, str]:
    """Limit → the words that set it, with a little of what stands around them; empty where nothing is forbidden."""
    found: dict[Limit, str] = {}
    for text in texts:
        said = line(text[:_MOST])
        for limit, pattern in _FORBIDS.items():
            match = pattern.search(said)
            if match and limit not in found:
                found[limit] = _excerpt(said, match.start(), match.end())
    return found


def missing(told: str, own: str) -> str:
    """The lines of `own` that forbid what `told` does not, one a line; empty where `told` says it all."""
    known = find(told)
    pieces = [piece.strip() for piece in re.split(r"[\n;]|(?<=[.!])\s", own) if piece.strip()]
    return "\n".join(piece for piece in pieces if set(find(piece)) - set(known))


def _excerpt(said: str, start: int, end: int) -> str:
    left, right = max(0, start - _AROUND), min(len(said), end + _AROUND)
    return ("…" if left else "") + said[left:right].strip() + ("…" if right < len(said) else "")
