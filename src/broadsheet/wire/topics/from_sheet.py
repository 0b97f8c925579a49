"""Reads the Media Topics from IPTC's spreadsheet (xlsx): a row a topic, its level told by its column."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from broadsheet.wire.errors import Refused
from broadsheet.wire.topics import notes
from broadsheet.wire.topics.codes import medtop
from broadsheet.wire.topics.scheme import Concept, Scheme

MAX_UNPACKED = 64 * 1024 * 1024
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET, _TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_LEVEL = re.compile(r"Level\d/NewsCode")
_NAME = re.compile(r"Name \((.+)\)")


def read(raw: bytes) -> Scheme:
    """The scheme in the first sheet; without concepts where it has no row of a topic.

    Errors: `Refused` for a file that is no spreadsheet or unpacks to more than `MAX_UNPACKED`.
    """
    rows = _rows(raw)
    head = next((row for row in rows if "NewsCode-URI" in row.values()), None)
    if head is None:
        raise Refused("The spreadsheet has no column called NewsCode-URI.")
    title = " ".join(text for row in rows[:2] for text in row.values())
    released = re.search(r"\d{4}-\d\d-\d\d", title)
    columns = {name: letter for letter, name in head.items()}
    levels = [columns[name] for name in sorted(name for name in columns if _LEVEL.fullmatch(name))]
    by_name: dict[str, str] = {}
    entries: list[tuple[str, str, dict[str, str], list[str], str, str]] = []
    above: dict[int, str] = {}
    for row in rows[rows.index(head) + 1 :]:
        code = medtop(row.get(columns.get("NewsCode-QCode (flat)", ""), "")) or medtop(
            row.get(columns["NewsCode-URI"], "")
        )
        level = next((n for n, letter in enumerate(levels) if row.get(letter)), None)
        if not code or level is None:
            continue
        above[level] = code
        said = {
            match[1]: row[letter]
            for name, letter in columns.items()
            if (match := _NAME.fullmatch(name)) and row.get(letter)
        }
        texts = [row[letter] for name, letter in columns.items() if name.startswith("Definition") and row.get(letter)]
        retired = row.get(columns.get("RetiredDate", ""), "")
        subject = row.get(columns.get("SubjectCode mapping", ""), "")
        entries.append((code, above.get(level - 1, ""), said, texts, retired, subject))
        if not retired:
            for name in notes.names(said).values():
                by_name.setdefault(name.casefold(), code)
    day = notes.day(released[0]) if released else None
    concepts = {}
    for code, broader, said, texts, retired, subject in entries:
        match = re.search(r"subjectcode/(\d{8})", subject)
        concepts[code] = Concept(
            code, notes.names(said), broader, notes.day(retired), day,
            notes.successor(code, texts, by_name) if retired else "", (match[1],) if match else (),
        )  # fmt: skip
    return Scheme(day, concepts)


def _rows(raw: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet, each column letter → text."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            texts = ["".join(part.text or "" for part in one.iter(f"{_SPACE}t")) for one in _part(book, _TEXTS)]
            sheet = _part(book, _SHEET)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused("The file is no spreadsheet (xlsx) that can be read.") from error
    rows = []
    for row in sheet.iter(f"{_SPACE}row"):
        cells = {}
        for cell in row:
            value = cell.find(f"{_SPACE}v")
            text = (value.text or "") if value is not None else ""
            if cell.get("t") == "s":
                text = texts[int(text)] if text.isdecimal() and int(text) < len(texts) else ""
            cells[re.sub(r"\d", "", cell.get("r", ""))] = text.strip()
        rows.append(cells)
    return rows


def _part(book: zipfile.ZipFile, name: str) -> Element:
    with book.open(name) as file:
        raw = file.read(MAX_UNPACKED + 1)
    if len(raw) > MAX_UNPACKED:
        raise Refused(f"The spreadsheet unpacks to more than {MAX_UNPACKED // 1024 // 1024} MiB.")
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused("The spreadsheet holds XML that can't be read.") from error
    return root
