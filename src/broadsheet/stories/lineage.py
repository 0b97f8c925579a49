"""Knows which dispatch a story was made from: makes stories of wire items, carries updates and kills to them.

item ──▶ make_story ──▶ draft, with its picture, credit, dateline and topics
  ├── newer version ──▶ an unedited draft follows it; to what is edited, public, locked or in workflow it is a proposal
  └── cancelled ──▶ its stories, their translations and its photos are taken down
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from wagtail.models import Revision

from broadsheet.staff.models import Staff
from broadsheet.stories import acts, kills, photo_rights, proposals
from broadsheet.stories.cancelling import take_down
from broadsheet.stories.errors import ItemCancelled, ItemKilled
from broadsheet.stories.filing import filled, section_for
from broadsheet.stories.models import Photo, Section, Story, StoryOrigin
from broadsheet.stories.taking import photo_for, picture_of, story_text
from broadsheet.wire import standing_words
from broadsheet.wire.dispatch import Status
from broadsheet.wire.intake import TakenItem
from broadsheet.wire.marking import mark
from broadsheet.wire.models import Item, Version
from broadsheet.wire.succession import Succession

CHANGES = (Succession.UPDATE, Succession.CORRECTION)
CARRIED_BY_THEN = timedelta(minutes=1)
"""Whoever took a delivery has carried it by then, or has stopped in between."""


@transaction.atomic
def make_story(item: Item, *, section: Section | None, by: Staff | None, now: datetime) -> Story:
    """A draft that says what the current version of `item` says, under `section` or the one that its subjects name.

    Errors: `ItemCancelled`, `ItemKilled`, `NoSection` where the paper has no section in the item's language.
    """
    item = Item.objects.select_for_update(of=("self",)).select_related("current", "source").get(pk=item.pk)
    if item.status == Status.CANCELLED or item.current is None:
        raise ItemCancelled(item)
    if (item.source.slug, item.guid) in kills.killed().items:
        raise ItemKilled(item)
    dispatch = filled(standing_words.of(item.current).dispatch, item.source)
    section = section or section_for(dispatch, item.source)
    story = acts.create(section, story_text(dispatch, _photo(item, by), section), by=by, now=now)
    StoryOrigin.objects.create(story=story, item=item, version=item.current, revision_id=_latest_draft(story))
    mark([item.pk], Item.State.USED, by=by, now=now)
    return story


def publish_taken(taken: TakenItem, *, by: Staff, now: datetime, photo_reason: str = "") -> str:
    """Do with an item just taken what `by` has decided for all of this delivery: publish it.

    Returns what was done, in a word or two. A replay of something that has a story does nothing. A story whose photo is
    held stays a draft, unless `photo_reason` says why `by` lets such photos out: that is then on the record.
    """
    done = _publish_taken(taken, by, now, photo_reason)
    Version.objects.filter(pk=taken.version_id, carried=False).update(carried=True)
    return done


def _publish_taken(taken: TakenItem, by: Staff, now: datetime, photo_reason: str) -> str:
    item = Item.objects.select_related("current", "source").get(pk=taken.item_id)
    if item.status == Status.CANCELLED:
        count = take_down(item, now=now) if _kills(taken.version_id, taken.what) else 0
        return f"cancelled, {count} stories taken down" if count else "cancelled"
    if item.status == Status.WITHHELD:
        return "withheld by the agency, not published"
    embargo = item.current.dispatch.embargoed_until if item.current else None
    with transaction.atomic():
        origin = StoryOrigin.objects.filter(item=item).select_related("story").first()
        if origin is None:
            story = make_story(item, section=None, by=by, now=now)
        elif taken.what in CHANGES and follow(origin, by=by, now=now):
            story = origin.story
        else:
            return "a proposal waits for its story" if carry([taken], now=now) else "already a story"
        if held := _held_photos(story, by=by, now=now, embargo=embargo, reason=photo_reason):
            return f"a draft, not published. {held}"
        if embargo is not None and embargo > now:
            acts.schedule(story, embargo, by=by, now=now)
            # Scheduling makes a draft; it is no editor's.
            StoryOrigin.objects.filter(item=item, story=story).update(revision_id=_latest_draft(story))
            return f"scheduled for {embargo:%Y-%m-%d %H:%M %Z}, when its embargo ends"
        acts.publish(story, by=by, now=now)
    return "published"


def _held_photos(story: Story, *, by: Staff, now: datetime, embargo: datetime | None, reason: str) -> str:
    """Why the story's photos keep it from being published; empty where they don't, or `by` gives a reason."""
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    day = photo_rights.day_of(max(now, embargo) if embargo else now)
    held = photo_rights.held(draft, on=day)
    if not reason:
        return " ".join(one.sentence for one in held)
    for one in held:
        photo_rights.decide(one.photo, story=story, by=by, reason=reason, now=now, on=day)
    # What a takedown holds, not everybody may let out.
    return " ".join(one.sentence for one in photo_rights.held(draft, on=day)) if held else ""


def follow(origin: StoryOrigin, *, by: Staff | None, now: datetime) -> bool:
    """Let the story say what the item's current version says, if no editor has touched it; False where one has."""
    item = Item.objects.select_related("current").get(pk=origin.item_id)
    if item.current is None or item.current_id == origin.version_id or touched(origin):
        return False
    with transaction.atomic():
        section = Section.objects.select_related("locale").get(pk=origin.story.get_parent().pk)
        told = filled(standing_words.of(item.current).dispatch, item.source)
        text = story_text(told, _photo(item, by), section)
        acts.revise(origin.story, text, by=by, now=now)
        scheduled = _scheduled_for(origin.story)
        if scheduled is not None:
            # Else the version that was scheduled first would go out.
            acts.schedule(origin.story, scheduled, by=by, now=now)
        base_id, origin.version, origin.revision_id = origin.version_id, item.current, _latest_draft(origin.story)
        origin.save(update_fields=["version", "revision_id"])
        proposals.note_followed(origin, base_id, now=now)
    return True


