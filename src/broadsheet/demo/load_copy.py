"""The copy of stories made by the thousand: the same number gives the same words."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.demo.sentences import headline, paragraph, sentence

KEPT_PARAGRAPHS = 3_000
"""Paragraphs that varied copy is mixed of: writing each anew would take longer than everything else."""

AGENCIES = ("", "", "", "AFP", "Reuters", "dpa")
PLACES = ("Phnom Penh", "Siem Reap", "Battambang", "Kampot", "Geneva", "Nairobi", "")
KICKERS = ("", "", "", "", "Analysis", "Interview", "Explained", "In brief")
PARAGRAPHS = (2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9, 10, 11, 12, 14, 16, 20, 32)
"""From a brief to a long read; nine on the average."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One story's words and what it names."""

    headline: str
    standfirst: str
    body: list[dict[str, Any]]
    bylines: tuple[int, ...]
    topics: tuple[int, ...]
    kicker: str = ""
    dateline: str = "Phnom Penh"
    credit_line: str = ""
    prominence: int = 3
    photo: int | None = None


def plain_copy(number: int, bylines: list[int], topics: list[int], paragraphs: int) -> Copy:
    """A story of so many plain paragraphs, with one byline and two topics."""
    dice = random.Random(number)
    title = headline(dice)
    dice = random.Random(number)
    text = "".join(f"<p>{paragraph(dice)}</p>" for _ in range(paragraphs))
    standfirst = paragraph(dice)[:180].rsplit(" ", 1)[0] + "."
    dice = random.Random(number)
    writer, subjects = dice.choice(bylines), dice.sample(topics, 2)
    return Copy(title, standfirst, [_block("prose", text, number, 0)], (writer,), tuple(subjects))


def varied_copy(number: int, bylines: list[int], topics: list[int], photos: list[int]) -> Copy:
    """A story as they come: a brief or a long read, with a quotation, a list or facts, with a photo or without."""
    dice = random.Random(number)
    kept = _paragraphs()
    texts = dice.sample(kept, dice.choice(PARAGRAPHS))
    blocks: list[tuple[str, Any]] = []
    for start in range(0, len(texts), 4):
        blocks.append(("prose", "".join(f"<p>{text}</p>" for text in texts[start : start + 4])))
        if start + 4 < len(texts):
            blocks += _between(dice)
    return Copy(
        headline=headline(dice),
        standfirst=dice.choice(kept)[:180].rsplit(" ", 1)[0] + "." if dice.random() < 0.8 else "",
        body=[_block(kind, value, number, place) for place, (kind, value) in enumerate(blocks)],
        bylines=tuple(dice.sample(bylines, dice.choice((0, 1, 1, 1, 2)))),
        topics=tuple(dice.sample(topics, dice.choice((0, 1, 1, 2, 2, 3, 4)))),
        kicker=dice.choice(KICKERS),
        dateline=dice.choice(PLACES),
        credit_line=dice.choice(AGENCIES),
        prominence=dice.choice((2, 3, 3, 3, 3, 3, 3, 4)),
        photo=dice.choice(photos) if photos and dice.random() < 0.7 else None,
    )


def _between(dice: random.Random) -> list[tuple[str, Any]]:
    match dice.randrange(6):
        case 0:
            return [("quotation", {"text": sentence(dice), "attribution": "A member of the council"})]
        case 1:
            items = [{"type": "item", "value": f"<p>{sentence(dice)}</p>"} for _ in range(3)]
            return [("list", {"ordered": False, "items": items})]
        case 2:
            return [("fact_box", {"title": "What is known", "text": f"<p>{sentence(dice)}</p><p>{sentence(dice)}</p>"})]
    return []


def _block(kind: str, value: Any, number: int, place: int) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.UUID(int=number * 100 + place))}


@cache
def _paragraphs() -> list[str]:
    return [paragraph(random.Random(-number)) for number in range(1, KEPT_PARAGRAPHS + 1)]
