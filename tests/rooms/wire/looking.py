"""What tests of sources share: means that reach loopback alone, a clock that is moved by hand, copy to take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from broadsheet.wire import health
from broadsheet.wire.fetching import Limits
from broadsheet.wire.intake import TakenItem
from broadsheet.wire.models import Source
from broadsheet.wire.reaching import Reach, Rules
from broadsheet.wire.receiving import Means
from broadsheet.wire.rounds import Look, look_at

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@dataclass
class Surroundings:
    """Everything around a look that a test may want to set."""

    folders: Path
    now: datetime = NOW
    told: list[TakenItem] = field(default_factory=list)

    def means(self, *opened: str, **reach: Any) -> Means:
        return Means(
            self.folders,
            Reach(Rules.of(opened), **reach),
            lambda: self.now,
            self._tell,
            Limits(seconds=20),
        )

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _tell(self, items: Sequence[TakenItem]) -> None:
        self.told += items


def look(source: Source, means: Means) -> Look:
    """Look at a source that is due."""
    source = Source.objects.get(pk=source.pk)
    lease = health.claim(source, means.clock())
    assert lease, "the source is not due"
    return look_at(source, means, lease=lease)


def item(number: int = 1, guid: str = "urn:example:tide", **others: Any) -> dict[str, Any]:
    return {"uri": guid, "version": str(number), "headline": f"High tide {number}", **others}


def copy(*numbers: int) -> bytes:
    return json.dumps([item(number, f"urn:example:tide-{number}") for number in numbers or (1,)]).encode()


def with_fetching(source: Source) -> Source:
    source.fetches_files = True
    source.save()
    return source
