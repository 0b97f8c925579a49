"""Templates carry no script and no style inside themselves, and reach for no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repository import SOURCE, files, name

READER_TEMPLATES = [p for p in files() if p.is_relative_to(SOURCE / "paper" / "templates") and p.suffix == ".html"]
DESK_TEMPLATES = [p for p in files() if p.is_relative_to(SOURCE / "desk") and p.suffix == ".html"]

INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
# A link that a reader may follow reaches for nobody.
OTHER_HOST = re.compile(r"<(?!a\s)[a-z]+\b[^>]*\s(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("path", READER_TEMPLATES + DESK_TEMPLATES, ids=name)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert INLINE_SCRIPT.search(text) is None
    assert INLINE_STYLE.search(text) is None


def test_no_reader_template_reaches_for_another_host() -> None:
    assert READER_TEMPLATES
    assert [name(p) for p in READER_TEMPLATES if OTHER_HOST.search(p.read_text("utf-8"))] == []


def test_every_piece_of_furniture_stands_on_the_specimen_page() -> None:
    specimen = (SOURCE / "paper" / "templates" / "specimen.html").read_text("utf-8")
    # In the head of the page, or at its head and foot.
    elsewhere = {"head_links.html", "masthead.html", "nav.html", "foot.html"}
    pieces = {p.name for p in READER_TEMPLATES if p.parent.name == "furniture"} - elsewhere
    assert pieces
    assert sorted(piece for piece in pieces if piece not in specimen) == []


def test_a_style_lies_beside_the_template_that_it_is_of() -> None:
    styles = [p for p in files() if p.is_relative_to(SOURCE / "paper" / "templates") and p.suffix == ".css"]
    assert styles
    assert [name(p) for p in styles if not p.with_suffix(".html").is_file()] == []
