"""Fills the frame of the live list: which stories stand in it, and its HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.edition.packing import unpack
from broadsheet.edition.records import CatalogueRow
from broadsheet.edition.store import Edition

ITEMS = "<!--items-->"
"""Where the cards stand in a shell."""

MUTED = "!muted"
"""The page, for kiosks alone, that holds the numbers of the muted stories as a JSON list."""

AT_ONCE = 100
"""Ranked stories looked up in one go: enough for all languages of most papers."""

LOOKED_AT = 500
"""Places of the chart from which the sections' lists are filled."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list is to be filled with: stories `ranked`, the first first, then the newest.

    Stories published before `not_before` (Unix seconds) are history and stand in no list by their readers alone;
    `muted` ones stand in none at all.
    """

    ranked: Sequence[int] = ()
    count: int = 6
    not_before: int = 0
    muted: frozenset[int] = frozenset()

    def allows(self, row: CatalogueRow) -> bool:
        return row.published_at >= self.not_before and row.story_id not in self.muted


def choose(edition: Edition, languages: Sequence[str], wish: Wish) -> dict[str, list[CatalogueRow]]:
    """The stories of each language's list: the published ones that are ranked, in that order, then the newest.

    Shorter than wished only where fewer are published in that language.
    """
    chosen: dict[str, list[CatalogueRow]] = {language: [] for language in languages}
    for row in _allowed(edition, wish, places=len(wish.ranked)):
        taken = chosen.get(row.language)
        if taken is not None and len(taken) < wish.count:
            taken.append(row)
            if all(len(rows) >= wish.count for rows in chosen.values()):
                break
    for language, taken in chosen.items():
        if len(taken) < wish.count:
            there = {row.story_id for row in taken} | wish.muted
            newest = edition.newest(language, wish.count + len(there))
            taken.extend([row for row in newest if row.story_id not in there][: wish.count - len(taken)])
    return chosen


def choose_in_sections(
    edition: Edition, chosen: Mapping[str, Sequence[CatalogueRow]], wish: Wish
) -> dict[str, tuple[str, list[CatalogueRow]]]:
    """The list of each section that has a ranked story, with its language, by the address of the section's page.

    The section's own ranked stories stand first; what is lacking comes from the whole language's list, `chosen`.
    """
    found: dict[str, tuple[str, list[CatalogueRow]]] = {}
    for row in _allowed(edition, wish, places=LOOKED_AT):
        if row.language in chosen:
            _, rows = found.setdefault(row.section, (row.language, []))
            if len(rows) < wish.count:
                rows.append(row)
    for language, rows in found.values():
        there = {row.story_id for row in rows}
        rows.extend([row for row in chosen[language] if row.story_id not in there][: wish.count - len(rows)])
    return found


def _allowed(edition: Edition, wish: Wish, *, places: int) -> Iterable[CatalogueRow]:
    """The ranked stories that are published and that `wish` allows, among the first `places`."""
    ids = list(dict.fromkeys(wish.ranked))[:places]
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = edition.catalogue(some)
        yield from (rows[story_id] for story_id in some if story_id in rows and wish.allows(rows[story_id]))


def muted_stories(edition: Edition) -> frozenset[int]:
    """The stories that editors keep out of every list."""
    page = edition.page(MUTED)
    return frozenset(json.loads(unpack([page.head]))) if page is not None else frozenset()


def fill(shell: str, rows: Iterable[CatalogueRow]) -> str:
    """`shell` with the cards of `rows` in it."""
    before, _, after = shell.partition(ITEMS)
    return "".join((before, *(row.card for row in rows), after))


def newest_lists(edition: Edition, *, count: int) -> Mapping[str, str]:
    """The list of each language as HTML with the newest stories in it."""
    shells = edition.shells()
    chosen = choose(edition, list(shells), Wish(count=count, muted=muted_stories(edition)))
    return {language: fill(shell, chosen[language]) for language, shell in shells.items()}
