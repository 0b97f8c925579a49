"""What machines ask for at the root: robots.txt, the manifest, the reservation of rights, and a theme's own files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from broadsheet.paper.gathering import JSON, TEXT, Nothing, PlainPage
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.few import Few
from broadsheet.paper.recipes.saved import SAVED
from broadsheet.paper.styles import STATIC, fonts_of

ROBOTS = "/robots.txt"
MANIFEST = "/manifest.webmanifest"
RIGHTS = "/.well-known/tdmrep.json"
ICON = "/favicon.ico"
WORKER = "/sw.js"
"""What browsers run to keep pages on the reader's device. At the root: it works for the whole paper."""
ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
SCRIPT = "text/javascript; charset=utf-8"
PAPER, ACCENT = "#fdfcf9", "#9b1c1f"


class RobotsRecipe(Few):
    """robots.txt: who may read what, for which use, and where the map is."""

    name = "robots"
    templates: Sequence[str] = ()

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [ROBOTS]

    def gather(self, address: str, reading: Reading) -> PlainPage:
        with reading.noting.afresh() as notes:
            reading.noting.key("theme")
            own = reading.look.root.get(address)
            text = own.content if own else _robots(reading).encode()
            return PlainPage(notes, address, self.name, "", TEXT, text)


class RootRecipe(Few):
    """Files at the root that are no pages; a theme's files/NAME stands in for ours, or beside them."""

    name = "root"
    templates: Sequence[str] = ()

    def addresses(self, reading: Reading) -> Iterable[str]:
        manifests = (reading.prefix(code) + MANIFEST for code in reading.languages())
        return sorted({*manifests, RIGHTS, ICON, WORKER, *reading.look.root} - {ROBOTS})

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        anew = "theme" in changed or any(k.startswith("front:") for k in changed)
        return self.addresses(reading) if anew else ()

    def gather(self, address: str, reading: Reading) -> PlainPage | Nothing:
        with reading.noting.afresh() as notes:
            reading.noting.key("theme")
            own = reading.look.root.get(address)
            found = (own.content_type, own.content) if own else self._ours(address, reading)
            if found is None:
                return Nothing(notes)
            return PlainPage(notes, address, self.name, "", *found)

    def _ours(self, address: str, reading: Reading) -> tuple[str, bytes] | None:
        if address == WORKER:
            return SCRIPT, _worker(reading)
        if address == RIGHTS:
            return JSON, _rights(reading)
        if address == ICON:
            icon = reading.look.assets["favicon.ico"]
            return icon.content_type, icon.content
        language = reading.language_at(address.removesuffix(MANIFEST)) if address.endswith(MANIFEST) else ""
        if language:
            return "application/manifest+json", _manifest(language, reading)
        return None


def _worker(reading: Reading) -> bytes:
    """The worker, told what to keep from the beginning; where the paper keeps nothing, one that clears up after it."""
    if not reading.paper.offline:
        return (STATIC / "sw-off.js").read_bytes()
    fronts, files = [], [reading.look.address("paper.css"), reading.look.address("offline.js")]
    for language in reading.languages():
        reading.noting.key(f"front:{language}")
        fronts += [reading.prefix(language) or "/", reading.prefix(language) + SAVED]
        files += [reading.look.address(font) for font in fonts_of(language)]
    told = {b"/*fronts*/ []": fronts, b"/*files*/ []": files, b'/*shelf*/ "/saved"': fronts[1] if fronts else SAVED}
    script = (STATIC / "sw.js").read_bytes()
    for place, value in told.items():
        script = script.replace(place, msgspec.json.encode(value))
    return script


def _robots(reading: Reading) -> str:
    """**Source:** RFC 9309; Content-Signal as contentsignals.org has it."""
    base, machines = reading.paper.address, reading.paper.machines
    lines = ["User-agent: *"]
    if machines.content_signal:
        lines.append(f"Content-Signal: {machines.content_signal}")
    lines.append("Disallow: /-/")
    # The page itself may be found; what it answers has no end.
    lines += [*(f"Disallow: {reading.prefix(language)}/search?" for language in reading.languages()), ""]
    if machines.refuse_agents:
        lines += [f"User-agent: {agent}" for agent in machines.refuse_agents]
        lines += ["Disallow: /", ""]
    lines.append(f"Sitemap: {base}/sitemap.xml")
    for language in reading.languages():
        reading.noting.key(f"front:{language}")
        lines.append(f"Sitemap: {base}{reading.prefix(language)}/sitemap-news.xml")
    return "\n".join([*lines, ""])


def _rights(reading: Reading) -> bytes:
    """**Source:** W3C community group's TDM Reservation Protocol, 2024, section 5."""
    machines = reading.paper.machines
    rule: dict[str, object] = {"location": "/", "tdm-reservation": int(machines.tdm_reservation)}
    if machines.tdm_policy:
        rule["tdm-policy"] = machines.tdm_policy
    return msgspec.json.encode([rule])


def _manifest(language: str, reading: Reading) -> bytes:
    """**Source:** W3C Web Application Manifest."""
    site = reading.site(language)
    icons = [
        {"src": reading.look.address(name), "sizes": sizes, "type": "image/png", "purpose": "any maskable"}
        for name, sizes in ICONS.items()
    ]
    return msgspec.json.encode(
        {
            "name": site.publication,
            "short_name": site.publication,
            "description": site.tagline,
            "lang": language,
            "dir": site.direction,
            "start_url": site.home,
            "scope": "/",
            "display": "minimal-ui",
            "background_color": PAPER,
            "theme_color": ACCENT,
            "icons": icons,
        }
    )
