"""The ledger: which product read which keys, looked up both ways. It lies in the edition, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.edition.database import Database


class Ledger:
    """The ledger's rows in the edition's `database`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._ids: dict[str, int] = {}

    def readers(self, keys: Iterable[str]) -> dict[str, str]:
        """Address → recipe of every product that read any of `keys`."""
        found: dict[str, str] = {}
        for key in keys:
            found.update(
                self.database.all(
                    "SELECT i.address, i.recipe FROM ledger_keys k JOIN ledger_reads r ON r.key_id = k.id "
                    "JOIN inputs i ON i.address = r.address WHERE k.key = ?",
                    (key,),
                )
            )
        return found

    def all(self) -> dict[str, str]:
        """Address → recipe of everything that the edition holds."""
        return dict(self.database.all("SELECT address, recipe FROM inputs"))

    def fingerprint(self, address: str) -> bytes | None:
        row = self.database.one("SELECT fingerprint FROM inputs WHERE address = ?", (address,))
        return row[0] if row else None

    def keys(self, address: str) -> set[str]:
        return {
            key
            for (key,) in self.database.all(
                "SELECT k.key FROM ledger_reads r JOIN ledger_keys k ON k.id = r.key_id WHERE r.address = ?",
                (address,),
            )
        }

    def note(self, address: str, recipe: str, fingerprint: bytes, *, keys: Iterable[str]) -> None:
        """Remember what `address` was made from, in place of what was remembered before."""
        self.database.do(
            "INSERT INTO inputs VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE SET "
            "recipe = excluded.recipe, fingerprint = excluded.fingerprint",
            (address, recipe, fingerprint),
        )
        wanted = {self._id(key) for key in keys}
        held = {
            key_id for (key_id,) in self.database.all("SELECT key_id FROM ledger_reads WHERE address = ?", (address,))
        }
        if held - wanted:
            self.database.do_many(
                "DELETE FROM ledger_reads WHERE key_id = ? AND address = ?",
                [(key_id, address) for key_id in held - wanted],
            )
        if wanted - held:
            self.database.do_many(
                "INSERT INTO ledger_reads VALUES (?, ?)",
                [(key_id, address) for key_id in wanted - held],
            )

    def strike(self, address: str) -> None:
        """Forget `address`."""
        self.database.do("DELETE FROM inputs WHERE address = ?", (address,))
        self.database.do("DELETE FROM ledger_reads WHERE address = ?", (address,))

    def _id(self, key: str) -> int:
        known = self._ids.get(key)
        if known is None:
            self.database.do("INSERT INTO ledger_keys (key) VALUES (?) ON CONFLICT DO NOTHING", (key,))
            known = self._known(key)
            self._ids[key] = known
        return known

    def _known(self, key: str) -> int:
        row = self.database.one("SELECT id FROM ledger_keys WHERE key = ?", (key,))
        assert row is not None
        return int(row[0])
