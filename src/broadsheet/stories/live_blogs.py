"""Live blogs: opening and closing one, and every act upon its entries. An entry is a row of its own, never lost.

open ──▶ submit (who may write there) ──▶ post (who may publish there) ──▶ correct · mark · withdraw ──▶ close

Entries are numbered as they are posted, and stand on parts of a fixed length counted from the oldest: a new one touches
the blog's own page and its last part, whatever came before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from broadsheet.press import keys, orders
from broadsheet.staff.models import Staff
from broadsheet.stories import entry_gate
from broadsheet.stories.errors import EntryMovedOn, LiveBlogClosed, NotYours, ReasonMissing
from broadsheet.stories.models import LiveAct, LiveBlog, LiveEntry, Story

A_PART = 20
"""Entries of a part: the addresses of entries hang on it, so that it never changes."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an entry says. `body` is raw StreamField data of `LiveBlock`."""

    body: list[dict[str, Any]] = field(default_factory=list)
    headline: str = ""
    byline_id: int | None = None
    is_key: bool = False


def part_of(number: int) -> int:
    """The part on which entry `number` stands, counted from 1."""
    return (number - 1) // A_PART + 1


def may_post(person: Any, story: Story) -> bool:
    """Whether this person's entries go out: who may publish where the story lies."""
    return bool(story.permissions_for_user(person).can_publish())


def may_submit(person: Any, story: Story) -> bool:
    """Whether this person may lay entries before those who post: who may write where the story lies."""
    return bool(
        story.permissions_for_user(person).can_edit()
        or story.get_parent().permissions_for_user(person).can_add_subpage()
    )


def may_change(person: Any, entry: LiveEntry) -> bool:
    """Who posts may change every entry; others one that waits: their own, or any where they edit the story."""
    story = entry.blog.story
    if may_post(person, story):
        return True
    own = entry.made_by_id == person.pk and may_submit(person, story)
    return entry.number is None and bool(own or story.permissions_for_user(person).can_edit())


@transaction.atomic
def open_blog(story: Story, *, by: Staff | None, now: datetime) -> LiveBlog:
    """Tell `story` live from now on, or again. Errors: `NotYours`."""
    _refuse(by is not None and not may_post(by, story), "opened live", story)
    blog, is_new = LiveBlog.objects.get_or_create(story=story, defaults={"opened_at": now})
    if not is_new and blog.is_open:
        return blog
    blog.closed_at = None
    blog.save(update_fields=["closed_at"])
    return _turned(blog, "opened" if is_new else "opened again", by, now)


@transaction.atomic
def close_blog(blog: LiveBlog, *, by: Staff | None, now: datetime) -> LiveBlog:
    """End the telling: readers get it from the beginning on. Errors: `NotYours`, `LiveBlogClosed`."""
    row = _locked(blog)
    _refuse(by is not None and not may_post(by, row.story), "closed", row.story)
    if not row.is_open:
        raise LiveBlogClosed(row)
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    return _turned(row, "closed", by, now)


@transaction.atomic
def submit(blog: LiveBlog, words: Words, *, by: Staff, now: datetime, token: UUID | None = None) -> LiveEntry:
    """Lay an entry before those who post; readers see nothing.

    Errors: `NotYours`, `LiveBlogClosed`, `ReasonMissing`.
    """
    row = _locked(blog)
    _refuse(not may_submit(by, row.story), "written for", row.story)
    return _written(row, words, by, now, token)


@transaction.atomic
def post(blog: LiveBlog, words: Words, *, by: Staff | None, now: datetime, token: UUID | None = None) -> LiveEntry:
    """Write an entry and let it out. The same `token` again gives the entry that there is.

    Errors: `NotYours`, `LiveBlogClosed`, `ReasonMissing`, and what keeps words from readers.
    """
    row = _locked(blog)
    _refuse(by is not None and not may_post(by, row.story), "posted to", row.story)
    entry = _written(row, words, by, now, token)
    return entry if entry.number is not None else _let_out(row, entry, by, now)


@transaction.atomic
def post_waiting(entry: LiveEntry, *, by: Staff | None, now: datetime, seen: int) -> LiveEntry:
    """Let an entry out that was submitted. Errors: as `post`, and `EntryMovedOn`."""
    blog = _locked(entry.blog)
    row = _seen(entry, seen)
    _refuse(by is not None and not may_post(by, blog.story), "posted to", blog.story)
    if row.number is not None or row.withdrawn_at is not None:
        raise EntryMovedOn(row)
    _refuse_closed(blog)
    return _let_out(blog, row, by, now)


@transaction.atomic
def correct(entry: LiveEntry, words: Words, *, by: Staff | None, now: datetime, seen: int) -> LiveEntry:
    """Let an entry say `words`; what it said is kept, and readers see when it was changed.

    `seen` is the number of changes that whoever writes has seen. Errors: `EntryMovedOn`, `NotYours`, `ReasonMissing`.
    """
    blog = _locked(entry.blog)
    row = _seen(entry, seen)
    _refuse(by is not None and not may_change(by, row), "changed", blog.story)
    if row.withdrawn_at is not None:
        raise EntryMovedOn(row)
    before = said_in(row)
    _say(row, words)
    if said_in(row) != before:
        row.worded_by = by
        if row.number is not None:
            entry_gate.refuse_unfit(row, by=by, now=now)
        row.changes += 1
        row.corrected_at = now if row.number is not None else None
        _note(blog, row, "changed", by, now, before=before)
    row.save()
    return _ordered(row, now)


