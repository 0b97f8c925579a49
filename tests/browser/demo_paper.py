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
from urllib.parse import quote

from lxml import html

PROGRAM = Path(sys.executable).with_name("broadsheet")
WITHDRAWN = "cashew-shells-fire-the-kilns"
ASKED = {"en": "the price of fish", "km": "ត្រី"}
"""What is searched for."""

WITHDRAW = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
import django
django.setup()
from django.utils import timezone
from broadsheet.stories import acts
from broadsheet.stories.models import Story
acts.withdraw(Story.objects.get(slug=os.environ["SLUG"]), by=None, now=timezone.now())
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

    def run(self, *words: str, **more: str) -> None:
        done = subprocess.run(words, env=self.environment() | more, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self) -> str:
        """Make the paper, which is pressed then, withdraw a story, press; returns the withdrawn story's address."""
        self.run(str(PROGRAM), "demo", str(self.folder))
        gone = next(address for address in self.addresses() if address.endswith(WITHDRAWN))
        self.withdraw(WITHDRAWN)
        return gone

    def withdraw(self, slug: str) -> None:
        """Withdraw a story, and press."""
        self.run(sys.executable, "-c", WITHDRAW, SLUG=slug)
        self.run(str(PROGRAM), "press", "run", "--once")

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


@dataclass(frozen=True, slots=True)
class Site:
    """The served demo paper: one address of each kind and language, and all its story pages."""

    paper: DemoPaper
    kinds: dict[tuple[str, str], str]
    stories: list[str]

    @classmethod
    def of(cls, paper: DemoPaper) -> Site:
        """Build the demo paper, and find its pages."""
        gone = paper.build()
        pages = paper.addresses()
        stories = [address for address in pages if re.match(r"(/km)?/\d{4}/\d\d/\d\d/", address)]

        def first(pattern: str) -> str:
            return next(address for address in pages if re.fullmatch(pattern, address))

        kinds = {
            (kind, language): address
            for language, prefix in (("en", ""), ("km", "/km"))
            for kind, address in {
                "home": prefix or "/",
                "section": first(f"{prefix}/(?!km|by|topic|archive|saved)[a-z-]+"),
                "month": first(f"{prefix}/(?!km|by|topic)[a-z-]+/\\d{{4}}/\\d\\d"),
                "story": first(f"{prefix}/\\d{{4}}/\\d\\d/\\d\\d/(fish-come|trey-laeng).*"),
                "search": f"{prefix}/search?q={quote(ASKED[language])}",
                "byline": first(f"{prefix}/by/[a-z-]+"),
                "topic": first(f"{prefix}/topic/[a-z-]+"),
                "archive": f"{prefix}/archive",
                "year": first(f"{prefix}/\\d{{4}}"),
                "day": first(f"{prefix}/\\d{{4}}/\\d\\d/\\d\\d"),
                "saved": f"{prefix}/saved",
                "missing": f"{prefix}/nowhere",
                "gone": gone,
            }.items()
        }
        return cls(paper, kinds, stories)
