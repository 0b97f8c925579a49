"""The stores that must do the same: a file, and a real Valkey or Redis on the loopback interface."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.ranking.store import RankingStore, open_store


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Valkey or Redis of our own that keeps nothing on disk."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        pytest.skip("neither valkey-server nor redis-server is installed (Debian: redis-server)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("valkey")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(params=["sqlite", "valkey"])
def open_one(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], RankingStore]]:
    """Opens the same empty store once more, as another kiosk would."""
    address = ""
    if request.param == "valkey":
        address = request.getfixturevalue("valkey")
        import valkey as client

        client.Valkey.from_url(address.replace("redis://", "valkey://")).flushall()
    opened: list[RankingStore] = []

    def more() -> RankingStore:
        opened.append(open_store(tmp_path / "data" / "ranking.sqlite3", valkey=address))
        return opened[-1]

    yield more
    for store in opened:
        store.close()
