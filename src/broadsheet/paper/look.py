"""How pages look: templates, styles and phrases, read once, with a fingerprint of all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from broadsheet.paper.rendering import Renderer
from broadsheet.paper.share_cards import FACES, readable
from broadsheet.paper.styles import STATIC, address, assets, root_files

_VIEW_BOX = re.compile(rb"""\bviewBox=["'][\d.+-]+[\s,]+[\d.+-]+[\s,]+(\d+\.?\d*)[\s,]+(\d+\.?\d*)["']""")

PAGE_TEMPLATES = (
    "article.html",
    "live.html",
    "live_part.html",
    "front.html",
    "list.html",
    "dossier.html",
    "message.html",
    "corrections.html",
    "saved.html",
    "search.html",
    "archive.html",
    "specimen.html",
    "feed.xml",
    "atom.xml",
    "sitemap.xml",
    "sitemap-index.xml",
    "sitemap-news.xml",
    "most_viewed.html",
    "most_viewed_item.html",
)
"""Every template that makes a product of its own; the others are parts of these."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the theme: its address holds a digest of its bytes."""

    address: str
    content_type: str
    content: bytes


class Look:
    """The look of a paper: our templates and styles with those of its `theme` folder laid over them."""

    def __init__(self, theme: Path | None) -> None:
        self.renderer = Renderer(theme)
        self.assets: dict[str, Asset] = {}
        for name, (content_type, content) in assets(theme).items():
            self.assets[name] = Asset(address(name, content), content_type, content)
        self.root = {at: Asset(at, content_type, raw) for at, (content_type, raw) in root_files(theme).items()}
        """A theme's own files for the root, by address."""
        self.card_fonts = {face: self._card_font(face) for face in FACES}
        """What share cards are set in."""

    def template_fingerprints(self) -> dict[str, str]:
        """Template → a fingerprint of all that it prints with."""
        return {name: self.renderer.fingerprint(name).hex() for name in PAGE_TEMPLATES}

    @property
    def logo_ratio(self) -> float:
        """Width to height of the drawing logo.svg, 0 where it doesn't say."""
        found = _VIEW_BOX.search(self.assets["logo.svg"].content)
        width, height = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
        return width / height if height else 0.0

    @property
    def asset_fingerprint(self) -> bytes:
        """Differs when any style sheet, script, drawing or file of the root does."""
        digest = blake2b(digest_size=16)
        for asset in self.assets.values():
            digest.update(asset.address.encode())
        for asset in self.root.values():
            digest.update(f"{asset.address} {len(asset.content)} ".encode() + asset.content)
        return digest.digest()

    def _card_font(self, face: str) -> bytes:
        own = self.assets[face].content
        return own if readable(own) else (STATIC / "fonts" / face).read_bytes()

    def address(self, name: str) -> str:
        return self.assets[name].address
