"""Sentences by the thousand for load tests: plain English, varied, about nothing."""

from __future__ import annotations

import random

WHO = (
    "The district council", "A farmers’ union", "The port authority", "The railway company", "A group of teachers",
    "The water board", "The city’s traders", "A visiting delegation", "The weather office", "The national library",
    "An engineers’ association", "The school board", "The ferry operators", "A committee of residents",
    "The health office", "The orchestra", "The market’s stallholders", "The football federation",
)  # fmt: skip
DID = (
    "has agreed to", "will vote on whether to", "said on Monday it would", "expects to", "has put off plans to",
    "was asked to", "refused to", "hopes to find the money to", "has begun to", "will be allowed to",
)  # fmt: skip
WHAT = (
    "widen the eastern road", "rebuild the old bridge", "test the new pumps", "open the reading room at night",
    "lower the fee for small boats", "plant shade trees along the canal", "publish its accounts", "hire forty drivers",
    "repair the roofs before the rains", "send a second team to the province", "keep the night market open",
    "move the archive to drier rooms", "train young surveyors", "count the river’s dolphins again",
    "sell the empty warehouse", "change the timetable of the slow train",
)  # fmt: skip
WHEN = (
    "before the end of the month", "after the water festival", "in the coming dry season", "within two years",
    "as soon as the survey is done", "despite rising costs", "for the first time since the flood",
    "once the ministry has answered", "with help from its neighbours", "without raising prices",
)  # fmt: skip


def headline(dice: random.Random) -> str:
    """Six to ten words."""
    subject = dice.choice(WHO).removeprefix("The ").removeprefix("A ").removeprefix("An ")
    return f"{subject[0].upper()}{subject[1:]} to {dice.choice(WHAT)}"


def sentence(dice: random.Random) -> str:
    return f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(WHEN)}."


def paragraph(dice: random.Random) -> str:
    """Two to four sentences of plain text without markup characters."""
    return " ".join(sentence(dice) for _ in range(dice.randint(2, 4)))
