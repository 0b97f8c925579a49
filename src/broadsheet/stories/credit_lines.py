"""Says whom a credit line names: "Sok Dara/AFP via Getty Images" names Sok Dara, AFP and Getty Images."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*(?:[/|;,–—]|\s-\s|\bvia\b)\s*", re.IGNORECASE)


def folded(words: str) -> str:
    """`words` as they are compared: case and spaces don't count."""
    return " ".join(words.split()).casefold()


def names_in(line: str) -> frozenset[str]:
    """Everybody whom a line names, folded, and the line itself; empty for an empty one."""
    return frozenset(name for part in (line, *_BETWEEN.split(line)) if (name := folded(part)))
