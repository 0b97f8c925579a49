"""The fixtures in XML, read, and mutations of them. The words of the fixtures were written for these tests."""

from __future__ import annotations

import copy
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused

FIXTURES = Path(__file__).parent / "fixtures"


def raw(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def read(raw: bytes | str) -> Reading:
    raw = raw.encode() if isinstance(raw, str) else raw
    return formats.recognise(raw).read(raw)


def one(raw: bytes | str) -> Dispatch:
    (dispatch,) = read(raw).dispatches
    return dispatch


def changed(name: str, *changes: tuple[str, str]) -> bytes:
    """A fixture with pieces of its text replaced, each of which must be there."""
    text = raw(name).decode("latin-1")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode("latin-1")


def read_or_refuse(raw: bytes) -> None:
    """Reads, and asserts what holds of every reading; a refusal must be a sentence."""
    try:
        dispatches = read(raw).dispatches
    except Refused as refusal:
        assert refusal.sentence.endswith("."), refusal.sentence
        return
    assert dispatches
    for dispatch in dispatches:
        assert dispatch.guid
        assert dispatch.headline or dispatch.body_html or dispatch.status is Status.CANCELLED
        repr(dispatch).encode("utf-8")


@st.composite
def mutations(draw: st.DrawFn, whole: bytes) -> bytes:
    """`whole` with pieces cut out, doubled, swapped and replaced by bytes or by pieces of markup."""
    odd = st.sampled_from(
        [b"", b"<", b">", b"&", b"]]>", b"<a>", b"</p>", b'"', b"\xff", b"\x00", b"<!--", b"<![CDATA["]
    )
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(whole)))
        end = min(len(whole), start + draw(st.integers(0, 60)))
        put = draw(odd | st.binary(max_size=8) | st.just(whole[start:end] * 2))
        whole = whole[:start] + put + whole[end:]
    return whole


def mutations_of_values(name: str) -> st.SearchStrategy[bytes]:
    """A fixture in which words between tags and in attributes are replaced: it stays well-formed."""
    text = raw(name).decode("latin-1")
    pieces = [piece for piece in text.replace(">", ">\x00").replace("<", "\x00<").split("\x00") if piece]
    words = st.sampled_from(
        ["", "x", "0", "-1", "2024-99-99", "2024-05-06T00:00:00Z", "canceled", "Ⅷ", "&#0;", "9" * 30]
    )

    @st.composite
    def made(draw: st.DrawFn) -> bytes:
        changed = list(pieces)
        for _ in range(draw(st.integers(1, 6))):
            place = draw(st.integers(1, len(changed) - 1))
            if changed[place].startswith("<"):
                before, quote, rest = changed[place].partition('="')
                _, closing, after = rest.partition('"')
                changed[place] = f'{before}="{draw(words)}"{after}' if quote and closing else changed[place]
            else:
                changed[place] = draw(words)
        return "".join(changed).encode("utf-8")

    return made()


def mutations_of_elements(name: str) -> st.SearchStrategy[bytes]:
    """A fixture in which elements are taken out, put elsewhere, doubled, emptied and called by each other's names."""

    @st.composite
    def made(draw: st.DrawFn) -> bytes:
        root = etree.fromstring(
            raw(name), etree.XMLParser(remove_comments=True, load_dtd=False, resolve_entities=False)
        )
        for _ in range(draw(st.integers(1, 8))):
            elements = [one for one in root.iter() if isinstance(one.tag, str)]
            chosen, other = draw(st.sampled_from(elements)), draw(st.sampled_from(elements))
            parent = chosen.getparent()
            act = draw(st.sampled_from(["remove", "copy", "rename", "empty", "attributes"]))
            if act == "remove" and parent is not None:
                parent.remove(chosen)
            elif act == "copy":
                other.append(copy.deepcopy(chosen))
            elif act == "rename" and parent is not None:
                chosen.tag = other.tag
            elif act == "empty":
                chosen.clear()
            else:
                chosen.attrib.update(other.attrib)
        return etree.tostring(root)

    return made()
