"""Specimens of notes to readers, one of each kind, and of the page that lists them."""

from __future__ import annotations

from datetime import datetime

from broadsheet.paper.part_pieces import CorrectionsPage, NoteEntry
from broadsheet.paper.pieces import Correction, Link, Meta, Moment, Site

KINDS = ("correction", "clarification", "update", "retraction")


def notes(made: Moment, text: str) -> tuple[Correction, ...]:
    return tuple(Correction(made, text, kind) for kind in KINDS)


def corrections(site: Site, meta: Meta, at: datetime) -> CorrectionsPage:
    made = Moment(at.isoformat(), "22 March 2026, 12:00", "22 March 2026")
    story = Link("Night ferry returns", "/2026/03/22/ferry")
    told = tuple(NoteEntry(story, note, at, n) for n, note in enumerate(notes(made, "It was nine years.")))
    return CorrectionsPage(site, meta, "Corrections", told, "/corrections/rss.xml")
