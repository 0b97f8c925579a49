"""Statements that are made once write and ask the same as Django's own, and an item that comes in makes no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from broadsheet.wire import statements
from broadsheet.wire.intake import take
from broadsheet.wire.models import CodeMapping, Item, ItemPicture, RawItem, Source, Version
from broadsheet.wire.statements import Given, Question

NOW = datetime(2024, 5, 6, 8, tzinfo=UTC)
MOST = 24
"""Statements for a new item with a picture, the beginnings of transactions included."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="delta", name="Delta News")


def rows_of_every_kind(source: Source) -> Iterator[Model]:
    """One row of each kind that comes in, with a value of each kind in it; not written yet."""
    raw = RawItem(source=source, sha256="a" * 64, received_at=NOW, name="ទឹក 100%", content=b"\x00\xff")
    yield raw
    item = Item(source=source, guid="urn:1", status="usable", received_at=NOW, headline="%s", urgency=3)
    yield item
    version = Version(item=item, raw=raw, version="1", received_at=NOW, warnings=["“a”"], topics=[], carried=False)
    yield version
    yield ItemPicture(version=version, position=2, guid="urn:p", picture_json="{}", file="a/b.jpg", sha256="b" * 64)


def test_a_row_is_written_as_django_writes_it(source: Source) -> None:
    for row in rows_of_every_kind(source):
        statements.insert(row)
        kind = type(row)
        told = kind._default_manager.filter(pk=row.pk).values().get()
        expected = {field.attname: field.to_python(getattr(row, field.attname)) for field in kind._meta.concrete_fields}
        assert told == {name: bytes(v) if isinstance(v, memoryview) else v for name, v in expected.items()}
        assert not row._state.adding


def test_a_row_that_may_not_be_there_twice_is_refused(source: Source) -> None:
    def write() -> None:
        statements.insert(RawItem(source=source, sha256="a" * 64, received_at=NOW, content=b""))

    write()
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
    assert RawItem.objects.count() == 1


def test_only_the_named_fields_are_written(source: Source) -> None:
    item = Item.objects.create(source=source, guid="urn:1", status="usable", received_at=NOW, headline="old")
    item.headline, item.place, item.urgency = "new", "not written", 5
    statements.update(item, ("headline", "urgency"))
    item.refresh_from_db()
    assert (item.headline, item.place, item.urgency) == ("new", "", 5)
    with pytest.raises(AssertionError):
        statements.update(item, ("headline", "no such field"))


def test_a_question_is_asked_again_with_other_values(source: Source) -> None:
    for code in ("POL", "SPO"):
        CodeMapping.objects.create(source=source, scheme="own", code=code, topic="11000000")
    asked = Question(
        lambda: CodeMapping.objects.filter(source_id=Given(1), code=Given(0), scheme="own").values_list("code", "topic")
    )
    answers = [asked(code, source.pk) for code in ("POL", "SPO", "no'ne", "%s")]
    assert answers == [[("POL", "11000000")], [("SPO", "11000000")], [], []]
    assert asked("POL", source.pk + 1) == []


@contextmanager
def statements_made() -> Iterator[list[str]]:
    """The models for which Django makes a statement meanwhile."""
    made: list[str] = []

    def counting(real: Callable[..., Any]) -> Callable[..., Any]:
        def as_sql(self: SQLCompiler, *args: Any, **named: Any) -> Any:
            made.append(self.query.model.__name__)
            return real(self, *args, **named)

        return as_sql

    with pytest.MonkeyPatch.context() as patch:
        for kind in (SQLCompiler, *SQLCompiler.__subclasses__()):
            if "as_sql" in vars(kind):
                patch.setattr(kind, "as_sql", counting(vars(kind)["as_sql"]))
        yield made


def test_a_new_item_makes_no_statement_anew_and_asks_as_much_as_the_first(source: Source) -> None:
    counts = []
    for number in range(12):
        raw = json.dumps(
            {
                "uri": f"urn:example:{number}",
                "type": "text",
                "version": "1",
                "headlines": [{"value": f"Harbour {number}"}],
                "bodies": [
                    {"contenttype": "text/html", "value": f"<p>{' '.join(f'w{number}n{n}' for n in range(60))}"}
                ],
                "subjects": [{"name": "Politics", "uri": "http://cv.iptc.org/newscodes/mediatopic/11000000"}],
                "associations": [{"name": "main", "uri": f"urn:p:{number}", "type": "picture"}],
            }
        ).encode()
        with statements_made() as made, CaptureQueriesContext(connection) as asked:
            assert take(raw, source=source, name="x", now=NOW).outcome == "taken"
        counts.append(len(asked))
        assert number == 0 or made == []
    assert ItemPicture.objects.count() == 12
    assert len(set(counts)) == 1
    assert counts[0] <= MOST
