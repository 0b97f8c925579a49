"""An export into a bucket: signed as Amazon's manual shows, and against a small server that speaks as storage does."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from broadsheet.edition.bucket import Access, bucket_at, signed_headers
from broadsheet.edition.errors import BucketFailed
from broadsheet.edition.export import export
from broadsheet.edition.manifest import MANIFEST, key_at, public_hex, signer, verify
from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.edition.writing import EditionWriter

EXAMPLE = Access(
    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1",
    "https://examplebucket.s3.amazonaws.com",
)  # fmt: skip
MOMENT = datetime(2013, 5, 24, tzinfo=UTC)


def test_a_request_is_signed_as_in_amazons_manual():
    signed = signed_headers(EXAMPLE, "GET", "/test.txt", body=b"", headers={"Range": "bytes=0-9"}, now=MOMENT)
    assert signed["authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_a_put_with_an_odd_name_is_signed_as_in_amazons_manual():
    headers = {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"}
    signed = signed_headers(
        EXAMPLE, "PUT", "/test$file.text", body=b"Welcome to Amazon S3.", headers=headers, now=MOMENT
    )
    assert signed["authorization"].endswith(
        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )


class Storage(ThreadingHTTPServer):
    """Keeps what is put, refuses what is not signed by the one who may, and fails as often as told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.puts: list[str] = []
        self.failures = 0


class Handler(BaseHTTPRequestHandler):
    server: Storage
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def judge(self, body=b""):
        if self.server.failures:
            self.server.failures -= 1
            self.answer(503)
            return False
        names = re.search(r"SignedHeaders=([^,]+)", self.headers["Authorization"])[1].split(";")
        moment = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        given = {n: self.headers[n] for n in names if n not in ("host", "x-amz-date", "x-amz-content-sha256")}
        access = Access("me", "secret", "eu-1", f"http://{self.headers['Host']}")
        wanted = signed_headers(access, self.command, unquote(self.path), body=body, headers=given, now=moment)
        if wanted["authorization"] != self.headers["Authorization"]:
            self.answer(403)
            return False
        return True

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.judge(body):
            name = unquote(self.path)
            self.server.files[name], self.server.types[name] = body, self.headers["Content-Type"]
            self.server.puts.append(name)
            self.answer(200)

    def do_GET(self):
        if self.judge():
            found = self.server.files.get(unquote(self.path))
            self.answer(404 if found is None else 200, found or b"")

    def do_DELETE(self):
        if self.judge():
            self.server.files.pop(unquote(self.path), None)
            self.answer(204)

    def log_message(self, *args):
        pass


@pytest.fixture
def storage():
    server = Storage()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(storage):
    return {
        "AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{storage.server_address[1]}",
    }  # fmt: skip


@pytest.fixture
def writer(tmp_path):
    made = EditionWriter(tmp_path / "edition" / "edition.sqlite3")
    with made.run() as run:
        for address in ("/", "/km/ទន្លេ", "/world/a b&c", "/rss.xml"):
            html = f"Page {address}"
            run.put_page(Page(address, "page", "text/html", "en", html, pack(html.encode(), final=True), None))
    yield made
    made.close()


def test_an_export_lies_in_the_bucket_and_is_found_whole(storage, environment, writer, tmp_path):
    bucket, key = bucket_at("s3://news/copy", environment), key_at(tmp_path / "key")
    assert export(writer.reading, bucket, sign=signer(key)) == 4
    assert storage.files["/news/copy/km/ទន្លេ/index.html"].decode() == "Page /km/ទន្លេ"
    assert storage.types["/news/copy/index.html"] == "text/html; charset=utf-8"
    assert verify(bucket, public_hex(key)).good
    storage.files["/news/copy/index.html"] = b"other"
    assert verify(bucket, public_hex(key)).changed == ["index.html"]


def test_a_second_export_sends_only_what_changed(storage, environment, writer, tmp_path):
    bucket = bucket_at("s3://news", environment)
    export(writer.reading, bucket)
    storage.puts.clear()
    with writer.run() as run:
        run.drop_page("/world/a b&c")
        run.put_page(Page("/", "page", "text/html", "en", "x", pack(b"New", final=True), None))
    assert export(writer.reading, bucket) == 1
    assert [name for name in storage.puts if MANIFEST not in name] == ["/news/index.html"]
    assert "/news/world/a b&c/index.html" not in storage.files


def test_storage_that_stumbles_is_asked_again(storage, environment, writer):
    storage.failures = 2
    assert export(writer.reading, bucket_at("s3://news", environment)) == 4


def test_a_wrong_secret_is_said_without_naming_it(storage, environment, writer):
    bucket = bucket_at("s3://news", environment | {"AWS_SECRET_ACCESS_KEY": "telltale"})
    with pytest.raises(BucketFailed, match="403") as failed:
        export(writer.reading, bucket)
    assert "telltale" not in str(failed.value) + repr(bucket.access)


@pytest.mark.parametrize(
    ("address", "without"), [("s3:///x", ""), ("https://x", ""), ("s3://x", "AWS_SECRET_ACCESS_KEY")]
)
def test_what_is_missing_is_said(environment, address, without):
    environment.pop(without, None)
    with pytest.raises(ValueError, match=without or "names no bucket"):
        bucket_at(address, environment)
