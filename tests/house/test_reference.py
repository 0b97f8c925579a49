"""Reference pages hold what the code holds: every command, every setting, every recipe, and nothing else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

from repository import ROOT, SOURCE, tree

from broadsheet.cli.paper_toml import paper_toml

READERS = ("text", "texts", "line", "number", "flag", "day", "server", "origin", "link", "value")
"""Methods by which paperfile reads a setting."""

REFERENCE = ROOT / "docs" / "reference"


def test_every_command_is_on_its_reference_page_as_it_describes_itself() -> None:
    program = "import sys; sys.path.append('scripts'); import commands_page; sys.stdout.write(commands_page.page())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (REFERENCE / "commands.md").read_text("utf-8") == done.stdout, "Write the page anew with: make docs"


def test_every_setting_is_on_its_reference_page() -> None:
    assert _described_settings() == _read_settings()


def test_a_new_paper_toml_shows_every_setting() -> None:
    text = paper_toml(name="The Courier", languages=["en"], timezone="UTC")
    shown = tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    assert {(table, key) for table, values in shown.items() for key in values} == _read_settings()


def test_every_recipe_is_on_its_reference_page() -> None:
    text = (REFERENCE / "recipes.md").read_text("utf-8")
    assert set(re.findall(r"^## `(\w+)`", text, re.MULTILINE)) == _recipes()


def _described_settings() -> set[tuple[str, str]]:
    text = (REFERENCE / "settings.md").read_text("utf-8")
    found = set()
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        table = re.match(r"\[(\w+)\]", part)
        if table:
            found |= {(table[1], key) for key in re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)}
    return found


def _read_settings() -> set[tuple[str, str]]:
    """What paperfile asks for: every call with a table and a key as plain words."""
    found = set()
    nodes = [node for path in (SOURCE / "paperfile").glob("*.py") for node in ast.walk(tree(path))]
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) >= 2:
            words = [a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(words) == 2 and node.func.attr in READERS:
                found.add((words[0], words[1]))
    return found


def _recipes() -> set[str]:
    names = set()
    for path in (SOURCE / "paper" / "recipes").glob("*.py"):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Recipe"):
                names |= {
                    part.value.value
                    for part in node.body
                    if isinstance(part, ast.Assign)
                    and getattr(part.targets[0], "id", "") == "name"
                    and isinstance(part.value, ast.Constant)
                }
    return names
