"""A reader who asks the kiosk for one address again and again, until it shows something new."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from collections.abc import Callable

APART_SECONDS = 0.004
LONGEST_SECONDS = 30.0


class Watch(threading.Thread):
    """Asks for `address` with If-None-Match, `APART_SECONDS` apart, until `shows` is true of the text it gets.

    `seen_at` is then the time (`time.monotonic`) at which the last byte of that answer had come; 0.0: never.
    """

    def __init__(self, port: int, address: str, shows: Callable[[str], bool]) -> None:
        super().__init__(daemon=True)
        self.port, self.address, self.shows = port, address, shows
        self.seen_at = 0.0
        self.asked = 0
        self.ready = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        held = ""
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until:
            headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": held} if held else {})
            connection.request("GET", self.address, headers=headers)
            response = connection.getresponse()
            body = response.read()
            came_at = time.monotonic()
            self.asked += 1
            if response.status == 200:
                held = response.getheader("etag") or ""
                if self.shows(gzip.decompress(body).decode()):
                    self.seen_at = came_at
                    break
            self.ready.set()
            time.sleep(APART_SECONDS)
        connection.close()
