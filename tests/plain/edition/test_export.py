"""An edition as plain files."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edition.errors import AddressUnsafe
from broadsheet.edition.export import export as export_to
from broadsheet.edition.export import file_name
from broadsheet.edition.manifest import MANIFEST
from broadsheet.edition.packing import pack
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.targets import Folder
from broadsheet.edition.writing import EditionWriter


def export(edition, folder, **wishes):
    return export_to(edition, Folder(folder), **wishes)


def page_of(address, html, *, language="en"):
    head, hole, tail = html.partition("|")
    etag = blake2b(html.encode(), digest_size=9).hexdigest()
    return Page(
        address, "page", "text/html; charset=utf-8", language, etag,
        pack(head.encode(), final=not hole), pack(tail.encode(), final=True) if hole else None,
    )  # fmt: skip


@pytest.fixture
def writer(place, tmp_path):
    made = EditionWriter(place)
    photo = tmp_path / "photo"
    photo.write_bytes(b"a photo")
    made.put_media("ab1.jpg", photo)
    made.put_media("zz9.jpg", photo)
    with made.run() as run:
        run.put_shell("en", "<ol><!--items--></ol>")
        run.put_page(page_of("/", "Home |end"))
        run.put_page(page_of("/world", "World|"))
        run.put_page(page_of("/world/story-1", "Story |end"), media=["ab1.jpg"])
        run.put_page(page_of("/rss.xml", "<rss/>"))
        run.put_page(page_of("/km/ទន្លេ", "មេគង្គ", language="km"))
        run.put_page(page_of("!404/en", "Not found"))
        run.put_page(page_of("!410/km", "Withdrawn", language="km"))
        run.put_row(CatalogueRow(1, "en", "world", "/world/story-1", "H", "T", 1, "<li>One</li>"))
        run.put_redirect("/old", '/world/story-1?"<script>')
        run.put_redirect("/world", "/elsewhere")
    yield made
    made.close()


def files(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST}


def test_every_page_is_a_file_where_a_static_server_finds_it(writer, tmp_path):
    target = tmp_path / "out"
    told = []
    written = export(writer.reading, target, progress=lambda done, of: told.append((done, of)))
    found = files(target)
    moved = found.pop("old/index.html")
    assert found == {
        "index.html": "Home <ol><li>One</li></ol>end",
        "world/index.html": "World<ol><li>One</li></ol>",
        "world/story-1/index.html": "Story <ol><li>One</li></ol>end",
        "rss.xml": "<rss/>",
        "km/ទន្លេ/index.html": "មេគង្គ",
        "404.html": "Not found",
        "404.en.html": "Not found",
        "410.km.html": "Withdrawn",
        "media/ab1.jpg": "a photo",
    }
    assert 'href="/world/story-1?%22%3Cscript%3E"' in moved
    assert "<script>" not in moved
    assert written == 10
    assert told == [(n, 10) for n in range(1, 11)]


def test_the_list_can_be_given(writer, tmp_path):
    export(writer.reading, tmp_path / "out", live_list=lambda language: f"[{language}]")
    assert (tmp_path / "out" / "index.html").read_text() == "Home [en]end"


def test_a_second_export_writes_only_what_changed(writer, tmp_path):
    target = tmp_path / "out"
    export(writer.reading, target)
    assert export(writer.reading, target) == 0
    (target / "rss.xml").write_text("torn")
    with writer.run() as run:
        run.put_page(page_of("/world/story-1", "Corrected |end"))
    assert export(writer.reading, target) == 2
    assert (target / "rss.xml").read_text() == "<rss/>"


def test_a_withdrawn_story_leaves_the_export_and_strangers_files_stay(writer, tmp_path):
    target = tmp_path / "out"
    export(writer.reading, target)
    (target / "CNAME").write_text("news.example")
    (target / "world" / "story-1" / "note.txt").write_text("mine")
    with writer.run() as run:
        run.drop_page("/world/story-1")
        run.drop_page("/km/ទន្លេ")
        run.drop_row(1)
    export(writer.reading, target)
    found = files(target)
    assert not found.keys() & {"world/story-1/index.html", "media/ab1.jpg", "km/ទន្លេ/index.html"}
    assert not (target / "km").exists()
    assert (found["CNAME"], found["world/story-1/note.txt"]) == ("news.example", "mine")
    assert "One" not in "".join(found.values())


def test_an_export_broken_off_still_knows_which_files_are_its_own(writer, tmp_path):
    target = tmp_path / "out"

    def break_off(done, of):
        if done == of - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(writer.reading, target, progress=break_off)
    with writer.run() as run:
        run.drop_page("/world/story-1")
    export(writer.reading, target)
    assert "world/story-1/index.html" not in files(target)


@pytest.mark.parametrize(
    "address",
    [
        "/../x",
        "/a/../../x",
        "/a//b",
        "/a\\b",
        "/a\0b",
        "/./a",
        "x",
        "",
        "/a/",
        "/" + "a" * 241,
        "!404/../x",
        "!x",
        f"/{MANIFEST}",
    ],
)
def test_an_address_that_would_leave_the_folder_stops_the_export_before_it_begins(writer, tmp_path, address):
    if "\0" in address and not isinstance(writer.connection, sqlite3.Connection):
        pytest.skip("PostgreSQL takes no such text in the first place.")
    with writer.run() as run:
        run.put_page(page_of(address, "x"))
    with pytest.raises(AddressUnsafe):
        export(writer.reading, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_link_that_leads_out_of_the_folder_is_not_followed(writer, tmp_path):
    target, outside = tmp_path / "out", tmp_path / "outside"
    target.mkdir()
    outside.mkdir()
    (target / "world").symlink_to(outside)
    with pytest.raises(AddressUnsafe):
        export(writer.reading, target)
    assert list(outside.rglob("*")) == []


def test_a_list_of_files_that_was_tampered_with_deletes_nothing_outside(writer, tmp_path):
    target = tmp_path / "out"
    (tmp_path / "precious").write_text("x")
    target.mkdir()
    (target / MANIFEST).write_text(f"../precious\n{tmp_path}/precious\n")
    export(writer.reading, target)
    assert (tmp_path / "precious").exists()


@given(st.text())
def test_a_file_name_stays_in_its_folder(text):
    try:
        name = file_name("/" + text)
    except AddressUnsafe:
        return
    assert not name.startswith("/")
    assert not {"", ".", ".."} & set(name.split("/"))
