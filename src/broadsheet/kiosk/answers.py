"""Gives the answers that are not ready: from the edition, from beside it, or from here."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.store import Edition
from broadsheet.kiosk import beacons, media, oembed
from broadsheet.kiosk.addresses import is_trick, language_of, location, other_spellings
from broadsheet.kiosk.cache import Ready
from broadsheet.kiosk.compose import composed, composed_lite
from broadsheet.kiosk.headers import GONE_CACHE, MOVED_CACHE, Headers, plain_headers
from broadsheet.kiosk.negotiation import BROTLI, GZIP, matches
from broadsheet.kiosk.protocol import Exchange, Scope

if TYPE_CHECKING:
    from broadsheet.kiosk.app import Kiosk

HEALTH = ("/healthz", "/-/health")
RETRY_SECONDS = "5"


class Answers:
    """The slow half of `kiosk`; what it makes goes into the kiosk's cache. `lite` is the brown-out switch."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.lite = False

    def give(self, path: str, scope: Scope, exchange: Exchange, *, coding: int) -> None:
        """Answer a GET or HEAD of `path`."""
        begun = perf_counter()
        status = self._answer(path, scope, exchange, coding=coding)
        self.kiosk.figures.answered(status)
        self.kiosk.figures.making.note(perf_counter() - begun)

    def refuse_method(self, path: str, exchange: Exchange) -> int:
        self.kiosk.figures.answered(405)
        allow = "POST" if path == beacons.ADDRESS else "GET, HEAD"
        headers: Headers = [*plain_headers(), ("allow", allow)]
        exchange.response_bytes(405, headers, b"Not allowed here.\n")
        return 405

    def _answer(self, path: str, scope: Scope, exchange: Exchange, *, coding: int) -> int:
        watch = self.kiosk.watch
        if path in HEALTH:
            if path == "/healthz" and watch.edition is None:
                return self._unavailable(exchange)
            exchange.response_bytes(200, plain_headers(), b"ok\n")
            return 200
        if path == beacons.ADDRESS:
            headers: Headers = [*plain_headers(), ("allow", "POST")]
            exchange.response_bytes(405, headers, b"Not allowed here.\n")
            return 405
        if path == beacons.IMAGE and self.kiosk.config.image_beacon:
            return self.kiosk.beacons.answer_image(scope, exchange, edition=watch.edition)
        if is_trick(path):
            exchange.response_bytes(400, plain_headers(), b"There is no such address.\n")
            return 400
        if watch.edition is None:
            return self._unavailable(exchange)
        try:
            return self._from_edition(watch.edition, path, scope, exchange, coding=coding)
        except EditionFailed as error:
            watch.fail(error)
            return self._unavailable(exchange)

    def _from_edition(self, edition: Edition, path: str, scope: Scope, exchange: Exchange, *, coding: int) -> int:
        if path == oembed.ADDRESS:
            said = oembed.answer(edition, scope.query_string)
            exchange.response_bytes(*said)
            return said[0]
        if path.startswith(media.PREFIX):
            name = path[len(media.PREFIX) :]
            sent = media.send_media(edition, name, scope.headers, exchange)
            if sent:
                return sent
            if media.was_held(edition, name):
                exchange.response_bytes(410, plain_headers(cache=GONE_CACHE), b"This picture has been withdrawn.\n")
                return 410
        answer = self._ready_page(edition, path, coding=coding, status=200)
        if answer is not None:
            held = scope.headers.get("if-none-match")
            if held is not None and matches(held, answer.etag):
                exchange.response_empty(304, answer.not_modified)
                return 304
            exchange.response_bytes(200, answer.headers, answer.body)
            return 200
        target, gone = self._elsewhere(edition, path)
        if target is not None:
            headers: Headers = [*plain_headers(cache=MOVED_CACHE), ("location", target)]
            exchange.response_bytes(301, headers, b"This page has moved.\n")
            return 301
        status = 410 if gone else 404
        notice = f"!{status}/{language_of(path, self.kiosk.config.languages)}"
        kept = self.kiosk.cache.ready.get(notice)
        answer = kept[coding] if kept is not None else None
        answer = answer or self._ready_page(edition, notice, coding=coding, status=status)
        if answer is not None:
            exchange.response_bytes(status, answer.headers, answer.body)
        else:
            exchange.response_bytes(status, plain_headers(), b"This page is not here.\n")
        return status

    def _ready_page(self, edition: Edition, address: str, *, coding: int, status: int) -> Ready | None:
        """The answer for the page at `address`, kept from now on; None where there is no such page."""
        page = edition.page(address)
        if page is None:
            return None
        # Brotli is made of the gzip, if there is time for it.
        made = GZIP if coding == BROTLI else coding
        if self.lite:
            answer = composed_lite(page, coding=made, status=status)
        else:
            answer = composed(page, self.kiosk.lists.of(page), coding=made, status=status)
        self.kiosk.cache.put(address, made, answer)
        if coding == BROTLI:
            answer = answer if self.lite else self.kiosk.hot.at_once(answer)
            self.kiosk.cache.put(address, BROTLI, answer)
        return answer

    def _elsewhere(self, edition: Edition, path: str) -> tuple[str | None, bool]:
        """Where the page of `path` is now, if anywhere, and whether it was withdrawn."""
        moved = edition.redirect(path)
        if moved is not None:
            return location(moved), False
        if edition.is_gone(path):
            return None, True
        for spelling in other_spellings(path):
            if edition.has_page(spelling):
                return location(spelling), False
            moved = edition.redirect(spelling)
            if moved is not None:
                return location(moved), False
            if edition.is_gone(spelling):
                return None, True
        return None, False

    def _unavailable(self, exchange: Exchange) -> int:
        headers: Headers = [*plain_headers(), ("retry-after", RETRY_SECONDS)]
        exchange.response_bytes(503, headers, b"The paper is being printed. Please try again in a moment.\n")
        return 503
