"""Finds files of a theme that nobody reads, and drawings and fonts that can't be."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from broadsheet.paper.share_cards import readable
from broadsheet.paper.styles import LARGEST_ROOT_FILE, ROOT_TYPES, SHEET, TYPES
from broadsheet.paper.theme_finding import Finding

FOLDERS = ("templates", "css", "static", "files")


def file_findings(theme: Path) -> Iterator[Finding]:
    for path in sorted(theme.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(theme).as_posix()
            words = _unread(path, name)
            if words:
                yield Finding(name, words)


def _unread(path: Path, name: str) -> str:
    folder, _, rest = name.partition("/")
    if not rest or folder not in FOLDERS:
        return f"Is not read: a theme's files lie in {', '.join(FOLDERS)}.{_meant(folder, FOLDERS)}"
    if folder == "templates" and path.suffix not in (".html", ".xml"):
        return "Is not read: templates end in .html or .xml, and a theme's styles lie in css."
    if folder == "css" and (path.suffix != ".css" or "/" in rest):
        return "Is not read: styles are files that end in .css and lie in css itself."
    if folder == "static":
        known = sorted(set(TYPES) - {SHEET})
        if rest not in known:
            return f"Stands in for nothing: ours are {', '.join(known)}.{_meant(rest, known)}"
        if path.suffix == ".woff2" and not readable(path.read_bytes()):
            return "Is no font that can be read; share cards are set in ours instead."
    if folder == "files":
        if path.suffix.lower() not in ROOT_TYPES:
            return f"Is not served: files at the root end in {', '.join(ROOT_TYPES)}."
        if path.stat().st_size > LARGEST_ROOT_FILE:
            return f"Is not served: a file at the root has at most {LARGEST_ROOT_FILE:,} bytes."
    return ""


def _meant(name: str, known: tuple[str, ...] | list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f" Is {near[0]} meant?" if near else ""
