"""What the copy of teleprinters becomes: IPTC 7901, ANPA 1312, and plain text in its frames."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plain.wire.reading import SAMPLES, one, read, read_or_refuse, words_of

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Status
from broadsheet.wire.formats import charsets, iptc7901_times

TEXT = """   Koh Tamuon (dln) - The ferry to the island sailed again on Monday,
after a week of storms that had cut off 4,000 people from the
mainland and emptied the shops.

   "We had rice for two more days," said the harbour master, Chan
Dara.

Boat              Seats      Sails
Naga                120      06:00
Tonle Sap            80      14:30
"""
NOTES = """
# Notebook

* * * *
The following information is not for publication

- Reporting by: Sok Maly
"""


def iptc7901(
    text: str = TEXT + NOTES,
    *,
    head: str = "Ferry sails again =",
    slug: str = "Cambodia-shipping/",
    end: str = "061137 GMT May 24",
) -> bytes:
    message = f"\x01kpa0061 4 i 48 cc  dln 061\r\n\n{slug}\r\n\x02{head}\r\n\n{text}\r\n\x03{end}\r\n\x7f\n\x7f\x04"
    return message.encode("latin-1")


PARAGRAPHS = [
    "The ferry to the island sailed again on Monday, after a week of storms that had cut off 4,000 people from the "
    "mainland and emptied the shops.",
    '"We had rice for two more days," said the harbour master, Chan Dara.',
]


def test_a_message_is_understood_whole() -> None:
    dispatch = one(iptc7901(head="1ST LEAD\nFerry sails again\nBy Sok Maly, dln ="))
    assert formats.recognise(iptc7901()).name == "iptc7901"
    assert (dispatch.guid, dispatch.version) == ("iptc7901:kpa0061:2024-05-06", "2")
    assert dispatch.version_created == datetime(2024, 5, 6, 11, 37, tzinfo=UTC)
    assert (dispatch.headline, dispatch.byline, dispatch.urgency) == ("Ferry sails again", "Sok Maly, dln", 4)
    assert (dispatch.dateline, dispatch.place, dispatch.credit) == ("Koh Tamuon (dln)", "Koh Tamuon", "dln")
    assert (dispatch.slugline, dispatch.thread) == ("Cambodia-shipping", "kpa:cambodia-shipping")
    assert dispatch.continues
    assert words_of(dispatch.body_html)[:2] == PARAGRAPHS
    assert (dispatch.status, dispatch.warnings) == (Status.USABLE, ())


def test_the_notebook_stays_with_the_editors() -> None:
    dispatch = one(iptc7901())
    assert "Sok Maly" in dispatch.editor_note
    assert "Sok Maly" not in dispatch.body_html
    assert "* *" not in dispatch.body_html


def test_a_table_keeps_its_rows_and_cells() -> None:
    body = one(iptc7901()).body_html
    assert all(cell in body for cell in ("Tonle Sap", "80", "14:30"))
    assert "Naga12006:00" not in body
    assert body.index("Naga") < body.index("Tonle Sap")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("charset", ["latin-1", "utf-8", "cp1252", "cp850"])
def test_any_charset_and_any_line_end_say_the_same(charset: str, newline: str) -> None:
    text = TEXT.replace("Chan", "Müller").replace("rice", "café")
    raw = iptc7901(text).decode("latin-1").replace("\r\n", "\n").replace("\n", newline).encode(charset)
    dispatch = one(raw)
    assert words_of(dispatch.body_html)[1] == '"We had café for two more days," said the harbour master, Müller Dara.'


def test_one_letter_of_another_charset_spoils_no_others() -> None:
    raw = "Müller, Göring, Schröder, Grün, Köln".encode() + b" M\xfcller"
    assert charsets.decode(raw) == "Müller, Göring, Schröder, Grün, Köln Müller"


def test_a_message_without_control_bytes_is_read() -> None:
    raw = iptc7901().translate(None, b"\x01\x02\x03\x04\x7f")
    dispatch = one(raw)
    assert dispatch.guid == "iptc7901:kpa0061:2024-05-06"
    assert (dispatch.slugline, dispatch.headline) == ("Cambodia-shipping", "Ferry sails again")
    assert "GMT" not in dispatch.body_html


def test_many_messages_come_in_one_file() -> None:
    other = iptc7901().replace(b"kpa0061", b"kpa0062")
    reading = read(iptc7901() + other + b"\x01rubbish\x04")
    assert [dispatch.guid[-15:] for dispatch in reading.dispatches] == ["0061:2024-05-06", "0062:2024-05-06"]
    assert reading.refused[0].startswith("message 3: ")


@pytest.mark.parametrize(
    ("head", "text", "status", "signal"),
    [
        ("MANDATORY KILL\nFerry sails again =", TEXT, Status.CANCELLED, ""),
        (
            "Ferry sails again =",
            "Editors: Please kill the story Cambodia-shipping.\n",
            Status.CANCELLED,
            "",
        ),
        ("WITHHOLD\nFerry sails again =", TEXT, Status.WITHHELD, ""),
        ("Ferry sails again =", "EMBARGOED UNTIL 1800 GMT\n\n" + TEXT, Status.WITHHELD, ""),
        ("CORRECTION\nFerry sails again =", TEXT, Status.USABLE, "correction"),
        ("BERICHTIGUNG\nFerry sails again =", TEXT, Status.USABLE, "correction"),
        ("Storm kills ten, ferry withdrawn =", TEXT, Status.USABLE, ""),
    ],
)
def test_kills_holds_and_corrections_are_told_from_news(head: str, text: str, status: Status, signal: str) -> None:
    dispatch = one(iptc7901(text, head=head))
    assert (dispatch.status, dispatch.signal) == (status, signal)
    assert dispatch.thread == one(iptc7901()).thread


def test_a_text_without_a_headline_is_named_by_its_beginning() -> None:
    dispatch = one(b"\x01kpa0061 4 i 48\n\nslug/\n\x02" + b"word " * 400 + b"\x03061137 GMT May 24\x04")
    assert len(dispatch.headline) < 150
    assert dispatch.body_html.count("word") == 400


def test_a_transmission_that_was_cut_off_says_so() -> None:
    cut = iptc7901()[:300]
    assert "cut off" in one(cut).warnings[-1]
    short = iptc7901("One line.\n").replace(b" 48 ", b" 480 ")
    assert "480 words" in one(short).warnings[-1]


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("131137 GMT Nov 13", datetime(2013, 11, 13, 11, 37, tzinfo=UTC)),
        ("071341 GMT Okt 15 ", datetime(2015, 10, 7, 13, 41, tzinfo=UTC)),
        ("211259 Nov 18", datetime(2018, 11, 21, 12, 59, tzinfo=UTC)),
        ("211259 CET déc. 2018", datetime(2018, 12, 21, 11, 59, tzinfo=UTC)),
        ("AP-WF-11-13-13 1509GMT", datetime(2013, 11, 13, 15, 9, tzinfo=UTC)),
        ("AP-NY-05-06-24 2330EDT", datetime(2024, 5, 7, 3, 30, tzinfo=UTC)),
        ("311137 GMT Feb 13", None),
        ("131137 GMT Nov", None),
        ("nothing", None),
    ],
)
def test_the_time_at_the_end_is_read(words: str, moment: datetime | None) -> None:
    assert iptc7901_times.moment(words) == moment


def anpa(
    slug: str = "BC-AS--Cambodia Ferry, 2nd Ld-Writethru", *, notes: str = "Eds: Adds quotation.", second: str = "r i"
) -> bytes:
    return (
        f"\x16\x16\x01W2870\x1fasian\n{second}\x13\x11 BC-AS--CambodiaFerry     05-06 0048\n\x02^{slug},48<\n"
        f"^Ferry sails again <\n^{notes}<\n^By SOK MALY=\n^Associated Press=\n"
        "\t   KOH TAMUON, Cambodia (AP) _ The ferry sailed again on Monday _ after a week.\n \n"
        "\t   ``We had rice for two more days,'' said Chan Dara. \n\n\t   \x03AP-WF-05-06-24 1137GMT<\n\n\x0c\n\x04"
    ).encode()


def test_a_message_in_anpa_is_understood_whole() -> None:
    dispatch = one(anpa())
    assert formats.recognise(anpa()).name == "anpa"
    assert (dispatch.guid, dispatch.version) == ("anpa:ap:w2870:2024-05-06", "3")
    assert dispatch.version_created == datetime(2024, 5, 6, 11, 37, tzinfo=UTC)
    assert (dispatch.headline, dispatch.byline) == ("Ferry sails again", "SOK MALY")
    assert (dispatch.dateline, dispatch.place, dispatch.credit) == (
        "KOH TAMUON, Cambodia (AP)",
        "KOH TAMUON, Cambodia",
        "AP",
    )
    assert words_of(dispatch.body_html) == [
        "The ferry sailed again on Monday — after a week.",
        "“We had rice for two more days,” said Chan Dara.",
    ]
    assert dispatch.editor_note == "Eds: Adds quotation."
    assert (dispatch.thread, dispatch.continues) == ("anpa:ap:as--cambodia ferry", True)
    assert (dispatch.status, dispatch.warnings, dispatch.unread) == (Status.USABLE, (), ())


@pytest.mark.parametrize(
    ("slug", "notes", "status", "signal"),
    [
        ("BC-AS--Cambodia Ferry, KILL", "Eds: x", Status.CANCELLED, ""),
        ("BC-AS--Cambodia Ferry", "BULLETIN KILL", Status.CANCELLED, ""),
        ("BC-AS--Cambodia Ferry", "Eds: Members are asked to kill the story.", Status.CANCELLED, ""),
        ("BC-AS--Cambodia Ferry, WITHHOLD", "Eds: x", Status.WITHHELD, ""),
        ("BC-AS--Cambodia Ferry", "EMBARGOED UNTIL 6 p.m.", Status.WITHHELD, ""),
        ("BC-AS--Cambodia Ferry, CORRECTION", "Eds: x", Status.USABLE, "correction"),
        ("BC-AS--Cambodia Ferry, 3rd Ld", "Eds: CORRECTS name of master.", Status.USABLE, "correction"),
        ("BC-AS--Bus Kills Ten", "Eds: x", Status.USABLE, ""),
    ],
)
def test_anpa_says_what_may_be_done(slug: str, notes: str, status: Status, signal: str) -> None:
    dispatch = one(anpa(slug, notes=notes))
    assert (dispatch.status, dispatch.signal) == (status, signal)


@pytest.mark.parametrize(("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("r", 4), ("d", 5), ("s", 6)])
def test_the_priority_is_an_urgency(letter: str, urgency: int) -> None:
    assert one(anpa(second=f"{letter} i")).urgency == urgency


def test_a_flash_of_a_thousand_words_is_none() -> None:
    assert one(anpa(second="f i").replace(b"0048", b"1048")).urgency == 6


def test_the_rows_of_a_table_in_anpa_are_kept() -> None:
    raw = (
        b"\x16\x16\x01z9631\x1f-----\nr z\x14\x12 BC-Boats     05-06 0020\n\x02^BC-Boats Glance<\n^Boats=\n^EAST=\n"
        b"\x08^;W;L\x10 \n\x08Naga\x10 One;23;3{\x10 \n\x03AP-WF-05-06-24 1137GMT<\n\x04"
    )
    dispatch = one(raw)
    assert (dispatch.headline, dispatch.slugline) == ("Boats", "BC-Boats Glance")
    assert "Naga One" in dispatch.body_html and "3½" in dispatch.body_html and "EAST" in dispatch.body_html


def test_text_between_zczc_and_nnnn_is_read() -> None:
    raw = b"ZCZC FMG001\nYY RFG\n:Ferry sails again\n:FERRY\n  SYDNEY, May 6 DLN - The ferry sailed.\n\nNNNN\n"
    raw += b"ZCZC FMG002\n:Two\nText.\nNNNN\n"
    first, second = read(raw).dispatches
    assert (first.headline, first.slugline, first.dateline) == ("Ferry sails again", "FERRY", "SYDNEY, May 6 DLN")
    assert (words_of(first.body_html), first.credit) == (["The ferry sailed."], "DLN")
    assert (second.headline, words_of(second.body_html)) == ("Two", ["Text."])


def test_a_press_release_says_that_it_is_one() -> None:
    raw = b"Source: Boats Ltd\r\nMEDIA RELEASE PR123\r\nFerry sails\r\nagain\r\n\r\n"
    raw += b"KEP, May 6, 2024 /X-AsiaNet/ --\r\n\r\nIt \x95 sails.\r\n"
    dispatch = one(raw)
    assert (dispatch.guid, dispatch.headline, dispatch.credit) == ("asianet:PR123", "Ferry sails again", "Boats Ltd")
    assert dispatch.version_created == datetime(2024, 5, 6, tzinfo=UTC)
    assert words_of(dispatch.body_html) == ["It • sails."]
    assert "press release" in dispatch.warnings[0]


@settings(deadline=None, max_examples=200)
@given(st.sampled_from([iptc7901(), anpa()]), st.data())
def test_any_mutation_is_read_or_refused(raw: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 40)))
    read_or_refuse(raw[:start] + data.draw(st.binary(max_size=30)) + raw[stop:])


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="\x01\x02\x03\x04\x08\t\n^<=AB 12-–ü/:", max_size=120))
def test_any_text_behind_a_header_is_read_or_refused(text: str) -> None:
    for header in ("\x01kpa0061 4 i 48\n", "\x01W2870\x1f-\nr i\x14\x12 BC-X 05-06 0048\n", "ZCZC FMG001\n"):
        read_or_refuse((header + text).encode())


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples lie beside the repository")
def test_real_messages_are_read() -> None:
    files = [path for path in SAMPLES.glob("anpa-iptc7901/*") if path.name[:5] not in ("email", "SOURC")]
    assert len(files) == 19
    for path in files:
        raw = path.read_bytes()
        reading = read_or_refuse(raw)
        assert reading is not None and not reading.refused, path
        dispatch = reading.dispatches[0]
        assert dispatch.headline and dispatch.body_html and dispatch.credit, path
        assert dispatch.status is Status.USABLE, path
        assert "not for publication" not in dispatch.body_html, path
        assert "\ufffd" not in dispatch.body_html, path
        if formats.recognise(raw).name != "telex":
            assert dispatch.version_created and dispatch.slugline and dispatch.thread and dispatch.urgency, path
