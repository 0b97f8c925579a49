"""Fills the wire of the paper in hand with generated items, in the state that taking them in would have left."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from broadsheet.demo.sentences import headline, paragraph
from broadsheet.stories.models import Section
from broadsheet.wire import filing, search_index
from broadsheet.wire.dispatch import Dispatch, Subject
from broadsheet.wire.models import Item, RawItem, Source, Version

SOURCES = ("afp", "reuters", "ap", "dpa", "kyodo", "akp")
PLACES = ("PHNOM PENH", "BANGKOK", "PARIS", "TOKYO", "WASHINGTON", "GENEVA", "SIEM REAP", "HANOI")
KHMER = (
    "ទឹកជំនន់មកដល់ស្ពានចាស់", "សាលារាជធានីភ្នំពេញបានសម្រេច", "កសិករប្រមូលផលស្រូវ", "ផ្លូវថ្មីតភ្ជាប់ខេត្តក្រចេះ",
)  # fmt: skip
BATCH = 1_000
IN_GROUPS = 10
"""One item in so many begins a group of three."""


def fill(count: int, *, now: datetime, paragraphs: int = 6, first: int = 0) -> None:
    """Bring the wire from `first` to `count` items, half a minute apart back from `now`; one in six is in Khmer."""
    sources = [Source.objects.get_or_create(slug=slug, defaults={"name": slug.upper()})[0] for slug in SOURCES]
    sections = list(Section.objects.order_by("path"))
    for begin in range(first, count, BATCH):
        with transaction.atomic():
            _batch(range(begin, min(count, begin + BATCH)), count, sources, sections, now, paragraphs)


def dispatch_of(number: int, sections: list[Section], paragraphs: int) -> Dispatch:
    """What item `number` says."""
    dice = random.Random(number)
    khmer = number % 6 == 5
    words = dice.choice(KHMER) if khmer else headline(dice)
    body = [f"{dice.choice(KHMER)} {dice.choice(KHMER)}" if khmer else paragraph(dice) for _ in range(paragraphs)]
    return Dispatch(
        guid=f"urn:generated:{number}",
        kind="text",
        headline=words,
        language="km" if khmer else "en",
        urgency=dice.choice((1, 2, 3, 3, 4, 4, 4, 5, 6)),
        place=dice.choice(PLACES),
        subjects=(Subject(dice.choice(sections).title), Subject("economy")),
        body_html="".join(f"<p>{text}</p>" for text in body),
    )


def _batch(
    numbers: range, count: int, sources: list[Source], sections: list[Section], now: datetime, paragraphs: int
) -> None:
    at = {n: now - timedelta(seconds=30 * (count - n)) for n in numbers}
    dispatches = {n: dispatch_of(n, sections, paragraphs) for n in numbers}
    items, raws = [], []
    for n in numbers:
        state = random.Random(-n).choice(("new", "new", "seen", "declined", "used"))
        status = "cancelled" if n % 97 == 0 else "usable"
        item = Item(source=sources[n % 6], guid=dispatches[n].guid, received_at=at[n], state=state, status=status)
        item.version_count, item.picture_count = 1, n % 3
        items.append(item)
        raw = msgspec.json.encode(dispatches[n])
        raws.append(
            RawItem(
                source=item.source, sha256=f"{n:064x}", received_at=at[n], name=f"{n}", content=raw, outcome="taken"
            )
        )
    Item.objects.bulk_create(items)
    RawItem.objects.bulk_create(raws)
    versions = list(_versions(items, raws, dispatches, at))
    Version.objects.bulk_create(versions)
    leader = 0
    for n, item, version in zip(numbers, items, versions, strict=True):
        item.current = version
        filing.describe(item, dispatches[n])
        if n % IN_GROUPS < 3:
            leader = item.pk if n % IN_GROUPS == 0 else leader or item.pk
            item.group_id = leader
        search_index.put(item.pk, [item.headline, dispatches[n].body_html])
    Item.objects.bulk_update(items, ["current", "group", *filing.COLUMNS], batch_size=100)


def _versions(
    items: list[Item], raws: list[RawItem], dispatches: dict[int, Dispatch], at: dict[int, datetime]
) -> Iterator[Version]:
    for (n, dispatch), item, raw in zip(dispatches.items(), items, raws, strict=True):
        yield Version(
            item=item,
            raw=raw,
            version="1",
            received_at=at[n],
            status=item.status,
            what="new",
            kind="text",
            headline=dispatch.headline,
            fingerprint=f"{n:064x}",
            dispatch_json=msgspec.json.encode(dispatch).decode(),
        )
