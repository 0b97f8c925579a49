"""What a reader page may ask about dossiers; the part of `Reading` that knows of running stories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from broadsheet.paper.reading_live import LiveReading
from broadsheet.press import keys
from broadsheet.stories.models import Dossier, DossierPerson, DossierQuotation, DossierStory


@dataclass(frozen=True, slots=True)
class DossierRow:
    id: int
    title: str
    slug: str
    language: str
    summary: str
    background: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    line: str
    photo_id: int | None


@dataclass(frozen=True, slots=True)
class QuotationRow:
    words: str
    speaker: str
    said_on: date
    story_id: int


class DossierReading(LiveReading):
    """Dossiers and which stories they hold, read once a reading: there are few; the rest a dossier at a time."""

    _dossiers: dict[int, DossierRow] | None = None
    _holding: dict[int, list[int]]

    def dossiers(self) -> dict[int, DossierRow]:
        """Every dossier, noted by nobody."""
        if self._dossiers is None:
            columns = ("pk", "title", "slug", "language", "summary", "background")
            rows = Dossier.objects.order_by("pk").values_list(*columns)
            self._dossiers, self._holding = {row[0]: DossierRow(*row) for row in rows}, defaultdict(list)
            places = DossierStory.objects.order_by("dossier_id").values_list("story_id", "dossier_id")
            for story_id, dossier_id in places if self._dossiers else ():
                self._holding[story_id].append(dossier_id)
        return self._dossiers

    def dossiers_of(self, story_id: int) -> list[DossierRow]:
        """The dossiers that hold the story, whose own key tells when it comes to one; each dossier is noted."""
        every = self.dossiers()
        found = [every[number] for number in self._holding.get(story_id, ())]
        self.noting.all_keys(keys.of("dossier", row.id) for row in found)
        return found

    def lines_of(self, dossier_id: int) -> dict[int, str]:
        """Story → what the timeline says of it, where that is not its headline. Whoever asks notes the dossier."""
        query = DossierStory.objects.filter(dossier=dossier_id).exclude(line="")
        return dict(query.values_list("story_id", "line"))

    def people_of(self, dossier_id: int) -> list[PersonRow]:
        query = DossierPerson.objects.filter(dossier=dossier_id).order_by("sort_order", "pk")
        return [PersonRow(*row) for row in query.values_list("name", "line", "photo_id")]

    def quotations_of(self, dossier_id: int) -> list[QuotationRow]:
        """The last one said first."""
        query = DossierQuotation.objects.filter(dossier=dossier_id).order_by("-said_on", "-pk")
        return [QuotationRow(*row) for row in query.values_list("words", "speaker", "said_on", "story_id")]
