"""Measures what other readers notice while a kiosk is attacked: their slowest 1 %, CPU and memory.

    python benchmarks/attack.py [--seconds 8]

One reader after another asks for a story of 45 kB, 150 times a second, on connections that stay. Beside them, one after
the other: nothing; 1,000 connections that say nothing; 500 heads that never end; 500 bodies that never come; and
beacons for one story from one address, as fast as wrk can send them. One worker on one core, everybody else on another.
Needs Debian's wrk.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from kiosk_loads import kiosk
from sample_page import STORY, press
from servers import Server, cpu_seconds, pinned

RATE = 150
READERS = 15
GOAL = 2.0
"""p99 under attack ÷ p99 in quiet, for connections and slow requests."""

HEAD = f"GET {STORY} HTTP/1.1\r\nHost: x\r\n"
BODY = b"POST /-/view HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n2"
FLOOD = """
local n = 0
request = function()
  n = n + 1
  wrk.headers["User-Agent"] = "Mozilla/5.0 Firefox/" .. n
  return wrk.format("POST", "/-/view", nil, "3")
end
"""


async def read(server: Server, seconds: float) -> list[float]:
    """Milliseconds that each reader waited; the clock runs from when he was due, so a queue is counted."""
    waits: list[float] = []

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        begun = time.perf_counter() + number / RATE
        due = begun
        while due - begun < seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(f"{HEAD}Accept-Encoding: gzip\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
            waits.append((time.perf_counter() - due) * 1000)
            due += READERS / RATE
        writer.close()

    await asyncio.gather(*(one(number) for number in range(READERS)))
    return waits


@asynccontextmanager
async def crowd(server: Server, number: int, said: bytes) -> AsyncIterator[None]:
    """So many connections that say no more than `said`; those that are cut come again."""
    stopping = asyncio.Event()

    async def one() -> None:
        while not stopping.is_set():
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
                writer.write(said)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(), 30)
                writer.close()
            await asyncio.sleep(0.2)

    tasks = [asyncio.create_task(one()) for _ in range(number)]
    await asyncio.sleep(2)
    yield
    stopping.set()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def flood(server: Server, folder: Path, seconds: float) -> AsyncIterator[None]:
    script = folder / "flood.lua"
    script.write_text(FLOOD)
    command = ["wrk", "-t1", "-c16", f"-d{round(seconds) + 3}s", "-s", str(script), f"http://127.0.0.1:{server.port}/"]
    process = subprocess.Popen(pinned(1, command), stdout=subprocess.PIPE, text=True)
    await asyncio.sleep(1)
    yield
    told = process.communicate()[0]
    requests = next(line for line in told.splitlines() if " requests in " in line)
    print(f"  the flood:{requests}")


@asynccontextmanager
async def quiet() -> AsyncIterator[None]:
    yield


def memory(server: Server) -> float:
    """Megabytes of the worker."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    sizes = []
    for child in children:
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
        sizes += [int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")]
    return max(sizes)


async def measure(server: Server, folder: Path, seconds: float) -> dict[str, float]:
    attacks: dict[str, Callable[[], AbstractAsyncContextManager[None]]] = {
        "quiet": quiet,
        "1,000 silent connections": partial(crowd, server, 1000, b""),
        "500 heads without end": partial(crowd, server, 500, HEAD.encode() + b"X-Slow: "),
        "500 bodies that never come": partial(crowd, server, 500, BODY),
        "quiet again": quiet,
        "beacons as fast as they go": partial(flood, server, folder, seconds),
    }
    found = {}
    for name, attack in attacks.items():
        async with attack():
            before = cpu_seconds(server.process.pid)
            waits = sorted(await read(server, seconds))
            cpu = cpu_seconds(server.process.pid) - before
        found[name] = waits[int(len(waits) * 0.99)]
        print(
            f"{name}: median {waits[len(waits) // 2]:.1f} ms, p99 {found[name]:.1f} ms of {len(waits):,} readers; "
            f"{cpu / seconds:.0%} of a core, {memory(server):.0f} MB",
            flush=True,
        )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        folder = Path(name)
        press(folder / "edition" / "edition.sqlite3")
        with kiosk(folder) as server:
            found = asyncio.run(measure(server, folder, options.seconds))
    calm = max(found["quiet"], found["quiet again"])
    slow = {attack: wait / calm for attack, wait in found.items() if not attack.startswith(("quiet", "beacons"))}
    print(f"p99 at most {max(slow.values()):.2f} times the quiet one under connections; goal {GOAL}")
    return 0 if max(slow.values()) <= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
