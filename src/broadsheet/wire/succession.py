"""Says what a dispatch is to the versions of the item that are already here.

                       nothing here yet ──▶ new
    said before, word for word ──▶ replay      a cancellation, whenever it comes ──▶ cancellation
    behind what is current ──▶ older           ahead of it ──▶ update, or correction where the agency says so

A cancellation wins in whatever order: what comes after it is kept as older and never becomes usable again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from broadsheet.wire.dispatch import Dispatch, Status

_NO_TIME = datetime.min.replace(tzinfo=UTC)


class Succession(StrEnum):
    NEW = "new"
    UPDATE = "update"
    CORRECTION = "correction"
    CANCELLATION = "cancellation"
    REPLAY = "replay"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Held:
    """A version that is here: what its agency said of it, and the fingerprint of its words."""

    version: str
    version_created: datetime | None
    status: Status
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands with all of its versions: which of them is shown, and what may be done with the item."""

    shown: int
    status: Status


def judge(held: Sequence[Held], dispatch: Dispatch) -> Succession:
    """What `dispatch` is to the versions `held` of the same item, given in the order in which they came.

    Two deliveries are the same version when version, time, status and words agree. **Source:** agencies that send
    changed words under an old number (seen with Superdesk), and numbers that don't grow one by one (Reuters).
    """
    if replayed(held, dispatch) is not None:
        return Succession.REPLAY
    if dispatch.status is Status.CANCELLED:
        return Succession.CANCELLATION
    if not held:
        return Succession.NEW
    if any(version.status is Status.CANCELLED for version in held):
        return Succession.OLDER
    if standing([*held, _as_held(dispatch)]).shown != len(held):
        return Succession.OLDER
    return Succession.CORRECTION if dispatch.signal == "correction" else Succession.UPDATE


def standing(held: Sequence[Held]) -> Standing:
    """How an item stands whose versions `held` came in this order; at least one.

    A function of the set of versions: whatever order they come in, and however often, the end is the same. Only where
    an agency sends other words under the same number and time, those that came last count. A cancellation ends the
    item, and never hides the words that it cancels: it is shown itself only where nothing else came.
    """
    is_cancelled = any(version.status is Status.CANCELLED for version in held)
    candidates = [place for place, version in enumerate(held) if version.status is not Status.CANCELLED]
    of_all = candidates or range(len(held))
    shown = of_all[in_order([held[place] for place in of_all])[-1]]
    return Standing(shown, Status.CANCELLED if is_cancelled else held[shown].status)


def in_order(held: Sequence[Held]) -> list[int]:
    """The places of `held`, which came in this order, from the oldest version to the newest."""
    # One clock for all: where a version tells no time, the numbers of all of them tell their order.
    by_time = all(version.version_created for version in held)
    return sorted(range(len(held)), key=lambda place: (_place(held[place], by_time=by_time), place))


def replayed(held: Sequence[Held], dispatch: Dispatch) -> int | None:
    """The place in `held` of the version that `dispatch` repeats; None where it repeats none."""
    words = fingerprint(dispatch)
    for place, version in enumerate(held):
        same = (version.version, version.version_created, version.status)
        if same == (dispatch.version, dispatch.version_created, dispatch.status) and version.fingerprint in ("", words):
            return place
    return None


def fingerprint(dispatch: Dispatch) -> str:
    """A digest of all that a reader or an editor would see change; addresses of files are left out, as they carry
    passes that differ with every delivery.
    """
    said = [
        dispatch.headline,
        dispatch.standfirst,
        dispatch.body_html,
        dispatch.byline,
        dispatch.dateline,
        dispatch.credit,
        dispatch.copyright,
        dispatch.usage_terms,
        dispatch.editor_note,
        str(dispatch.embargoed_until or ""),
        *(f"{word.scheme}\x1f{word.code}\x1f{word.name}" for word in dispatch.subjects),
    ]
    # Left out where empty, so that what was kept before they were known is still recognised.
    said += [words for words in (dispatch.subheadline, dispatch.kicker, dispatch.instructions) if words]
    for picture in dispatch.pictures:
        said += [picture.guid, picture.headline, picture.caption, picture.credit, picture.creator, picture.usage_terms]
    return hashlib.sha256("\x1e".join(said).encode("utf-8", "replace")).hexdigest()


def _as_held(dispatch: Dispatch) -> Held:
    return Held(dispatch.version, dispatch.version_created, dispatch.status)


def _place(held: Held, *, by_time: bool) -> tuple[datetime, list[tuple[int, str]], datetime]:
    """What puts a version before or behind another: time, then number; or the other way round."""
    created = held.version_created or _NO_TIME
    return (created if by_time else _NO_TIME), _rank(held.version), created


def _rank(version: str) -> list[tuple[int, str]]:
    """A version's place in its order: "10" behind "9", "2b" behind "2a"."""
    return [
        (int(piece), "") if piece.isdecimal() else (-1, piece)
        for piece in re.findall(r"[0-9]{1,18}|[^0-9]+", version.strip().lower(), re.ASCII)
    ]
