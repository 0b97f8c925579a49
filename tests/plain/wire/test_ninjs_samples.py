"""Anything may stand in any field: it is read, or refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plain.wire import items

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Reading, Status
from broadsheet.wire.errors import Refused


def read(raw: bytes) -> Reading:
    return formats.recognise(raw).read(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read_or_refuse(raw: bytes) -> None:
    try:
        dispatches = read(raw).dispatches
    except Refused as refusal:
        assert refusal.sentence.strip()
        return
    assert dispatches
    for dispatch in dispatches:
        assert dispatch.guid
        assert dispatch.headline or dispatch.body_html or dispatch.status is Status.CANCELLED
        repr(dispatch).encode("utf-8")


@settings(deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    read_or_refuse(json.dumps(value).encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw)
    read_or_refuse(b'{"uri":"u","headline":"' + raw + b'"}')


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in an item."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for name, held in inner for deeper in places(held, (*path, name)))]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_may_stand_in_any_field(data: st.DataObject) -> None:
    item = items.DIALECTS[data.draw(st.sampled_from(list(items.DIALECTS)))]()
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(item)[1:]))
        held = item
        for name in path[:-1]:
            held = held[name]
        held[path[-1]] = data.draw(JSON)
    read_or_refuse(json.dumps(item).encode())
    read_or_refuse(json.dumps([item, items.ninjs_1()]).encode())


SAMPLES = sorted(
    path
    for folder, pattern in (("reference", "*.json"), ("samples", "ninjs-*/**/*.json"))
    for path in (items.SHARED / folder).glob(pattern)
    if "schema" not in path.name
)


@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_real_items_are_read_or_refused_with_a_sentence() -> None:
    read_files = 0
    for path in SAMPLES:
        try:
            reading = read(path.read_bytes())
        except Refused as refusal:
            assert refusal.sentence.endswith("."), path
            continue
        read_files += 1
        assert not reading.refused, path
        for dispatch in reading.dispatches:
            assert dispatch.headline, path
            assert dispatch.status is Status.USABLE, path
    assert read_files >= len(SAMPLES) - 7


@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_the_reference_items_are_understood_whole() -> None:
    dispatches = {
        path.name: read(path.read_bytes()).dispatches[0] for path in SAMPLES if path.parent.name == "reference"
    }
    lead = dispatches.pop("01-japan-protests.json")
    assert lead.body_html.count("<p>") == 15
    assert (lead.pictures[0].credit, lead.pictures[0].href) == ("AFP", "kishida-2022-03-16.jpg")
    assert lead.unread == ("associations[0].language",)
    assert all(dispatch.unread == () and dispatch.body_html for dispatch in dispatches.values())
