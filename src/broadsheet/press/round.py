"""One round of the press: a transaction of the edition with everything that it looks at, lays down and notes.

made by others, meanwhile ──▶ still true? ──▶ lay      else: it waits for another turn
ordered ──▶ gather, make ──▶ lay
waiting ──▶ gather, make ──▶ lay, or put off what must vanish until all else is new
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from broadsheet.edition.writing import EditionWriter
from broadsheet.press.backlog import LAST, Backlog, Waiting, by_recipe
from broadsheet.press.ledger import Entry, Ledger
from broadsheet.press.making import BATCH, Made, make, no_collections
from broadsheet.press.pressing import Pressed, drop_forbidden, lay
from broadsheet.press.recipe import Newsroom

BULK = 1_000
"""Products that one key may bring into a round; where more read it, they go into the backlog."""


@dataclass(frozen=True, slots=True)
class Sheaf:
    """What a worker made of `waiting`, of a look at the desk that was taken when round `round` was the last."""

    waiting: Sequence[Waiting]
    made: Sequence[Made]
    round: int


class Round:
    """Use it with `with`: committed on leaving, undone where an error leaves it."""

    def __init__(self, newsroom: Newsroom, writer: EditionWriter, reading: object) -> None:
        self.newsroom, self.writer, self.reading = newsroom, writer, reading
        self.ledger, self.backlog = Ledger(writer.database), Backlog(writer.database)
        self.result = Pressed()
        self.run = writer.run()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.writer.settle_media()
        self._stack.enter_context(no_collections())
        self._stack.enter_context(self.run)
        self.ledger.begin_round()
        self.result.run = self.run.number
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                drop_forbidden(self.newsroom, self.run, self.ledger, self.result)
            except BaseException as fault:
                self._stack.__exit__(type(fault), fault, fault.__traceback__)
                raise
        self._stack.__exit__(kind, error, trace)
        if error is None:
            # A crash before this leaves files that nothing names: noted, they go before the next round.
            self.writer.settle_media()

    def bring(self, addresses: Mapping[str, str], *, ordered: Sequence[str] = (), afresh: bool = False) -> None:
        """Bring `addresses` (address → recipe), which `ordered` keys touch, into line with the desk."""
        todo = sorted(addresses.items(), key=lambda pair: (pair[1], pair[0]))
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            entries = self.ledger.entries([address for address, _ in batch])
            known = {} if afresh else {address: entry.fingerprint for address, entry in entries.items()}
            made = make(self.newsroom, batch, self.reading, known=known)
            late = [m for m in made if m.address in entries and not m.exists and self._may_stay(m.address, ordered)]
            self.backlog.add((LAST, m.address, m.recipe) for m in late)
            now = [m for m in made if m not in late] if late else made
            lay(now, entries, self.writer, run=self.run, ledger=self.ledger, result=self.result)

    def _may_stay(self, address: str, ordered: Sequence[str]) -> bool:
        """Whether a page that must vanish may wait for those that still lead to it: not if it tells of what went."""
        if self.backlog.is_empty():
            return False
        went = {key for key in ordered if key.startswith(("story:", "photo:"))}
        return bool(ordered) and went.isdisjoint(self.ledger.keys(address))

    def work_off(self, goes: Iterator[int], *, part: tuple[int, int]) -> None:
        """Look at what waits, as many at a time as `goes` says."""
        for some in goes:
            waiting = self.backlog.first(some, part=part)
            if waiting:
                self._look_at(waiting)
            if len(waiting) < some:
                # The last few, which teach the pace nothing.
                break

    def work_off_whole(self) -> None:
        """Look at all that waits, so that nothing need be put off."""
        waiting = self.backlog.whole()
        for start in range(0, len(waiting), BATCH):
            self._look_at(waiting[start : start + BATCH], whole=True)

    def _look_at(self, waiting: Sequence[Waiting], *, whole: bool = False) -> None:
        some = by_recipe(waiting, self.newsroom.recipes)
        entries = self.ledger.entries([w.address for w in some])
        known = {w.address: entries[w.address].fingerprint for w in some if not w.afresh and w.address in entries}
        made = make(self.newsroom, [(w.address, w.recipe) for w in some], self.reading, known=known)
        self._lay_waiting(some, made, entries, whole=whole)

    def take(self, sheaf: Sheaf) -> None:
        """Lay down what a worker made, except where an order has come between: that waits for another turn."""
        ordered = self.ledger.ordered_since(sheaf.round)
        if ordered is None:
            return
        entries = self.ledger.entries([w.address for w in sheaf.waiting])
        kept = []
        for waiting, made in zip(sheaf.waiting, sheaf.made, strict=True):
            entry = entries.get(waiting.address)
            overtaken = entry is not None and entry.round > sheaf.round
            if not overtaken and ordered.isdisjoint(made.keys):
                kept.append((waiting, made))
        self._lay_waiting([waiting for waiting, _ in kept], [made for _, made in kept], entries)

    def _lay_waiting(
        self, waiting: Sequence[Waiting], made: Sequence[Made], entries: Mapping[str, Entry], *, whole: bool = False
    ) -> None:
        pairs = [] if whole else zip(waiting, made, strict=True)
        put_off = [w for w, m in pairs if not m.exists and not m.fault and w.rank < LAST]
        late = {w.address for w in put_off}
        now = [m for m in made if m.address not in late]
        lay(now, entries, self.writer, run=self.run, ledger=self.ledger, result=self.result)
        self.backlog.put_off([w.number for w in put_off])
        done = [w.number for w in waiting if w.address not in late]
        self.backlog.done(done)
        self.result.worked_off += len(done)


def press(
    newsroom: Newsroom,
    writer: EditionWriter,
    *,
    addresses: Mapping[str, str],
    reading: object,
    afresh: bool = False,
) -> Pressed:
    """Bring `addresses` (address → recipe) into line with the desk in a round of their own.

    `afresh` renders also what has the same fingerprint.
    """
    with Round(newsroom, writer, reading) as round_:
        round_.bring(addresses, afresh=afresh)
    return round_.result