@transaction.atomic
def mark(entry: LiveEntry, *, key: bool, pinned: bool, by: Staff | None, now: datetime) -> LiveEntry:
    """Put an entry among the key points, or above all others, or take it from there. Errors: `NotYours`."""
    blog = _locked(entry.blog)
    _refuse(by is not None and not may_post(by, blog.story), "marked", blog.story)
    row = LiveEntry.objects.select_for_update().get(pk=entry.pk)
    if (row.is_key, row.is_pinned) == (key, pinned):
        return row
    row.is_key, row.is_pinned = key, pinned
    row.save(update_fields=["is_key", "is_pinned"])
    _note(blog, row, "marked", by, now)
    return _ordered(row, now)


@transaction.atomic
def withdraw(entry: LiveEntry, *, by: Staff | None, now: datetime) -> LiveEntry:
    """Take an entry from readers, or give one up that waits. Errors: `NotYours`, `EntryMovedOn`."""
    blog = _locked(entry.blog)
    row = LiveEntry.objects.select_for_update().get(pk=entry.pk)
    _refuse(by is not None and not may_change(by, row), "withdrawn", blog.story)
    if row.withdrawn_at is not None:
        raise EntryMovedOn(row)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _note(blog, row, "withdrawn", by, now)
    return _ordered(row, now)


def said_in(entry: LiveEntry) -> dict[str, Any]:
    """What an entry says, as it is kept before a change."""
    return {"headline": entry.headline, "byline": entry.byline_id, "body": _bare(entry.body.get_prep_value())}


def _bare(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": block["type"], "value": block["value"]} for block in blocks]


def _written(blog: LiveBlog, words: Words, by: Staff | None, now: datetime, token: UUID | None) -> LiveEntry:
    known = LiveEntry.objects.filter(blog=blog, token=token).first() if token is not None else None
    if known is not None:
        return known
    _refuse_closed(blog)
    entry = LiveEntry(blog=blog, token=token or uuid4(), made_at=now, made_by=by, worded_by=by, is_key=words.is_key)
    _say(entry, words)
    entry.save()
    _note(blog, entry, "written", by, now)
    return entry


def _let_out(blog: LiveBlog, entry: LiveEntry, by: Staff | None, now: datetime) -> LiveEntry:
    entry_gate.refuse_unfit(entry, by=by, now=now)
    blog.last_number += 1
    blog.save(update_fields=["last_number"])
    entry.number, entry.posted_at = blog.last_number, now
    entry.save()
    _note(blog, entry, "posted", by, now)
    return _ordered(entry, now)


def _say(entry: LiveEntry, words: Words) -> None:
    if not words.body and not words.headline.strip():
        raise ReasonMissing("an entry without words")
    entry.headline, entry.byline_id = " ".join(words.headline.split()), words.byline_id
    entry.body = words.body


def _ordered(entry: LiveEntry, now: datetime) -> LiveEntry:
    if entry.number is not None:
        story_id, part = entry.blog.story_id, part_of(entry.number)
        changed = {keys.live(story_id), keys.live_part(story_id, part)}
        here = range((part - 1) * A_PART + 1, part * A_PART + 1)
        public = LiveEntry.objects.filter(blog=entry.blog_id, number__in=here, withdrawn_at=None)
        if public[:2].count() < 2:
            # It has its first entry now, or has lost its last one: others lead there, or no longer do.
            changed.add(keys.live_parts(story_id))
        orders.write(changed, now=now)
    return entry


def _turned(blog: LiveBlog, did: str, by: Staff | None, now: datetime) -> LiveBlog:
    _note(blog, None, did, by, now)
    # Other pages say of a story that it is told live.
    orders.write([keys.live(blog.story_id), keys.of("story", blog.story_id)], now=now)
    return blog


def _note(
    blog: LiveBlog, entry: LiveEntry | None, did: str, by: Staff | None, now: datetime, *, before: Any = None
) -> None:
    name = str(by) if by is not None else "the machine"
    LiveAct.objects.create(blog=blog, entry=entry, at=now, by_name=name, did=did, before=before)


def _locked(blog: LiveBlog) -> LiveBlog:
    """The blog as it is, and nobody else at it until this transaction ends: numbers have neither gaps nor doubles."""
    return LiveBlog.objects.select_for_update().select_related(None).get(pk=blog.pk)


def _seen(entry: LiveEntry, seen: int) -> LiveEntry:
    row = LiveEntry.objects.select_for_update().get(pk=entry.pk)
    if row.changes != seen:
        raise EntryMovedOn(row)
    return row


def _refuse(refused: bool, act: str, story: Story) -> None:
    if refused:
        raise NotYours(act, story)


def _refuse_closed(blog: LiveBlog) -> None:
    if not blog.is_open:
        raise LiveBlogClosed(blog)
