"""The specimen page: every piece of furniture once, for who works on the paper's look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.pieces import Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.few import Few
from broadsheet.paper.specimens import specimen_page

SPECIMEN = "/_specimen/"


class SpecimenRecipe(Few):
    """One page a language, "/_specimen/" and "/km/_specimen/", where paper.toml asks for it; no page leads there."""

    name = "specimen"
    templates: Sequence[str] = ("specimen.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [reading.prefix(code) + SPECIMEN for code in reading.languages()] if reading.paper.specimen else ()

    def rank(self, address: str) -> int:
        return ranks.UNDATED

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        language = address.removesuffix(SPECIMEN).strip("/") or reading.paper.languages[0]
        with reading.noting.afresh() as notes:
            if not reading.paper.specimen or reading.front(language) is None:
                return Nothing(notes)
            site = reading.site(language)
            meta = Meta(
                title=f"{site.publication} - Specimen",
                description="",
                canonical="",
                kind="website",
                robots="noindex",
            )
            style = reading.look.address("live.css")
            context = specimen_page(site, meta, reading.share_card(language), live_style=style)
            return TemplatePage(notes, address, self.name, language, "specimen.html", context, reading.look.renderer)
