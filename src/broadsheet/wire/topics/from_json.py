"""Reads IPTC's JSON of a scheme ("IKOS", cptall-*.json): concepts with labels, broader ones and matches."""

from __future__ import annotations

from typing import Any

from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import json_text
from broadsheet.wire.topics import notes
from broadsheet.wire.topics.codes import medtop
from broadsheet.wire.topics.scheme import Concept, Scheme

_SUBJECTS = "newscodes/subjectcode/"


def read(raw: bytes) -> Scheme:
    """The scheme in `raw`; without concepts where it holds none.

    Errors: `Refused` for JSON that can't be read.
    """
    value = json_text.load(raw)
    if not isinstance(value, dict) or not isinstance(value.get("conceptSet"), list):
        raise Refused("The JSON has no conceptSet: it is no list of Media Topics.")
    held = [one for one in value["conceptSet"] if isinstance(one, dict)]
    labels = {medtop(_text(one, "qcode", "uri")): notes.names(_words(one.get("prefLabel"))) for one in held}
    by_name: dict[str, str] = {}
    for one in held:
        code = medtop(_text(one, "qcode", "uri"))
        if code and "retired" not in one:
            by_name |= {name.casefold(): code for name in labels[code].values() if name.casefold() not in by_name}
    concepts = [_concept(one, labels, by_name) for one in held]
    return Scheme(notes.day(_text(value, "dateReleased")), {one.code: one for one in concepts if one.code})


def _concept(one: dict[str, Any], labels: dict[str, dict[str, str]], by_name: dict[str, str]) -> Concept:
    code = medtop(_text(one, "qcode", "uri"))
    retired = notes.day(_text(one, "retired")) if "retired" in one else None
    named = [found for key, held in one.items() if key.lower().endswith("replacedby") for found in _codes(held)]
    said = [text for key in ("changeNote", "note", "definition") for text in _words(one.get(key)).values()]
    return Concept(
        code=code,
        names=labels.get(code, {}),
        broader=next(iter(_codes(one.get("broader"))), ""),
        retired_on=retired,
        modified_on=notes.day(_text(one, "modified")),
        successor=(named[0] if named else notes.successor(code, said, by_name)) if retired else "",
        same=_subject_codes(one.get("exactMatch")),
        close=_subject_codes(one.get("closeMatch")),
    )


def _text(one: dict[str, Any], *names: str) -> str:
    return next((found for name in names if isinstance(found := one.get(name), str) and found), "")


def _words(held: Any) -> dict[str, str]:
    return {str(key): text for key, text in held.items() if isinstance(text, str)} if isinstance(held, dict) else {}


def _codes(held: Any) -> list[str]:
    listed = held if isinstance(held, list) else [held]
    texts = [
        one if isinstance(one, str) else _text(one, "qcode", "uri") if isinstance(one, dict) else "" for one in listed
    ]
    return [code for text in texts if (code := medtop(text))]


def _subject_codes(held: Any) -> tuple[str, ...]:
    listed = held if isinstance(held, list) else [held]
    found = [one.rpartition("/")[2] for one in listed if isinstance(one, str) and _SUBJECTS in one]
    return tuple(code for code in found if len(code) == 8 and code.isdecimal())
