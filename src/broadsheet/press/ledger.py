"""The ledger: which product read which keys, looked up both ways. It lies in the edition, in the same transaction.

key ──▶ number ──▶ numbers of the products that read it     a row of two numbers for each reading
product ──▶ numbers of all keys that it read, packed         in the product's own row
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from broadsheet.edition.database import Database
from broadsheet.edition.writing import set_fact

AT_ONCE = 400
KEPT_NUMBERS = 100_000
"""Keys whose numbers are kept in memory."""
KEPT_ROUNDS = 2_000
"""Rounds back for which it is known which keys were ordered."""


class Entry(Struct, frozen=True):
    """What the ledger knows of one product: `round` is the last in which it was looked at."""

    number: int
    recipe: str
    fingerprint: bytes
    packed: bytes
    round: int


class Note(Struct, frozen=True):
    """What the product at `address` was made from, in place of what `entry` says was remembered before."""

    address: str
    recipe: str
    fingerprint: bytes
    keys: frozenset[str]
    entry: Entry | None


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

    def last_number(self) -> int:
        """The highest number of a product; 0 where there is none."""
        row = self.database.one("SELECT max(id) FROM inputs")
        return int(row[0] or 0) if row else 0

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

    def note(self, notes: Sequence[Note]) -> None:
        """Remember what these products were made from."""
        numbers = self._numbers_of(set().union(*(note.keys for note in notes)))
        packed = {note.address: array("I", sorted(map(numbers.__getitem__, note.keys))) for note in notes}
        self._note_new([note for note in notes if note.entry is None], packed)
        gone: list[tuple[int, int]] = []
        come: list[tuple[int, int]] = []
        for note in notes:
            if note.entry is None:
                continue
            keys = packed[note.address]
            self.database.do(
                "UPDATE inputs SET recipe = ?, fingerprint = ?, keys = ?, round = ? WHERE id = ?",
                (note.recipe, note.fingerprint, keys.tobytes(), self.round, note.entry.number),
            )
            if keys.tobytes() != note.entry.packed:
                before, after = set(_unpack(note.entry.packed)), set(keys)
                gone += [(key, note.entry.number) for key in before - after]
                come += [(key, note.entry.number) for key in after - before]
        self._remove(gone)
        self._add(come)

    def _note_new(self, notes: Sequence[Note], packed: Mapping[str, array[int]]) -> None:
        rows = [(n.address, n.recipe, n.fingerprint, packed[n.address].tobytes(), self.round) for n in notes]
        self.database.do_many(
            "INSERT INTO inputs (address, recipe, fingerprint, keys, round) VALUES (?, ?, ?, ?, ?)", rows
        )
        found = self._numbers_at("inputs", "address", [note.address for note in notes])
        self._add([(key, found[note.address]) for note in notes for key in packed[note.address]])

    def strike(self, entry: Entry) -> None:
        """Forget the product of `entry`."""
        self.database.do("DELETE FROM inputs WHERE id = ?", (entry.number,))
        self._remove([(key, entry.number) for key in _unpack(entry.packed)])

    def _add(self, reads: list[tuple[int, int]]) -> None:
        reads.sort()
        for start in range(0, len(reads), AT_ONCE):
            # Many rows a statement: there are twenty for each product, and a statement takes as long as three rows.
            some = reads[start : start + AT_ONCE]
            rows = ",".join(["(?,?)"] * len(some))
            self.database.do(
                f"INSERT INTO ledger_reads (key_id, input_id) VALUES {rows} ON CONFLICT DO NOTHING",
                list(chain.from_iterable(some)),
            )

    def _remove(self, reads: list[tuple[int, int]]) -> None:
        self.database.do_many("DELETE FROM ledger_reads WHERE key_id = ? AND input_id = ?", sorted(reads))

    def _numbers_of(self, keys: set[str]) -> dict[str, int]:
        """The number of each of `keys`; one that has none gets one."""
        if len(self._numbers) >= KEPT_NUMBERS:
            self._numbers.clear()
        unknown = sorted(keys - self._numbers.keys())
        self._numbers.update(self._numbers_at("ledger_keys", "key", unknown))
        new = [key for key in unknown if key not in self._numbers]
        self.database.do_many("INSERT INTO ledger_keys (key) VALUES (?)", [(key,) for key in new])
        self._numbers.update(self._numbers_at("ledger_keys", "key", new))
        return self._numbers

    def _numbers_at(self, table: str, column: str, names: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            query = f"SELECT {column}, id FROM {table} WHERE {column} IN ({_marks(some)})"
            found.update(self.database.all(query, some))
        return found


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _unpack(packed: bytes) -> list[int]:
    return list(array("I", packed))
