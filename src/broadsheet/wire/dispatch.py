"""The one shape into which every agency format is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """What the agency says may be done with the item."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DispatchPicture:
    """A picture that came with an item: its words, and where its file is (`href` as the agency wrote it)."""

    guid: str
    headline: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    alt: str = ""
    href: str = ""
    content_type: str = ""
    width: int = 0
    height: int = 0
    role: str = ""
    instructions: str = ""
    """Special instructions for its use: "One time use only. No archives."."""
    expires_at: datetime | None = None
    """When the right to use it ends."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A word that the agency files the item under; `scheme` is the agency's address or name of the list it is from."""

    name: str
    code: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One version of one agency item, understood as far as it can be.

    Identity is (`source`, `guid`), source being ours, not the item's. `version` is the agency's own word for it,
    ordered by `version_created` first. Times are aware. `body_html` is our paragraphs (see `wire.markup`); empty for a
    picture.
    `unread` names, as paths, what the raw item holds and this shape does not.
    """

    guid: str
    kind: str
    """"text", "picture", or the agency's own word for others ("video", "composite" …)."""
    headline: str
    version: str = "1"
    version_created: datetime | None = None
    first_created: datetime | None = None
    status: Status = Status.USABLE
    embargoed_until: datetime | None = None
    language: str = ""
    urgency: int = 0
    """1 (flash) to 9; 0: not stated."""
    slugline: str = ""
    byline: str = ""
    dateline: str = ""
    place: str = ""
    standfirst: str = ""
    kicker: str = ""
    body_html: str = ""
    body_href: str = ""
    """Where the agency keeps the body of an item that came without it."""
    copyright: str = ""
    credit: str = ""
    """Who supplied it, as a credit line: "AFP"."""
    usage_terms: str = ""
    editor_note: str = ""
    signal: str = ""
    """"correction" where the agency calls this version one; else empty."""
    thread: str = ""
    """What ties it to other items of its source, where the format has no lasting identity: service and slug."""
    continues: bool = False
    """Whether it says of itself that it updates, corrects or cancels an earlier item of its `thread`."""
    subjects: tuple[Subject, ...] = ()
    mentions: tuple[Subject, ...] = ()
    """People, organisations, places, events and keywords; `scheme` says which when the agency names no list."""
    pictures: tuple[DispatchPicture, ...] = ()
    warnings: tuple[str, ...] = ()
    """Sentences for the desk: what was held back or left out, and why."""
    unread: tuple[str, ...] = field(default=())
    subheadline: str = ""
    instructions: str = ""
    """Special instructions for use: "Not for publication in Belgium"."""
    expires_at: datetime | None = None
    """When its agency no longer wants it used."""
    refs: tuple[str, ...] = ()
    """The guids of the items that a package holds, or that an item names as belonging to it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one delivery held: the items understood, and a sentence for each that was not."""

    dispatches: tuple[Dispatch, ...]
    refused: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    """Files that came inside of the delivery, each under the `href` by which a picture names it."""
