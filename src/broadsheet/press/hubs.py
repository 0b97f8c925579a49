"""Tells a WebSub hub which feeds changed, so that those who follow a feed have a story at once.

A hub is told as a cache is: noted, in batches, again until it works. **Source:** W3C WebSub, 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

import urllib3

FEEDS = ("/rss.xml", "/atom.xml", "/feed.json")
SECONDS = 5.0
NO_ANSWER = "does not answer"


class Hub:
    """The hub at `url`, told of the feeds below `origin`."""

    bans = True

    def __init__(self, url: str, *, origin: str) -> None:
        self.url, self.origin = url, origin
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(SECONDS), retries=False)

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        """Tell of the feeds among `addresses`; returns those of which it would not hear, with the reason."""
        failed: dict[str, str] = {}
        down = ""
        for address in addresses:
            if not address.endswith(FEEDS):
                continue
            fault = down or self._tell(self.origin + quote(address))
            down = fault if fault.endswith(NO_ANSWER) else ""
            if fault:
                failed[address] = fault
        return failed

    def forget_all(self) -> str:
        """Everything anew is no news: followers have it at the next story."""
        return ""

    def _tell(self, feed: str) -> str:
        name = urlsplit(self.url).netloc
        said = {"hub.mode": "publish", "hub.url": feed, "hub.topic": feed}
        try:
            answer = self._pool.request("POST", self.url, fields=said, encode_multipart=False)
        except urllib3.exceptions.HTTPError:
            return f"{name} {NO_ANSWER}"
        return "" if answer.status < 300 else f"{name} answered {answer.status}"
