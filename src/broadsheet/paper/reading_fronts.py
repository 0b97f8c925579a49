"""What a reader page may ask about fronts as editors have laid them out; the part of `Reading` that knows of slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from broadsheet.paper.pieces import BannerLine, Card
from broadsheet.paper.reading_pictures import PictureReading
from broadsheet.press import keys
from broadsheet.stories import slots
from broadsheet.stories.models import Banner, FrontLayout
from broadsheet.stories.slots import Arrangement, Filled

if TYPE_CHECKING:
    from broadsheet.paper.rows import StoryRow


class FrontReading(PictureReading):
    """Slots and banners, each kind read once a reading."""

    _layouts: dict[int, Arrangement] | None = None
    _banners: dict[str, tuple[str, int]] | None = None

    def story(self, story_id: int) -> StoryRow | None:
        raise NotImplementedError

    def card(self, story_id: int) -> Card | None:
        raise NotImplementedError

    def prime(self, story_ids: Iterable[int]) -> None:
        raise NotImplementedError

    def laid_out(self, page_id: int) -> Arrangement:
        """What editors have put on the front of this page; nothing where none has touched it."""
        self.noting.key(keys.slots(page_id))
        if self._layouts is None:
            rows = FrontLayout.objects.filter(is_current=True).values_list("page_id", "slots", "shape")
            self._layouts = {page: Arrangement(slots.read(kept), shape) for page, kept, shape in rows}
        return self._layouts.get(page_id, Arrangement())

    def filled(self, laid: Arrangement, automatic: Sequence[int], count: int, language: str) -> tuple[Filled, ...]:
        """The first `count` slots: what editors put there, as far as readers have it in `language`, and the rest."""
        self.prime(one.story_id for one in laid.placed)
        shown = {
            one.story_id
            for one in laid.placed
            if (row := self.story(one.story_id)) is not None and row.language == language
        }
        return slots.fill(laid.placed, automatic, count, shown=shown)

    def slot_card(self, slot: Filled) -> Card | None:
        """The card in a slot, under the headline that the front has for it."""
        card = self.card(slot.story_id)
        if card is None or slot.placed is None or not slot.placed.headline:
            return card
        return replace(card, headline=slot.placed.headline)

    def banner(self, language: str) -> BannerLine | None:
        """The breaking news of a language; none while its story is not to be had."""
        self.noting.key(keys.banner(language))
        if self._banners is None:
            rows = Banner.objects.filter(shown_at__isnull=False, ended_at=None)
            self._banners = {code: (text, pk) for code, text, pk in rows.values_list("language", "text", "story_id")}
        text, story_id = self._banners.get(language, ("", 0))
        if not text or not story_id:
            return BannerLine(text, "") if text else None
        row = self.story(story_id)
        return BannerLine(text, row.address) if row is not None and row.language == language else None
