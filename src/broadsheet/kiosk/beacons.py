"""Takes the beacons of readers' browsers: one story's number in a small POST; every one is answered 204."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime

from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.store import Edition
from broadsheet.kiosk.clients import Networks, client_address
from broadsheet.kiosk.protocol import Exchange, RequestHeaders, Scope
from broadsheet.ranking.counting import Counter

ADDRESS = "/-/view"
LARGEST = 512
"""Bytes of a beacon's body."""
BODY_SECONDS = 3.0
"""How long a sender may take over so little."""
READ_AT_ONCE = 64
"""Bodies that are waited for; the server has a thousand places, and pages need them."""

_STORY = re.compile(rb"\s*([1-9][0-9]{0,17})\s*\Z")


class Beacons:
    """Judges beacons, and has `counter` count the good ones; X-Forwarded-For is believed from `trusted` alone."""

    def __init__(self, counter: Counter, *, trusted: Networks) -> None:
        self.counter, self.trusted = counter, trusted
        self._reading = 0

    async def body_of(self, exchange: Exchange, headers: RequestHeaders) -> bytes | None:
        """The body, read as far as it is small, announced and quick; None otherwise."""
        announced = headers.get("content-length") or ""
        if not announced.isdigit() or len(announced) > len(str(LARGEST)) or int(announced) > LARGEST:
            return None
        if self._reading >= READ_AT_ONCE:
            self.counter.figures.lost += 1
            return None
        self._reading += 1
        body = b""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for chunk in exchange:
                    body += chunk
                    if len(body) > LARGEST:
                        return None
        except (TimeoutError, RuntimeError):
            # RuntimeError: the sender hung up, which granian tells so.
            return None
        finally:
            self._reading -= 1
        return body

    def take(self, body: bytes | None, scope: Scope, *, edition: Edition | None, now: datetime) -> None:
        """Count what `body` says, if it names a published story and a reader's browser sent it from our own page."""
        figures = self.counter.figures
        found = _STORY.match(body) if body is not None else None
        if found is None:
            figures.refuse("malformed")
            return
        story_id = int(found[1])
        headers = scope.headers
        # Browsers say truly where a request comes from, so another site's pages can't have their readers vote here.
        if headers.get("sec-fetch-site") not in (None, "same-origin"):
            figures.refuse("foreign")
            return
        if edition is None:
            figures.lost += 1
            return
        try:
            published = edition.is_published(story_id)
        except EditionFailed:
            figures.lost += 1
            return
        if not published:
            figures.refuse("unknown")
            return
        address = client_address(scope.client, headers.get("x-forwarded-for"), trusted=self.trusted)
        self.counter.note(story_id, address=address, user_agent=headers.get("user-agent") or "", now=now)
