"""What can go wrong with the ranking.

RankingError
└── RankingUnavailable   its database is missing, locked or broken; keep the counts and try again later
"""

from __future__ import annotations

from pathlib import Path


class RankingError(Exception):
    """Any failure of the ranking; the message is a sentence that says what to do."""


class RankingUnavailable(RankingError):
    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"The ranking at {path} can't be used ({reason}). Readers see the newest stories instead; "
            "if it stays so, move the file away: a new one is made."
        )
