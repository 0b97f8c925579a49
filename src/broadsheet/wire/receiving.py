"""Receives one delivery of a source, whatever way it came: takes it in, hands its items on, counts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.wire import health, missing_pictures
from broadsheet.wire.fetching import Credentials, Fetcher, Limits
from broadsheet.wire.intake import Taken, TakenItem, take
from broadsheet.wire.known_files import KnownFiles
from broadsheet.wire.models import RawItem, Source
from broadsheet.wire.reaching import Reach
from broadsheet.wire.remote_files import RemoteFiles


@dataclass(frozen=True, slots=True)
class Counts:
    """Deliveries of one look."""

    taken: int = 0
    refused: int = 0

    def plus(self, done: Taken) -> Counts:
        refused = done.outcome == RawItem.Outcome.REFUSED
        return Counts(self.taken + (not refused), self.refused + refused)


@dataclass(frozen=True, slots=True)
class Means:
    """What a look needs beside its source. `then` is told of the items of each delivery, before it counts as done."""

    folders: Path
    reach: Reach
    clock: Callable[[], datetime]
    then: Callable[[Sequence[TakenItem]], object]
    limits: Limits = field(default_factory=Limits)

    def fetcher(self, source: Source) -> Fetcher:
        """Errors: `SecretLost`."""
        own = None
        if source.kind == Source.Kind.FEED and source.login != Source.Login.NONE:
            own = Credentials(
                source.address,
                source.login,  # type: ignore[arg-type]
                source.login_name,
                source.secret,
            )
        return Fetcher(self.reach.rules, self.limits, own, self.reach.resolve, self.reach.tls)


def receive(
    raw: bytes, *, source: Source, name: str, means: Means, folder: Path | None = None, base: str = ""
) -> Taken:
    """What became of a delivery. `base` is the address that it came from.

    It is durable when this returns, and whatever made it could be told so. When `means.then` fails nothing is counted,
    and the same delivery may come again.
    """
    now = means.clock()
    remote = None
    if source.fetches_files:
        remote = RemoteFiles(means.fetcher(source), base=base, folder=folder, known=KnownFiles(source))
    taken = take(raw, source=source, name=name, now=now, folder=folder, remote=remote)
    missing_pictures.note(source, taken, base=base, now=now)
    means.then(taken.items)
    health.note_arrival(source, taken, now=now)
    return taken
