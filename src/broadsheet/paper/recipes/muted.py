"""The list of muted stories, which kiosks obey and readers can't ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from broadsheet.edition.listing import MUTED
from broadsheet.paper.gathering import PlainPage
from broadsheet.paper.lists import muted
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.few import Few
from broadsheet.press import keys

JSON = "application/json"


class MutedRecipe(Few):
    """One product, "!muted": the muted stories' numbers."""

    name = "muted"
    templates: Sequence[str] = ()

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [MUTED]

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        return [MUTED] if keys.MUTED in changed else ()

    def gather(self, address: str, reading: Reading) -> PlainPage:
        with reading.noting.afresh() as notes:
            text = json.dumps(muted(reading.noting)).encode()
            return PlainPage(notes, MUTED, self.name, "", JSON, text)
