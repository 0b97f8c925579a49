"""One release of the Media Topics, and what can be asked of it without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

LONGEST_WAY = 20
"""Steps up or along successors; IPTC's tree has six levels."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One topic. `broader` is empty at the top; `successor` is what a retired topic itself names in its stead."""

    code: str
    names: Mapping[str, str]
    broader: str = ""
    retired_on: date | None = None
    modified_on: date | None = None
    successor: str = ""
    same: tuple[str, ...] = ()
    """Subject codes (8 digits) that mean the same."""
    close: tuple[str, ...] = ()
    """Subject codes that mean nearly the same."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A release: its day and its topics by code."""

    released_on: date | None
    concepts: Mapping[str, Concept] = field(default_factory=dict)

    def means_now(self, code: str) -> str:
        """What stands for `code` today: itself, its successor's successor, else the nearest broader topic in use.

        Empty where nothing does. **Source:** IPTC names a successor for few retired topics; their place in the tree
        stays.
        """
        seen: set[str] = set()
        while len(seen) < LONGEST_WAY:
            concept = self.concepts.get(code)
            if concept is None or code in seen:
                return ""
            if concept.retired_on is None:
                return code
            seen.add(code)
            code = concept.successor or concept.broader
        return ""

    def by_subject_code(self) -> dict[str, str]:
        """Subject code → the topic in use that means the same, or nearly."""
        found: dict[str, tuple[tuple[bool, bool, str], str]] = {}
        for concept in self.concepts.values():
            now = self.means_now(concept.code)
            for is_close, codes in ((False, concept.same), (True, concept.close)):
                for code in codes if now else ():
                    rank = (concept.retired_on is not None, is_close, concept.code)
                    if code not in found or rank < found[code][0]:
                        found[code] = (rank, now)
        return {code: now for code, (_, now) in found.items()}


def merged(present: Scheme, release: Scheme) -> Scheme:
    """Both together: of a topic in both, the state that was modified last, with the names and the successor of either.

    **Source:** no one file of IPTC's has all: those with all languages are older, the newest name no successors.
    """
    concepts = dict(present.concepts)
    for code, told in release.concepts.items():
        held = concepts.get(code)
        if held is None:
            concepts[code] = told
            continue
        is_newer = (told.modified_on or release.released_on or date.min) >= (held.modified_on or date.min)
        first, second = (told, held) if is_newer else (held, told)
        concepts[code] = replace(
            first,
            names={**second.names, **first.names},
            broader=first.broader or second.broader,
            successor=(first.successor or second.successor) if first.retired_on else "",
            same=first.same or second.same,
            close=first.close or second.close,
        )
    return Scheme(release.released_on or present.released_on, concepts)


def upward(code: str, broader: Mapping[str, str]) -> list[str]:
    """`code` and the topics above it, the nearest first."""
    way: list[str] = []
    while code and code not in way and len(way) < LONGEST_WAY:
        way.append(code)
        code = broader.get(code, "")
    return way


def nearest(topics: Sequence[str], wanted: Collection[str], *, broader: Mapping[str, str]) -> str | None:
    """The one of `wanted` that one of `topics` is, or lies below, by the fewest steps; the first topic wins a tie.

    For a mapping of topics to sections: with `wanted` "sport" and "politics", a story about football is sport.
    """
    found: tuple[int, str] | None = None
    for topic in topics:
        for steps, code in enumerate(upward(topic, broader)):
            if code in wanted and (found is None or steps < found[0]):
                found = (steps, code)
                break
    return found[1] if found else None
