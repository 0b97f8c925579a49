"""The signed list of an export, and what a check against it finds."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from broadsheet.edition import export as export_module
from broadsheet.edition.export import export
from broadsheet.edition.listing import MUTED
from broadsheet.edition.manifest import MANIFEST, SIGNATURE, key_at, public_hex, read, signer, verify
from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.edition.targets import Folder
from broadsheet.edition.writing import EditionWriter


def page_of(address, html):
    return Page(address, "page", "text/html; charset=utf-8", "en", html, pack(html.encode(), final=True), None)


@pytest.fixture
def writer(tmp_path):
    made = EditionWriter(tmp_path / "edition" / "edition.sqlite3")
    with made.run() as run:
        for address in ("/", "/world/one", "/world/two", "/rss.xml"):
            run.put_page(page_of(address, address))
    yield made
    made.close()


@pytest.fixture
def key(tmp_path):
    return key_at(tmp_path / "key")


@pytest.fixture
def target(tmp_path, writer, key):
    made = Folder(tmp_path / "out")
    export(writer.reading, made, sign=signer(key))
    return made


def test_what_was_exported_is_found_whole(target, key):
    verdict = verify(target, public_hex(key))
    assert (verdict.good, verdict.files, verdict.signed) == (True, 4, True)


def test_every_change_is_found(target, key):
    (target.root / "rss.xml").write_text("other")
    (target.root / "world" / "one" / "index.html").unlink()
    verdict = verify(target, public_hex(key))
    assert (verdict.good, verdict.changed, verdict.missing) == (False, ["rss.xml"], ["world/one/index.html"])


def test_a_list_that_somebody_changed_is_found(target, key):
    path = target.root / MANIFEST
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "two" not in line))
    verdict = verify(target, public_hex(key))
    assert (verdict.good, verdict.signed, verdict.changed, verdict.missing) == (False, False, [], [])


def test_another_papers_signature_does_not_do(target, tmp_path):
    assert verify(target, public_hex(key_at(tmp_path / "other"))).signed is False


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, "\xff"])
def test_a_damaged_signature_does_not_do(target, key, signature):
    (target.root / SIGNATURE).write_text(signature, "latin-1")
    assert verify(target, public_hex(key)).signed is False


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path, key):
    assert public_hex(key_at(tmp_path / "key")) == public_hex(key)
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_list_can_be_checked_without_us(target):
    done = subprocess.run(["sha256sum", "--check", "--strict", MANIFEST], cwd=target.root, capture_output=True)
    assert done.returncode == 0, done.stdout


class Bucket:
    """A target that can't be compared byte by byte, as one far away; counts what is put."""

    cheap_to_read = False

    def __init__(self):
        self.files, self.puts = {}, []

    def get(self, name):
        return self.files.get(name)

    def put(self, name, raw):
        self.puts.append(name)
        self.files[name] = raw

    def delete(self, name):
        self.files.pop(name, None)


def test_an_export_that_broke_off_has_no_signature_and_goes_on_where_it_was(writer, key, monkeypatch):
    monkeypatch.setattr(export_module, "SAVED_AFTER", 1)
    bucket = Bucket()

    def break_off(done, of):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(writer.reading, bucket, sign=signer(key), progress=break_off)
    assert verify(bucket, public_hex(key)).signed is None
    bucket.puts.clear()
    assert export(writer.reading, bucket, sign=signer(key)) == 2
    assert len([name for name in bucket.puts if not name.startswith(MANIFEST)]) == 2
    assert verify(bucket, public_hex(key)).good


def test_an_export_in_the_making_does_not_pass_for_the_one_before(writer, target, key):
    def look(done, of):
        assert verify(target, public_hex(key)).signed is None

    export(writer.reading, target, sign=signer(key), progress=look)
    assert verify(target, public_hex(key)).good


def test_the_list_of_the_version_before_is_understood(writer, tmp_path):
    target = Folder(tmp_path / "old")
    (target.root / "gone").mkdir()
    (target.root / "gone" / "index.html").write_text("x")
    (target.root / MANIFEST).write_text("gone/index.html\nindex.html")
    export(writer.reading, target)
    assert not (target.root / "gone").exists()
    assert set(read(target)) == {"index.html", "world/one/index.html", "world/two/index.html", "rss.xml"}


def test_muted_stories_are_nobodys_business(writer, tmp_path):
    with writer.run() as run:
        run.put_page(page_of(MUTED, "[81]"))
    target = Folder(tmp_path / "out2")
    export(writer.reading, target)
    assert "81" not in "".join(
        path.read_text() for path in target.root.rglob("*") if path.is_file() and path.name[0] != "."
    )
