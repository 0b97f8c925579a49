"""Writes the page that says which fields were found in how many files of each wire format.

    python scripts/wire_coverage.py ../shared/samples docs/reference/wire-formats.md

Run by hand: the samples are agencies' copy and no part of the repository.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter, defaultdict
from dataclasses import fields
from pathlib import Path

from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import FORMATS, recognise

HEAD = """\
# Wire formats

<!-- Made by `python scripts/wire_coverage.py SAMPLES docs/reference/wire-formats.md`, by hand. -->

Broadsheet tells the format of a delivery from its bytes, reads all that it understands, keeps the delivery as it came,
and lists with the item what it did not understand. The table says in how many of the real files at hand each field was
found: a field that is missing in all files of a format was mostly never sent. What a field means is told in
`broadsheet.wire.dispatch`.
"""
_ENDINGS = frozenset({".xml", ".json", ".txt", ".tst", ".rss", ".atom", ".ninjs", ".nitf", ".newsml", ".jpg", ".jpeg"})
_SKIPPED = frozenset({"guid", "kind", "status", "continues"})
_MOST_BYTES = 30_000_000


def main(samples: Path, page: Path) -> None:
    warnings.simplefilter("ignore")
    readings: dict[str, list[Reading]] = defaultdict(list)
    refused: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(samples.rglob("*")):
        # Some agencies call their files by the guid, without an ending.
        is_kind = path.suffix.lower() in _ENDINGS or ("newsml" in path.name and path.suffix != ".xsd")
        fits = path.is_file() and is_kind and path.name != "SOURCES.txt"
        if fits and path.stat().st_size <= _MOST_BYTES:
            _read(path.read_bytes(), readings, refused)
    page.write_text("\n".join([HEAD, *_files(readings, refused), "", *_found(readings), "", *_reasons(refused), ""]))


def _read(raw: bytes, readings: dict[str, list[Reading]], refused: dict[str, Counter[str]]) -> None:
    name = ""
    try:
        known = recognise(raw)
        name = known.name
        readings[name].append(known.read(raw))
    except Refused as error:
        # Names and numbers of one file say nothing about others.
        sentence = re.sub(r"; it reads .*", ".", error.sentence)
        refused[name][re.sub(r"\b(?:urn|tag|https?):\S+", "…", sentence)] += 1


def _files(readings: dict[str, list[Reading]], refused: dict[str, Counter[str]]) -> list[str]:
    rows = [
        "## Files",
        "",
        "| format | files taken | items | pictures | cancelled | withheld | refused |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for known in FORMATS:
        items = [dispatch for reading in readings[known.name] for dispatch in reading.dispatches]
        pictures = sum(len(dispatch.pictures) for dispatch in items)
        statuses = Counter(dispatch.status for dispatch in items)
        numbers = (
            len(readings[known.name]),
            len(items),
            pictures,
            statuses[Status.CANCELLED],
            statuses[Status.WITHHELD],
        )
        cells = " | ".join(map(str, (*numbers, refused[known.name].total())))
        rows.append(f"| {known.spoken} | {cells} |")
    return rows


def _found(readings: dict[str, list[Reading]]) -> list[str]:
    names = [known.name for known in FORMATS if readings[known.name]]
    rows = ["## Fields", "", "Files in which at least one item has the field.", ""]
    rows += ["| field | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    empty = Dispatch(guid="", kind="", headline="")
    for held in fields(Dispatch):
        if held.name in _SKIPPED:
            continue
        default = getattr(empty, held.name)
        counts = (
            sum(any(getattr(one, held.name) != default for one in reading.dispatches) for reading in readings[name])
            for name in names
        )
        rows.append(f"| `{held.name}` | " + " | ".join(str(count or "·") for count in counts) + " |")
    return rows


def _reasons(refused: dict[str, Counter[str]]) -> list[str]:
    rows = ["## Refused", "", "Files that hold no item, or that may not be opened, and what the desk is told.", ""]
    rows += ["| format | files | reason |", "|---|--:|---|"]
    for name, counts in sorted(refused.items()):
        rows += [
            f"| {name or 'none'} | {count} | {reason.replace('|', '¦')} |" for reason, count in counts.most_common()
        ]
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
