"""Keeps what the inbox lists, finds and groups an item by in step with its current version, in the same transaction.

current version ──┬──▶ columns of Item   headline, urgency, place, language, kind, section, counts
                  ├──▶ search index
                  └──▶ signature ──▶ the group of items that say the same
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import CharField

from broadsheet.wire import alike, search_index, standing_words
from broadsheet.wire.dispatch import Dispatch
from broadsheet.wire.models import Item

BATCH = 200

COLUMNS = ("headline", "urgency", "place", "language", "kind", "subjects", "section", "version_count", "picture_count")

section_of: list[Callable[[Dispatch, Item], int | None]] = []
"""Who knows to which section of the paper an item would go; the wire has never heard of sections. At most one."""


def describe(item: Item, dispatch: Dispatch) -> None:
    """Set the columns of `item`, which is not saved, to what `dispatch` says."""
    item.headline = dispatch.headline or dispatch.slugline
    item.urgency = min(max(dispatch.urgency, 0), 9)
    item.place = _cut("place", dispatch.place or dispatch.dateline)
    item.language = _cut("language", dispatch.language.lower())
    item.kind = _cut("kind", dispatch.kind)
    item.subjects = _cut("subjects", ", ".join(subject.name for subject in dispatch.subjects[:3] if subject.name))
    item.section = next((told(dispatch, item) for told in section_of), None)


def index(item: Item, dispatch: Dispatch, *, now: datetime, known: bool) -> None:
    """Let `item`, which has its number, be found by the words of `dispatch`, and join those that say the same.

    Its group is set, not saved. `known` says whether it was indexed before.
    """
    pictures = (words for picture in dispatch.pictures for words in (picture.headline, picture.caption))
    search_index.put(
        item.pk,
        [
            dispatch.headline,
            dispatch.slugline,
            dispatch.subheadline,
            dispatch.standfirst,
            dispatch.byline,
            dispatch.place,
            item.subjects,
            dispatch.body_html,
            *pictures,
        ],
    )
    alike.join_group(item, dispatch.body_html, now=now, known=known)


def refile_all(*, now: datetime, progress: Callable[[int, int], object] = lambda done, of_all: None) -> int:
    """Do all of it for every item, such as after a change of sections; returns how many there were.

    In batches, each one transaction: the desk goes on meanwhile.
    """
    of_all, done, last = Item.objects.count(), 0, 0
    while True:
        with transaction.atomic():
            rows = Item.objects.select_related("current").filter(pk__gt=last, current__isnull=False)
            batch = list(rows.order_by("pk")[:BATCH])
            for item in batch:
                _refile(item, now)
        if not batch:
            return done
        done, last = done + len(batch), batch[-1].pk
        progress(done, of_all)


def _refile(item: Item, now: datetime) -> None:
    assert item.current is not None
    dispatch = standing_words.of(item.current).dispatch
    describe(item, dispatch)
    item.version_count = item.versions.count()
    item.picture_count = item.current.pictures.exclude(file="").count()
    index(item, dispatch, now=now, known=True)
    item.save(update_fields=[*COLUMNS, "group"])


def _cut(column: str, words: str) -> str:
    field = Item._meta.get_field(column)
    assert isinstance(field, CharField)
    return " ".join(words.split())[: field.max_length]
