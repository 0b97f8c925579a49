"""Documents lead somewhere, define their words, and exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repository import ROOT, SOURCE, files, name

DOCUMENTS = [p for p in files() if p.suffix == ".md" and not p.is_relative_to(SOURCE)]

EXPECTED = ("README", "GLOSSARY", "CHANGELOG", "CONTRIBUTING", "SECURITY", "docs/tour")

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<target>[^)\s]+)\)|(?:src|href|srcset)=\"(?P<attribute>[^\"]+)\"")


@pytest.mark.parametrize("path", EXPECTED)
def test_a_document_that_a_newcomer_looks_for_is_there(path: str) -> None:
    assert len((ROOT / f"{path}.md").read_text("utf-8").split()) > 100


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_the_links_of_a_document_lead_somewhere(path: Path) -> None:
    lost = []
    for match in LINK.finditer(re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)):
        target = match["target"] or match["attribute"]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file) if file else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in _anchors(there)):
            lost.append(target)
    assert lost == []


def test_files_that_documents_name_in_code_exist() -> None:
    lost = []
    for path in DOCUMENTS:
        for named in re.findall(
            r"`((?:src|docs|tests|scripts|benchmarks|requirements)/[\w./-]+)`", path.read_text("utf-8")
        ):
            if not (ROOT / named).exists():
                lost.append(f"{name(path)}: {named}")
    assert lost == []


def test_modules_that_documents_name_in_code_exist() -> None:
    """`press/run.py` means src/broadsheet/press/run.py; `tests/…` and the like mean themselves."""
    rooms = "|".join(p.name for p in SOURCE.iterdir() if p.is_dir() and not p.name.startswith("__"))
    lost = []
    for path in DOCUMENTS:
        for named in re.findall(rf"`((?:{rooms})/[\w./-]+\.\w+)`", path.read_text("utf-8")):
            if not (SOURCE / named).exists():
                lost.append(f"{name(path)}: {named}")
    assert lost == []


def test_decisions_are_numbered_one_page_each() -> None:
    pages = sorted(p for p in files() if p.parent == ROOT / "docs" / "decisions")
    assert [p.name[:4] for p in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert len(text.splitlines()) <= 60, f"{page.name} is longer than a page."
        for heading in ("## What was chosen", "## Why", "## What it costs"):
            assert heading in text, f"{page.name} lacks: {heading}"


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {re.sub(r"\s", "-", words.strip()) for words in plain}
