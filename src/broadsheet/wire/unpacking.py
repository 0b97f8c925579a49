"""Unpacks what servers pack, a bounded piece at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE_BYTES = 64 * 1024


class Unpacker:
    """gzip of one or many members, or deflate in either of its two forms, a bounded piece at a time."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding != "deflate"
        self._held = zlib.decompressobj(31 if self._gzip else 15)
        self._fresh = True
        self.is_whole = False

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self.is_whole:
                if not self._gzip or not piece.strip(b"\0"):
                    return
                self._held, self._fresh, self.is_whole = zlib.decompressobj(31), True, False
            try:
                part = self._held.decompress(piece, PIECE_BYTES)
            except zlib.error as error:
                if self._gzip or not self._fresh:
                    raise ValueError("sends what can't be unpacked") from error
                self._held = zlib.decompressobj(-15)
                part = self._held.decompress(piece, PIECE_BYTES)
            self._fresh = False
            yield part
            self.is_whole = self._held.eof
            piece = self._held.unused_data if self.is_whole else self._held.unconsumed_tail
