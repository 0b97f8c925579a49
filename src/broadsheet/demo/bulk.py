"""Makes a paper of many stories fast, for load and scale: rows in bulk, in the state that publishing would have left.

Made in batches, each one transaction: interrupted, it goes on where it was.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Page

from broadsheet.demo.load_copy import Copy, plain_copy, varied_copy
from broadsheet.paperfile import current
from broadsheet.press import orders
from broadsheet.stories.models import (
    Byline,
    Listing,
    Photo,
    Section,
    Story,
    StoryAddress,
    StoryByline,
    StoryTopic,
    Topic,
)
from broadsheet.text.slugs import slug

BATCH = 1_000
BYLINES = 24
TOPICS = 60

Progress = Callable[[int, int], None]


def make_stories(
    count: int, *, now: datetime, progress: Progress | None = None, paragraphs: int = 9, varied: bool = False
) -> int:
    """Bring the live stories to `count`, one every 17 minutes back from `now`; returns how many were made.

    All of `paragraphs` plain paragraphs, two topics and one byline; `varied`: as copy varies, with the photos that the
    paper has.
    """
    made = 0
    sections = list(Section.objects.filter(locale__language_code=current().languages[0]).order_by("path"))
    bylines, topics = _people(), _subjects()
    photos = list(Photo.objects.order_by("pk").values_list("pk", flat=True)) if varied else []
    present = Story.objects.filter(live=True).count()
    while present + made < count:
        first, size = present + made, min(BATCH, count - present - made)
        copy = [varied_copy(n, bylines, topics, photos) if varied else plain_copy(n, bylines, topics, paragraphs)
                for n in range(first, first + size)]  # fmt: skip
        with transaction.atomic():
            pages = _pages(first, copy, sections, now)
            _stories(pages, copy)
            _records(pages, first, copy, sections)
        made += size
        if progress is not None:
            progress(present + made, count)
    if made:
        orders.write([f"front:{code}" for code in current().languages], now=now)
    return made


def _pages(first: int, copy: list[Copy], sections: list[Section], now: datetime) -> list[Page]:
    kind = ContentType.objects.get_for_model(Story)
    places = {s.pk: _next_place(s) for s in sections}
    pages: list[Page] = []
    for number, words in enumerate(copy, first):
        section = sections[number % len(sections)]
        at = now - timedelta(minutes=17 * number + 1)
        name = f"{slug(words.headline)}-{number}"
        pages.append(
            Page(
                path=Page._get_path(section.path, section.depth + 1, places[section.pk]),
                depth=section.depth + 1,
                numchild=0,
                title=words.headline,
                draft_title=words.headline,
                slug=name,
                url_path=f"{section.url_path}{name}/",
                content_type=kind,
                locale_id=section.locale_id,
                translation_key=uuid.UUID(int=random.Random(number).getrandbits(128), version=4),
                live=True,
                has_unpublished_changes=False,
                first_published_at=at,
                last_published_at=at,
                latest_revision_created_at=at,
            )
        )
        places[section.pk] += 1
    for section in sections:
        added = sum(1 for n in range(first, first + len(copy)) if sections[n % len(sections)] is section)
        section.numchild += added
        Page.objects.filter(pk=section.pk).update(numchild=section.numchild)
    made: list[Page] = Page.objects.bulk_create(pages)
    return made


def _next_place(section: Section) -> int:
    last = Page.objects.filter(path__startswith=section.path, depth=section.depth + 1)
    path = last.order_by("-path").values_list("path", flat=True).first()
    return 1 if path is None else Page._str2int(path[-Page.steplen :]) + 1


def _stories(pages: list[Page], copy: list[Copy]) -> None:
    rows = [
        (
            page.pk, words.kicker, words.standfirst, words.dateline, "", json.dumps(words.body), words.credit_line,
            words.prominence, words.photo,
        )
        for page, words in zip(pages, copy, strict=True)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO stories_story (page_ptr_id, kicker, standfirst, dateline, lead_caption, body, "
            "credit_line, prominence, lead_photo_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def _records(pages: list[Page], first: int, copy: list[Copy], sections: list[Section]) -> None:
    language = current().languages[0]
    by, on, addresses, listings = [], [], [], []
    for number, (page, words) in enumerate(zip(pages, copy, strict=True), first):
        at = page.first_published_at
        assert at is not None
        day = at.astimezone(current().timezone).date().isoformat()
        by += [StoryByline(story_id=page.pk, byline_id=b, sort_order=n) for n, b in enumerate(words.bylines)]
        on += [StoryTopic(story_id=page.pk, topic_id=t, sort_order=n) for n, t in enumerate(words.topics)]
        addresses.append(StoryAddress(story_id=page.pk, address=f"/{day.replace('-', '/')}/{page.slug}", current=True))
        names = [f"language/{language}", f"section/{sections[number % len(sections)].pk}"]
        names += [f"byline/{b}/{language}" for b in words.bylines] + [f"topic/{t}" for t in words.topics]
        listings += [Listing(list=n, story_id=page.pk, published_at=at, day=day) for n in names]
    StoryByline.objects.bulk_create(by)
    StoryTopic.objects.bulk_create(on)
    StoryAddress.objects.bulk_create(addresses)
    Listing.objects.bulk_create(listings)


def _people() -> list[int]:
    names = [f"Writer {n}" for n in range(1, BYLINES + 1)]
    return [Byline.objects.get_or_create(slug=slug(n), defaults={"name": n})[0].pk for n in names]


def _subjects() -> list[int]:
    language = current().languages[0]
    names = [f"Topic {n}" for n in range(1, TOPICS + 1)]
    return [Topic.objects.get_or_create(slug=slug(n), language=language, defaults={"name": n})[0].pk for n in names]
