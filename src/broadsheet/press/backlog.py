"""Keeps what the press has still to look at, in the edition itself: a full press goes on where it was broken off.

filled ──▶ newest first, in slices, publications before each ──▶ what must vanish, last ──▶ empty
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import Struct

from broadsheet.edition.database import Database
from broadsheet.press.recipe import Recipe

LAST = 9_000_000
"""The rank of what may have to go: until all other pages are new, some still lead there."""

AT_ONCE = 400


class Waiting(Struct, frozen=True):
    """One product that waits. `afresh`: it is rendered also where its inputs are the same."""

    number: int
    rank: int
    address: str
    recipe: str
    afresh: bool


def by_recipe(waiting: Sequence[Waiting], recipes: Sequence[Recipe]) -> list[Waiting]:
    """`waiting` in the order of `recipes`: hundreds of one kind are made faster than kinds by turns."""
    place = {recipe.name: number for number, recipe in enumerate(recipes)}
    return sorted(waiting, key=lambda one: place.get(one.recipe, 0))


class Backlog:
    """The backlog's rows in the edition's `database`; every method but the reading ones needs an open transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, ranked: Iterable[tuple[int, str, str]], *, afresh: bool = False) -> int:
        """Let these (rank, address, recipe) wait; returns how many were given. What waits already waits once."""
        count = 0
        rows = ((rank, address, recipe, int(afresh)) for rank, address, recipe in ranked)
        while some := list(islice(rows, 1_000)):
            self.database.do_many(
                "INSERT INTO backlog (rank, address, recipe, afresh) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (address) DO UPDATE SET rank = excluded.rank, "
                "afresh = CASE WHEN excluded.afresh > backlog.afresh THEN excluded.afresh "
                "ELSE backlog.afresh END",
                some,
            )
            count += len(some)
        return count

    def add_rest(self, *, after: int, count: int) -> None:
        """Let the rest of what the edition holds wait too, to the last: what must not exist goes then.

        Of the `count` numbers of products that follow `after`.
        """
        self.database.do(
            "INSERT INTO backlog (rank, address, recipe, afresh) SELECT ?, i.address, i.recipe, 0 FROM inputs i "
            "WHERE i.id > ? AND i.id <= ? AND NOT EXISTS (SELECT 1 FROM backlog b WHERE b.address = i.address)",
            (LAST, after, after + count),
        )

    def first(self, count: int, *, after: tuple[int, int] = (-1, -1), part: tuple[int, int] = (0, 1)) -> list[Waiting]:
        """The first `count` that wait, behind the (rank, number) `after`.

        What waits to the last comes only where nothing else is left. `part` (1, 3): the second third of all.
        """
        others = self._rows(f"rank < {LAST}", count, after, part)
        if others or self.database.one(f"SELECT 1 FROM backlog WHERE rank < {LAST} LIMIT 1") is not None:
            return others
        return self._rows(f"rank >= {LAST}", count, after, part)

    def whole(self) -> list[Waiting]:
        """All that waits, for one round that does everything."""
        return self._rows("rank >= 0", LAST, (-1, -1), (0, 1))

    def _rows(self, which: str, count: int, after: tuple[int, int], part: tuple[int, int]) -> list[Waiting]:
        rows = self.database.all(
            f"SELECT id, rank, address, recipe, afresh FROM backlog WHERE {which} "
            "AND (rank, id) > (?, ?) AND id % ? = ? ORDER BY rank, id LIMIT ?",
            (after[0], after[1], part[1], part[0], count),
        )
        return [Waiting(n, rank, address, recipe, bool(afresh)) for n, rank, address, recipe, afresh in rows]

    def put_off(self, numbers: Sequence[int]) -> None:
        """Let these wait to the last."""
        self.database.do_many("UPDATE backlog SET rank = ? WHERE id = ?", [(LAST, number) for number in numbers])

    def done(self, numbers: Sequence[int]) -> None:
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            self.database.do(f"DELETE FROM backlog WHERE id IN ({','.join('?' * len(some))})", some)

    def count(self, *, part: tuple[int, int] = (0, 1)) -> int:
        row = self.database.one("SELECT count(*) FROM backlog WHERE id % ? = ?", (part[1], part[0]))
        return int(row[0]) if row else 0

    def is_empty(self) -> bool:
        return self.database.one("SELECT 1 FROM backlog LIMIT 1") is None
