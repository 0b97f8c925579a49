"""Writes rows and asks questions by statements made once: for what runs for each item that comes in.

Django makes the SQL of each call anew, which costs ten times what the database needs to do it. Here the models still
say what the columns are and how a value is written; only the text of the statement is kept. No signal is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet

MOST_FORMS = 256


def insert(row: Model) -> None:
    """Write a new row, and give it its number.

    Errors: `IntegrityError`, as from `save`.
    """
    statement, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row, fields, adding=True))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def update(row: Model, columns: Sequence[str]) -> None:
    """Write these fields of a row that is there."""
    statement, fields = _change(type(row), tuple(columns))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_values(row, fields, adding=False), row.pk])


class Given(Expression):
    """Stands in a question for its value of that place, which comes with each asking."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Question:
    """A question that Django turns into SQL once; its rows come as the database gives them, nothing converted.

    `rows` makes the queryset of values, with `Given` where values will stand.
    """

    def __init__(self, rows: Callable[[], QuerySet[Any, Any]]) -> None:
        self._rows = rows
        self._forms: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows that it has, with these values in the places given."""
        if connection.vendor not in self._forms:
            sql, said = self._rows().query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            self._forms[connection.vendor] = (sql, tuple(said))
        sql, said = self._forms[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[one.place] if isinstance(one, Given) else one for one in said])
            return list(cursor.fetchall())


def _values(row: Model, fields: Sequence[Field[Any, Any]], *, adding: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, adding), connection) for field in fields]


@cache
def _insertion(kind: type[Model]) -> tuple[str, tuple[Field[Any, Any], ...]]:
    fields = tuple(field for field in kind._meta.local_concrete_fields if field is not kind._meta.auto_field)
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    told = f'INSERT INTO "{kind._meta.db_table}" ({names}) VALUES ({places}) RETURNING "{kind._meta.pk.column}"'
    return told, fields


@lru_cache(MOST_FORMS)
def _change(kind: type[Model], columns: tuple[str, ...]) -> tuple[str, tuple[Field[Any, Any], ...]]:
    fields = tuple(field for field in kind._meta.local_concrete_fields if field.name in columns)
    assert len(fields) == len(columns), columns
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE "{kind._meta.db_table}" SET {sets} WHERE "{kind._meta.pk.column}" = %s', fields
