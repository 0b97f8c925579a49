"""Makes brotli of answers: of a new one at once, as long as there is time for it, and later of what is asked for most.

Both for a bounded share of one core, the later one in a thread of its own.
"""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, thread_time

import brotli

from broadsheet.kiosk.cache import Cache, Ready
from broadsheet.kiosk.headers import FOREVER
from broadsheet.kiosk.negotiation import BROTLI, GZIP, NAMES

HOT_HITS = 20
"""Sent so often since the cache last looked, an answer is worth the work."""

SHARE = 0.05
"""Of one core's time, at most, for new answers, and as much for hot ones."""

SAVED_SECONDS = 0.05
"""Of that share, so much may be saved up for new answers: a hundred pages of 45 kB."""

LARGEST_AT_ONCE = 65_536
"""Bytes of gzip: more would hold up other readers."""

PAUSE_SECONDS = 0.5

BEST, QUICK = 11, 6
"""Brotli's qualities: the best for what lasts, the quick one for pages whose list will change in seconds.

The quick one takes half a millisecond for 45 kB, and is a quarter smaller than the gzip.
"""

TEXT = ("text/", "image/svg", "application/")
"""Beginnings of the types that brotli makes smaller; fonts are packed already."""


class HotPages:
    """Looks over `cache` for hot answers without brotli of their own, the hottest first."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.made = 0
        self.seconds = 0.0
        """CPU time spent on it."""
        self._saved, self._saved_at = SAVED_SECONDS, monotonic()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="brotli")

    def at_once(self, answer: Ready) -> Ready:
        """The brotli of the new gzip `answer`; the gzip itself where it isn't worth it or there is no time."""
        now = monotonic()
        self._saved = min(SAVED_SECONDS, self._saved + (now - self._saved_at) * SHARE)
        self._saved_at = now
        headers = dict(answer.headers)
        fits = answer.status == 200 and len(answer.body) <= LARGEST_AT_ONCE
        if self._saved <= 0 or not fits or not headers["content-type"].startswith(TEXT):
            return answer
        # A style sheet is made once, and caches before us keep it for ever.
        packed, spent = in_brotli(answer, BEST if headers["cache-control"] == FOREVER else QUICK)
        self._saved -= spent
        self.seconds += spent
        self.made += 1
        return packed

    async def keep(self) -> None:
        """Work for as long as the loop runs."""
        loop = asyncio.get_running_loop()
        while True:
            spent = 0.0
            address = self.hottest()
            if address is not None:
                answer = self.cache.ready[address][GZIP]
                assert answer is not None
                packed, spent = await loop.run_in_executor(
                    self._thread, in_brotli, answer, QUICK if answer.list_key else BEST
                )
                self.put(address, answer, packed)
                self.seconds += spent
            await asyncio.sleep(max(PAUSE_SECONDS if address is None else 0.0, spent / SHARE))

    def hottest(self) -> str | None:
        """The address that was asked for most, of those worth the work; None for none."""
        best, most = None, HOT_HITS - 1
        for address, (_, packed, better) in self.cache.ready.items():
            if packed is not None and better is packed and packed.hits > most and packed.status == 200:
                best, most = address, packed.hits
        return best

    def put(self, address: str, of: Ready, packed: Ready) -> None:
        """Keep `packed`, unless the answer that it was made `of` has gone meanwhile."""
        kept = self.cache.ready.get(address)
        if kept is not None and kept[GZIP] is of:
            self.cache.put(address, BROTLI, packed)
            self.made += 1

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def in_brotli(answer: Ready, quality: int) -> tuple[Ready, float]:
    """The gzip answer `answer` with a body of brotli, and the CPU seconds that it took."""
    begun = thread_time()
    text = gzip.decompress(answer.body)
    body = brotli.compress(text, quality=quality)
    before, after = f'-{NAMES[GZIP]}"', f'-{NAMES[BROTLI]}"'
    etag = answer.etag.removesuffix(before) + after

    def renamed(name: str, value: str) -> tuple[str, str]:
        return (name, {"etag": etag, "content-encoding": NAMES[BROTLI]}.get(name, value))

    packed = Ready(
        answer.status,
        [renamed(*header) for header in answer.headers],
        body,
        etag=etag,
        not_modified=[renamed(*header) for header in answer.not_modified],
        list_key=answer.list_key,
    )
    return packed, thread_time() - begun
