"""Makes slugs: the part of an address that a person can read, in ASCII whatever the script."""

from __future__ import annotations

import re

from anyascii import anyascii

from broadsheet.text.languages import LANGUAGES

LONGEST = 80
"""Characters; a longer slug is cut at a hyphen."""

TAKEN = frozenset({"by", "topic", "media", "theme", "search", "archive", "corrections", "sitemap"})
"""First parts of addresses that mean something else; no section has one of them."""

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘`]")


def is_taken(slug: str) -> bool:
    """Whether `slug` as the first part of an address means something else: a page of ours, a language, a year."""
    return slug in TAKEN or slug in LANGUAGES or slug[:1].isdigit()


def slug(text: str) -> str:
    """`text` in lower-case ASCII letters, figures and hyphens; "story" where nothing of it can be written so."""
    plain = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", text))).lower()
    whole = _NOT_WORD.sub("-", plain).strip("-")
    if len(whole) > LONGEST:
        whole = whole[: LONGEST + 1].rsplit("-", 1)[0][:LONGEST].strip("-")
    return whole or "story"
