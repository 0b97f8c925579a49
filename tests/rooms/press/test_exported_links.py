"""An exported edition behind any static server: every link of every page leads somewhere."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from broadsheet.edition.export import export
from broadsheet.edition.manifest import key_at, public_hex, signer, verify
from broadsheet.edition.targets import Folder
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press

LINK = re.compile(r"""(?:href|src)="([^"]+)"|<link>([^<]+)</link>|<loc>([^<]+)</loc>|srcset="([^"]+)\"""")

ASKED = re.compile(r"/-/|/oembed\Z")
"""What only a kiosk answers."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(pressed: Press, tmp_path: Path) -> Iterator[tuple[Folder, int]]:
    """The cast's edition as plain files behind Python's own server, which knows nothing of ours."""
    target = Folder(tmp_path / "copy")
    key = key_at(tmp_path / "key")
    export(pressed.writer.reading, target, sign=signer(key))
    assert verify(target, public_hex(key)).good
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(target.root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield target, server.server_address[1]
    server.shutdown()
    server.server_close()


def fetch(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        raw = answer.read()
        if answer.status == 301:
            return fetch(port, urlsplit(answer.getheader("Location") or "").path)
        return answer.status, raw.decode("utf-8", "replace")
    finally:
        connection.close()


def test_every_link_picture_and_feed_is_there(site: tuple[Folder, int], paper: PaperFile) -> None:
    _, port = site
    waiting, seen = ["/", "/km", "/sitemap.xml", "/robots.txt", "/rss.xml"], set()
    kinds = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        status, text = fetch(port, path)
        assert status == 200, path
        kinds.add(path.rpartition(".")[2] if "." in path.rpartition("/")[2] else "page")
        for found in LINK.findall(text):
            for link in found[3].split(",") if found[3] else [next(filter(None, found), "")]:
                whole = urlsplit(urljoin(paper.address + path, unescape(link.strip().split(" ")[0])))
                if f"{whole.scheme}://{whole.netloc}" == paper.address and not ASKED.match(whole.path):
                    waiting.append(whole.path or "/")
    assert {"page", "xml", "css", "js", "jpg"} <= kinds
    assert len([path for path in seen if "/2026/11/" in path]) >= 5
