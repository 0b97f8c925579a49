"""What every paper has once: the live list's frame, the 404 and 410 pages, style sheet, script, fonts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import (
    Nothing,
    PlainPage,
    ShellInputs,
    TemplatePage,
    asset_page,
)
from broadsheet.paper.part_pieces import MessagePage, MostViewedShell, SearchPage
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import LanguageLink, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.few import Few

MESSAGES = {
    "404": (
        "Page not found",
        "There is no page at this address. It may have been mistyped, or the link may be broken.",
    ),
    "410": (
        "This story has been withdrawn",
        "The editors have taken this story out of the paper, and it can no longer be read here.",
    ),
}
"""Status → (heading, text), as phrases."""

LATEST = 6


class MessageRecipe(Few):
    """Pages that only the kiosk asks for: "!404/en"."""

    name = "message"
    templates: Sequence[str] = ("message.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [f"!{status}/{code}" for status in MESSAGES for code in reading.languages()]

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        status, _, language = address.removeprefix("!").partition("/")
        with reading.noting.afresh() as notes:
            if status not in MESSAGES or reading.front(language) is None:
                return Nothing(notes)
            heading, text = (phrase(words, language) for words in MESSAGES[status])
            site = reading.site(language)
            meta = Meta(
                title=f"{site.publication} - {heading}",
                description=text,
                canonical="",
                kind="website",
                robots="noindex",
            )
            cards = reading.cards(reading.lists.newest(f"language/{language}", LATEST))
            context = MessagePage(site, meta, heading, text, cards)
            return TemplatePage(notes, address, self.name, language, "message.html", context, reading.look.renderer)


class SearchRecipe(Few):
    """The page of a search, with holes for what was found: "!search/en", which readers meet at "/search"."""

    name = "search"
    templates: Sequence[str] = ("search.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [f"!search/{code}" for code in reading.languages()]

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        language = address.removeprefix("!search/")
        with reading.noting.afresh() as notes:
            if reading.front(language) is None:
                return Nothing(notes)
            site = reading.site(language)
            heading, base = phrase("Search", language), reading.paper.address
            others = [LanguageLink(o.language, o.name, base + reading.site(o.language).search) for o in site.languages]
            meta = Meta(
                title=f"{site.publication} - {heading}",
                description=phrase("Search all stories of {publication}", language, publication=site.publication),
                canonical=base + site.search,
                kind="website",
                translations=tuple(others),
            )
            context = SearchPage(site, meta)
            return TemplatePage(notes, address, self.name, language, "search.html", context, reading.look.renderer)


class ShellRecipe(Few):
    """The frame of the live list: "shell/en"."""

    name = "shell"
    templates: Sequence[str] = ("most_viewed.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [f"shell/{code}" for code in reading.languages()]

    def gather(self, address: str, reading: Reading) -> ShellInputs | Nothing:
        language = address.removeprefix("shell/")
        with reading.noting.afresh() as notes:
            if reading.front(language) is None:
                return Nothing(notes)
            shell = MostViewedShell(language)
            return ShellInputs(notes, language, shell, reading.look.renderer)


class AssetRecipe(Few):
    """Style sheet, script and drawings; a digest in each address lets browsers keep them for ever."""

    name = "asset"
    templates: Sequence[str] = ()

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [asset.address for asset in reading.look.assets.values()]

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        return self.addresses(reading) if "theme" in changed else ()

    def gather(self, address: str, reading: Reading) -> PlainPage | Nothing:
        with reading.noting.afresh() as notes:
            reading.noting.key("theme")
            for asset in reading.look.assets.values():
                if asset.address == address:
                    return asset_page(asset, notes)
            return Nothing(notes)
