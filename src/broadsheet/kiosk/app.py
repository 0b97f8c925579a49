"""The kiosk itself: an RSGI application that answers readers from the edition.

granian's thread:  request ──▶ ready? ──yes──▶ send
                                 └─no─┐
loop:                                 └─▶ page · media · redirect · tombstone · 404 ──▶ compose ──▶ keep ──▶ send
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta

from broadsheet.edition.brown_out import switch_of
from broadsheet.edition.errors import EditionFailed
from broadsheet.kiosk import beacons, reporting
from broadsheet.kiosk.answers import Answers
from broadsheet.kiosk.cache import Cache
from broadsheet.kiosk.clients import networks
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.figures import KioskFigures
from broadsheet.kiosk.headers import NO_STORE
from broadsheet.kiosk.hot import HotPages
from broadsheet.kiosk.lists import LiveLists
from broadsheet.kiosk.negotiation import LONGEST_REMEMBERED, PLAIN, coding_of, matches
from broadsheet.kiosk.protocol import Exchange, Scope
from broadsheet.kiosk.search import Search
from broadsheet.kiosk.standing import Standing
from broadsheet.kiosk.watch import watch_of

logger = logging.getLogger(__name__)

READING = ("GET", "HEAD")
NO_STORE_ONLY = [("cache-control", NO_STORE)]


def build(config: KioskConfig) -> Kiosk:
    """A kiosk that serves what `config` names; nothing is opened before its loop runs.

    Errors: `ValueError` for trusted proxies that are no addresses.
    """
    return Kiosk(config)


class Kiosk:
    """Serves one edition; granian calls `__rsgi_init__` with its loop, then `__rsgi__` for each request."""

    def __init__(self, config: KioskConfig) -> None:
        self.config = config
        self.figures = KioskFigures()
        self.standing = Standing(config)
        self.watch = watch_of(config.place)
        self.cache = Cache(config.cache_bytes)
        self.lists = LiveLists(count=config.most_viewed_count, age_limit=timedelta(days=config.age_limit_days))
        self.hot = HotPages(self.cache)
        self.beacons = beacons.Beacons(self.standing.counter, trusted=networks(config.trusted_proxies))
        self.answers = Answers(self)
        self.search = Search(self)
        self._ready = self.cache.ready
        self._codings: dict[str | None, int] = {None: PLAIN}
        self._tasks: set[asyncio.Task[None]] = set()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.look()
        self.standing.begin()
        self._keep(loop, self._keep_looking)
        self._keep(loop, lambda: self.standing.keep(self.refresh_lists))
        self._keep(loop, self.hot.keep)
        self._keep(loop, lambda: reporting.keep(self))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.standing.close()
        self.hot.close()
        self.search.close()
        self.watch.close()
        reporting.leave(self)

    def answer_at_once(self, scope: Scope, exchange: Exchange) -> bool:
        """Answer what is ready, and tell whether it was; granian calls it in its own thread, before `__rsgi__`.

        The loop goes on meanwhile: nothing is done here but look up, send and count.
        """
        coding = self._codings.get(scope.headers.get("accept-encoding"))
        if coding is None or scope.method not in READING:
            return False
        return self._send_ready(scope, exchange, coding)

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        headers = scope.headers
        path = scope.path
        method = scope.method
        if method in READING:
            coding = self._coding(headers.get("accept-encoding"))
            if self._send_ready(scope, exchange, coding):
                return
            if path in self.search.languages:
                await self.search.answer(path, scope, exchange, coding=coding)
            else:
                self.answers.give(path, scope, exchange, coding=coding)
        elif method == "POST" and path == beacons.ADDRESS:
            self.figures.answered(204)
            # Our own script says everything in the address: nothing is waited for.
            said = beacons.said_in(scope) or await self.beacons.body_of(exchange, headers)
            self.beacons.take(said, scope, edition=self.watch.edition, now=datetime.now(UTC))
            exchange.response_empty(204, NO_STORE_ONLY)
        else:
            self.answers.refuse_method(path, exchange)

    def _send_ready(self, scope: Scope, exchange: Exchange, coding: int) -> bool:
        kept = self._ready.get(scope.path)
        answer = kept[coding] if kept is not None else None
        if answer is None:
            return False
        answer.hits += 1
        held = scope.headers.get("if-none-match")
        if held is None or not matches(held, answer.etag):
            self.figures.ready += 1
            exchange.response_bytes(answer.status, answer.headers, answer.body)
        else:
            self.figures.ready_held += 1
            exchange.response_empty(304, answer.not_modified)
        return True

    def look(self) -> None:
        """Ask the edition whether it changed, and the switch whether it is on; forget what is no longer true."""
        lite = switch_of(self.config.edition).exists()
        if lite is not self.answers.lite:
            self.answers.lite = lite
            self.cache.clear()
        change = self.watch.poll()
        if change is None:
            return
        if change.everything:
            self.cache.clear()
        for address in change.addresses:
            self.cache.drop(address)
        if change.touches_lists:
            self.beacons.forget()
            self.refresh_lists()

    def refresh_lists(self) -> None:
        """Make every list anew, and forget the answers that hold one that changed."""
        edition = self.watch.edition
        if edition is None:
            return
        had = self.lists.made.keys()
        try:
            changed = self.lists.refresh(edition, self.standing.order, now=datetime.now(UTC))
        except EditionFailed as error:
            self.watch.fail(error)
            return
        self.figures.lists_made_at = datetime.now(UTC).timestamp()
        self.cache.drop_where(lambda answer: answer.list_key in changed)
        for section in self.lists.made.keys() - had:
            # Its page held the whole language's list until now.
            self.cache.drop(section)

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
        loop = asyncio.get_running_loop()
        while True:
            self.look()
            due = loop.time() + self.config.poll_seconds
            await asyncio.sleep(self.config.poll_seconds)
            self.figures.lag.note(loop.time() - due)

    def _coding(self, accept_encoding: str | None) -> int:
        coding = self._codings.get(accept_encoding)
        if coding is None:
            coding = coding_of(accept_encoding)
            # Browsers send a handful of spellings; whoever sends thousands is not remembered.
            if (
                accept_encoding is not None
                and len(self._codings) < LONGEST_REMEMBERED
                and len(accept_encoding) < LONGEST_REMEMBERED
            ):
                self._codings[accept_encoding] = coding
        return coding
