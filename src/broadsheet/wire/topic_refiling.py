"""Files what has come in under the Media Topics that its subjects mean now, after a release or a map was loaded.

    load or map ──▶ TopicRefiling, in the same transaction ──▶ batches, one transaction each ──▶ none left: row deleted

A batch says how far it came: whoever stops in between, a command or the wire's process, leaves the rest to the next.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.wire import filing, topic_finding
from broadsheet.wire.dispatch import Dispatch, Subject
from broadsheet.wire.models import Item, Source, Version
from broadsheet.wire.topic_models import TopicRefiling

BATCH = 200


def begin(source: Source | None) -> None:
    """Note that all versions of `source`, or of every source, are to be filed anew, from the first one on."""
    TopicRefiling.objects.update_or_create(source=source, defaults={"after_version": 0})


def go_on(*, progress: Callable[[int, int], object] = lambda done, of_all: None) -> int:
    """Do all that is left; returns how many versions mean other topics than before."""
    changed = 0
    while (left := TopicRefiling.objects.order_by("pk").first()) is not None:
        whole = _versions(left)
        done, of_all = whole.filter(pk__lte=left.after_version).count(), whole.count()
        while (counts := _batch(left.pk)) is not None:
            done, changed = done + counts[0], changed + counts[1]
            progress(min(done, of_all), of_all)
    return changed


def step() -> bool:
    """Do one batch of what is left, if anything is; returns whether there was something to do."""
    left = TopicRefiling.objects.order_by("pk").first()
    return left is not None and _batch(left.pk) is not None


@transaction.atomic
def _batch(number: int) -> tuple[int, int] | None:
    """How many versions were looked at, and how many of them changed; None where none was left."""
    left = TopicRefiling.objects.select_for_update().filter(pk=number).first()
    if left is None:
        return None
    rows = _versions(left).filter(pk__gt=left.after_version).select_related("item").order_by("pk")
    versions = list(rows.only("topics", "dispatch_json", "item__source_id", "item__current_id")[:BATCH])
    if not versions:
        left.delete()
        return None
    known: dict[tuple[int, tuple[Subject, ...]], list[str]] = {}
    changed = sum([_refile(version, version.dispatch, known) for version in versions])
    left.after_version = versions[-1].pk
    left.save(update_fields=["after_version"])
    return len(versions), changed


def _refile(version: Version, dispatch: Dispatch, known: dict[tuple[int, tuple[Subject, ...]], list[str]]) -> bool:
    item = version.item
    key = (item.source_id, dispatch.subjects)
    if key not in known:
        known[key] = topic_finding.topics_for(dispatch.subjects, item.source_id)
    topics = known[key]
    if topics == version.topics:
        return False
    Version.objects.filter(pk=version.pk).update(topics=topics)
    if item.current_id == version.pk:
        section = next((told(dispatch, item) for told in filing.section_of), None)
        Item.objects.filter(pk=item.pk, current=version).update(section=section)
    return True


def _versions(left: TopicRefiling) -> QuerySet[Version]:
    return Version.objects.all() if left.source_id is None else Version.objects.filter(item__source_id=left.source_id)
