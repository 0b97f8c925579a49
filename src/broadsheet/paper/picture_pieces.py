"""A photo as the database has it, and a picture as templates receive it: words, size, files by width and format."""

from __future__ import annotations

from msgspec import Struct

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


class PhotoRow(Struct, frozen=True):
    id: int
    path: str
    """Where the original lies."""
    file_hash: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    creator: str
    copyright: str
    focal: tuple[float, float] | None = None
    """The middle of what matters in it, in shares of width and height."""
    is_over: bool = False
    """Whether the right to use it has ended."""
    kept_in: frozenset[str] = frozenset()
    """Translation keys of the stories that keep it then; an empty one stands for all."""

    def may_stand_in(self, translation_key: str) -> bool:
        """Whether a story of that key, or a page's own part where it is empty, may show it."""
        return not self.is_over or translation_key in self.kept_in or "" in self.kept_in


class Picture(Struct, frozen=True):
    """A picture in one shape: `width` and `height` are those of its largest file.

    The address of a file is `stem`, "-", its width and an ending: siblings differ in nothing else.
    """

    alt: str
    caption: str
    credit: str
    width: int
    height: int
    stem: str
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    """Endings, the smallest file first; the last one is what every browser reads."""

    @property
    def address(self) -> str:
        """The file for browsers that choose none: the middle one."""
        return self._file(self.widths[len(self.widths) // 2], self.formats[-1])

    @property
    def largest(self) -> str:
        return self._file(self.widths[-1], self.formats[-1])

    @property
    def srcset(self) -> str:
        """Of the format that every browser reads."""
        return self._srcset(self.formats[-1])

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """(content type, srcset) of each smaller format, the smallest first."""
        return tuple((TYPES[ending], self._srcset(ending)) for ending in self.formats[:-1])

    def _srcset(self, ending: str) -> str:
        return ", ".join(f"{self._file(width, ending)} {width}w" for width in self.widths)

    def _file(self, width: int, ending: str) -> str:
        return f"{self.stem}-{width}.{ending}"
