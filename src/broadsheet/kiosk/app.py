"""The kiosk itself: an RSGI application that answers readers from the edition.

request ──▶ ready? ──yes──▶ send
              └─no─▶ page · media · redirect · tombstone · 404 ──▶ compose ──▶ keep ──▶ send
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime

from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.listing import choose, fill
from broadsheet.edition.store import Edition
from broadsheet.kiosk import beacons, media
from broadsheet.kiosk.addresses import is_trick, language_of, location, other_spellings
from broadsheet.kiosk.cache import Cache, Ready
from broadsheet.kiosk.clients import networks
from broadsheet.kiosk.compose import LiveList, composed, live_list
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.headers import MOVED_CACHE, NO_STORE, Headers, plain_headers
from broadsheet.kiosk.negotiation import LONGEST_REMEMBERED, accepts_gzip, matches
from broadsheet.kiosk.protocol import Exchange, Scope
from broadsheet.kiosk.standing import Standing
from broadsheet.kiosk.watch import watch_of

logger = logging.getLogger(__name__)

HEALTH = "/-/health"
RETRY_SECONDS = "5"


def build(config: KioskConfig) -> Kiosk:
    """A kiosk that serves what `config` names; nothing is opened before its loop runs.

    Errors: `ValueError` for trusted proxies that are no addresses.
    """
    return Kiosk(config)


class Kiosk:
    """Serves one edition; granian calls `__rsgi_init__` with its loop, then `__rsgi__` for each request."""

    def __init__(self, config: KioskConfig) -> None:
        self.config = config
        self.standing = Standing(config)
        self.watch = watch_of(config.place)
        self.cache = Cache(config.cache_bytes)
        self.lists: dict[str, LiveList] = {}
        self.beacons = beacons.Beacons(self.standing.counter, trusted=networks(config.trusted_proxies))
        self._ready = self.cache.ready
        self._gzip_accepted: dict[str | None, bool] = {None: False}
        self._tasks: set[asyncio.Task[None]] = set()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.look()
        self.standing.begin()
        self._keep(loop, self._keep_looking)
        self._keep(loop, lambda: self.standing.keep(self.refresh_lists))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.standing.close()
        self.watch.close()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        headers = scope.headers
        path = scope.path
        method = scope.method
        if method == "GET" or method == "HEAD":
            accepted = headers.get("accept-encoding")
            gzip = self._gzip_accepted.get(accepted)
            if gzip is None:
                gzip = self._remember(accepted)
            answer = self._ready.get((path, gzip))
            if answer is None:
                self._answer(path, scope, exchange, gzip=gzip)
                return
            answer.used = True
            held = headers.get("if-none-match")
            if held is None or not matches(held, answer.etag):
                exchange.response_bytes(answer.status, answer.headers, answer.body)
            else:
                exchange.response_empty(304, answer.not_modified)
        elif method == "POST" and path == beacons.ADDRESS:
            body = await self.beacons.body_of(exchange, headers)
            self.beacons.take(body, scope, edition=self.watch.edition, now=datetime.now(UTC))
            exchange.response_empty(204, [("cache-control", NO_STORE)])
        else:
            self._not_allowed(path, exchange)

    def look(self) -> None:
        """Ask the edition whether it changed, and forget what is no longer true."""
        change = self.watch.poll()
        if change is None:
            return
        if change.everything:
            self.cache.clear()
        for address in change.addresses:
            self.cache.drop_address(address)
        if change.touches_lists:
            self.refresh_lists()

    def refresh_lists(self) -> None:
        """Make every language's list anew, and forget the answers that hold one that changed."""
        edition = self.watch.edition
        if edition is None:
            return
        try:
            shells = edition.shells()
            chosen = choose(
                edition,
                list(shells),
                ranked=self.standing.order,
                count=self.config.most_viewed_count,
            )
        except EditionFailed as error:
            self.watch.fail(error)
            return
        before = self.lists
        self.lists = {
            language: live_list(language, fill(shell, chosen[language])) for language, shell in shells.items()
        }
        changed = {
            language
            for language in before.keys() | self.lists.keys()
            if before.get(language) != self.lists.get(language)
        }
        self.cache.drop_where(lambda answer: answer.list_language in changed)

    def _keep(self, loop: asyncio.AbstractEventLoop, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Have `work` done for as long as the loop runs."""
        task = loop.create_task(work())
        self._tasks.add(task)

        def ended(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            if not task.cancelled():
                # A kiosk that had stopped looking would show a withdrawn story for ever.
                logger.error("The kiosk's work stopped; it begins again.", exc_info=task.exception())
                loop.call_later(1.0, self._keep, loop, work)

        task.add_done_callback(ended)

    async def _keep_looking(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(self.config.poll_seconds)

    def _remember(self, accept_encoding: str | None) -> bool:
        gzip = accepts_gzip(accept_encoding)
        if accept_encoding is None:
            return gzip
        # Browsers send a handful of spellings; whoever sends thousands is not remembered.
        if len(self._gzip_accepted) < LONGEST_REMEMBERED and len(accept_encoding) < LONGEST_REMEMBERED:
            self._gzip_accepted[accept_encoding] = gzip
        return gzip

    def _answer(self, path: str, scope: Scope, exchange: Exchange, *, gzip: bool) -> None:
        """Answer what is not ready."""
        if path == HEALTH:
            exchange.response_bytes(200, plain_headers(), b"ok\n")
        elif path == beacons.ADDRESS:
            self._not_allowed(path, exchange)
        elif is_trick(path):
            exchange.response_bytes(400, plain_headers(), b"There is no such address.\n")
        elif self.watch.edition is None:
            self._unavailable(exchange)
        else:
            try:
                self._from_edition(self.watch.edition, path, scope, exchange, gzip=gzip)
            except EditionFailed as error:
                self.watch.fail(error)
                self._unavailable(exchange)

    def _from_edition(self, edition: Edition, path: str, scope: Scope, exchange: Exchange, *, gzip: bool) -> None:
        if path.startswith(media.PREFIX):
            name = path[len(media.PREFIX) :]
            if media.send_media(edition, name, scope.headers, exchange):
                return
        answer = self._ready_page(edition, path, gzip=gzip, status=200)
        if answer is not None:
            held = scope.headers.get("if-none-match")
            if held is not None and matches(held, answer.etag):
                exchange.response_empty(304, answer.not_modified)
            else:
                exchange.response_bytes(200, answer.headers, answer.body)
            return
        target, gone = self._elsewhere(edition, path)
        if target is not None:
            headers: Headers = [*plain_headers(cache=MOVED_CACHE), ("location", target)]
            exchange.response_bytes(301, headers, b"This page has moved.\n")
            return
        status = 410 if gone else 404
        notice = f"!{status}/{language_of(path, self.config.languages)}"
        answer = self._ready.get((notice, gzip))
        answer = answer or self._ready_page(edition, notice, gzip=gzip, status=status)
        if answer is not None:
            exchange.response_bytes(status, answer.headers, answer.body)
        else:
            exchange.response_bytes(status, plain_headers(), b"This page is not here.\n")

    def _ready_page(self, edition: Edition, address: str, *, gzip: bool, status: int) -> Ready | None:
        """The answer for the page at `address`, kept from now on; None where there is no such page."""
        page = edition.page(address)
        if page is None:
            return None
        answer = composed(page, self.lists.get(page.language), gzip=gzip, status=status)
        self.cache.put((address, gzip), answer)
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

    def _unavailable(self, exchange: Exchange) -> None:
        headers: Headers = [*plain_headers(), ("retry-after", RETRY_SECONDS)]
        exchange.response_bytes(503, headers, b"The paper is being printed. Please try again in a moment.\n")

    def _not_allowed(self, path: str, exchange: Exchange) -> None:
        allow = "POST" if path == beacons.ADDRESS else "GET, HEAD"
        headers: Headers = [*plain_headers(), ("allow", allow)]
        exchange.response_bytes(405, headers, b"Not allowed here.\n")
