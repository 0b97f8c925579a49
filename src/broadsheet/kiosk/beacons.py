"""Takes the beacons of readers' browsers: a story's number, and the host that the reader came from.

Both stand after the question mark of a POST without a body (`/-/view?81&www.example.org`), or in a small body, parted
by a blank (`81 www.example.org`).

Every one is answered 204, whatever becomes of it. Of the host only its class is kept: search, social, own, other.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.store import Edition
from broadsheet.kiosk.clients import Networks, client_address
from broadsheet.kiosk.headers import NO_STORE, NOT_SNIFFED
from broadsheet.kiosk.protocol import Exchange, RequestHeaders, Scope
from broadsheet.ranking.counting import Counter
from broadsheet.ranking.referrers import referrer_class

ADDRESS = "/-/view"
IMAGE = "/-/view.gif"
"""For pages without JavaScript: `/-/view.gif?81`, in a noscript element."""
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
"""A transparent GIF of one pixel."""
LARGEST = 512
"""Bytes of a beacon's body."""
BODY_SECONDS = 10.0
"""How long a sender may take over so little; as long as over a request's head."""
READ_AT_ONCE = 1024
"""Bodies that are waited for, an eighth of the server's places. Whoever is sent away comes again at once, and costs
more than one who waits."""

_STORY = re.compile(rb"\s*([1-9][0-9]{0,17})(?:[ &]([0-9A-Za-z.:_\[\]-]{0,260}))?\s*\Z")


def said_in(scope: Scope) -> bytes | None:
    """What a beacon says after its question mark; None where it says nothing there."""
    said = scope.query_string
    return said[: LARGEST + 1].encode("utf-8", "replace") if said else None


class Beacons:
    """Judges beacons, and has `counter` count the good ones; X-Forwarded-For is believed from `trusted` alone."""

    def __init__(self, counter: Counter, *, trusted: Networks) -> None:
        self.counter, self.trusted = counter, trusted
        self._reading = 0
        self._published: set[int] = set()

    def forget(self) -> None:
        """Ask the edition again which stories are published: it has changed."""
        self._published.clear()

    async def body_of(self, exchange: Exchange, headers: RequestHeaders) -> bytes | None:
        """The body, read as far as it is small, announced and quick; None otherwise."""
        announced = headers.get("content-length") or ""
        if not announced.isdigit() or len(announced) > len(str(LARGEST)) or int(announced) > LARGEST:
            return None
        if self._reading >= READ_AT_ONCE:
            self.counter.figures.lost += 1
            return None
        self._reading += 1
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await exchange()
        except (TimeoutError, RuntimeError):
            # RuntimeError: the sender hung up, which granian tells so.
            return None
        finally:
            self._reading -= 1
        return body if len(body) <= LARGEST else None

    def answer_image(self, scope: Scope, exchange: Exchange, *, edition: Edition | None) -> int:
        """Count a view by the image beacon; a browser tells itself apart by asking for an image."""
        said = scope.query_string
        if scope.headers.get("sec-fetch-dest") in (None, "image") and scope.method == "GET":
            self.take(said.encode("ascii", "replace"), scope, edition=edition, now=datetime.now(UTC))
        else:
            self.counter.figures.refuse("foreign")
        exchange.response_bytes(200, [("content-type", "image/gif"), ("cache-control", NO_STORE), NOT_SNIFFED], PIXEL)
        return 200

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
        if story_id not in self._published:
            try:
                published = edition.is_published(story_id)
            except EditionFailed:
                figures.lost += 1
                return
            if not published:
                figures.refuse("unknown")
                return
            self._published.add(story_id)
        address = client_address(scope.client, headers.get("x-forwarded-for"), trusted=self.trusted)
        self.counter.note(
            story_id,
            address=address,
            user_agent=headers.get("user-agent") or "",
            now=now,
            referrer=referrer_class((found[2] or b"").decode("ascii")),
        )
