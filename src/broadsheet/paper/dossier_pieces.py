"""The frozen pieces of the page of a dossier, a running story."""

from __future__ import annotations

from msgspec import Struct

from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Card, Link, Meta, Moment, Site


class Step(Struct, frozen=True):
    """One story on the timeline."""

    text: str
    address: str
    at: Moment


class Person(Struct, frozen=True):
    name: str
    line: str
    picture: Picture | None


class Said(Struct, frozen=True):
    """One line of the ledger of quotations. `day` is when it was said, `iso` the same for machines."""

    words: str
    speaker: str
    day: str
    iso: str
    story: Link


class DossierPage(Struct, frozen=True):
    """Context of `dossier.html`: newest stories first, the timeline from the beginning, the last quotation first."""

    site: Site
    meta: Meta
    title: str
    summary: str
    html: str
    timeline: tuple[Step, ...]
    people: tuple[Person, ...]
    quotations: tuple[Said, ...]
    cards: tuple[Card, ...]
    months: tuple[Link, ...]
    style: str
    newer: Link | None = None
    older: Link | None = None
