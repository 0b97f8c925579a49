"""What can go wrong at the press.

PressError
├── QueryWhileRendering   a template or a piece asked the database
└── PageFault             a page could not be made of what was gathered
"""

from __future__ import annotations


class PressError(Exception):
    """Any failure of the press; the message says what to do."""


class QueryWhileRendering(PressError):
    def __init__(self, sql: str) -> None:
        self.sql = sql
        super().__init__(f"Rendering asked the database, which it must not: {sql[:200]}")


class PageFault(PressError):
    """Raised by a recipe whose page can't be made; the message says which template and why."""
