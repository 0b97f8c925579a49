"""Reads a source's own codes and the Media Topics that they mean, from a table (CSV).

scheme,code,topic            the scheme may be empty: then the code means the same in all of the source's lists
afp,SPO,medtop:15000000
,POL,11000000
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from broadsheet.wire.characters import line
from broadsheet.wire.errors import Refused
from broadsheet.wire.topics.codes import medtop

MAX_ROWS = 50_000
MAX_CODE = 200


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a source and the topic that it means; a code that means several has several rows."""

    scheme: str
    code: str
    topic: str


def read(raw: bytes) -> list[CodeRow]:
    """The rows of the table, each once.

    Errors: `Refused` with the line, for a table without the columns, or with a row that names no code or topic.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("The table is not in UTF-8.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    if not {"code", "topic"} <= set(columns):
        raise Refused("The table needs the columns code and topic in its first line; a column scheme is welcome.")
    found: dict[CodeRow, None] = {}
    try:
        for row in reader:
            told = {name: line(row.get(column) or "") for name, column in columns.items()}
            if not any(told.values()):
                continue
            topic = medtop(told["topic"])
            if not told["code"] or len(told["code"]) > MAX_CODE or not topic:
                said = told["topic"][:40]
                raise Refused(
                    f"It needs a code and a Media Topic of eight digits; it has “{said}”.", f"Line {reader.line_num}"
                )
            found[CodeRow(told.get("scheme", "")[:MAX_CODE], told["code"], topic)] = None
            if len(found) > MAX_ROWS:
                raise Refused(f"The table has more than {MAX_ROWS:,} rows.")
    except csv.Error as error:
        raise Refused(f"The table can't be read: {error}.", f"Line {reader.line_num}") from error
    return list(found)
