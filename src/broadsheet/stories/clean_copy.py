"""Cleans words that somebody typed or pasted of what no reader sees, and letters of nothing.

    "Two  boats\\u00ad " ──▶ "Two boats"        <p>Two</p><p>&nbsp;</p> ──▶ <p>Two</p>

Plain. `desk/static/desk/paste.js` does the same when something is pasted; this is what holds whatever a browser sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from broadsheet.stories.agency_blocks import RICH

_NEVER = frozenset("\u00ad\u2060\ufeff\ufffc\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BETWEEN = frozenset("\u200b\u200c\u200d")
"""They part or join letters, where such letters stand on both sides: in Khmer, among the parts of an emoji."""

_JOINED = re.compile("[\u0600-\u1dff\u1f00-\u1fff\u2190-\u2bff\u2c80-\ud7ff\ufe0f\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACE = frozenset(" \t\n\r\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(n) for n in range(0x2000, 0x200B)
}
_HARD = frozenset("\xa0\u202f")
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffc]|  |^ | $"
)

_TAG = re.compile(r"(<[^>]*>)")
_INLINE = re.compile(r"</?(?:a|b|i|strong|em|sub|sup)\b[^>]*>", re.IGNORECASE)
_NOTHING = re.compile(r"<(p|h[1-6]|li)\b[^>]*>(?:\s|<br ?/?>|</?(?:b|i|strong|em)\b[^>]*>)*</\1>", re.IGNORECASE)
_NO_LIST = re.compile(r"<(ul|ol)\b[^>]*>\s*</\1>", re.IGNORECASE)
_NAMED = (("&nbsp;", "\xa0"), ("&#160;", "\xa0"), ("&shy;", "\u00ad"), ("&#173;", "\u00ad"), ("&#8203;", "\u200b"))


def line(text: str) -> str:
    """`text` on one line, without what isn't seen; one space between words, none at the ends.

    A space that must not break stays where it holds a figure and what it counts together.
    """
    return "".join(letter for _, letter in _kept(text)) if _SUSPECT.search(text) else text


def lines(text: str) -> str:
    """`text` line by line, as `line` cleans them; empty ones are left out."""
    return "\n".join(one for one in map(line, text.splitlines()) if one)


def rich(html: str) -> str:
    """Stored rich text with the words of each paragraph cleaned as `line` does; without empty paragraphs and lists.

    Where nothing is left, it comes back as the one empty paragraph it began with, or "".
    """
    for name, letter in _NAMED:
        html = html.replace(name, letter)
    cleaned: list[str] = []
    paragraph: list[str] = []
    for part in _TAG.split(html):
        if part.startswith("<") and not _INLINE.fullmatch(part):
            cleaned += [*_run(paragraph), part]
            paragraph = []
        else:
            paragraph.append(part)
    text = "".join([*cleaned, *_run(paragraph)])
    first = _NOTHING.search(text)
    return _without_lists(_NOTHING.sub("", text)) or (first[0] if first else "")


def body(raw: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A body, given as raw StreamField data, with everything in it cleaned."""
    return [{**block, "value": _CLEANED.get(block["type"], _as_it_is)(block["value"])} for block in raw]


def _without_lists(text: str) -> str:
    while (shorter := _NO_LIST.sub("", text)) != text:
        text = shorter
    return text


def _run(parts: list[str]) -> list[str]:
    """The words of one paragraph, `parts` of which are the marks between them."""
    words = [(place, letter) for place, part in enumerate(parts) if not part.startswith("<") for letter in part]
    text = "".join(letter for _, letter in words)
    if not _SUSPECT.search(text):
        return parts
    made = ["" if not part.startswith("<") else part for part in parts]
    for index, letter in _kept(text):
        made[words[index][0]] += letter
    return made


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """The letters that stay, and from where in `text`; a space among others stands where the first of them stood."""
    seen = [(at, letter) for at, letter in enumerate(text) if _is_seen(text, at)]
    space: tuple[int, str] | None = None
    before = ""
    for place, (at, letter) in enumerate(seen):
        if letter not in _SPACE:
            if space is not None and before:
                yield space
            space, before = None, letter
            yield at, letter
        elif space is None:
            after = seen[place + 1][1] if place + 1 < len(seen) else " "
            holds = letter in _HARD and before.isdigit() and after not in _SPACE
            space = at, letter if holds else " "


def _is_seen(text: str, at: int) -> bool:
    letter = text[at]
    if letter in _BETWEEN:
        return bool(_JOINED.match(text[at - 1 : at]) and _JOINED.match(text[at + 1 : at + 2]))
    return letter not in _NEVER and not _CONTROL.match(letter)


def _as_it_is(value: Any) -> Any:
    return value


def _fields(**cleaners: Callable[[str], str]) -> Callable[[Any], Any]:
    def cleaned(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: cleaners[name](one) if name in cleaners and one else one for name, one in value.items()}

    return cleaned


def _items(value: Any) -> Any:
    # ListBlock stores {"type": "item", "value": …}; older rows hold the bare value.
    return {
        **value,
        "items": [
            {**item, "value": rich(item["value"])} if isinstance(item, dict) else rich(item)
            for item in value.get("items", [])
        ],
    }


def _table(value: Any) -> Any:
    if not value:
        return value
    is_rich = [column.get("type") == RICH for column in value["columns"]]
    rows = [
        {
            **row,
            "values": [
                (rich if marked else line)(str(cell or "")) for marked, cell in zip(is_rich, row["values"], strict=True)
            ],
        }
        for row in value["rows"]
    ]
    columns = [{**column, "heading": line(str(column.get("heading") or ""))} for column in value["columns"]]
    return {**value, "columns": columns, "rows": rows, "caption": line(str(value.get("caption") or ""))}


_CLEANED: dict[str, Callable[[Any], Any]] = {
    "prose": rich,
    "quotation": _fields(text=rich, attribution=line),
    "list": _items,
    "photo": _fields(caption=lines),
    "fact_box": _fields(title=line, text=rich),
    "table": _table,
}