def touched(origin: StoryOrigin) -> bool:
    """Whether anybody wrote in the story after it was last made from the wire."""
    return _latest_draft(origin.story) > origin.revision_id


def _latest_draft(story: Story) -> int:
    drafts = Revision.page_revisions.filter(object_id=str(story.pk))
    return int(drafts.order_by("-pk").values_list("pk", flat=True)[0])


def _scheduled_for(story: Story) -> datetime | None:
    drafts = Revision.page_revisions.filter(object_id=str(story.pk), approved_go_live_at__isnull=False)
    at: datetime | None = drafts.values_list("approved_go_live_at", flat=True).first()
    return at


def carry(taken: Iterable[TakenItem], *, now: datetime) -> list[str]:
    """Carry what has come in to the stories made from it; returns what was done, a sentence each."""
    done = []
    for one in taken:
        done += _carry(one.item_id, one.version_id, one.what, now)
        Version.objects.filter(pk=one.version_id, carried=False).update(carried=True)
    return done


def carry_left(*, now: datetime) -> list[str]:
    """Carry what was taken in by a process that stopped before it carried it; called every few seconds."""
    done = []
    left = Version.objects.filter(carried=False, received_at__lt=now - CARRIED_BY_THEN).order_by("pk")
    for pk, item_id, what in left.values_list("pk", "item_id", "what")[:500]:
        done += _carry(item_id, pk, Succession(what), now)
        Version.objects.filter(pk=pk).update(carried=True)
    return done


def _carry(item_id: int, version_id: int, what: Succession, now: datetime) -> list[str]:
    item = Item.objects.select_related("current", "source").get(pk=item_id)
    if item.status == Status.CANCELLED:
        count = take_down(item, now=now) if _kills(version_id, what) else 0
        return [f"{count} published stories made from “{item}” were taken down."] if count else []
    if what not in CHANGES or item.current is None:
        return []
    done = []
    for origin in StoryOrigin.objects.filter(item=item).select_related("story"):
        if not guarded(origin.story) and follow(origin, by=None, now=now):
            done.append(f"The draft “{origin.story}” follows the agency's new version.")
        elif proposals.propose(origin, item.current, now=now) is not None:
            done.append(f"A proposal waits for “{origin.story}”.")
    return done


def _kills(version_id: int, what: Succession) -> bool:
    """Whether this version of a cancelled item takes down: a cancellation, once. One that comes again changes nothing.

    What the desk has put back, by lifting a kill, only a cancellation that says something new takes down again.
    """
    left = Version.objects.filter(pk=version_id, carried=False, status=Status.CANCELLED)
    return what is Succession.CANCELLATION or left.exists()


def guarded(story: Story) -> bool:
    """Whether somebody answers for what `story` says now: readers have it, or it is locked or in a workflow."""
    return story.live or story.locked or story.current_workflow_state is not None


def _photo(item: Item, by: Staff | None) -> Photo | None:
    assert item.current is not None
    picture = picture_of(item.current)
    return photo_for(picture, by=by) if picture else None
