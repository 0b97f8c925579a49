"""Files dispatches under Media Topics: by a source's own codes, else by IPTC's; retired ones by what they mean now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from broadsheet.wire.dispatch import Subject
from broadsheet.wire.topic_models import MediaTopic
from broadsheet.wire.topics import codes, scheme

MOST = 100
"""Subjects of an item that are looked at."""

# In SQL, as both are asked for each item that comes in.
_MAPPED = """
    SELECT source_id, scheme, code, topic FROM wire_codemapping
    WHERE (source_id = %s OR source_id IS NULL) AND code IN ({}) ORDER BY id
"""
_RETIRED = "SELECT code, means_now FROM wire_mediatopic WHERE retired_on IS NOT NULL AND code IN ({})"


def topics_for(subjects: Sequence[Subject], source_id: int) -> list[str]:
    """The codes of the Media Topics that these subjects mean, in their order, each once; two questions at most.

    A code that nobody mapped means nothing. A Media Topic that no loaded release knows stays as it is: it may be newer.
    """
    read = [(subject, *codes.of(subject)) for subject in subjects[:MOST]]
    asked = {key for _, kind, code in read for key in _keys(kind, code)}
    asked |= {key for subject, _, _ in read for key in (subject.code.strip(), subject.name.strip())}
    asked.discard("")
    if not asked:
        return []
    own: dict[tuple[str, str], list[str]] = {}
    published: dict[str, str] = {}
    for owner, listed, code, topic in _ask(_MAPPED, [source_id], sorted(asked)):
        if owner is None:
            published[code] = topic
        else:
            own.setdefault((listed, code), []).append(topic)
    found: list[str] = []
    for subject, kind, code in read:
        found += _own(subject, own) or _published(kind, code, published)
    return means_now(dict.fromkeys(found))


def means_now(topics: Iterable[str]) -> list[str]:
    """The topics, each as what stands for it today; a retired one for which nothing stands is left out."""
    wanted = list(topics)
    if not wanted:
        return []
    now = dict(_ask(_RETIRED, [], wanted))
    return list(dict.fromkeys(meant for code in wanted if (meant := now.get(code, code))))


def names(topics: Collection[str], language: str) -> list[str]:
    """The names of the topics in that language, in their order; the code of one that no loaded release knows."""
    rows = {row.code: row.name(language) for row in MediaTopic.objects.filter(code__in=topics)}
    return [rows.get(code, code) for code in topics]


def nearest(topics: Sequence[str], wanted: Collection[str]) -> str | None:
    """The one of `wanted` that one of `topics` is or lies below: for a mapping of topics to sections. One question."""
    if not topics or not wanted:
        return None
    broader = dict(MediaTopic.objects.exclude(broader="").values_list("code", "broader"))
    return scheme.nearest(topics, wanted, broader=broader)


def _ask(question: str, values: Sequence[int], codes_asked: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question.format(", ".join(["%s"] * len(codes_asked))), [*values, *codes_asked])
        return list(cursor.fetchall())


def _keys(kind: str, code: str) -> list[str]:
    return list(codes.upward(code)) if kind == codes.SUBJECT_CODE else [code]


def _own(subject: Subject, own: dict[tuple[str, str], list[str]]) -> list[str]:
    """What the source's map says, by code or by name; a row for the very list before one for any."""
    for key in (subject.code.strip(), subject.name.strip()):
        for listed in (subject.scheme, ""):
            if key and (topics := own.get((listed, key))):
                return topics
    return []


def _published(kind: str, code: str, published: dict[str, str]) -> list[str]:
    if kind == codes.MEDTOP:
        return [code]
    if kind == codes.SUBJECT_CODE:
        meant = next((published[one] for one in codes.upward(code) if one in published), "")
        # The seventeen at the top have the same codes in both lists.
        return [meant or f"{code[:2]}000000"]
    return []
