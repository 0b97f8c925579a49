"""Loads releases of the Media Topics, and sources' own codes, into the desk database: all of a file or none of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from broadsheet.wire.errors import Refused
from broadsheet.wire.models import Source
from broadsheet.wire.topic_models import CodeMapping, MediaTopic
from broadsheet.wire.topics.code_file import CodeRow
from broadsheet.wire.topics.codes import SUBJECT_CODE
from broadsheet.wire.topics.scheme import Concept, Scheme, merged

_FIELDS = ("names", "broader", "retired_on", "modified_on", "successor", "means_now", "same", "close")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in the desk database after a release was loaded."""

    topics: int
    retired: int
    without_meaning: int
    """Retired topics for which nothing stands today."""
    subject_codes: int


@transaction.atomic
def load(release: Scheme) -> Loaded:
    """Joins `release` with what is there: the newer state of a topic wins, names and successors of both are kept."""
    present = {row.code: row for row in MediaTopic.objects.all()}
    whole = merged(Scheme(None, {code: _concept(row) for code, row in present.items()}), release)
    rows = [_row(one, whole.means_now(one.code)) for one in whole.concepts.values()]
    MediaTopic.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=["code"], update_fields=list(_FIELDS)
    )
    by_subject_code = whole.by_subject_code()
    CodeMapping.objects.filter(source=None).delete()
    CodeMapping.objects.bulk_create(
        (CodeMapping(scheme=SUBJECT_CODE, code=code, topic=topic) for code, topic in by_subject_code.items()),
        batch_size=500,
    )
    retired = [row for row in rows if row.retired_on]
    return Loaded(len(rows), len(retired), len([row for row in retired if not row.means_now]), len(by_subject_code))


@transaction.atomic
def map_codes(source: Source, rows: Iterable[CodeRow], *, replace: bool) -> tuple[int, int]:
    """How many codes were new, and how many the source has now; `replace` drops those that are not in `rows`.

    Errors: `Refused` where a row names a topic that no loaded release has.
    """
    wanted = set(rows)
    known = set(MediaTopic.objects.values_list("code", flat=True))
    if known and (strange := sorted({row.topic for row in wanted} - known)):
        raise Refused(f"No loaded Media Topic has the code {strange[0]}.")
    if replace:
        CodeMapping.objects.filter(source=source).delete()
    before = set(CodeMapping.objects.filter(source=source).values_list("scheme", "code", "topic"))
    new = [row for row in sorted(wanted, key=str) if (row.scheme, row.code, row.topic) not in before]
    CodeMapping.objects.bulk_create(
        (CodeMapping(source=source, scheme=row.scheme, code=row.code, topic=row.topic) for row in new), batch_size=500
    )
    return len(new), len(before) + len(new)


def _concept(row: MediaTopic) -> Concept:
    return Concept(
        row.code, row.names, row.broader, row.retired_on, row.modified_on, row.successor, tuple(row.same),
        tuple(row.close),
    )  # fmt: skip


def _row(one: Concept, means_now: str) -> MediaTopic:
    return MediaTopic(
        code=one.code,
        names=dict(one.names),
        broader=one.broader,
        retired_on=one.retired_on,
        modified_on=one.modified_on,
        successor=one.successor,
        means_now=means_now,
        same=list(one.same),
        close=list(one.close),
    )
