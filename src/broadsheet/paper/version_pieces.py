"""What the template of a story's earlier versions receives."""

from __future__ import annotations

from msgspec import Struct

from broadsheet.paper.pieces import Link, Meta, Moment, Site
from broadsheet.paper.version_changes import Change

END = "/versions"
"""What is put behind the address of a story."""


class VersionEntry(Struct, frozen=True):
    """One version: when it went out, and what in it is not as in the one before."""

    at: Moment
    changes: tuple[Change, ...]
    is_first: bool = False
    is_withheld: bool = False


class VersionsPage(Struct, frozen=True):
    """Context of `versions.html`: how a story has changed, the last version first."""

    site: Site
    meta: Meta
    heading: str
    story: Link
    versions: tuple[VersionEntry, ...]
