"""Keeps readers' renditions of photos: each made once, before a page names it, whatever asks for it later.

photo ──▶ cuts (whole, card, square, share) ──▶ missing? made from one decode ──▶ data/renditions/ab/cd/<name>
words ──▶ share card ──▶ missing? drawn ──▶ likewise
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from broadsheet.edition.store import media_path
from broadsheet.paper import renditions, share_cards
from broadsheet.paper.picture_pieces import PhotoRow, Picture
from broadsheet.paper.picture_words import xmp
from broadsheet.paper.shapes import ALL, Cut, Shape, cut

MAKING = "4"
"""Change it when renditions made from then on look different: it is part of their names."""

MEDIA = "/media/"

REMEMBERED_SIZES = 20_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture and the files that it names: (name, where the rendition lies)."""

    picture: Picture
    files: tuple[tuple[str, Path], ...]


class Darkroom:
    """Keeps renditions in `folder`. Their names are keyed with `secret`: nobody can guess one from the original."""

    def __init__(self, folder: Path, secret: str) -> None:
        self.folder = folder
        self.key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"renditions").digest()
        self._sizes: dict[tuple[str, str], tuple[int, int]] = {}

    def print(self, photo: PhotoRow, shape: Shape, *, together: Sequence[Shape] = ()) -> Printed:
        """`photo` in `shape`, with its own words; files that are missing are made.

        `together` are the shapes that will be asked for next: what is missing of them comes from the same decode.

        Errors: `OSError` for a photo whose file is missing or can't be read.
        """
        stem, made = self._cut(photo, shape)
        names = _names(stem, made)
        if not self._all_here(names):
            cuts = [(stem, made), *(self._cut(photo, other) for other in together if other != shape)]
            missing = [(s, c) for s, c in cuts if not self._all_here(_names(s, c))]
            renditions.make(photo.path, _joined(missing), self.folder, packet=xmp(photo))
        width, height = made.sizes[-1]
        picture = Picture(
            alt=photo.alt,
            caption=photo.caption,
            credit=photo.credit,
            width=width,
            height=height,
            stem=MEDIA + stem,
            widths=tuple(width for width, _ in made.sizes),
            formats=shape.formats,
        )
        return Printed(picture, tuple((name, media_path(self.folder, name)) for name in names))

    def share_card(self, words: share_cards.Words, fonts: share_cards.Fonts, *, alt: str) -> Printed:
        """The card that says `words`, drawn where it is missing."""
        faces = (_digest(fonts[face]) for face in sorted(fonts))
        stem = self.name("share card", share_cards.SHAPES, *astuple(words), *faces)
        size = (share_cards.WIDTH, share_cards.HEIGHT)
        picture = Picture(alt, "", "", *size, MEDIA + stem, (size[0],), ("png",))
        name = picture.largest.removeprefix(MEDIA)
        if not self._all_here([name]):
            drawn = share_cards.draw(words, fonts)
            renditions.tidy(self.folder)
            renditions.lay(self.folder, name, lambda file: file.write(drawn))
        return Printed(picture, ((name, media_path(self.folder, name)),))

    def name(self, *what: object) -> str:
        """A stem that nobody can guess and that changes with any of `what`."""
        said = "\0".join(str(part) for part in (MAKING, *what))
        return hashlib.blake2b(said.encode(), key=self.key, digest_size=16).hexdigest()

    def _cut(self, photo: PhotoRow, shape: Shape) -> tuple[str, Cut]:
        """The stem of its files and what they are; a cut that takes nothing away shares the whole photo's files."""
        made = cut(shape, self._size(photo), photo.focal)
        kept = () if made.box == ALL else (shape.name, *(f"{side:.4f}" for side in made.box))
        stem = self.name(photo.file_hash, photo.creator, photo.credit, photo.copyright, photo.caption, *kept)
        return stem, made

    def _size(self, photo: PhotoRow) -> tuple[int, int]:
        """The database's size is that of the file, which may lie on its side."""
        known = self._sizes.get((photo.path, photo.file_hash))
        if known is None:
            if len(self._sizes) >= REMEMBERED_SIZES:
                self._sizes.clear()
            known = self._sizes[photo.path, photo.file_hash] = renditions.upright_size(photo.path)
        return known

    def _all_here(self, names: Sequence[str]) -> bool:
        return all(media_path(self.folder, name).exists() for name in names)


@lru_cache(maxsize=16)
def _digest(face: bytes) -> str:
    return hashlib.blake2b(face, digest_size=8).hexdigest()


def _names(stem: str, made: Cut) -> list[str]:
    return [f"{stem}-{width}.{ending}" for width, _ in made.sizes for ending in made.shape.formats]


def _joined(cuts: Sequence[tuple[str, Cut]]) -> list[tuple[str, Cut]]:
    """Each file once: a cut whose files another's hold too is left out."""
    kept: list[tuple[str, Cut]] = []
    for stem, made in sorted(cuts, key=lambda pair: -len(_names(*pair))):
        held = {name for other in kept for name in _names(*other)}
        if not held.issuperset(_names(stem, made)):
            kept.append((stem, made))
    return kept
