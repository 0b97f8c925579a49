"""Knows which dispatch a story was made from: makes stories of wire items, carries updates and kills to them.

item ──▶ make_story ──▶ draft, with its picture, credit and dateline
  ├── newer version ──▶ an untouched draft follows it; what an editor touched stays as it is
  └── cancelled ──▶ its stories are taken down
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, kills
from broadsheet.stories.errors import ItemCancelled, ItemKilled, NoSection
from broadsheet.stories.models import Photo, Section, Story, StoryOrigin
from broadsheet.stories.photo_library import photo_of
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.intake import TakenItem
from broadsheet.wire.models import Item
from broadsheet.wire.succession import Succession


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
    dispatch = item.current.dispatch
    text = story_text(dispatch, _photo(item, by))
    story = acts.create(section or section_for(dispatch), text, by=by, now=now)
    StoryOrigin.objects.create(story=story, item=item, version=item.current, revision_id=_latest_draft(story))
    item.state = Item.State.USED
    item.save(update_fields=["state"])
    return story


def publish_taken(taken: TakenItem, *, by: Staff, now: datetime) -> str:
    """Do with an item just taken what `by` has decided for all of this delivery: publish it.

    Returns what was done, in a word or two. A replay of something that has a story does nothing.
    """
    item = Item.objects.select_related("current", "source").get(pk=taken.item_id)
    if item.status == Status.CANCELLED:
        count = take_down(item, now=now)
        return f"cancelled, {count} stories taken down" if count else "cancelled"
    if item.status == Status.WITHHELD:
        return "withheld by the agency, not published"
    embargo = item.current.dispatch.embargoed_until if item.current else None
    with transaction.atomic():
        origin = StoryOrigin.objects.filter(item=item).select_related("story").first()
        if origin is None:
            story = make_story(item, section=None, by=by, now=now)
        elif taken.what in (Succession.UPDATE, Succession.CORRECTION) and follow(origin, by=by, now=now):
            story = origin.story
        else:
            return "already a story"
        if embargo is not None and embargo > now:
            acts.schedule(story, embargo, by=by, now=now)
            # Scheduling makes a draft; it is no editor's.
            StoryOrigin.objects.filter(item=item, story=story).update(revision_id=_latest_draft(story))
            return f"scheduled for {embargo:%Y-%m-%d %H:%M %Z}, when its embargo ends"
        acts.publish(story, by=by, now=now)
    return "published"


def follow(origin: StoryOrigin, *, by: Staff | None, now: datetime) -> bool:
    """Let the story say what the item's current version says, if no editor has touched it; False where one has."""
    item = Item.objects.select_related("current").get(pk=origin.item_id)
    if item.current is None or item.current_id == origin.version_id or touched(origin):
        return False
    with transaction.atomic():
        acts.revise(origin.story, story_text(item.current.dispatch, _photo(item, by)), by=by, now=now)
        scheduled = _scheduled_for(origin.story)
        if scheduled is not None:
            # Else the version that was scheduled first would go out.
            acts.schedule(origin.story, scheduled, by=by, now=now)
        origin.version, origin.revision_id = item.current, _latest_draft(origin.story)
        origin.save(update_fields=["version", "revision_id"])
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


def take_down(item: Item, *, now: datetime) -> int:
    """Kill every story made from `item`, with its translations; returns how many were published."""
    stories = [origin.story for origin in StoryOrigin.objects.filter(item=item).select_related("story")]
    published = len([story for story in stories if story.live])
    for story in stories:
        if story.pk not in kills.killed().stories:
            reason = f"Cancelled by {item.source.name}: {item}"
            kills.kill(story, by=f"wire:{item.source.slug}", reason=reason, now=now)
    return published


def carry(taken: Iterable[TakenItem], *, now: datetime) -> list[str]:
    """Carry what has come in to the stories made from it; returns what was done, a sentence each."""
    done = []
    for one in taken:
        item = Item.objects.select_related("current", "source").get(pk=one.item_id)
        if item.status == Status.CANCELLED:
            if count := take_down(item, now=now):
                done.append(f"{count} published stories made from “{item}” were taken down.")
        elif one.what in (Succession.UPDATE, Succession.CORRECTION):
            for origin in StoryOrigin.objects.filter(item=item).select_related("story"):
                if not origin.story.live and follow(origin, by=None, now=now):
                    done.append(f"The draft “{origin.story}” follows the agency's new version.")
    return done


def section_for(dispatch: Dispatch) -> Section:
    """The section in the dispatch's language whose name one of its subjects has; else the first one.

    Errors: `NoSection`.
    """
    language = dispatch.language.split("-")[0].lower()
    if language not in current().languages:
        language = current().languages[0]
    sections = list(Section.objects.filter(locale__language_code=language).order_by("path"))
    if not sections:
        raise NoSection(language)
    names = [subject.name.casefold() for subject in dispatch.subjects]
    by_name = {s.title.casefold(): s for s in reversed(sections)}
    found: Section = next((by_name[n] for n in names if n in by_name), sections[0])
    return found


def story_text(dispatch: Dispatch, photo: Photo | None) -> acts.StoryText:
    """What a story made from `dispatch` says; their words, our shape."""
    body = [{"type": "prose", "value": dispatch.body_html}] if dispatch.body_html else []
    return acts.StoryText(
        headline=dispatch.headline or dispatch.slugline,
        body=body,
        standfirst=dispatch.standfirst,
        dateline=dispatch.dateline or dispatch.place,
        credit_line=dispatch.credit or dispatch.copyright,
        lead_photo=photo,
    )


def _photo(item: Item, by: Staff | None) -> Photo | None:
    assert item.current is not None
    picture = item.current.pictures.exclude(file="").first()
    return photo_of(picture, by=by) if picture else None
