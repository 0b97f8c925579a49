"""The paper as the press sees it: every recipe, and a fresh reading for each run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from broadsheet import __version__
from broadsheet.paper.gathering import digest
from broadsheet.paper.look import Look
from broadsheet.paper.phrases import words
from broadsheet.paper.pictures import Darkroom
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ALL
from broadsheet.paperfile import PaperFile
from broadsheet.press import keys
from broadsheet.press.campaign import REST
from broadsheet.press.recipe import Recipe
from broadsheet.stories import kills
from broadsheet.stories.places import block_of

GATHERING = b"13"
"""Change it when pages are gathered otherwise, or at other addresses: everything is then looked at again."""


class PaperNewsroom:
    """The recipes of `paper` with its theme; made anew, it sees a theme that has changed."""

    def __init__(self, paper: PaperFile) -> None:
        self.paper = paper
        self.theme = Look(paper.theme)
        self.darkroom = Darkroom(paper.data / "renditions", paper.secret())
        self.recipes = cast("Sequence[Recipe]", ALL)

    def looks(self) -> Mapping[str, str]:
        paper = self.paper
        machines = (paper.machines, paper.image_beacon, paper.offline)
        said = [sorted(words(language).items()) for language in paper.languages]
        own = (paper.teaser_words, paper.share_cards_from, paper.specimen, paper.versions, *machines, said)
        settings = (paper.name, paper.address, paper.languages, str(paper.timezone), *own)
        rest = digest(GATHERING, __version__.encode(), repr(settings).encode(), self.theme.asset_fingerprint)
        return self.theme.template_fingerprints() | {REST: rest.hex()}

    def beyond_orders(self, mark: str) -> tuple[str, list[str]]:
        """What the kill file holds counts without an order: a restored database has lost the orders of later kills."""
        killed = kills.killed()
        now = repr(sorted(kill.number for kill in killed.kills))
        if now == mark:
            return mark, []
        ids = killed.stories
        photos = kills.same_files(killed.pictures)
        changed = [keys.of(kind, pk) for pk in ids for kind in ("story", "address")]
        changed += sorted({keys.of("block", block_of(pk)) for pk in ids})
        return now, [*changed, *(keys.of("photo", pk) for pk in photos), "kills", "news"]

    def forbidden(self, keys_read: Iterable[str]) -> bool:
        """Whether any of these keys is that of a killed story or picture."""
        killed = kills.killed()
        photos = kills.same_files(killed.pictures)
        banned = {keys.of("story", pk) for pk in killed.stories} | {keys.of("photo", pk) for pk in photos}
        return not banned.isdisjoint(keys_read)

    def begin_batch(self, reading: object) -> None:
        cast("Reading", reading).let_go()

    def open(self, now: datetime) -> Reading:
        return Reading(self.paper, self.theme, self.darkroom, now)
