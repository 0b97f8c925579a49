"""What a reader page may ask about pictures; the part of `Reading` that goes to the darkroom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from msgspec.structs import replace

from broadsheet.paper import rows
from broadsheet.paper.look import Look
from broadsheet.paper.notes import Noting
from broadsheet.paper.phrases import phrase
from broadsheet.paper.picture_pieces import PhotoRow, Picture
from broadsheet.paper.pictures import MEDIA, Darkroom, Printed
from broadsheet.paper.rows import FrontRow, StoryRow
from broadsheet.paper.shapes import LOGO, OF_A_STORY, SHARE, WHOLE, Shape
from broadsheet.paper.share_cards import Words
from broadsheet.paperfile import PaperFile
from broadsheet.press import keys

REMEMBERED_PICTURES = 5_000
"""Printed pictures that a reading keeps at hand: about 4 kB each."""


class PictureReading:
    """Pictures as readers get them, each asked of the darkroom once a reading."""

    paper: PaperFile
    look: Look
    noting: Noting

    def __init__(self, darkroom: Darkroom) -> None:
        self.darkroom = darkroom
        self._photos: dict[int, PhotoRow | None] = {}
        self._printed: dict[tuple[int, Shape], Printed] = {}

    def front(self, language: str) -> FrontRow | None:
        raise NotImplementedError

    def shared(self, name: str, make: Callable[[], Picture]) -> Picture:
        raise NotImplementedError

    def lead_picture(self, row: StoryRow, shape: Shape = WHOLE) -> Picture | None:
        """The lead photo of a story in `shape`; the other shapes that its pages want are made with it."""
        if row.lead_photo_id is None:
            return None
        return self.picture(
            row.lead_photo_id, row.lead_caption, row.language, row.translation_key, shape=shape, together=OF_A_STORY
        )

    def share_picture(self, row: StoryRow) -> Picture:
        """What networks show of a link to the story: its lead photo, else a card with its headline."""
        found = self.lead_picture(row, SHARE)
        # A card for each story of a long archive would take days to make and years to be looked at.
        fresh = row.published_at.astimezone(self.paper.timezone).date() >= self.paper.share_cards_from
        return found or self.share_card(row.language, row.headline if fresh else "")

    def share_card(self, language: str, headline: str = "") -> Picture:
        """The drawn card of a page without a photo: the paper's name, and `headline` where one is given."""
        if not headline:
            # Most pages of an archive have it in common.
            return self.shared(f"share card in {language}", lambda: self._share_card(language, ""))
        return self._share_card(language, headline)

    def _share_card(self, language: str, headline: str) -> Picture:
        name = self._name(language)
        place = urlsplit(self.paper.address).hostname or ""
        words = Words(name, headline, place)
        printed = self.darkroom.share_card(words, self.look.card_fonts, alt=headline or name)
        self.noting.files(printed.files)
        return printed.picture

    def logo(self, photo_id: int, language: str) -> Picture | None:
        """The photo as the masthead shows it: a drawing keeps what is transparent in it, a JPEG is as any photo."""
        if photo_id not in self._photos:
            self._read_photos([photo_id])
        photo = self._photos[photo_id]
        drawn = photo is not None and not photo.path.lower().endswith((".jpg", ".jpeg"))
        return self.picture(photo_id, "", language, shape=LOGO if drawn else WHOLE)

    def picture(
        self,
        photo_id: int,
        caption: str,
        language: str,
        story: str = "",
        *,
        shape: Shape = WHOLE,
        together: Sequence[Shape] = (),
    ) -> Picture | None:
        """The photo with `caption` instead of its own where one is given; None where it was deleted.

        None too where its rights have ended and nobody lets the story with this translation key keep it.
        """
        self.noting.key(keys.of("photo", photo_id))
        if photo_id not in self._photos:
            self._read_photos([photo_id])
        photo = self._photos[photo_id]
        if photo is None or not photo.may_stand_in(story):
            return None
        printed = self._printed.get((photo_id, shape))
        if printed is None:
            printed = self.darkroom.print(photo, shape, together=together)
            self._printed[photo_id, shape] = printed
        self.noting.files(printed.files)
        return replace(printed.picture, alt=photo.alt or self._plain_alt(language), caption=caption or photo.caption)

    def file_size(self, address: str) -> int:
        """Bytes of the rendition at `address`, which the page in hand has asked for."""
        return self.noting.notes.files[address.removeprefix(MEDIA)].stat().st_size

    def let_pictures_go(self) -> None:
        if len(self._printed) > REMEMBERED_PICTURES:
            self._printed.clear()

    def _name(self, language: str) -> str:
        front = self.front(language)
        return front.name if front else self.paper.name

    def _plain_alt(self, language: str) -> str:
        # A photo from the wire without a text of its own: whose picture it is, and nothing invented.
        return phrase("Content image - {publication}", language, publication=self._name(language))

    def _read_photos(self, photo_ids: Iterable[int]) -> None:
        wanted = {pk for pk in photo_ids if pk not in self._photos}
        if wanted:
            found = rows.photos(wanted)
            self._photos.update({pk: found.get(pk) for pk in wanted})
