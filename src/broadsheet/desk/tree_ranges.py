"""Lets SQLite find what lies below a page by walking the index of paths.

Wagtail asks for it with LIKE, for which SQLite reads all pages there are. PostgreSQL walks its index for LIKE.
"""

from __future__ import annotations

from typing import Any

from django.db.models.lookups import StartsWith
from wagtail.models import Page


class Below(StartsWith):
    """`path__startswith` as a range: paths are written in digits and capitals alone."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if not isinstance(self.rhs, str) or not self.rhs:
            said, given = self.as_sql(compiler, connection)
            return said, list(given)
        column, values = self.process_lhs(compiler, connection)
        behind = self.rhs[:-1] + chr(ord(self.rhs[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*values, self.rhs, *values, behind]


def use() -> None:
    Page._meta.get_field("path").register_lookup(Below)
