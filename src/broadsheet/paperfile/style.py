"""The table [style] of paper.toml: how this paper writes, and which faults keep a story from readers."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.paperfile.values import Values

CHECKS = ("spelling", "banned", "neutral", "day", "sentence", "length", "credit", "caption", "alt", "topic")
"""What can be remarked in a story; `blocks` names those that a person can't publish in spite of."""


@dataclass(frozen=True, slots=True)
class StylePlan:
    """`spellings` and `neutral` are pairs: what is wrong, or takes a side → what the paper writes."""

    spellings: tuple[tuple[str, str], ...] = ()
    banned: tuple[str, ...] = ()
    neutral: tuple[tuple[str, str], ...] = ()
    sentence_words: int = 40
    headline_characters: int = 80
    lead_headline_characters: int = 60
    standfirst_characters: int = 220
    line_characters: int = 34
    blocks: tuple[str, ...] = ()


def style_plan(values: Values) -> StylePlan:
    """What the table says. Errors: `PaperFileError` for a pair that is none, or a check that there is not."""
    return StylePlan(
        spellings=values.pairs("style", "spellings", values.value("style", "spellings", {})),
        banned=values.texts("style", "banned"),
        neutral=values.pairs("style", "neutral", values.value("style", "neutral", {})),
        sentence_words=values.number("style", "sentence_words", 40, 5, 1_000),
        headline_characters=values.number("style", "headline_characters", 80, 10, 1_000),
        lead_headline_characters=values.number("style", "lead_headline_characters", 60, 10, 1_000),
        standfirst_characters=values.number("style", "standfirst_characters", 220, 10, 10_000),
        line_characters=values.number("style", "line_characters", 34, 5, 1_000),
        blocks=values.among("style", "blocks", values.texts("style", "blocks"), CHECKS),
    )
