"""Takes the pictures out of a page, for as long as the brown-out switch (`edition.brown_out`) is on."""

from __future__ import annotations

import re

_FIGURES = re.compile(rb"<picture\b[^>]*>.*?</picture>|<img\b[^>]*>", re.DOTALL | re.IGNORECASE)
_PRELOADS = re.compile(rb"<link\b[^>]*\bas=[\"']?image\b[^>]*>", re.IGNORECASE)


def without_pictures(html: bytes) -> bytes:
    """`html` without the pictures in it; captions stay, and so does every word."""
    return _PRELOADS.sub(b"", _FIGURES.sub(b"", html))
