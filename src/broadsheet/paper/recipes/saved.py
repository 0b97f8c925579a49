"""The page of what is kept on the reader's own device; its script fills it there, and nobody else knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.part_pieces import MessagePage
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.few import Few

SAVED = "/saved"


class SavedRecipe(Few):
    """One page a language, where `[readers] offline` is on."""

    name = "saved"
    templates: Sequence[str] = ("saved.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [reading.prefix(code) + SAVED for code in reading.languages()] if reading.paper.offline else ()

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        language = address.removesuffix(SAVED).strip("/") or reading.paper.languages[0]
        with reading.noting.afresh() as notes:
            if reading.front(language) is None or address not in self.addresses(reading):
                return Nothing(notes)
            site = reading.site(language)
            heading = phrase("Saved stories", language)
            text = phrase(
                "Stories that you save for later, and those that you read last, are kept on this device, for when "
                "there is no network. Nobody else knows of them.",
                language,
            )
            meta = Meta(f"{site.publication} - {heading}", text, "", "website", robots="noindex")
            context = MessagePage(site, meta, heading, text, ())
            return TemplatePage(notes, address, self.name, language, "saved.html", context, reading.look.renderer)
