"""Files are small, are called by what they hold, and name no machine."""

from __future__ import annotations

import re
import tomllib

from repository import ROOT, SOURCE, code, files, name

LONGEST = 300

FORBIDDEN_NAMES = frozenset(
    {"utils", "helpers", "misc", "common", "core", "base", "services", "mixins", "managers", "handlers"}
)

# Letters in brackets: this file must not name what it looks for.
MACHINE = re.compile(r"/w[o]rk/|/t[m]p/|/r[o]ot/|/h[o]me/[a-z]|pypi\.[o]rg|files\.python[h]osted|npm[j]s")

PICTURES = frozenset({".ico", ".jpg", ".png", ".webp", ".woff2"})


def test_no_source_file_is_longer_than_300_lines() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in code()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_is_called_by_a_word_that_says_nothing() -> None:
    # Not ours to choose: a style sheet's base layer, and names of Wagtail's templates that the desk's are laid over.
    given = [p for p in files() if p.suffix == ".css" or any(part.startswith("wagtail") for part in p.parts)]
    found = [name(p) for p in files() if p.stem in FORBIDDEN_NAMES and p not in given]
    assert found == []


def test_no_folder_is_called_by_a_word_that_says_nothing() -> None:
    folders = {part for path in files() for part in path.relative_to(ROOT).parts[:-1]}
    assert folders & FORBIDDEN_NAMES == set()


def test_no_file_names_a_path_of_a_machine_or_a_package_index() -> None:
    found = []
    for path in files():
        if path.suffix in PICTURES:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if MACHINE.search(line) and "house: allow" not in line:
                found.append(f"{name(path)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_nobody_calls_the_scheduler_of_wagtail() -> None:
    # It loses a schedule when it is killed, stops at the first invalid story, and publishes twice where two run.
    callers = [
        name(p) for p in files() if p.suffix in (".py", ".sh") and "publish_" + "scheduled" in p.read_text("utf-8")
    ]
    assert callers == []


def test_the_locks_pin_everything_by_hash_and_name_no_index() -> None:
    for lock in ("run.txt", "test.txt"):
        text = (ROOT / "requirements" / lock).read_text("utf-8")
        entries = re.split(r"(?<!\\)\n(?=\S)", text.strip())
        assert all(re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", e) and "--hash=sha256:" in e for e in entries), lock
        assert not re.search(r"index|https?:|@ ", text), lock


def test_what_is_tested_is_what_runs() -> None:
    run, test = (
        dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / "requirements" / lock).read_text(), re.M))
        for lock in ("run.txt", "test.txt")
    )
    assert {part: version for part, version in run.items() if test.get(part) != version} == {}


def test_every_file_of_the_package_is_packaged() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["broadsheet"]
    needed = {f"**/*{p.suffix}" if p.stem != p.name else f"**/{p.name}" for p in files() if p.is_relative_to(SOURCE)}
    # `py.typed` stands there by its whole name.
    assert needed - set(patterns) - {"**/*.py", "**/*.typed"} == set()
