"""Specimens of notes to readers, one of each kind, of the page that lists them, and of a story's versions."""

from __future__ import annotations

from datetime import datetime

from broadsheet.paper.part_pieces import CorrectionsPage, NoteEntry
from broadsheet.paper.pieces import Correction, Link, Meta, Moment, Site
from broadsheet.paper.version_changes import Words, changes
from broadsheet.paper.version_pieces import VersionEntry, VersionsPage

KINDS = ("correction", "clarification", "update", "retraction")


def notes(made: Moment, text: str) -> tuple[Correction, ...]:
    return tuple(Correction(made, text, kind) for kind in KINDS)


def corrections(site: Site, meta: Meta, at: datetime) -> CorrectionsPage:
    made = Moment(at.isoformat(), "22 March 2026, 12:00", "22 March 2026")
    story = Link("Night ferry returns", "/2026/03/22/ferry")
    told = tuple(NoteEntry(story, note, at, n) for n, note in enumerate(notes(made, "It was nine years.")))
    return CorrectionsPage(site, meta, "Corrections", told, "/corrections/rss.xml")


def versions(site: Site, meta: Meta, at: datetime) -> VersionsPage:
    """Three versions, of which the second is withheld."""
    made = Moment(at.isoformat(), "22 March 2026, 12:00", "22 March 2026")
    old = Words("Night ferry returns", "", ("It had been away for nine years.", "Nobody waited."))
    new = Words("Night ferry is back", "It carries lorries.", ("It had been away for ten years.",))
    told = (
        VersionEntry(made, changes(old, new)),
        VersionEntry(made, (), is_withheld=True),
        VersionEntry(made, (), is_first=True),
    )
    return VersionsPage(site, meta, "Versions of this story", Link("Night ferry returns", "/2026/03/22/ferry"), told)
