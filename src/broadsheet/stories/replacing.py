"""Finds words in a story and puts others in their place: in its fields, its paragraphs, and the words of its blocks.

Plain. In rich text only what readers see is looked at: no tag, no address of a link. A word that a tag parts is
not found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

FIELDS = ("title", "kicker", "standfirst", "dateline", "credit_line", "lead_caption", "search_description")
AROUND = 40
"""Characters that are shown on each side of a find."""

RICH = {"prose": ("",), "quotation": ("text",), "fact_box": ("text",)}
PLAIN = {"photo": ("caption",), "quotation": ("attribution",), "fact_box": ("title",)}
RICH_COLUMN = "rich_text"

_TAGS = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and what is put in its place."""

    words: str
    instead: str
    any_case: bool = False
    whole: bool = True
    """Only as whole words; in a script that parts no words it makes no difference."""

    def pattern(self) -> re.Pattern[str]:
        inner = re.escape(self.words)
        if self.whole and self.words.isascii():
            inner = rf"(?<!\w){inner}(?!\w)"
        return re.compile(inner, re.IGNORECASE if self.any_case else 0)


@dataclass(frozen=True, slots=True)
class Find:
    """One place where the words stand; `number` counts them through the story."""

    number: int
    where: str
    before: str
    words: str
    after: str


class Replacer:
    """Walks through a story once: notes every find, and replaces those that are `chosen`; None replaces none."""

    def __init__(self, wanted: Wanted, chosen: Collection[int] | None = None) -> None:
        self.pattern, self.wanted, self.chosen = wanted.pattern(), wanted, chosen
        self.finds: list[Find] = []

    def text(self, text: str, where: str) -> str:
        """Plain `text` with its finds replaced."""

        def one(match: re.Match[str]) -> str:
            number = len(self.finds)
            before, after = text[max(0, match.start() - AROUND) : match.start()], text[match.end() :][:AROUND]
            self.finds.append(Find(number, where, before, match[0], after))
            return self.wanted.instead if self.chosen is not None and number in self.chosen else match[0]

        return self.pattern.sub(one, text)

    def html(self, html: str, where: str) -> str:
        """Rich text with its finds replaced; what has none stays letter by letter as it was."""
        parts = _TAGS.split(html)
        for place in range(0, len(parts), 2):
            said = unescape(parts[place])
            written = self.text(said, where)
            if written != said:
                parts[place] = escape(written, quote=False)
        return "".join(parts)

    def body(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Raw StreamField data with its finds replaced."""
        return [{**block, "value": self._block(block, f"Block {n}")} for n, block in enumerate(blocks, start=1)]

    def _block(self, block: Mapping[str, Any], where: str) -> Any:
        kind, value = block["type"], block["value"]
        if kind == "prose":
            return self.html(str(value), where)
        if kind == "list":
            items = [self._item(item, where) for item in value.get("items", [])]
            return {**value, "items": items}
        if kind == "table":
            return self._table(value, where)
        if not isinstance(value, dict):
            return value
        made = dict(value)
        for names, write in ((PLAIN.get(kind, ()), self.text), (RICH.get(kind, ()), self.html)):
            for name in names:
                if isinstance(made.get(name), str):
                    made[name] = write(made[name], where)
        return made

    def _item(self, item: Any, where: str) -> Any:
        if isinstance(item, dict):
            return {**item, "value": self.html(str(item["value"]), where)}
        return self.html(str(item), where)

    def _table(self, value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            return value
        kinds = [column.get("type") for column in value.get("columns", [])]
        write: list[Callable[[str, str], str]] = [self.html if kind == RICH_COLUMN else self.text for kind in kinds]
        rows = []
        for row in value.get("rows", []):
            cells = [
                write[n](cell, where) if isinstance(cell, str) and n < len(write) else cell
                for n, cell in enumerate(row.get("values", []))
            ]
            rows.append({**row, "values": cells})
        return {**value, "rows": rows}
