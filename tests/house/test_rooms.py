"""Rooms keep to their cards, and plain modules are plain."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest
from repository import SOURCE, name, python, tree

PLAIN_PACKAGES = ("kiosk", "edition", "ranking", "text")
PLAIN_MODULES = (
    "paperfile",
    "wire.dispatch",
    "wire.formats",
    "wire.markup",
    "wire.succession",
    "wire.fetching",
    "paper.pieces",
    "paper.rendering",
    "paper.phrases",
    "paper.styles",
    "paper.richtext",
    "paper.body",
    "wire.likeness",
    "stories.merging",
    "stories.clean_copy",
    "stories.agency_blocks",
    "stories.body_pieces",
    "stories.role_table",
    "stories.house_style",
    "stories.slots",
    "stories.replacing",
    "stories.credit_lines",
    "desk.charts",
    "stories.calendar_file",
    "press.keys",
    "press.recipe",
)

COMPOSERS = ("cli", "settings")
"""They put the rooms together and are imported by nobody."""

ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py") if path.parent.name not in COMPOSERS)


def test_plain_modules_start_no_django() -> None:
    modules = list(PLAIN_MODULES)
    for package in PLAIN_PACKAGES:
        modules += [".".join(p.relative_to(SOURCE).with_suffix("").parts) for p in python(SOURCE / package)]
    imports = "; ".join(f"import broadsheet.{module.removesuffix('.__init__')}" for module in modules)
    check = "import sys; print(sorted(m for m in sys.modules if m.partition('.')[0] in ('django', 'wagtail')))"
    done = subprocess.run([sys.executable, "-c", f"{imports}; {check}"], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_calls_whom_its_card_names(room: str) -> None:
    allowed = _on_card(room) | {room}
    found = {}
    for path in python(SOURCE / room):
        strangers = _rooms_imported(tree(path)) - allowed
        if strangers:
            found[name(path)] = strangers
    assert found == {}


def test_nobody_imports_who_composes() -> None:
    found = {}
    for path in python():
        if path.parent.name not in COMPOSERS and _rooms_imported(tree(path)) & set(COMPOSERS):
            found[name(path)] = _rooms_imported(tree(path)) & set(COMPOSERS)
    assert found == {}


def test_what_is_installed_needs_no_test() -> None:
    for path in python():
        for node in ast.walk(tree(path)):
            named = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            named = node.names[0].name if isinstance(node, ast.Import) else named
            assert named.partition(".")[0] != "tests", name(path)


def _on_card(room: str) -> set[str]:
    card = ast.get_docstring(tree(SOURCE / room / "__init__.py")) or ""
    said = re.search(r"May call: (.+?)\.(\s|$)", card, re.DOTALL)
    assert said, f"The card of {room} does not say whom it may call."
    if said[1] == "nothing of ours":
        return set()
    if said[1] == "everything below the desk":
        return {*ROOMS, "paperfile"} - {"desk", "kiosk"}
    words = re.sub(r"\([^)]*\)", "", said[1])
    return {word.strip() for word in words.split(",")}


def _rooms_imported(module: ast.Module) -> set[str]:
    names = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module] if node.module != "broadsheet" else [f"broadsheet.{a.name}" for a in node.names]
    parts = (name.split(".") for name in names)
    return {p[1] for p in parts if p[0] == "broadsheet" and len(p) > 1} - {"__version__"}
