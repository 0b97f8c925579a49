"""A reader at the keyboard: goes from one control to the next, and must see each time where she is."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from playwright.sync_api import Page

_HERE = """
() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const above = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 10));
  return {
    what: e.outerHTML.slice(0, 120),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: above !== null && (e.contains(above) || above.contains(e)),
  };
}
"""


@dataclass(frozen=True, slots=True)
class Keyboard:
    page: Page

    @classmethod
    def at(cls, page: Page, address: str) -> Keyboard:
        """At the beginning of the page at `address`."""
        # Else what has the focus may still be on its way into sight.
        page.emulate_media(reduced_motion="reduce")
        page.goto("about:blank")
        page.goto(address)
        return cls(page)

    def tab_to(self, selector: str, *, most: int = 120) -> None:
        """Press Tab until what `selector` finds has the focus; each stop on the way is marked and can be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(_HERE)
            assert here["ringed"] and here["seen"], here
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"No Tab comes to {selector}.")

    def press(self, key: str, *, leads_on: bool = False) -> None:
        """Press `key`; wait for the page that it leads on to."""
        with self.page.expect_navigation() if leads_on else nullcontext():
            self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Go to that link, and where it leads."""
        self.tab_to(selector)
        self.press("Enter", leads_on=True)
