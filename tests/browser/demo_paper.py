"""The demo paper, built, pressed and served by a kiosk of its own, with one story withdrawn."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from lxml import html

PROGRAM = Path(sys.executable).with_name("broadsheet")
WITHDRAWN = "cashew-shells-fire-the-kilns"

WITHDRAW = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
import django
django.setup()
from django.utils import timezone
from broadsheet.stories import acts
from broadsheet.stories.models import Story
acts.withdraw(Story.objects.get(slug="{WITHDRAWN}"), by=None, now=timezone.now())
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the kiosk said. Header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class DemoPaper:
    """A demo paper that a kiosk serves at `address`."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("BROADSHEET", "DJANGO"))}
        return kept | {"BROADSHEET_PAPER": str(self.folder), "BROADSHEET_PORT": str(self.port)}

    def run(self, *words: str) -> None:
        done = subprocess.run(words, env=self.environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self) -> str:
        """Make the paper, press it, withdraw a story, press again; returns the withdrawn story's address."""
        self.run(str(PROGRAM), "demo", str(self.folder))
        self.run(str(PROGRAM), "press", "all")
        gone = next(address for address in self.addresses() if address.endswith(WITHDRAWN))
        self.run(sys.executable, "-c", WITHDRAW)
        self.run(str(PROGRAM), "press", "run", "--once")
        return gone

    def addresses(self) -> list[str]:
        """Every page of the edition, notices left out."""
        from broadsheet.edition.store import Edition

        edition = Edition(self.folder / "data" / "edition" / "edition.sqlite3")
        try:
            return [address for address in edition.addresses() if address.startswith("/")]
        finally:
            edition.close()

    def serve(self) -> subprocess.Popen[bytes]:
        """The kiosk, once it answers."""
        command = [sys.executable, "-m", "broadsheet.cli.kiosk_process"]
        with (self.folder / "kiosk.log").open("wb") as log:
            process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 30
        while True:
            try:
                if self.get("/").status == 200:
                    return process
            except (OSError, HTTPException):
                pass
            assert process.poll() is None and time.monotonic() < deadline, (self.folder / "kiosk.log").read_text()
            time.sleep(0.1)

    def get(self, path: str, *, gzip: bool = False) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip" if gzip else "identity"})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def links(self, page: bytes) -> set[str]:
        """The paths of this paper that an HTML page leads to or loads."""
        tree = html.document_fromstring(page)
        found = set(tree.xpath("//@href | //@src"))
        for srcset in tree.xpath("//@srcset"):
            found |= {candidate.split()[0] for candidate in srcset.split(",")}
        found |= set(tree.xpath("//meta[@property='og:image' or @property='og:url']/@content"))
        paths = {link.removeprefix(self.address).partition("#")[0] for link in found}
        return {path or "/" for path in paths if not re.match(r"[a-z]+:|//", path)} - {""}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
