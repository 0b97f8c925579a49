"""Ways to ask the readers: the one dispatch of a delivery, and the law that holds for any bytes."""

from __future__ import annotations

import msgspec
from tests.plain.wire.items import SHARED

from broadsheet.wire import formats, markup
from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused

SAMPLES = SHARED / "samples"


def read(raw: bytes) -> Reading:
    return formats.recognise(raw).read(raw)


def one(raw: bytes) -> Dispatch:
    (dispatch,) = read(raw).dispatches
    return dispatch


def words_of(body: str) -> list[str]:
    """The paragraphs of a body as plain text."""
    return [markup.plain(block) for block in body.split("</p>") if block]


def check(reading: Reading) -> None:
    """What is true of everything that was read."""
    assert reading.dispatches
    for dispatch in reading.dispatches:
        assert 0 < len(dispatch.guid) <= 300
        assert dispatch.headline or dispatch.body_html or dispatch.status is Status.CANCELLED
        assert 0 <= dispatch.urgency <= 9
        assert not any("\x00" in path for path in dispatch.unread)
        assert markup.from_html(dispatch.body_html) == dispatch.body_html
        assert msgspec.json.decode(msgspec.json.encode(dispatch), type=Dispatch) == dispatch


def read_or_refuse(raw: bytes) -> Reading | None:
    """The reading, checked; None where it was refused with a sentence. Anything else fails the test."""
    try:
        reading = read(raw)
    except Refused as refusal:
        assert refusal.sentence.strip().endswith(".")
        return None
    check(reading)
    return reading
