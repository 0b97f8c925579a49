"""What recipes hand to the press: everything that one product is made from, and the pure step that makes it."""

from __future__ import annotations

from hashlib import blake2b, sha256
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from broadsheet.edition.packing import pack, pack_small
from broadsheet.edition.records import CatalogueRow, Packed, Page
from broadsheet.paper.look import Asset
from broadsheet.paper.notes import Notes
from broadsheet.paper.part_pieces import MostViewedItem, MostViewedShell
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.search_text import SearchText, search_entry
from broadsheet.press.errors import PageFault
from broadsheet.press.recipe import Product, Redirect, Shell, Tombstone

MAKING = b"5"
"""Change it when the steps below make other bytes from the same data."""

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

ASSET = "asset"
"""The kind of the few files that every page links to."""

_HOLE = HOLE.encode()
_encoder = msgspec.msgpack.Encoder()


class _Inputs(Struct, frozen=True):
    notes: Notes

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.notes.keys)

    @property
    def media(self) -> tuple[tuple[str, Path], ...]:
        return tuple(sorted(self.notes.files.items()))

    @property
    def names(self) -> bytes:
        """Of its files: what keeps another one is pressed anew, also where it doesn't print their addresses."""
        return "\n".join(sorted(self.notes.files)).encode()

    @property
    def exists(self) -> bool:
        return True


class _Unprinted(_Inputs, frozen=True):
    """What no template is needed for."""

    @property
    def template(self) -> str:
        return ""

    def print(self) -> bytes:
        return b""


class Nothing(_Unprinted, frozen=True):
    """There must be nothing at this address."""

    fingerprint: bytes = b""

    @property
    def exists(self) -> bool:
        return False

    def finish(self, text: bytes) -> Product:
        raise PageFault("Nothing can be made of nothing.")


class TemplatePage(_Inputs, frozen=True):
    """A page printed by a template."""

    address: str
    kind: str
    language: str
    template: str
    context: object
    renderer: Renderer
    content_type: str = HTML

    @property
    def fingerprint(self) -> bytes:
        return digest(
            MAKING,
            self.address.encode(),
            _encoder.encode(self.context),
            self.renderer.fingerprint(self.template),
            self.names,
        )

    def print(self) -> bytes:
        return self.renderer.render_bytes(self.template, self.context)

    def finish(self, text: bytes) -> Product:
        return page(self.address, self.kind, self.content_type, self.language, text)


class PlainPage(_Unprinted, frozen=True):
    """A page whose text is known."""

    address: str
    kind: str
    language: str
    content_type: str
    text: bytes

    @property
    def fingerprint(self) -> bytes:
        return digest(MAKING, self.address.encode(), self.content_type.encode(), self.text, self.names)

    def finish(self, text: bytes) -> Product:
        packed = pack_small(self.text) if self.kind == ASSET else pack(self.text, final=True)
        return _page(self.address, self.kind, self.content_type, self.language, packed, None)


class Row(_Inputs, frozen=True):
    """A story's row of the catalogue, its item of the live list printed, and by what it is found."""

    row: CatalogueRow
    context: MostViewedItem
    text: SearchText
    renderer: Renderer
    template: str = "most_viewed_item.html"

    @property
    def fingerprint(self) -> bytes:
        return digest(
            MAKING,
            _encoder.encode((self.row, self.context, self.text)),
            self.renderer.fingerprint(self.template),
            self.names,
        )

    def print(self) -> bytes:
        return self.renderer.render_bytes(self.template, self.context)

    def finish(self, text: bytes) -> Product:
        return replace(self.row, card=text.decode(), search=search_entry(self.text))


class ShellInputs(_Inputs, frozen=True):
    """The frame of the live list."""

    language: str
    context: MostViewedShell
    renderer: Renderer
    template: str = "most_viewed.html"

    @property
    def fingerprint(self) -> bytes:
        return digest(MAKING, _encoder.encode(self.context), self.renderer.fingerprint("most_viewed.html"))

    def print(self) -> bytes:
        return self.renderer.render_bytes(self.template, self.context)

    def finish(self, text: bytes) -> Product:
        return Shell(self.language, text.decode())


class Moved(_Unprinted, frozen=True):
    """An address that leads to another, or, where `target` is empty, one whose story was withdrawn."""

    address: str
    target: str

    @property
    def fingerprint(self) -> bytes:
        return digest(MAKING, self.address.encode(), b"moved", self.target.encode())

    def finish(self, text: bytes) -> Product:
        return Redirect(self.address, self.target) if self.target else Tombstone(self.address)


def asset_page(asset: Asset, notes: Notes) -> PlainPage:
    return PlainPage(notes, asset.address, ASSET, "", asset.content_type, asset.content)


def digest(*parts: bytes) -> bytes:
    """16 bytes that differ when any of `parts` does."""
    # A third of blake2b's price where the processor knows it, as those of the last ten years do.
    told = [piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)]
    return sha256(b"".join(told)).digest()[:16]


def page(address: str, kind: str, content_type: str, language: str, text: bytes) -> Page:
    """The finished page: split where the live list goes, packed, with a validator of its bytes."""
    before, hole, after = text.partition(_HOLE)
    if not hole:
        return _page(address, kind, content_type, language, pack(before, final=True), None)
    return _page(address, kind, content_type, language, pack(before, final=False), pack(after, final=True))


def _page(address: str, kind: str, content_type: str, language: str, head: Packed, tail: Packed | None) -> Page:
    # Of the packed bytes, a third as many as the text's.
    etag = blake2b(head.deflate + tail.deflate if tail else head.deflate, digest_size=9).hexdigest()
    return Page(address, kind, content_type, language, etag, head, tail)
