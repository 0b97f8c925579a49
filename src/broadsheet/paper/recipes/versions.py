"""How a story has changed: its published versions, each with what is not as in the one before.

/2026/11/23/flood/versions      while two of them can be shown, and readers have the story
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import Moved, Nothing, TemplatePage
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.rows import StoryRow
from broadsheet.paper.version_changes import changes
from broadsheet.paper.version_pieces import END, VersionEntry, VersionsPage
from broadsheet.press import keys
from broadsheet.stories.models import PublishedVersion, StoryAddress


class VersionsRecipe:
    """Below each address that a story with versions ever had."""

    name = "versions"
    templates: Sequence[str] = ("versions.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        ids = PublishedVersion.objects.order_by().values_list("story_id", flat=True).distinct()
        yield from self._below(list(ids) if reading.paper.versions else [])

    def rank(self, address: str) -> int:
        return ranks.of_address(address)

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        if not reading.paper.versions:
            return
        parts = (key.partition(":") for key in changed)
        ids = sorted({int(rest) for kind, _, rest in parts if kind in ("story", "address")})
        for start in range(0, len(ids), 500):
            found = PublishedVersion.objects.filter(story_id__in=ids[start : start + 500]).order_by()
            yield from self._below(list(found.values_list("story_id", flat=True).distinct()))

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        bases = [address.removesuffix(END) for address in addresses]
        query = StoryAddress.objects.filter(address__in=bases).values_list("address", "story_id", "current")
        self._known = {address: (story_id, current) for address, story_id, current in query}
        ids = [story_id for story_id, _ in self._known.values() if story_id is not None]
        reading.prime(ids)
        reading.prime_versions(ids)

    def gather(self, address: str, reading: Reading) -> TemplatePage | Moved | Nothing:
        story_id, current = self._known.get(address.removesuffix(END), (None, False))
        with reading.noting.afresh() as notes:
            if story_id is None or not reading.paper.versions:
                return Nothing(notes)
            reading.noting.key(keys.of("address", story_id))
            story = reading.story(story_id)
            if not reading.versions(story_id):
                return Nothing(notes)
            if story is None:
                return Moved(notes, address, "")
            if not current:
                return Moved(notes, address, story.address + END)
            page = _page(story, reading)
            return TemplatePage(notes, address, self.name, story.language, "versions.html", page, reading.look.renderer)

    def _below(self, story_ids: Sequence[int]) -> Iterable[str]:
        for start in range(0, len(story_ids), 500):
            query = StoryAddress.objects.filter(story_id__in=story_ids[start : start + 500])
            yield from (address + END for address in query.values_list("address", flat=True))


def _page(story: StoryRow, reading: Reading) -> VersionsPage:
    site, language = reading.site(story.language), story.language
    heading = phrase("Versions of this story", language)
    canonical = reading.paper.address + story.address + END
    meta = Meta(f"{site.publication} - {story.headline}", heading, canonical, "website", robots="noindex")
    entries, before = [], None
    for number, row in enumerate(reading.versions(story.id)):
        made = changes(before, row.words) if before is not None and row.words is not None else ()
        at = reading.moment(row.at, language)
        entries.append(VersionEntry(at, made, is_first=number == 0, is_withheld=row.words is None))
        before = row.words or before
    return VersionsPage(site, meta, heading, Link(story.headline, story.address), tuple(reversed(entries)))
