"""What a check of `broadsheet doctor` has found, as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result. "warning": the paper runs, but somebody should look."""

    state: Literal["good", "warning", "bad"]
    words: str


def good(words: str) -> Finding:
    return Finding("good", words)
