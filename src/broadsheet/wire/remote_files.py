"""Fetches what the items of a delivery name by address: their pictures, and the bodies of those that came without one.

Only where the source says so, and through `wire.fetching` alone.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

from broadsheet.wire import formats, picture_files
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading
from broadsheet.wire.errors import FetchFailed, FetchRefused, PictureRefused, Refused
from broadsheet.wire.fetching import Fetcher

MAX_FILES = 200
MAX_SECONDS = 240.0
"""How much one delivery may make us fetch; what is beyond is missing, with a warning."""


class Known(Protocol):
    """What was fetched before; each answer is None where it was not."""

    def picture(self, wanted: DispatchPicture) -> bytes | None: ...

    def with_body(self, wanted: Dispatch) -> Dispatch | None: ...


class RemoteFiles:
    """The files that one delivery names: those beside it in `folder`, those elsewhere over the network."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        base: str = "",
        folder: Path | None = None,
        known: Known | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher, self._base, self._folder, self._known, self._clock = fetcher, base, folder, known, clock
        self._left, self._until = MAX_FILES, clock() + MAX_SECONDS

    def picture(self, picture: DispatchPicture) -> bytes:
        """The file of a picture.

        Errors: `PictureRefused`, with the reason.
        """
        address = urljoin(self._base, picture.href)
        if not address.lower().startswith(("http://", "https://")):
            return picture_files.fetch(picture.href, self._folder)
        if self._known is not None and (raw := self._known.picture(picture)) is not None:
            return raw
        try:
            return self._fetch(address, picture_files.MAX_BYTES)
        except (FetchRefused, FetchFailed) as error:
            raise PictureRefused(f"Its file was not fetched: {error.reason}") from error

    def with_bodies(self, reading: Reading) -> Reading:
        """`reading` with the bodies that its items name by address; a warning where one can't be had."""
        return dataclasses.replace(reading, dispatches=tuple(map(self._with_body, reading.dispatches)))

    def _with_body(self, dispatch: Dispatch) -> Dispatch:
        if not dispatch.body_href or dispatch.body_html:
            return dispatch
        if self._known is not None and (filed := self._known.with_body(dispatch)) is not None:
            return _with_words_of(dispatch, filed)
        try:
            raw = self._fetch(urljoin(self._base, dispatch.body_href), formats.MAX_BYTES)
            (found, *_) = formats.recognise(raw).read(raw).dispatches
        except (FetchRefused, FetchFailed, Refused) as error:
            warning = f"Its text was not fetched from its agency: {error.reason}"
            return dataclasses.replace(dispatch, warnings=(*dispatch.warnings, warning))
        return _with_words_of(dispatch, found)

    def _fetch(self, address: str, most: int) -> bytes:
        if self._left <= 0 or self._clock() > self._until:
            raise FetchRefused("the delivery names more files than are fetched for one.")
        self._left -= 1
        limits = dataclasses.replace(self._fetcher.limits, body_bytes=most)
        return dataclasses.replace(self._fetcher, limits=limits).fetch(address).raw


def _with_words_of(dispatch: Dispatch, found: Dispatch) -> Dispatch:
    return dataclasses.replace(
        dispatch,
        body_html=found.body_html,
        byline=dispatch.byline or found.byline,
        dateline=dispatch.dateline or found.dateline,
    )
