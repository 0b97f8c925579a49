"""What every page of one language shares: name, logo, sections, the files that it links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import LanguageLink, Site
from broadsheet.paper.styles import fonts_of
from broadsheet.press import keys
from broadsheet.text.languages import LANGUAGES, direction

if TYPE_CHECKING:
    from broadsheet.paper.reading import Reading


LOGO_HEIGHT = 56
"""As the masthead states it; the style sheet sets what is seen."""


def site_frame(language: str, reading: Reading) -> Site:
    """The frame of pages in `language`; its keys are noted."""
    front = reading.front(language)
    reading.noting.key("theme")
    look = reading.look
    name = front.name if front else reading.paper.name
    logo, ratio = look.address("logo.svg"), look.logo_ratio
    if front and front.logo_id:
        picture = reading.logo(front.logo_id, language)
        if picture:
            logo, ratio = picture.address, picture.width / picture.height
    others = []
    for code in reading.languages():
        reading.noting.key(keys.of("front", code))
        others.append(LanguageLink(code, LANGUAGES[code], reading.prefix(code) or "/"))
    prefix = reading.prefix(language)
    return Site(
        publication=name,
        tagline=front.tagline if front else "",
        language=language,
        direction=direction(language),
        base_url=reading.paper.address,
        home=prefix or "/",
        logo=logo,
        logo_width=round(LOGO_HEIGHT * ratio),
        logo_alt=phrase("Logo of {publication} newspaper", language, publication=name),
        nav=tuple(reading.section_link(row) for row in reading.sections(language) if row.in_nav),
        languages=tuple(others) if len(others) > 1 else (),
        style=look.address("paper.css"),
        beacon=look.address("beacon.js"),
        feed=f"{prefix}/rss.xml",
        about=front.about if front else "",
        logo_is_mark=not (front and front.logo_id),
        icon=look.address("favicon.svg"),
        touch_icon=look.address("touch-icon.png"),
        image_beacon=reading.paper.image_beacon,
        offline=look.address("offline.js") if reading.paper.offline else "",
        search=f"{prefix}/search",
        archive=f"{prefix}/archive",
        fonts=tuple(look.address(font) for font in fonts_of(language)),
    )
