"""What can go wrong with the ranking.

RankingError
└── RankingUnavailable   its store is missing, locked or broken; keep the counts and try again later
"""

from __future__ import annotations


class RankingError(Exception):
    """Any failure of the ranking; the message is a sentence that says what to do."""


class RankingUnavailable(RankingError):
    def __init__(self, where: str, reason: str) -> None:
        self.where, self.reason = where, reason
        super().__init__(
            f"The ranking at {where} can't be used ({reason}). Readers see the newest stories instead; "
            "if it stays so and it is a file, move it away: a new one is made."
        )
