"""Binds the paper's style sheet of its parts, and hands out the few files that pages link to.

Order of the layers: fonts, tokens, base, layout, furniture (one file beside each template), print, theme. A style names
a file as url("NAME"); readers get it under an address that holds a digest of its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from broadsheet.paper.rendering import TEMPLATES

STATIC = Path(__file__).parent / "static"

LAYERS = ("fonts", "tokens", "base", "layout", "furniture", "print", "theme")

TYPES = {
    "paper.css": "text/css; charset=utf-8",
    "live.css": "text/css; charset=utf-8",
    "dossier.css": "text/css; charset=utf-8",
    "beacon.js": "text/javascript; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
    "offline.js": "text/javascript; charset=utf-8",
    "logo.svg": "image/svg+xml",
    "favicon.svg": "image/svg+xml",
    "favicon.ico": "image/x-icon",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
    "touch-icon.png": "image/png",
    "serif.woff2": "font/woff2",
    "khmer.woff2": "font/woff2",
}

ROOT_TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}
"""Kinds of file that a theme may lay at the root: ads.txt, trust.txt, .well-known/security.txt …"""

LARGEST_ROOT_FILE = 1_000_000

SHEET = "paper.css"

_FONTS = {"km": ("khmer.woff2",)}
_LATIN = ("serif.woff2",)

_URL = re.compile(r"""url\(["']?([a-z0-9.-]+)["']?\)""")

_TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/|(\s+)""", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def address(name: str, content: bytes) -> str:
    """Where readers find the file `name`: other bytes have another address, and browsers may keep each for ever."""
    stem, suffix = name.rsplit(".", 1)
    return f"/theme/{stem}.{blake2b(content, digest_size=6).hexdigest()}.{suffix}"


def fonts_of(language: str) -> tuple[str, ...]:
    """The fonts that a page in `language` begins with."""
    return _FONTS.get(language, _LATIN)


def bundle(theme: Path | None = None, addresses: Mapping[str, str] | None = None) -> bytes:
    """The whole style sheet. `theme` is a paper's theme folder: its css/*.css come last, in a layer of their own.

    Files that it names as url("NAME") stand there by their `addresses`; unknown names stay as they are.
    """
    known = addresses or {}
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        text = "\n".join(path.read_text("utf-8") for path in _files(layer, theme))
        if text:
            found = _URL.sub(lambda url: f"url({known.get(url[1], url[1])})", minified(text))
            parts.append(f"@layer {layer}{{{found}}}")
    return "\n".join(parts).encode()


def assets(theme: Path | None = None) -> dict[str, tuple[str, bytes]]:
    """Every file that pages link to: name → content type and bytes. A theme's static/NAME stands in for ours."""
    files = {name: _file(name, theme) for name in TYPES if name != SHEET}
    addresses = {name: address(name, content) for name, content in files.items()}
    sheet = bundle(theme, addresses)
    return {SHEET: (TYPES[SHEET], sheet)} | {name: (TYPES[name], content) for name, content in files.items()}


def root_files(theme: Path | None) -> dict[str, tuple[str, bytes]]:
    """A theme's files/**: address → content type and bytes; files of other kinds or over a megabyte are left out."""
    found: dict[str, tuple[str, bytes]] = {}
    if theme is None:
        return found
    folder = theme / "files"
    for path in sorted(folder.rglob("*")):
        content_type = ROOT_TYPES.get(path.suffix.lower())
        if content_type and path.is_file() and path.stat().st_size <= LARGEST_ROOT_FILE:
            found["/" + path.relative_to(folder).as_posix()] = (content_type, path.read_bytes())
    return found


def _file(name: str, theme: Path | None) -> bytes:
    own = theme / "static" / name if theme else None
    if own and own.is_file():
        return own.read_bytes()
    if name.endswith(".css"):
        # Only some pages need it: in the sheet that all pages load it would weigh on every one.
        return f"@layer furniture{{{minified((STATIC / 'css' / name).read_text('utf-8'))}}}".encode()
    return (STATIC / "fonts" / name if name.endswith(".woff2") else STATIC / name).read_bytes()


def minified(css: str) -> str:
    """`css` without comments and needless white space; what stands in quotes is kept as it is."""
    lean = _TOKEN.sub(lambda match: match[1] or (" " if match[2] else ""), css)
    pieces = _STRING.split(lean)
    for index in range(0, len(pieces), 2):
        piece = _AROUND.sub(r"\1", pieces[index])
        pieces[index] = re.sub(r":\s+", ":", piece).replace(";}", "}")
    return "".join(pieces).strip()


def _files(layer: str, theme: Path | None) -> list[Path]:
    if layer == "furniture":
        return sorted(TEMPLATES.rglob("*.css"))
    if layer == "theme":
        return sorted((theme / "css").glob("*.css")) if theme else []
    return [STATIC / "css" / f"{layer}.css"]
