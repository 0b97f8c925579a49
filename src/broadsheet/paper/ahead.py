"""Makes ahead what the pages of a batch are about to ask for, one step for all stories after the other.

What runs in a step then stays in the processor's cache, which takes a quarter less time than page by page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from broadsheet.paper import body, related
from broadsheet.paper.rows import StoryRow
from broadsheet.press.making import FAULTS

if TYPE_CHECKING:
    from broadsheet.paper.reading import Reading


def prepare(stories: Sequence[StoryRow], reading: Reading) -> None:
    """Make paragraphs, cards and related stories of `stories`, which were read with all that hangs on them."""
    reading.related.clear()
    for step in (
        lambda story: body.paragraphs(story.body),
        lambda story: reading.make_card(story.id),
        lambda story: related.words_of(story, reading),
        lambda story: related.prime(story, reading),
    ):
        _each(step, stories)


def _each(step: Callable[[StoryRow], object], stories: Sequence[StoryRow]) -> None:
    for story in stories:
        try:
            step(story)
        except FAULTS:
            # It fails again where a page asks for it, and stops that page alone.
            continue
