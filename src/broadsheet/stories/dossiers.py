"""Dossiers: which stories a running story holds, what was said in them, and what a change means for readers.

A dossier is a list as a section is one: who comes or goes stands in `Listing`, and is recorded as a publication is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from broadsheet.press import keys, orders
from broadsheet.stories import publication, style_gate
from broadsheet.stories.errors import WrongPlace
from broadsheet.stories.models import Dossier, DossierQuotation, DossierStory, Listing, Story


@dataclass(frozen=True, slots=True)
class Offer:
    """A quotation block of a story that the ledger lacks."""

    story: Story
    words: str
    speaker: str
    said_on: date

    @property
    def token(self) -> str:
        """By which a form names it."""
        return sha256(f"{self.story.pk} {self.words}".encode()).hexdigest()[:24]


@transaction.atomic
def put_in(dossier: Dossier, story: Story, *, now: datetime, line: str = "") -> DossierStory:
    """Let `story` belong to `dossier`. Errors: `WrongPlace` for a story in another language."""
    if story.locale.language_code != dossier.language:
        raise WrongPlace(f"“{story}” is in another language than “{dossier}”.")
    row, _ = DossierStory.objects.update_or_create(dossier=dossier, story=story, defaults={"line": line})
    return row


@transaction.atomic
def take_out(dossier: Dossier, story: Story, *, now: datetime) -> None:
    """Let `story` no longer belong to `dossier`; what was said in it stays in the ledger."""
    for row in DossierStory.objects.filter(dossier=dossier, story=story):
        row.delete()


def record(dossier_id: int, *, now: datetime) -> None:
    """Bring the listings into line with the stories that the dossier holds, and order its page.

    Call it in the transaction that changed the dossier.
    """
    orders.write([keys.of("dossier", dossier_id)], now=now)
    held = set(DossierStory.objects.filter(dossier=dossier_id).values_list("story_id", flat=True))
    listed = set(Listing.objects.filter(list=list_of(dossier_id)).values_list("story_id", flat=True))
    missing = set(Story.objects.filter(pk__in=held - listed, live=True).values_list("pk", flat=True))
    for story_id in sorted(missing | (listed - held)):
        publication.record(story_id, now=now)


def list_of(dossier_id: int) -> str:
    """What the list of a dossier's stories is called."""
    return f"dossier/{dossier_id}"


def offers(dossier: Dossier) -> list[Offer]:
    """The quotations in its published stories that the ledger lacks, the newest first."""
    known = set(DossierQuotation.objects.filter(dossier=dossier).values_list("story_id", "words"))
    stories = Story.objects.filter(dossier_places__dossier=dossier, live=True).order_by("-first_published_at", "-pk")
    found = [offer for story in stories for offer in _said_in(story)]
    return [offer for offer in found if (offer.story.pk, offer.words) not in known]


@transaction.atomic
def take_down(dossier: Dossier, wanted: Iterable[Offer]) -> list[DossierQuotation]:
    """Write these into the ledger."""
    return [
        DossierQuotation.objects.create(
            dossier=dossier, words=one.words, speaker=one.speaker, said_on=one.said_on, story=one.story
        )
        for one in wanted
    ]


def _said_in(story: Story) -> Iterable[Offer]:
    on = publication.day_of(story.first_published_at)
    for block in story.body.raw_data:
        if block["type"] != "quotation":
            continue
        words, speaker = style_gate.plain(block["value"].get("text") or ""), block["value"].get("attribution") or ""
        if words and speaker:
            yield Offer(story, words, speaker[:150], date.fromisoformat(on))
