"""What the desk needs to receive and to try out sources."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from broadsheet.paperfile import current
from broadsheet.stories.lineage import carry
from broadsheet.wire.fetching import Limits
from broadsheet.wire.intake import TakenItem
from broadsheet.wire.reaching import Reach, Rules
from broadsheet.wire.receiving import Means

TRIAL_SECONDS = 20.0
"""How long somebody at the desk may have to wait for a source's server."""


def means() -> Means:
    """Errors: `FetchRefused` where an entry of `[wire] hosts` means nothing."""
    paper = current()
    limits = Limits(seconds=TRIAL_SECONDS)
    return Means(paper.folder / "wire", Reach(Rules.of(paper.wire_hosts)), timezone.now, _then, limits)


def _then(items: Sequence[TakenItem]) -> None:
    carry(items, now=timezone.now())
