"""An edition is the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from msgspec.structs import replace

from broadsheet.edition.database import open_for_reading
from broadsheet.edition.errors import EditionFailed, EditionMissing, FormatUnknown
from broadsheet.edition.packing import pack
from broadsheet.edition.place import OnServer, shown
from broadsheet.edition.postgresql import translated
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.press.ledger import Ledger, Note


def page_of(address, text="text", *, tail=None):
    packed = pack(text.encode(), final=tail is None)
    return Page(address, "article", "text/html", "en", text, packed, pack(tail.encode(), final=True) if tail else None)


def row_of(story_id, published_at):
    return CatalogueRow(story_id, "en", "world", f"/{story_id}", "100 % or more?", "ទឹក", published_at, "<li>")


@pytest.fixture
def writer(place):
    made = EditionWriter(place)
    yield made
    made.close()


@pytest.fixture
def reader(place, writer):
    made = Edition(place)
    yield made
    made.close()


def test_what_was_put_is_what_is_read(writer, reader):
    first, second = page_of("/a", "head", tail="\0tail"), page_of("/ខ")
    with writer.run() as run:
        run.put_page(first, ["ab1.jpg", "ab2.jpg"])
        run.put_page(second)
        run.put_row(row_of(7, 100), ["ab1.jpg"])
        run.put_row(row_of(8, 5_000_000_000))
        run.put_shell("en", "<ol>")
        run.put_redirect("/old", "/a")
        run.put_tombstone("/gone")
    assert (reader.page("/a"), reader.page("/ខ"), reader.page("/b")) == (first, second, None)
    assert list(reader.pages()) == [first, second]
    assert reader.catalogue([7, 9]) == {7: row_of(7, 100)}
    assert reader.newest("en", 5) == [row_of(8, 5_000_000_000), row_of(7, 100)]
    assert (reader.shells(), reader.redirects(), reader.redirect("/old")) == ({"en": "<ol>"}, [("/old", "/a")], "/a")
    assert (reader.is_gone("/gone"), reader.is_gone("/a"), reader.has_page("/a")) == (True, False, True)
    assert (reader.media_names(), reader.media_of("story/7")) == (["ab1.jpg", "ab2.jpg"], {"ab1.jpg"})
    assert reader.present() == {"/a", "/ខ", "/old", "/gone", "story/7", "story/8", "shell/en"}
    assert (reader.run(), reader.page_count(), reader.database.damage()) == (1, 2, "")


def test_new_products_put_at_once_are_as_those_put_one_by_one(writer, reader):
    with writer.run() as run:
        run.put_new([(page_of("/a"), ["ab1.jpg"]), (row_of(7, 100), []), (row_of(8, 200), ["ab1.jpg", "ab2.jpg"])])
        run.put_new([])
        assert run.touched == {"/a", "story/7", "story/8"}
    assert reader.page("/a") == page_of("/a")
    assert reader.catalogue([7, 8]) == {7: row_of(7, 100), 8: row_of(8, 200)}
    assert [reader.media_of(holder) for holder in ("/a", "story/7", "story/8")] == [
        {"ab1.jpg"}, set(), {"ab1.jpg", "ab2.jpg"},
    ]  # fmt: skip
    with writer.run() as run:
        run.put_tombstone("/gone")
    assert reader.standing(["/a", "/b", "/gone", "story/7", "story/9"]) == {"/a", "/gone", "story/7"}
    assert reader.standing(["/b"]) == reader.standing([]) == set()


def test_addresses_come_in_the_order_of_their_bytes(writer, reader):
    with writer.run() as run:
        for address in ("/b", "/B", "/a-b", "/a/b", "/ក", "/é", "/_"):
            run.put_page(page_of(address))
    assert reader.addresses() == ["/B", "/_", "/a-b", "/a/b", "/b", "/é", "/ក"]


def test_a_second_run_replaces_and_drops(writer, reader):
    with writer.run() as run:
        run.put_page(page_of("/a"), ["ab1.jpg"])
        run.put_row(row_of(7, 100))
        run.put_shell("en", "<ol>")
        run.put_redirect("/old", "/a")
    with writer.run() as run:
        run.put_page(page_of("/a", "other"), ["ab2.jpg"])
        run.put_row(replace(row_of(7, 100), headline="Other"))
        run.put_shell("en", "<ul>")
        run.put_redirect("/old", "/b")
        assert run.dropped_media == {"ab1.jpg"}
    assert (reader.page("/a"), reader.media_names()) == (page_of("/a", "other"), ["ab2.jpg"])
    assert (reader.catalogue([7])[7].headline, reader.shells(), reader.redirect("/old")) == (
        "Other",
        {"en": "<ul>"},
        "/b",
    )
    assert reader.changed_since(1) == {"/a", "story/7", "shell/en", "/old", "/media/ab1.jpg"}
    with writer.run() as run:
        for drop, what in (
            (run.drop_page, "/a"),
            (run.drop_row, 7),
            (run.drop_shell, "en"),
            (run.drop_redirect, "/old"),
        ):
            drop(what)
            drop(what)
    assert (reader.present(), reader.run()) == (set(), 3)


def test_a_run_that_breaks_off_leaves_nothing(writer, reader):
    with pytest.raises(ZeroDivisionError), writer.run() as run:
        run.put_page(page_of("/a"), ["ab1.jpg"])
        raise ZeroDivisionError
    assert (reader.present(), reader.run(), reader.media_names()) == (set(), 0, [])
    with writer.run() as run:
        run.put_page(page_of("/a"))
    assert reader.run() == 1


def test_readers_see_a_run_whole_or_not_at_all(writer, reader):
    version = reader.version()
    with writer.run() as run:
        run.put_page(page_of("/a"))
        assert (reader.has_page("/a"), reader.version()) == (False, version)
    assert reader.has_page("/a")
    assert reader.version() != version


def test_within_a_snapshot_all_answers_are_of_one_moment(writer, reader):
    with reader.database.snapshot():
        assert reader.run() == 0
        with writer.run() as run:
            run.put_page(page_of("/a"))
        assert (reader.run(), reader.has_page("/a")) == (0, False)
    assert (reader.run(), reader.has_page("/a")) == (1, True)


def test_a_stream_lets_other_questions_be_asked(writer, reader):
    with writer.run() as run:
        for number in range(450):
            run.put_page(page_of(f"/{number:03}"))
    read = [(page.address, reader.has_page(page.address)) for page in reader.pages()]
    assert read == [(f"/{number:03}", True) for number in range(450)]


def test_a_reader_can_write_nothing(reader):
    with pytest.raises(EditionFailed):
        reader.database.do("DELETE FROM pages")


def test_the_ledger_knows_who_read_what(writer):
    ledger = Ledger(writer.database)
    with writer.run():
        ledger.begin_round()
        first = Note("/a", "article", b"\x00\xff", frozenset({"story:1", "section:2"}), None)
        ledger.note([first, Note("/b", "article", b"\x01", frozenset({"story:1"}), None)])
        entry = ledger.entries(["/a"])["/a"]
        ledger.note([Note("/a", "article", b"\x02", frozenset({"story:1", "topic:3"}), entry)])
    assert ledger.readers(["story:1"]) == {"/a": "article", "/b": "article"}
    assert (ledger.readers(["section:2"]), ledger.readers(["topic:3"])) == ({}, {"/a": "article"})
    assert (ledger.fingerprint("/a"), ledger.fingerprint("/c")) == (b"\x02", None)
    assert ledger.keys("/a") == {"story:1", "topic:3"}
    assert (ledger.has_readers("story:1", 1), ledger.has_readers("story:1", 2)) == (True, False)
    assert sorted(ledger.stream_readers("story:1")) == [("/a", "article"), ("/b", "article")]
    with writer.run():
        ledger.strike(ledger.entries(["/a"])["/a"])
    assert ledger.all() == {"/b": "article"}
    assert (ledger.keys("/a"), ledger.readers(["topic:3"])) == (set(), {})


def test_what_the_press_notes_for_itself_is_kept(writer, place):
    writer.set_fact("look", "a")
    writer.set_fact("look", "b")
    other = EditionWriter(place)
    assert (other.fact("look"), other.fact("nothing")) == ("b", "")
    other.close()


def test_what_comes_in_bulk_is_durable_and_lies_in_the_file_soon_afterwards(writer, reader, place):
    with writer.database.filling(), writer.run() as run:
        run.put_page(page_of("/a"))
    assert reader.page("/a") == page_of("/a")
    if not isinstance(place, OnServer):
        assert writer.database.one("PRAGMA wal_autocheckpoint") == (1_000,)


def test_one_at_a_time_is_alone(writer, place):
    other = EditionWriter(place)
    order = []

    def wait_and_note():
        with other.database.alone():
            order.append("second")

    waiting = threading.Thread(target=wait_and_note)
    with writer.database.alone():
        waiting.start()
        waiting.join(0.3)
        order.append("first")
    waiting.join(20)
    assert order == ["first", "second"]
    other.close()


def test_without_an_edition_a_reader_is_told_how_to_make_one(place):
    with pytest.raises(EditionMissing, match="press all"):
        Edition(place)


def test_an_edition_of_another_format_is_refused(writer, place):
    writer.set_fact("format", "99")
    for opened in (Edition, EditionWriter):
        with pytest.raises(FormatUnknown, match="99"):
            opened(place)


def test_two_writers_that_begin_together_make_one_edition(place):
    made, errors = [], []

    def make():
        try:
            made.append(EditionWriter(place))
        except EditionFailed as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(made), errors) == (4, [])
    for writer in made:
        writer.close()


# On a server alone.


def on_server(place):
    if not isinstance(place, OnServer):
        pytest.skip("A file needs no connection.")


def test_a_connection_that_the_server_dropped_is_made_anew(writer, place):
    on_server(place)
    with pytest.raises(EditionFailed), writer.run() as run:
        run.put_page(page_of("/a"))
        open_for_reading(place).one("SELECT pg_terminate_backend(?)", (writer.connection.info.backend_pid,))
        run.put_page(page_of("/b"))
    with writer.run() as run:
        run.put_page(page_of("/c"))
    assert writer.reading.addresses() == ["/c"]


def test_who_dies_lets_the_others_go_on(writer, place):
    on_server(place)
    other = EditionWriter(place)
    with pytest.raises(EditionFailed), other.database.alone():
        open_for_reading(place).one("SELECT pg_terminate_backend(?)", (other.connection.info.backend_pid,))
        other.reading.run()
    with writer.database.alone():
        assert writer.reading.run() == 0


def test_who_has_lost_its_turn_writes_nothing_more_in_it(writer, place):
    on_server(place)
    with writer.database.alone():
        open_for_reading(place).one("SELECT pg_terminate_backend(?)", (writer.connection.info.backend_pid,))
        for _ in range(2):
            with pytest.raises(EditionFailed):
                writer.set_fact("round", "7")
    writer.set_fact("round", "8")
    assert writer.fact("round") == "8"


def test_a_place_is_shown_without_its_password(tmp_path):
    place = OnServer(tmp_path / "edition.sqlite3", "postgresql://press:s3cret@db.example:5433/edition?password=s3cret")
    assert shown(place) == "postgresql://db.example:5433/edition"
    assert "s3cret" not in repr(place)
    with pytest.raises(EditionFailed) as failed:
        Edition(OnServer(tmp_path / "e", "postgresql://press:s3cret@127.0.0.1:1/edition"))
    assert "s3cret" not in str(failed.value)


def test_the_schema_is_said_in_postgresqls_words():
    said = translated("CREATE TABLE t (id INTEGER PRIMARY KEY, -- TEXT\n n INTEGER, b BLOB, a TEXT) WITHOUT ROWID")
    words = "CREATE TABLE t (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n BIGINT, b BYTEA, a TEXT COLLATE"
    assert " ".join(said.split()) == f'{words} "C")'
