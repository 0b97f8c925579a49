"""One thing that a theme breaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is a path below the theme's folder, `words` a sentence that says what is broken and what to do."""

    file: str
    words: str
