"""Knows the words by which slugs and first lines say what a transmission is to one before it: lead, correction, kill.

    BC-EU--Storm, 2nd Ld-Writethru  ──▶  thread "eu--storm", second lead, goes on with an earlier item
    MANDATORY KILL                  ──▶  cancels

A headline of the day may hold the same words ("Quake kills ten"): only a line or a part of a slug that consists of
nothing else counts, or a word before a colon or dash at the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_KILL = "kill|killed|kills|elimination|eliminated|withdrawn|withdrawal|withdraws|retraction|retracted|cancell?ed|"
_KILL += "cancellation|disregard|storno|storniert|annul[ée]e?|annulation|zurückgezogen|gestrichen|retirada?|anulad[ao]"
_HOLD = "withhold|withheld|hold"
_CORRECT = "correction|corrections|corrected|corrects|correct|corrective|ctn|corr|korr|korrektur|berichtigung|"
_CORRECT += "korrigiert|rectificatif|corrigé|rectification|correcci[óo]n|clarification|clarifies"
_GOES_ON = "ld|lead|leads|writethru|write-thru|update|updates|updated|updating|add|adds|sub|subs|refile|refiles|"
_GOES_ON += "repeat|repeats|recasts|rewrites|insert|inserts|new|zf|wdhlg|wiederholung|ergänzung|neu|amp|ampliación"
_EXTRA = "advisory|advisories|achtung|urgent|bulletin|flash|alert|newsalert|eil|mandatory|story|editors|editor|eds|"
_EXTRA += "optional|first|second|third|fourth|fifth|final|last|photo|takes?|pls|please|notice|note|to|the|all"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.|º|ª)?"
_WORD = re.compile(rf"{_KILL}|{_HOLD}|{_CORRECT}|{_GOES_ON}|{_EXTRA}|{_ORDINAL}", re.IGNORECASE)
_KINDS = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (("cancels", _KILL), ("holds", _HOLD), ("corrects", _CORRECT), ("goes_on", _GOES_ON))
)
_SUFFIX = re.compile(r"\(([^\W\d_]{4,15})\)\W*\Z")
_PART = re.compile(r"(\d{1,2}(?:st|nd|rd|th)|[^\W\d_]+(?:-thru)?|\d+[.ºª]?)", re.IGNORECASE)
_PREFIX = re.compile(r"\W{0,4}([^\W\d_]{3,15}(?:\s+\d{1,2})?)\s*(?::|[-–—]{1,2}|\s[-–—]\s|\.-)\s*(?=\S)")
_CYCLE = re.compile(r"\A\W*(?:(?:BC|AM|PM|AP|XX|SS)-+)+", re.IGNORECASE)
_LEAD = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?\s*-?\s*(?:ld|lead|zf|add)\b|\bupdate\s+(\d{1,2})\b", re.IGNORECASE
)
_ASKED_TO_KILL = re.compile(
    r"\b(?:please|must|should|to|asked to|mandatory|bulletin)\s+kill\b|\bkill\s+(?:the|this|our|all|story|item)\b"
    r"|\b(?:story|item|version)\s+(?:has been|is|was|is being)\s+(?:killed|withdrawn|retracted|eliminated|cancell?ed)\b"
    r"|\b(?:disregard|withdraw|withdraws|eliminate)\s+(?:the|this|our|its)\b.{0,40}\b(?:story|item|version|report)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\bCORRECT(?:S|ED|ION|ING|IVE)\b|(?:\A|\n)\W*(?i:correct(?:s|ed|ion)|berichtigung|korrigiert|korrektur)\b"
)


@dataclass(frozen=True, slots=True)
class Convention:
    """What the words of a transmission say; `lead` is the number of a lead or update, 0 for none."""

    cancels: bool = False
    holds: bool = False
    corrects: bool = False
    goes_on: bool = False
    lead: int = 0
    words: tuple[str, ...] = field(default=())
    """The lines and parts that said so, as they stand."""

    @property
    def continues(self) -> bool:
        """Whether there must be an earlier item."""
        return self.cancels or self.corrects or self.goes_on


def judge(slug: str, lines: Iterable[str] = (), *, headline: str = "", note: str = "") -> Convention:
    """What a slug, the lines before a text, its headline and a note to editors say together."""
    parts = [part for part in re.split(r"[,;]", slug)[1:] if is_mark(part)]
    # "Storm 2ndLd-Writethru" and "KILL Storm": words of the convention at an end of the slug.
    parts += [match[0] for match in [re.search(r"(?:\b\d{1,2}(?:st|nd|rd|th)\s*(?:Ld|Lead)\S*)\s*\Z", slug)] if match]
    parts += [match[0] for match in [re.match(r"\W*(?:KILL|CORRECTION|WITHHOLD|UPDATE|ADVISORY)\b", slug)] if match]
    parts += [words for words in lines if is_mark(words)]
    if match := _PREFIX.match(headline):
        # "Cancelled: the festival that nobody wanted" is a story; only capitals cancel one.
        fits = is_mark(match[1]) and (match[1].isupper() or not _has(_KINDS[0][1], match[1]))
        parts += [match[1]] if fits else []
    if (match := _SUFFIX.search(headline)) and is_mark(match[1]) and not _has(_KINDS[0][1], match[1]):
        parts += [match[1]]
    said = {name: any(_has(pattern, part) for part in parts) for name, pattern in _KINDS}
    if _ASKED_TO_KILL.search(note):
        said["cancels"] = True
    if _CORRECTS.search(note):
        said["corrects"] = True
    leads = [int(match[1] or match[2]) for part in parts for match in [_LEAD.search(part)] if match]
    return Convention(
        **said, lead=max(leads, default=0), words=tuple(dict.fromkeys(" ".join(p.split()) for p in parts))
    )


def cancelled(said: Convention) -> str:
    """The sentence for the desk where words, and no status, cancel an item."""
    shown = "; ".join(said.words)[:80] or "in its note to editors"
    return f"Cancelled: its words say so ({shown})."


def is_mark(words: str) -> bool:
    """Whether a line or a part of a slug consists of nothing but words of the convention."""
    pieces = _PART.findall(words[:80])
    if not pieces or len(words) > 80 or all(piece[0].isdigit() for piece in pieces):
        return False
    return all(_WORD.fullmatch(piece) for piece in pieces)


def thread(slug: str) -> str:
    """What a slug names without cycle, version words and length: the same for a story and all that follows it."""
    parts = [part.strip() for part in re.split(r"[,;]", _CYCLE.sub("", slug)) if part.strip()]
    kept = [part for number, part in enumerate(parts) if not number or not (is_mark(part) or part.isdigit())]
    words = re.sub(r"\s*\b\d{1,2}(?:st|nd|rd|th)\s*(?:Ld|Lead)\S*\s*\Z", "", ", ".join(kept), flags=re.IGNORECASE)
    words = re.sub(r"\A\W*(?:KILL|CORRECTION|WITHHOLD|UPDATE|ADVISORY)\b[\s:,-]*", "", words)
    return " ".join(words.casefold().strip(" /-=").split())


def _has(pattern: re.Pattern[str], part: str) -> bool:
    return any(pattern.fullmatch(piece) for piece in _PART.findall(part))
