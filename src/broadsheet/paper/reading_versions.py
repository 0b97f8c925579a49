"""What a reader page may ask about earlier versions of a story; the part of `Reading` that knows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from broadsheet.paper.among import among
from broadsheet.paper.reading_dossiers import DossierReading
from broadsheet.paper.version_changes import Words
from broadsheet.paperfile import PaperFile
from broadsheet.stories.models import PublishedVersion

REMEMBERED_VERSIONS = 5_000


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; `words` is None where it is withheld."""

    at: datetime
    words: Words | None


class VersionReading(DossierReading):
    """Versions of stories, asked with the story: whatever changes them orders the story's own key."""

    paper: PaperFile
    _versions: dict[int, tuple[VersionRow, ...]] | None = None

    def prime_versions(self, story_ids: Iterable[int]) -> None:
        """Read those of these stories at once."""
        known = self._versions
        if known is None or len(known) > REMEMBERED_VERSIONS:
            known = self._versions = {}
        wanted = sorted({pk for pk in story_ids if pk not in known})
        found: dict[int, tuple[VersionRow, ...]] = defaultdict(tuple)
        if self.paper.versions and wanted:
            for row in PublishedVersion.objects.filter(story_id__in=among(wanted)).order_by("at", "pk"):
                said = row.words
                captions = tuple(said["captions"]) if "captions" in said else None
                words = Words(said["headline"], said["standfirst"], tuple(said["paragraphs"]), captions)
                found[row.story_id] += (VersionRow(row.at, None if row.withheld_at else words),)
        known.update({pk: found[pk] for pk in wanted})

    def versions(self, story_id: int) -> tuple[VersionRow, ...]:
        """The versions of a story, the first one first; none where fewer than two can be shown."""
        if self._versions is None or story_id not in self._versions:
            self.prime_versions([story_id])
        rows = (self._versions or {})[story_id]
        return rows if sum(row.words is not None for row in rows) > 1 else ()
