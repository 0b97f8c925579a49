"""Keeps the live lists as they stand now: one a language, and one a section for the section's own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from broadsheet.edition.listing import Wish, choose, choose_in_sections, fill, muted_stories
from broadsheet.edition.records import Page
from broadsheet.edition.store import Edition
from broadsheet.kiosk.compose import LiveList, live_list


class LiveLists:
    """The lists by key: a language ("en"), or the address of a section's page ("/world")."""

    def __init__(self, *, count: int, age_limit: timedelta) -> None:
        self.count, self.age_limit = count, age_limit
        self.made: dict[str, LiveList] = {}

    def refresh(self, edition: Edition, ranked: Sequence[int], *, now: datetime) -> set[str]:
        """Fill all lists from the stories `ranked`, the first first; returns the keys of those that changed.

        Errors: `EditionFailed` where the edition can't be read; the lists stay as they were.
        """
        shells = edition.shells()
        wish = Wish(
            ranked=ranked,
            count=self.count,
            not_before=int((now - self.age_limit).timestamp()),
            muted=muted_stories(edition),
        )
        chosen = choose(edition, list(shells), wish)
        made = {language: live_list(language, fill(shells[language], chosen[language])) for language in shells}
        for section, (language, rows) in choose_in_sections(edition, chosen, wish).items():
            made[section] = live_list(section, fill(shells[language], rows))
        before, self.made = self.made, made
        return {key for key in before.keys() | made.keys() if before.get(key) != made.get(key)}

    def of(self, page: Page) -> LiveList | None:
        """The list that belongs into `page`: its section's on a section's page, its language's on any other."""
        return self.made.get(page.address) or self.made.get(page.language)
