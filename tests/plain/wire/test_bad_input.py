"""What would keep a reader busy, or fill the machine's memory, is refused before it does, with a sentence."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from tests.plain.wire.reading import check, one, read

from broadsheet.wire import formats, markup
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import gathering, json_text, newsml_1_components, xml_safety


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
        (gathering, "MAX_ITEMS"),
        (json_text, "MAX_NAMES"),
        (markup, "MAX_TAGS"),
        (newsml_1_components, "MAX_PARTS"),
        (xml_safety, "MAX_EQUAL_SIGNS"),
    ):
        monkeypatch.setattr(module, name, FEW)


def many(piece: str) -> str:
    return piece * (FEW + 1)


BUSY = {
    "names": (ninjs(**{f"k{number}": 1 for number in range(FEW)}), "names"),
    "objects": (b"[" + b"{}," * FEW + b"{}]", "names"),
    "subjects": (ninjs(subject=[{"name": str(number)} for number in range(FEW)]), "names"),
    "a list of numbers": (json.dumps([1] * (FEW + 1)).encode(), "items"),
    "tags of a body": (ninjs(body_html=many("<b>x")), "tags"),
    "tags of a headline": (ninjs(headline=many("<b>x")), "tags"),
    "tags of nitf": (nitf(many("<p>x</p>")), "tags"),
    "attributes": (nitf("".join(f"<p a='1' b='2'>{number}</p>" for number in range(FEW))), "attributes"),
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
