"""The configuration that `broadsheet doctor --nginx` prints, in a real nginx before two real kiosks."""

from __future__ import annotations

import gzip
import shutil
import signal
import socket
import ssl
import subprocess
import time
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from tempfile import mkdtemp

import pytest

from broadsheet.cli.paper_toml import paper_toml
from nginx_server import NGINX, OPENSSL, nginx_in

pytestmark = pytest.mark.skipif(
    not NGINX or not OPENSSL, reason="nginx or openssl is not installed (Debian: nginx-light)"
)


def eventually(claim, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Nginx:
    def __init__(self, folder, kiosks):
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        (folder / "paper.toml").write_text(
            paper_toml(name="The Courier", languages=["en", "km"], timezone="UTC").replace(
                '# address = "https://news.example"', 'address = "https://news.example"', 1
            )
        )
        self.command = nginx_in(
            folder, paper=folder, kiosks=[kiosk.port for kiosk in kiosks], name="news.example", port=self.port,
            plain_port=self.plain_port,
        )  # fmt: skip
        self.checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True)
        self.process = subprocess.Popen(self.command)

    def get(self, path, method="GET", *, body=None, **headers):
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=20, context=trusting)
        named = {"Host": "news.example", "User-Agent": "Mozilla/5.0 Firefox/119.0"}
        connection.request(method, path, body, named | {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, raw


@pytest.fixture
def kiosks(paper, serve):
    return serve(), serve()


@pytest.fixture
def nginx(kiosks):
    # Started by root, nginx works as somebody else, to whom pytest's own folders are closed.
    folder = Path(mkdtemp(prefix="broadsheet-nginx-"))
    folder.chmod(0o755)
    made = Nginx(folder, kiosks)
    assert made.checked.returncode == 0, made.checked.stderr
    assert eventually(lambda: socket.socket().connect_ex(("127.0.0.1", made.port)) == 0)
    yield made
    made.process.send_signal(signal.SIGTERM)
    made.process.wait(20)
    shutil.rmtree(folder)


def test_readers_get_pages_over_tls_from_the_cache_and_from_kiosks_that_live(nginx, kiosks, paper):
    page = "/world/story-1"
    status, headers, raw = nginx.get(page, Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["x-cache"]) == (200, "gzip", "MISS")
    assert headers["strict-transport-security"] == "max-age=31536000"
    text = gzip.decompress(raw).decode()
    assert text.count("<li>") == 6
    # Another question mark, another spelling of gzip, the same page from the cache.
    other = {"path": page + "?utm_source=x", "Accept_Encoding": "deflate, gzip;q=0.9"}
    assert eventually(lambda: nginx.get(**other)[1]["x-cache"] == "HIT")
    assert nginx.get(**other)[2] == raw
    status, headers, plain = nginx.get(page, Accept_Encoding="identity")
    assert "content-encoding" not in headers and plain.decode() == text
    assert nginx.get(page, If_None_Match=headers["etag"], Accept_Encoding="identity")[0] == 304

    # A search's question is part of its address.
    nginx.get("/search?q=one")
    assert [nginx.get("/search?q=two")[1]["x-cache"] for _ in range(2)] == ["MISS", "HIT"]

    # A former spelling is not mistaken for the page.
    assert nginx.get(page + "/")[0] == 301
    assert nginx.get("/../etc/passwd")[0] in (400, 404)
    assert nginx.get("/world/" + "a" * 9000)[0] in (400, 414)

    # Readers are told apart by their own address, and beacons reach the kiosks.
    assert nginx.get("/-/view", "POST", body=b"2")[0] == 204
    assert nginx.get("/-/view", "POST", body=b"2" * 2000)[0] == 413

    # What the press changes is there within what Cache-Control says: 5 s, and 5 more while it is fetched anew.
    with paper.writer.run() as run:
        paper.story(run, 1, text="A corrected story.")
    assert eventually(lambda: b"A corrected story." in nginx.get(page)[2])
    with paper.writer.run() as run:
        paper.kill(run, 1)
    assert eventually(lambda: nginx.get(page)[0] == 410)

    # One kiosk dies, then the other: pages go on from the other one, then from the cache.
    nginx.get("/world/story-2")
    kiosks[0].kill()
    assert all(nginx.get(f"/world/story-{n}")[0] == 200 for n in (3, 4, 5, 6))
    kiosks[1].kill()
    assert [nginx.get(path)[0] for path in ("/world/story-2", "/world/story-3")] == [200, 200]
    assert nginx.get("/world/story-7")[0] == 502

    connection = HTTPConnection("127.0.0.1", nginx.plain_port, timeout=20)
    connection.request("GET", "/world/story-2?x", headers={"Host": "evil.example"})
    moved = connection.getresponse()
    assert (moved.status, moved.getheader("location")) == (301, "https://news.example/world/story-2?x")
    connection.close()
