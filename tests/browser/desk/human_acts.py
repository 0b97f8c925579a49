"""A person's hands at the desk, and how long they would take: each act is done, and counted by its name.

The seconds are those of the keystroke-level model (Card, Moran and Newell, 1980); what the machine takes is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

SECONDS = {"think": 1.35, "key": 0.28, "point": 1.1, "click": 0.2, "move hand": 0.4}
"""A typist of 40 words a minute; pressing and letting go of a button is one click."""


@dataclass
class Hands:
    """One person at one page. The hands begin at the keys; a thought goes before every act."""

    page: Page
    acts: list[str] = field(default_factory=list)
    at_mouse: bool = False

    @property
    def seconds(self) -> float:
        return sum(SECONDS[act] for act in self.acts)

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other, with one thought."""
        self._reach(mouse=False)
        self.acts += ["think", *(["key"] * len(keys))]
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type `text` where the cursor is."""
        self._reach(mouse=False)
        self.acts += ["think", *(["key"] * len(text))]
        self.page.keyboard.type(text)

    def click(self, thing: Locator) -> None:
        self._reach(mouse=True)
        self.acts += ["think", "point", "click"]
        thing.click()

    def _reach(self, *, mouse: bool) -> None:
        if self.at_mouse is not mouse:
            self.acts.append("move hand")
            self.at_mouse = mouse
