"""The ledger: which product read which keys, looked up both ways. It lies in the edition, in the same transaction.

key ──▶ number ──▶ numbers of the products that read it     a row of two numbers for each reading
product ──▶ numbers of all keys that it read, packed         in the product's own row
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broadsheet.edition.database import Database
from broadsheet.edition.writing import set_fact

AT_ONCE = 400
KEPT_NUMBERS = 100_000
"""Keys whose numbers are kept in memory."""
KEPT_ROUNDS = 2_000
"""Rounds back for which it is known which keys were ordered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one product: `round` is the last in which it was looked at."""

    number: int
    recipe: str
    fingerprint: bytes
    packed: bytes
    round: int


class Ledger:
    """The ledger's rows in the edition's `database`.

    A *round* is one transaction of the press, whether or not it changed a page. Make a ledger a round: what it
    remembers of numbers is wrong once a transaction was undone.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.round = 0
        self._numbers: dict[str, int] = {}

    def begin_round(self) -> int:
        """Count this transaction; whatever is noted from here on is of this round."""
        self.round = self.last_round() + 1
        set_fact(self.database, "round", str(self.round))
        return self.round

    def last_round(self) -> int:
        row = self.database.one("SELECT value FROM facts WHERE name = 'round'")
        return int(row[0]) if row else 0

    def tell_ordered(self, keys: Iterable[str]) -> None:
        """Keep the keys that were ordered in this round, for whoever gathers meanwhile without seeing the change."""
        self.database.do_many("INSERT INTO ordered VALUES (?, ?)", [(self.round, key) for key in sorted(set(keys))])
        self.database.do("DELETE FROM ordered WHERE round <= ?", (self.round - KEPT_ROUNDS,))

    def ordered_since(self, round_: int) -> set[str] | None:
        """Keys ordered in rounds after `round_`; None where that is so long ago that nobody knows."""
        if self.last_round() - round_ >= KEPT_ROUNDS:
            return None
        return {key for (key,) in self.database.all("SELECT key FROM ordered WHERE round > ?", (round_,))}

    def readers(self, keys: Iterable[str]) -> dict[str, str]:
        """Address → recipe of every product that read any of `keys`."""
        found: dict[str, str] = {}
        for key in keys:
            found.update(
                self.database.all(
                    "SELECT i.address, i.recipe FROM ledger_keys k JOIN ledger_reads r ON r.key_id = k.id "
                    "JOIN inputs i ON i.id = r.input_id WHERE k.key = ?",
                    (key,),
                )
            )
        return found

    def has_readers(self, key: str, count: int) -> bool:
        """Whether more than `count` products read `key`."""
        query = (
            "SELECT count(*) FROM (SELECT 1 FROM ledger_keys k JOIN ledger_reads r ON r.key_id = k.id WHERE k.key = ? "
            "LIMIT ?) AS few"
        )
        row = self.database.one(query, (key, count + 1))
        return row is not None and int(row[0]) > count

    def stream_readers(self, key: str) -> Iterator[tuple[str, str]]:
        """(address, recipe) of the products that read `key`, one by one: there may be very many."""
        return self.database.stream(
            "SELECT i.address, i.recipe FROM ledger_keys k JOIN ledger_reads r ON r.key_id = k.id "
            "JOIN inputs i ON i.id = r.input_id WHERE k.key = ?",
            (key,),
        )

    def all(self) -> dict[str, str]:
        """Address → recipe of everything that the edition holds."""
        return dict(self.database.all("SELECT address, recipe FROM inputs"))

    def entries(self, addresses: Sequence[str]) -> dict[str, Entry]:
        """What is known of those of `addresses` that the edition holds."""
        found: dict[str, Entry] = {}
        for start in range(0, len(addresses), AT_ONCE):
            some = addresses[start : start + AT_ONCE]
            query = (
                f"SELECT address, id, recipe, fingerprint, keys, round FROM inputs WHERE address IN ({_marks(some)})"
            )
            for address, number, recipe, fingerprint, packed, round_ in self.database.all(query, some):
                found[address] = Entry(number, recipe, bytes(fingerprint), bytes(packed), round_)
        return found

    def fingerprint(self, address: str) -> bytes | None:
        entry = self.entries([address]).get(address)
        return entry.fingerprint if entry else None

    def keys(self, address: str) -> set[str]:
        """Every key that the product at `address` read."""
        entry = self.entries([address]).get(address)
        numbers = _unpack(entry.packed) if entry else []
        found: set[str] = set()
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            query = f"SELECT key FROM ledger_keys WHERE id IN ({_marks(some)})"
            found.update(key for (key,) in self.database.all(query, some))
        return found

    def note(self, address: str, recipe: str, fingerprint: bytes, *, keys: Iterable[str], entry: Entry | None) -> None:
        """Remember what `address` was made from, in place of what `entry` says was remembered before."""
        numbers = sorted(self._number(key) for key in keys)
        packed = array("I", numbers).tobytes()
        if entry is None:
            row = self.database.one(
                "INSERT INTO inputs (address, recipe, fingerprint, keys, round) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (address, recipe, fingerprint, packed, self.round),
            )
            assert row is not None
            self._add(int(row[0]), numbers)
            return
        self.database.do(
            "UPDATE inputs SET recipe = ?, fingerprint = ?, keys = ?, round = ? WHERE id = ?",
            (recipe, fingerprint, packed, self.round, entry.number),
        )
        if packed != entry.packed:
            before, after = set(_unpack(entry.packed)), set(numbers)
            self._remove(entry.number, before - after)
            self._add(entry.number, sorted(after - before))

    def strike(self, entry: Entry) -> None:
        """Forget the product of `entry`."""
        self.database.do("DELETE FROM inputs WHERE id = ?", (entry.number,))
        self._remove(entry.number, set(_unpack(entry.packed)))

    def _add(self, number: int, keys: Sequence[int]) -> None:
        self.database.do_many(
            "INSERT INTO ledger_reads (key_id, input_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(key, number) for key in keys],
        )

    def _remove(self, number: int, keys: set[int]) -> None:
        self.database.do_many(
            "DELETE FROM ledger_reads WHERE key_id = ? AND input_id = ?", [(key, number) for key in sorted(keys)]
        )

    def _number(self, key: str) -> int:
        known = self._numbers.get(key)
        if known is None:
            row = self.database.one("SELECT id FROM ledger_keys WHERE key = ?", (key,)) or self.database.one(
                "INSERT INTO ledger_keys (key) VALUES (?) RETURNING id", (key,)
            )
            assert row is not None
            if len(self._numbers) >= KEPT_NUMBERS:
                self._numbers.clear()
            known = self._numbers[key] = int(row[0])
        return known


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _unpack(packed: bytes) -> list[int]:
    return list(array("I", packed))
