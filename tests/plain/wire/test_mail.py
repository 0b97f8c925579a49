"""What an e-mail becomes: its text, its pictures, and the wire items that it carries."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plain.wire import items
from tests.plain.wire.reading import SAMPLES, check, one, read, read_or_refuse, words_of
from tests.plain.wire.test_iptc7901 import iptc7901

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Status
from broadsheet.wire.errors import Refused

HEAD = (
    "Received: by mail.example; Mon, 6 May 2024 07:08:10 +0700\r\nMessage-ID: <ferry@delta.example>\r\n"
    "Date: Mon, 6 May 2024 07:08:09 +0700\r\nFrom: Delta Press <desk@delta.example>\r\nMIME-Version: 1.0\r\n"
)
DOT = b"\x89PNG\r\n\x1a\nnot really"


def mail(
    subject: str = "Ferry sails", kind: str = "text/plain; charset=utf-8", body: bytes = b"It sails.\r\n"
) -> bytes:
    return f"{HEAD}Subject: {subject}\r\nContent-Type: {kind}\r\n\r\n".encode() + body


def carrying(*attached: tuple[bytes, str, str, str], text: str = "It sails.") -> bytes:
    message = EmailMessage()
    message["Message-ID"], message["From"], message["Subject"] = "<ferry@delta.example>", "desk@delta.example", "Ferry"
    message["Date"] = "Mon, 6 May 2024 07:08:09 +0700"
    message.set_content(text)
    for raw, main, sub, name in attached:
        message.add_attachment(raw, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def test_a_plain_mail_is_understood_whole() -> None:
    text = b"By Sok Maly\r\n\r\nKOH TAMUON, Cambodia (Delta) - It sails.\r\n\r\nTwice.\r\n-- \r\nDelta, 1 Quay\r\n"
    dispatch = one(mail(body=text))
    assert formats.recognise(mail()).name == "mail"
    assert (dispatch.guid, dispatch.headline) == ("ferry@delta.example", "Ferry sails")
    assert dispatch.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert (dispatch.byline, dispatch.dateline) == ("Sok Maly", "KOH TAMUON, Cambodia (Delta)")
    assert (dispatch.credit, one(mail()).credit) == ("Delta", "Delta Press")
    assert words_of(dispatch.body_html) == ["It sails.", "Twice."]
    assert dispatch.editor_note == "Delta, 1 Quay"
    assert (dispatch.status, dispatch.warnings, dispatch.unread) == (Status.USABLE, (), ())


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?Q?Caf=C3=A9_opens?=",
        "=?UTF-8?B?Q2Fmw6kgb3BlbnM=?=",
        "=?iso-8859-1?q?Caf=E9?= =?iso-8859-1?q?_opens?=",
        "=?utf-8?Q?Caf=C3?=\r\n =?utf-8?Q?=A9_opens?=",
        "Café opens",
        "=?windows-1252?Q?Café_opens?=",
        "=?nonsense?Q?Caf=C3=A9_opens?=",
    ],
)
def test_a_subject_is_read_in_any_dress(subject: str) -> None:
    assert one(mail(subject)).headline == "Café opens"


@pytest.mark.parametrize("real", ["utf-8", "latin-1", "cp1252"])
@pytest.mark.parametrize("said", ["utf-8", "iso-8859-1", "us-ascii", "nonsense", ""])
def test_the_charset_may_be_wrong(said: str, real: str) -> None:
    kind = f"text/plain; charset={said}" if said else "text/plain"
    assert words_of(one(mail(kind=kind, body="Café, señor.".encode(real))).body_html) == ["Café, señor."]


def test_lines_that_flow_are_whole_again() -> None:
    body = b"The ferry \r\nsails.\r\n\r\nRice for two \r\ndays.\r\n"
    assert words_of(one(mail(kind="text/plain; format=flowed", body=body)).body_html) == [
        "The ferry sails.",
        "Rice for two days.",
    ]
    glued = one(mail(kind="text/plain; format=flowed; delsp=yes", body=b"The fer \r\nry.\r\n"))
    assert words_of(glued.body_html) == ["The ferry."]


def test_of_two_wordings_the_one_that_says_all_is_taken() -> None:
    def both(rich: str) -> bytes:
        parts = "--b\r\nContent-Type: text/plain\r\n\r\nThe ferry sails.\r\n"
        parts += f"--b\r\nContent-Type: text/html\r\n\r\n{rich}\r\n--b--\r\n"
        return mail(kind="multipart/alternative; boundary=b", body=parts.encode())

    assert one(both("<p>The <b>ferry</b> sails.</p>")).body_html == "<p>The <b>ferry</b> sails.</p>"
    assert one(both("<p>See</p>")).body_html == "<p>The ferry sails.</p>"


def test_pictures_come_with_their_bytes() -> None:
    reading = read(carrying((DOT, "image", "png", "ferry.png")))
    (picture,) = reading.dispatches[0].pictures
    assert (picture.headline, picture.content_type) == ("ferry.png", "image/png")
    assert dict(reading.files)[picture.href] == DOT


def test_items_that_a_mail_carries_are_read_too() -> None:
    reading = read(
        carrying((items.raw(items.ninjs_1()), "application", "json", "a.json"), (b"x\n", "text", "csv", "b.csv"))
    )
    own, inner = reading.dispatches
    assert (own.headline, inner.guid) == ("Ferry", "urn:example:ferry")
    assert own.unread == ("part 3 (b.csv)",)
    assert "b.csv" in own.warnings[0]


def test_a_mail_whose_text_is_an_item_is_its_envelope() -> None:
    for raw in (mail(body=iptc7901()), mail(kind="application/json", body=items.raw(items.ninjs_1()))):
        (dispatch,) = read(raw).dispatches
        assert dispatch.guid in ("iptc7901:kpa0061:2024-05-06", "urn:example:ferry")


def test_mails_inside_of_mails_are_read_two_deep() -> None:
    inner = mail("Deepest")
    for number in range(4):
        head = f"Message-ID: <{number}@x.example>\r\nFrom: a@x.example\r\nSubject: {number}\r\nMIME-Version: 1.0\r\n"
        inner = f"{head}Content-Type: message/rfc822\r\n\r\n".encode() + inner
    reading = read(inner)
    assert "Deepest" not in [dispatch.headline for dispatch in reading.dispatches]
    assert "not read" in reading.dispatches[0].warnings[0]


def test_a_form_fills_the_item() -> None:
    form = b'{"Headline":["Ferry"],"Slugline":["boats"],"Priority":["3"],"Body":["It\r\nsails."],'
    form += b'"Category":["SHIP"],"Colour":["x"]}'
    dispatch = one(mail(body=form))
    assert (dispatch.headline, dispatch.slugline, dispatch.urgency) == ("Ferry", "boats", 3)
    assert (words_of(dispatch.body_html), dispatch.subjects[0].name) == (["It sails."], "SHIP")
    assert dispatch.unread == ("Colour",)


def test_labels_at_the_beginning_name_headline_and_abstract() -> None:
    dispatch = one(mail(body=b"Headline: Ferry\n\nAbstract: At last.\n\nBy Sok Maly\n\nIt sails.\n\nHeadline: no\n"))
    assert (dispatch.headline, dispatch.standfirst, dispatch.byline) == ("Ferry", "At last.", "Sok Maly")
    assert words_of(dispatch.body_html) == ["It sails.", "Headline: no"]


@pytest.mark.parametrize(
    ("subject", "body", "status"),
    [
        ("EMBARGOED: Ferry", b"It sails.", Status.WITHHELD),
        ("Ferry", b"STRICTLY EMBARGOED UNTIL 6 May 09:00\n\nIt sails.", Status.WITHHELD),
        ("KILL: Ferry", b"It sails.", Status.CANCELLED),
        ("Talks on the oil embargo go on", b"It sails.", Status.USABLE),
    ],
)
def test_embargoes_and_kills_are_seen(subject: str, body: bytes, status: Status) -> None:
    assert one(mail(subject, body=body)).status is status


def test_a_mail_without_an_id_is_known_by_its_words() -> None:
    raw = mail().replace(b"Message-ID: <ferry@delta.example>\r\n", b"")
    assert one(raw).guid == one(raw).guid != one(raw.replace(b"It sails", b"It rests")).guid


def test_too_many_parts_are_refused() -> None:
    body = b"".join(b"--b\r\n\r\nx\r\n" for _ in range(5000))
    with pytest.raises(Refused, match="parts"):
        read(mail(kind="multipart/mixed; boundary=b", body=body))


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(
        [mail(), carrying((DOT, "image", "png", "f.png"), (mail(), "application", "octet-stream", "a.eml"))]
    ),
    st.data(),
)
def test_any_mutation_is_read_or_refused(raw: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 40)))
    read_or_refuse(raw[:start] + data.draw(st.binary(max_size=30)) + raw[stop:])


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.text(alphabet='abAB=?_-/;" \r\n', max_size=60))
def test_any_header_is_read_or_refused(text: str, name: str) -> None:
    read_or_refuse(
        mail(f"=?{name}?Q?{text}?=", kind=f"text/plain; charset={text}; name={name}").replace(b"\n\n", b"\n")
    )


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples lie beside the repository")
def test_real_mails_are_read() -> None:
    files = [*SAMPLES.glob("email-wire/*email*.txt"), SAMPLES / "anpa-iptc7901" / "email_attachment_belga.txt"]
    assert len(files) == 5
    for path in files:
        reading = read(path.read_bytes())
        check(reading)
        dispatch = reading.dispatches[0]
        assert dispatch.headline and dispatch.body_html and dispatch.version_created, path
        assert "=?" not in dispatch.headline and "\ufffd" not in dispatch.headline + dispatch.body_html, path
