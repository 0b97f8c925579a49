"""Real files of the formats in XML: taken, or refused with a sentence; no letter of a text is lost."""

from __future__ import annotations

import functools
import tarfile
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.plain.wire import items

from broadsheet.wire import formats, markup
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import xml_safety
from broadsheet.wire.formats.xml_tree import Node

FOLDERS = (
    *("newsml-g2-iptc", "newsml-g2-wires", "newsml12-wires", "newsml12-nitf-iptc", "nitf-wires", "dpa-day-2017"),
    *("dpa-digitalwires/output", "press-release-xml", "ap-media-api"),
)
FIELDS = (
    *(
        "headline",
        "body_html",
        "language",
        "version_created",
        "first_created",
        "urgency",
        "slugline",
        "byline",
        "place",
    ),
    *(
        "dateline",
        "standfirst",
        "credit",
        "copyright",
        "usage_terms",
        "editor_note",
        "subjects",
        "mentions",
        "pictures",
    ),
)
SILENT = frozenset({"script", "style", "head", "title", "docdata", "media", "encoding"})


def samples() -> Iterator[tuple[str, bytes]]:
    for folder in FOLDERS:
        for path in sorted((items.SHARED / "samples" / folder).glob("*")):
            if path.name.endswith(".tar.xz"):
                with tarfile.open(path) as archive:
                    for member in archive:
                        if member.name.endswith(".xml") and (file := archive.extractfile(member)):
                            yield f"{folder}/{member.name}", file.read()
            elif path.is_file() and b"<" in (raw := path.read_bytes())[:3000] and path.suffix not in (".json", ".jpg"):
                yield f"{folder}/{path.name}", raw


SAMPLES = dict(samples())


@functools.cache
def read_all() -> tuple[dict[str, tuple[str, tuple[Dispatch, ...]]], dict[str, str]]:
    taken: dict[str, tuple[str, tuple[Dispatch, ...]]] = {}
    refused: dict[str, str] = {}
    for name, raw in SAMPLES.items():
        try:
            found = formats.recognise(raw)
            reading = found.read(raw)
        except Refused as refusal:
            refused[name] = refusal.sentence
        else:
            taken[name] = (found.name, reading.dispatches)
            refused |= {f"{name} {number}": sentence for number, sentence in enumerate(reading.refused)}
    return taken, refused


@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_every_file_is_taken_or_refused_with_a_sentence() -> None:
    taken, refused = read_all()
    assert len(taken) >= 180
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in refused.values())
    told = ("vocabular", "plan of coverage", "a part of", "XML schema", "stylesheet", "neither a headline", "no guid")
    unexpected = {name: sentence for name, sentence in refused.items() if not any(word in sentence for word in told)}
    assert not unexpected


@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_the_fields_are_found_in_real_files() -> None:
    taken, _ = read_all()
    counts: dict[str, Counter[str]] = {}
    for name, dispatches in taken.values():
        for dispatch in (one for one in dispatches if one.status is not Status.CANCELLED):
            assert dispatch.headline
            found = counts.setdefault(name, Counter())
            found["items"] += 1
            found.update(field for field in FIELDS if getattr(dispatch, field))
    for found in counts.values():
        assert found["credit"] + found["copyright"] >= found["items"]
        assert found["body_html"] + found["pictures"] >= 0.9 * found["items"]


def pieces(node: Node) -> Iterator[str]:
    """The runs of letters that readers would see of a text, without dpa's header, which repeats the metadata."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.name in SILENT or one.name == "header":
            continue
        for text in (one.text, *(inner.tail for inner in one.nodes)):
            yield "".join((markup.letters(text) if "</" in text else text).replace("|", "").split())
        waiting += one.nodes


def texts(root: Node) -> list[Node]:
    """The elements that hold the texts of the items of a document."""
    found = [node for node in root.walk() if node.name in ("inlinexml", "datacontent")]
    found = [node for node in found if not node.nodes or node.nodes[0].name in ("html", "nitf", "body", "p")]
    inner = [one for node in found or [root] for one in node.walk() if one.name in ("body.content", "body")]
    return [node for node in inner if not any(one.name == "body.content" for one in node.walk() if one is not node)] + [
        node for node in found if not any(one.name == "body" for one in node.walk())
    ]


@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_no_letter_of_a_real_text_is_lost() -> None:
    taken, _ = read_all()
    compared = 0
    for name, (_, dispatches) in taken.items():
        said = "\n".join(
            "".join(text.replace("|", "").split())
            for one in dispatches
            for text in (
                *(one.dateline, markup.letters(one.body_html), one.headline, one.subheadline, one.byline),
                *(one.standfirst, one.editor_note, *(f"{found.caption}{found.headline}" for found in one.pictures)),
            )
        )
        told = [text for one in dispatches for text in (one.headline, one.dateline) if text]
        begins = ["".join(text.split()).rstrip("-–—_") for text in told]
        bylines = ["".join(one.byline.split()) for one in dispatches]
        for node in texts(xml_safety.open_xml(SAMPLES[name]).root):
            for piece in pieces(node):
                for begin in begins:
                    piece = piece if piece == begin else piece.removeprefix(begin).lstrip(".-–—_")
                for byline in filter(None, bylines):
                    piece = piece.replace(f"By{byline}", "")
                if piece.endswith("}"):
                    continue  # A style sheet.
                compared += len(piece)
                assert piece in said or "left out" in " ".join(dispatches[0].warnings), (name, piece[:200])
    assert compared > 300_000
