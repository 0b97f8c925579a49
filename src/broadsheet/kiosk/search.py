"""Answers searches, from the edition alone and in a thread of its own: pages never wait for a search.

loop ──▶ too many wait? busy : thread ──▶ asking ──▶ finding ──▶ search_page ──▶ fill ──▶ loop: list, gzip, send
"""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from broadsheet.edition.errors import EditionError, EditionFailed
from broadsheet.edition.packing import join, pack, unpack
from broadsheet.edition.pattern import Part, Value, filled, parsed
from broadsheet.edition.records import Page
from broadsheet.edition.store import Edition
from broadsheet.kiosk.asking import Asked, asked_in
from broadsheet.kiosk.compose import parts_of
from broadsheet.kiosk.headers import Headers, page_headers, plain_headers
from broadsheet.kiosk.lite import without_pictures
from broadsheet.kiosk.negotiation import GZIP, PLAIN
from broadsheet.kiosk.protocol import Exchange, Scope
from broadsheet.kiosk.search_page import form_of, values_of

if TYPE_CHECKING:
    from broadsheet.kiosk.app import Kiosk

PAGE = "!search/"
CACHE = "public, max-age=5, s-maxage=5"
LONGEST_SECONDS = 1.0
"""After which a search is broken off."""
MOST_WAITING = 16
"""Searches of one worker at a time; whoever comes then is told to try again."""
STATUS = {"busy": 503, "too_slow": 503, "too_long": 400, "no_day": 400}
"""Notices → status; any other page is 200."""
NOT_YET = b"Stories can be searched once the paper has been pressed anew. Please try again later.\n"


class Search:
    """The searches of one worker. `languages`: address → language."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        codes = kiosk.config.languages
        self.languages = {"/search" if code == codes[0] else f"/{code}/search": code for code in codes}
        self._addresses = {code: address for address, code in self.languages.items()}
        self._zone = ZoneInfo(kiosk.config.timezone)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._waiting = 0
        self._edition: Edition | None = None
        self._of: Edition | None = None
        self._patterns: dict[str, tuple[str, tuple[Part, ...]]] = {}

    async def answer(self, path: str, scope: Scope, exchange: Exchange, *, coding: int) -> None:
        """Answer a GET or HEAD of one of the addresses of `languages`."""
        begun = perf_counter()
        language = self.languages[path]
        edition = self.kiosk.watch.edition
        try:
            searchable = edition is not None and edition.is_searchable()
            page = edition.page(PAGE + language) if edition is not None and searchable else None
        except EditionFailed as error:
            self.kiosk.watch.fail(error)
            searchable, page = False, None
        if edition is None or not searchable:
            self._refuse(exchange)
            return
        if page is None:
            self.kiosk.answers.give(path, scope, exchange, coding=coding)
            return
        asked = asked_in(scope.query_string, address=path, language=language)
        if self._waiting >= MOST_WAITING:
            asked = dataclasses.replace(asked, fault="busy")
        values = form_of(asked)
        if not asked.fault and not asked.is_bare:
            self._waiting += 1
            try:
                values = await asyncio.get_running_loop().run_in_executor(self._thread, self._look, edition, asked)
            finally:
                self._waiting -= 1
        status = next((STATUS[name] for name in STATUS if values.get(name)), 200)
        html = filled(self._pattern(page), values)
        self._send(html, page, asked, exchange, status=status, coding=coding)
        self.kiosk.figures.making.note(perf_counter() - begun)

    def close(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._edition is not None:
            self._edition.close()

    def _look(self, serving: Edition, asked: Asked) -> dict[str, Value]:
        """In the thread, on a connection of its own: what was found, or that it took too long."""
        begun = perf_counter()
        try:
            edition = self._own(serving)
            stop = threading.Timer(LONGEST_SECONDS, edition.database.interrupt)
            stop.daemon = True
            stop.start()
            try:
                with edition.database.snapshot():
                    return values_of(edition, asked, self._zone, addresses=self._addresses)
            finally:
                stop.cancel()
        except EditionError:
            self._leave()
            late = perf_counter() - begun >= LONGEST_SECONDS
            return form_of(dataclasses.replace(asked, fault="too_slow" if late else "busy"))

    def _own(self, serving: Edition) -> Edition:
        """A connection to the edition that readers have now."""
        if self._of is not serving or self._edition is None:
            self._leave()
            self._edition, self._of = Edition(self.kiosk.config.place, serving=True), serving
        return self._edition

    def _leave(self) -> None:
        if self._edition is not None:
            self._edition.close()
        self._edition, self._of = None, None

    def _pattern(self, page: Page) -> tuple[Part, ...]:
        kept = self._patterns.get(page.language)
        if kept is None or kept[0] != page.etag:
            whole = unpack([page.head, page.tail] if page.tail is not None else [page.head])
            kept = (page.etag, parsed(whole[: page.head.size].decode()))
            self._patterns[page.language] = kept
        return kept[1]

    def _send(self, html: str, page: Page, asked: Asked, exchange: Exchange, *, status: int, coding: int) -> None:
        """Send `html` with the live list and the rest of `page` behind it."""
        filled_page = replace(page, head=pack(html.encode(), final=page.tail is None))
        lite = self.kiosk.answers.lite
        parts = parts_of(filled_page, None if lite else self.kiosk.lists.of(page))
        if lite:
            parts = [pack(without_pictures(unpack(parts)), final=True)]
        coding = PLAIN if coding == PLAIN else GZIP
        headers = page_headers(content_type=page.content_type, cache=CACHE, etag="", coding=coding)
        if not asked.is_bare or asked.fault:
            headers = [*headers, ("x-robots-tag", "noindex")]
        if status == 503:
            headers = [*headers, ("retry-after", "5")]
        self.kiosk.figures.answered(status)
        exchange.response_bytes(status, headers, unpack(parts) if coding == PLAIN else join(parts))

    def _refuse(self, exchange: Exchange) -> None:
        headers: Headers = [*plain_headers(), ("retry-after", "60")]
        self.kiosk.figures.answered(503)
        exchange.response_bytes(503, headers, NOT_YET)
