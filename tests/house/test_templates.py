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
OTHER_HOST = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("path", READER_TEMPLATES + DESK_TEMPLATES, ids=name)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert INLINE_SCRIPT.search(text) is None
    assert INLINE_STYLE.search(text) is None


def test_no_reader_template_reaches_for_another_host() -> None:
    assert READER_TEMPLATES
    assert [name(p) for p in READER_TEMPLATES if OTHER_HOST.search(p.read_text("utf-8"))] == []
