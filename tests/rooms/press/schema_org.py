"""Finds what schema.org doesn't know in a page's structured data: types, properties, values of another kind.

`schemas/schema_org.json` holds, of the types and properties that we print, which types they descend from, where the
properties belong and what they take, as the vocabulary has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VOCABULARY = json.loads((Path(__file__).parent / "schemas" / "schema_org.json").read_text("utf-8"))
LITERALS = {
    "Text": lambda value: isinstance(value, str) and value.strip() != "",
    "URL": lambda value: isinstance(value, str) and re.match(r"https?://[^\s/]+\S*\Z", value),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "DateTime": lambda value: isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)\Z", value),
}


def complaints(graph: dict[str, Any]) -> list[str]:
    """What is wrong with a whole `@graph`, in words; references are followed."""
    if set(graph) != {"@context", "@graph"} or graph["@context"] != "https://schema.org":
        return ["It is no graph of schema.org."]
    ids = {thing["@id"]: thing for thing in graph["@graph"] if "@id" in thing}
    return [words for thing in graph["@graph"] for words in _of(thing, ids)]


def _of(thing: dict[str, Any], ids: dict[str, Any]) -> Iterator[str]:
    kind = thing.get("@type")
    if kind not in VOCABULARY["types"]:
        yield f"{kind} is no type."
        return
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        known = VOCABULARY["properties"].get(name)
        if known is None or not {kind, *VOCABULARY["types"][kind]} & set(known["on"]):
            yield f"{kind} has no {name}."
            continue
        for each in value if isinstance(value, list) else [value]:
            meant = ids.get(each["@id"], each) if isinstance(each, dict) and set(each) == {"@id"} else each
            if not any(_fits(meant, wanted) for wanted in known["takes"]):
                yield f"{kind}.{name} takes {' or '.join(known['takes'])}, not {each!r}."
            if isinstance(each, dict) and meant is each:
                yield from _of(each, ids)


def _fits(value: Any, wanted: str) -> bool:
    if isinstance(value, dict):
        return wanted in {value.get("@type"), *VOCABULARY["types"].get(value.get("@type"), ())}
    if wanted in LITERALS:
        return bool(LITERALS[wanted](value))
    # A thing may be named by its address. A size in pixels is a bare number, as search engines' own examples write it.
    if wanted == "Distance":
        return bool(LITERALS["Integer"](value))
    return wanted not in ("Date", "Language", "DefinedTerm") and bool(LITERALS["URL"](value))
