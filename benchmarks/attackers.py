"""Whoever attacks a server in benchmarks/attack.py, each a process of its own.

python attackers.py silent|comers|crowd|heads|bodies PORT NUMBER     until it is ended
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sample_page import STORY
from servers import Server, pinned

FLOOD = 100_000
"""Beacons of each flood."""

GREETING_SECONDS = 2.0
"""Until an attack is under way."""

HEAD = f"GET {STORY} HTTP/1.1\r\nHost: x\r\n".encode()
SAID = {
    "silent": b"",
    "comers": HEAD + b"Connection: close\r\n\r\n",
    "crowd": HEAD + b"Connection: close\r\n\r\n",
    "heads": HEAD + b"X-Slow: ",
    "bodies": b"POST /-/view HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n2",
}

# The kiosk of a benchmark believes X-Forwarded-For, so one machine can be many.
FLOODS = {
    "one address": ('"198.51.100.7"', '"?8"'),
    "200 addresses of one /24": ('"198.51.100." .. (n % 200)', '"?8"'),
    "unknown, replayed, garbled": (
        '"203.0.113." .. (n % 9)',
        'n % 3 == 0 and "?" .. (1000000 + n) or n % 3 == 1 and "?1" or "?%00" .. n',
    ),
}
"""Where beacons of a flood say they come from, and what they say; story 8 is to be pushed."""

_LUA = """
local n, answered = 0, 0
request = function()
  n = n + 1
  wrk.headers["X-Forwarded-For"] = ADDRESS
  wrk.headers["User-Agent"] = "Mozilla/5.0 Firefox/" .. (n % 5000)
  return wrk.format("POST", "/-/view" .. (SAID))
end
response = function()
  answered = answered + 1
  if answered >= NUMBER then os.exit(0) end
end
"""


@contextmanager
def _run(command: list[str], settle_seconds: float = GREETING_SECONDS) -> Iterator[subprocess.Popen[str]]:
    # The reader shares their core, and must not wait for it: on machines of their own they would not be in the way.
    process = subprocess.Popen(
        pinned(1, ["nice", "-n", "19", *command]), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        time.sleep(settle_seconds)
        if process.poll() not in (None, 0):
            raise SystemExit(process.communicate()[0])
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def crowd(server: Server, kind: str, number: int) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """So many connections that say what `kind` says and no more; those that end or are cut come again."""
    return _run([sys.executable, __file__, kind, str(server.port), str(number)])


def slowhttptest(server: Server, mode: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """Five hundred connections of Debian's slowhttptest: slow heads (H), bodies (B) or reading (X)."""
    url = f"http://127.0.0.1:{server.port}{'/-/view' if mode == 'B' else STORY}"
    return _run(["slowhttptest", f"-{mode}", "-c", "500", "-r", "500", "-i", "1", "-l", "60", "-v", "0", "-u", url])


def slowhttptest_is_here() -> bool:
    return shutil.which("slowhttptest") is not None


def flood(server: Server, folder: Path, name: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """`FLOOD` beacons as fast as they are answered."""
    address, said = FLOODS[name]
    script = folder / "flood.lua"
    script.write_text(_LUA.replace("ADDRESS", address).replace("SAID", said).replace("NUMBER", str(FLOOD)))
    command = ["wrk", "-t1", "-c64", "-d60s", "-s", str(script), f"http://127.0.0.1:{server.port}/"]
    return _run(command, settle_seconds=0.5)


async def come_and_come_again(port: int, said: bytes, number: int, *, waiting: bool, in_step: bool) -> None:
    async def one() -> None:
        while True:
            await asyncio.sleep(0.2 if in_step else random.uniform(0.1, 0.3))
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(said)
                await reader.read() if waiting else await reader.read(1)
                writer.close()

    await asyncio.gather(*(one() for _ in range(number)))


if __name__ == "__main__":
    kind, port, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    waiting, in_step = kind not in ("comers", "crowd"), kind != "comers"
    asyncio.run(come_and_come_again(port, SAID[kind], number, waiting=waiting, in_step=in_step))
