"""Looks at a source's address on the web, and takes what is new there."""

from __future__ import annotations

from urllib.parse import urlsplit

from broadsheet.wire.errors import FetchFailed
from broadsheet.wire.fetching import Conditions
from broadsheet.wire.intake import Taken
from broadsheet.wire.models import RawItem, Source, SourceHealth, Version
from broadsheet.wire.receiving import Counts, Means, receive
from broadsheet.wire.succession import Succession


def look(source: Source, health: SourceHealth, means: Means) -> Counts:
    """Ask whether there is something new, and take it.

    Errors: `FetchRefused`, `FetchFailed`, `SecretLost`; `FetchFailed` also where what came can't be read.
    """
    conditions = Conditions(health.etag, health.last_modified)
    fetched = means.fetcher(source).fetch(source.address, conditions=conditions)
    if not fetched.is_new:
        return Counts()
    done = receive(fetched.raw, source=source, name=name_of(source.address), means=means, base=fetched.address)
    if done.outcome == RawItem.Outcome.REFUSED:
        # Not noted as seen: it is looked at again, and the source does not count as well until it can be read.
        raise FetchFailed(f"What came can't be read: {done.reason}")
    repeats = _forget_repeats(done)
    SourceHealth.objects.filter(source=source).update(etag=fetched.etag, last_modified=fetched.last_modified)
    return Counts() if repeats else Counts().plus(done)


def name_of(address: str) -> str:
    """Host and path of an address, without what may be secret in it."""
    parts = urlsplit(address)
    return f"{parts.hostname or ''}{parts.path}"


def _forget_repeats(done: Taken) -> bool:
    """Whether a delivery held nothing new; its bytes are deleted then: many feeds differ by a clock every minute."""
    if done.reason or any(item.what is not Succession.REPLAY for item in done.items):
        return False
    if not Version.objects.filter(raw_id=done.raw_id).exists():
        RawItem.objects.filter(pk=done.raw_id).delete()
    return True
