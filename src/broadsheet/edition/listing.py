"""Fills the frame of the live list: which stories stand in it, and its HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from broadsheet.edition.records import CatalogueRow
from broadsheet.edition.store import Edition

ITEMS = "<!--items-->"
"""Where the cards stand in a shell."""

AT_ONCE = 100
"""Ranked stories looked up in one go: enough for all languages of most papers."""


def choose(
    edition: Edition, languages: Sequence[str], *, ranked: Iterable[int], count: int
) -> dict[str, list[CatalogueRow]]:
    """The `count` stories of each language's list: the published ones of `ranked` in that order, then the newest.

    Shorter only where fewer than `count` are published in that language.
    """
    chosen: dict[str, list[CatalogueRow]] = {language: [] for language in languages}
    ids = list(dict.fromkeys(ranked))
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = edition.catalogue(some)
        for story_id in some:
            row = rows.get(story_id)
            if row is not None and len(chosen.get(row.language, ())) < count:
                chosen.get(row.language, []).append(row)
        if all(len(rows_) >= count for rows_ in chosen.values()):
            break
    for language, taken in chosen.items():
        if len(taken) < count:
            there = {row.story_id for row in taken}
            newest = edition.newest(language, count + len(taken))
            taken.extend([row for row in newest if row.story_id not in there][: count - len(taken)])
    return chosen


def fill(shell: str, rows: Iterable[CatalogueRow]) -> str:
    """`shell` with the cards of `rows` in it."""
    before, _, after = shell.partition(ITEMS)
    return "".join((before, *(row.card for row in rows), after))


def newest_lists(edition: Edition, *, count: int) -> Mapping[str, str]:
    """The list of each language as HTML with the newest stories in it."""
    shells = edition.shells()
    chosen = choose(edition, list(shells), ranked=(), count=count)
    return {language: fill(shell, chosen[language]) for language, shell in shells.items()}
