"""What can go wrong with an act upon a story.

    StoryError
    ├── ItemCancelled   the agency has cancelled what a story was to be made from
    └── NoSection       there is no section to put a story into
"""

from __future__ import annotations

from broadsheet.wire.models import Item


class StoryError(Exception):
    """Any refused act; the message is a sentence for the person who asked for it."""


class ItemCancelled(StoryError):
    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__(f"“{item}” was cancelled by its agency; no story can be made from it.")


class NoSection(StoryError):
    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(
            f"The paper has no section in {language!r}. Add one at the desk, under the front of that language."
        )
