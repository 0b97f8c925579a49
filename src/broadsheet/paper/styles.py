"""Binds the paper's style sheet of its parts, and hands out the few files that every page links to.

Order of the layers: tokens, base, layout, furniture (one file beside each template), print, theme.
"""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.paper.rendering import TEMPLATES

STATIC = Path(__file__).parent / "static"

LAYERS = ("tokens", "base", "layout", "furniture", "print", "theme")

TYPES = {
    "paper.css": "text/css; charset=utf-8",
    "beacon.js": "text/javascript; charset=utf-8",
    "logo.svg": "image/svg+xml",
    "favicon.svg": "image/svg+xml",
}

_TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/|(\s+)""", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def bundle(theme: Path | None = None) -> bytes:
    """The whole style sheet. `theme` is a paper's theme folder: its css/*.css come last, in a layer of their own."""
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        text = "\n".join(path.read_text("utf-8") for path in _files(layer, theme))
        if text:
            parts.append(f"@layer {layer}{{{minified(text)}}}")
    return "\n".join(parts).encode()


def assets(theme: Path | None = None) -> dict[str, tuple[str, bytes]]:
    """Every file that pages link to: name → content type and bytes. A theme's static/NAME stands in for ours."""
    found = {"paper.css": (TYPES["paper.css"], bundle(theme))}
    for name, content_type in TYPES.items():
        if name not in found:
            own = theme / "static" / name if theme else None
            path = own if own and own.is_file() else STATIC / name
            found[name] = (content_type, path.read_bytes())
    return found


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
