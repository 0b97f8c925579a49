"""Every word that the house uses in a sense of its own is defined once, in alphabetical order, and used."""

from __future__ import annotations

import re

from repository import ROOT, SOURCE, files

ENTRY = re.compile(r"^\*\*(?P<word>[^*]+)\*\* (?P<meaning>\S.*?)$", re.MULTILINE)


def entries() -> list[tuple[str, str]]:
    """(word, meaning), as they stand in GLOSSARY.md."""
    return [(match["word"], match["meaning"]) for match in ENTRY.finditer((ROOT / "GLOSSARY.md").read_text("utf-8"))]


def test_each_word_is_defined_once_and_in_order() -> None:
    words = [word.casefold() for word, _ in entries()]
    assert words == sorted(set(words))


def test_every_room_is_defined() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {
        "cli",
        "settings",
        "text",
        "demo",
        "stories",
        "paperfile",
    }
    assert rooms - {word for word, _ in entries()} == set()


def test_every_word_of_the_press_and_the_desk_is_defined() -> None:
    """Names of models and of the press's products: whoever reads the code meets them first."""
    classes = re.compile(
        r"^class (\w+)\((?:models\.Model|Page|AbstractImage|AbstractUser|index\.Indexed)", re.MULTILINE
    )
    named = set()
    for path in (p for p in files() if p.is_relative_to(SOURCE) and "models" in str(p) and p.suffix == ".py"):
        named |= {
            re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in classes.findall(path.read_text("utf-8"))
        }
    recipe = (SOURCE / "press" / "recipe.py").read_text("utf-8")
    named |= {word.lower() for word in re.findall(r"^class (\w+)[:(]", recipe, re.MULTILINE)}
    assert named - {word for word, _ in entries()} == set()


def test_every_word_is_used() -> None:
    texts = [p.read_text("utf-8").casefold() for p in files() if p.suffix in (".py", ".sql", ".html", ".md")]
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8").casefold()
    everything = "\n".join(text for text in texts if text != glossary)
    forms = {word: re.sub(r"[ -]", "[ _-]?", re.escape(word.casefold()).replace(r"\ ", " ")) for word, _ in entries()}
    assert [word for word, form in forms.items() if not re.search(form, everything)] == []
