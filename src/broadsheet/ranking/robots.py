"""Tells robots from readers by what they call themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

LONGEST = 512
"""Characters of a user agent that are looked at; readers' browsers stay well below."""

KEPT_ANSWERS = 4096


def _sort_patterns() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The list's patterns as plain substrings (most are; `in` is far faster) and one expression for the rest."""
    plain: list[str] = []
    others: list[str] = []
    for entry in CRAWLER_USER_AGENTS_DATA:
        unescaped = re.sub(r"\\([/.\-_ ()@!+])", lambda found: f"\0{found[1]}", entry["pattern"])
        if re.search(r"(?<!\0)[\\.^$*+?{}\[\]|()]", unescaped):
            others.append(entry["pattern"])
        else:
            plain.append(unescaped.replace("\0", ""))
    return tuple(plain), re.compile("|".join(f"(?:{pattern})" for pattern in others))


_SUBSTRINGS, _EXPRESSION = _sort_patterns()


@lru_cache(maxsize=KEPT_ANSWERS)
def is_robot(user_agent: str) -> bool:
    """Whether `user_agent`, cut to `LONGEST`, is on the list of known crawlers, or says nothing at all."""
    if not user_agent.strip():
        return True
    return any(name in user_agent for name in _SUBSTRINGS) or _EXPRESSION.search(user_agent) is not None
