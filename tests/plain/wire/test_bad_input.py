"""What would keep a reader busy, or fill the machine's memory, is refused before it does, with a sentence."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from tests.plain.wire.reading import check, one, read

from broadsheet.wire import formats, markup
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import feeds, gathering, json_text, newsml_1_components, xml_safety


def ninjs(**fields: object) -> bytes:
    return json.dumps({"uri": "u", "headline": "h", **fields}).encode()


def nitf(body: str, hl: str = "h") -> bytes:
    head = f"<body.head><hedline><hl1>{hl}</hl1></hedline></body.head>"
    return f"<nitf><body>{head}<body.content>{body}</body.content></body></nitf>".encode()


COMPONENT = "<NewsComponent><ContentItem><DataContent>x</DataContent></ContentItem></NewsComponent>"
FEW = 60
"""The bounds are set to this many: the tests then build small documents, and hold for large ones."""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (feeds, "MAX_REFERENCES"),
        (gathering, "MAX_ITEMS"),
        (json_text, "MAX_NAMES"),
        (markup, "MAX_TAGS"),
        (newsml_1_components, "MAX_PARTS"),
        (xml_safety, "MAX_EQUAL_SIGNS"),
    ):
        monkeypatch.setattr(module, name, FEW)


def many(piece: str) -> str:
    return piece * (FEW + 1)


def feed(described: str) -> bytes:
    item = f"<item><title>h</title><guid>u</guid><description>{described}</description></item>"
    return f'<rss version="2.0"><channel><title>t</title>{item}</channel></rss>'.encode()


BUSY = {
    "names": (ninjs(**{f"k{number}": 1 for number in range(FEW)}), "names"),
    "objects": (b"[" + b"{}," * FEW + b"{}]", "names"),
    "subjects": (ninjs(subject=[{"name": str(number)} for number in range(FEW)]), "names"),
    "a list of numbers": (json.dumps([1] * (FEW + 1)).encode(), "items"),
    "tags of a body": (ninjs(body_html=many("<b>x")), "tags"),
    "tags of a headline": (ninjs(headline=many("<b>x")), "tags"),
    "tags of nitf": (nitf(many("<p>x</p>")), "tags"),
    "attributes": (nitf("".join(f"<p a='1' b='2'>{number}</p>" for number in range(FEW))), "attributes"),
    "references of a feed": (feed(many("&amp;")), "references"),
    "components": (f"<NewsML><NewsItem>{many(COMPONENT)}</NewsItem></NewsML>".encode(), "parts|identity"),
}


@pytest.mark.parametrize("name", BUSY)
def test_more_than_any_item_needs_is_refused(name: str) -> None:
    raw, what = BUSY[name]
    with pytest.raises(Refused, match=what) as refusal:
        read(raw)
    assert refusal.value.sentence.endswith(".")


def test_a_document_within_the_bounds_is_taken() -> None:
    assert one(ninjs(body_html="<b>x" * 50)).headline == "h"
    assert one(nitf("<p a='1'>x</p>" * 20)).headline == "h"
    assert one(feed("&amp;" * FEW)).headline == "h"


def test_more_versions_of_an_item_than_any_has_are_refused_and_other_items_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "MAX_VERSIONS", 3)
    items = [{"uri": "u", "headline": "h", "version": str(number)} for number in range(5)]
    reading = read(json.dumps([*items, {"uri": "other", "headline": "h"}]).encode())
    assert [one.version for one in reading.dispatches] == ["0", "1", "2", "1"]
    assert [said for said in reading.refused if "more than 3 versions" in said] == list(reading.refused)
    assert len(reading.refused) == 2


def test_leads_of_a_thread_count_as_versions_of_its_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_VERSIONS", 3)
    leads = (
        f"\x01kpa{number:04} 4 i 48 cc  dln 061\r\nferry/\r\n\x021ST LEAD\nFerry =\r\n\nIt sails.\r\n\x030608\x04"
        for number in range(5)
    )
    reading = read("".join(leads).encode())
    assert (len(reading.dispatches), len(reading.refused)) == (3, 2)


@pytest.mark.parametrize(
    "raw",
    [
        b"kpa0061 4 i 48 cc  dln 061\n" + b"\n" * 500_000 + b"Ferry sails =\nIt sails.\n",
        b"ZCZC FMG001\n:Ferry sails\n  SYDNEY, May 6 DLN - It sails." + b"\n " * 300_000,
    ],
)
def test_copy_of_empty_lines_costs_as_much_as_it_is_long(raw: bytes) -> None:
    # With the square of its length it would take minutes.
    assert one(raw).headline == "Ferry sails"


@pytest.mark.parametrize("begins", [b"", b"{", b"<nitf>", b"\x00", b"Received: x\n"])
def test_a_hundred_megabytes_are_refused_without_being_copied(begins: bytes) -> None:
    raw = begins + b"x" * 100_000_000
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="takes up to 64 MiB"):
            formats.recognise(raw)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \r\n\x00",
        b"{",
        b"[",
        b"[]",
        b"null",
        b"{}",
        b"<",
        b"<nitf",
        b"<?xml",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b'{"uri":"u","urgency":' + b"9" * 100_000 + b"}",
        b'{"uri":"u","headline":NaN}',
        b'{"uri":"u","headline":"\xff"}',
        bytes(range(256)) * 100,
        b'<?xml version="1.0" encoding="euc-jp"?><nitf>\xff\xfe\xfa</nitf>',
    ],
)
def test_the_empty_the_truncated_and_the_binary_are_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(raw)
    assert refusal.value.sentence.strip().endswith(".")


@pytest.mark.parametrize("said", ["a\x00b", "a\ud800b", "a\ufffeb", "a\x1bb"])
def test_nothing_reaches_the_rows_that_a_database_refuses(said: str) -> None:
    fields = {"headline": said, "body_text": said, "byline": said, "version": said, "ednote": said, said: said}
    reading = read(ninjs(**fields, subject=[{"name": said, "code": said}]))
    check(reading)
    kept = repr(reading).encode()
    assert not any(sign in kept for sign in (b"\\x00", b"\\ud800", b"\\ufffe", b"\\x1b"))
