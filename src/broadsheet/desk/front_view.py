"""What the front editor shows: the slots as they are filled, and the stories that could stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from broadsheet.desk.files import look
from broadsheet.desk.story_filters import scheduled_ids
from broadsheet.paper import preview
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pictures import Darkroom
from broadsheet.paper.pieces import Card, FrontPage
from broadsheet.paperfile import current
from broadsheet.stories import fronts, slots
from broadsheet.stories.models import Front, FrontLayout, Listing, Section, Story
from broadsheet.stories.slots import Arrangement, Placed

OFFERED = 20
READY = "Ready"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as the desk shows it. `way` is "pinned", "put here" or "by itself"."""

    number: int
    story_id: int
    headline: str
    own_headline: str
    section: str
    picture: Picture | None
    way: str
    waits: bool
    """It is not published yet: readers see the next one."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A front in the editor: `missing` were put there and readers have them no more."""

    page: Page
    layout: FrontLayout | None
    wanted: Arrangement
    shape_shown: str
    slots: tuple[Slot, ...]
    missing: tuple[Story, ...]
    beside: tuple[Card, ...]

    @property
    def is_plan(self) -> bool:
        return self.layout is not None and self.layout.since is None

    @property
    def seen(self) -> int:
        """What an act must bring back, to be refused where somebody else was faster."""
        if self.layout is None:
            return 0
        return self.layout.changes if self.is_plan else self.layout.pk


@dataclass(frozen=True, slots=True)
class Offer:
    story_id: int
    headline: str
    section: str
    at: datetime | None
    state: str


def laid(page: Page, plan: FrontLayout | None = None) -> Laid:
    """The front of `page` as readers have it, or as `plan` will have it."""
    layout = plan or fronts.standing(page)
    wanted = layout.arrangement if layout else Arrangement()
    placed = wanted.placed
    top, below, shown_as, beside = _gathered(page, wanted)
    names = {one.story_id for one in placed}
    automatic = [card.story_id for card in (*top, *below) if card.story_id not in names]
    found = slots.fill(placed, automatic, fronts.slot_count(page), shown=shown(page, placed, plan))
    cards = {card.story_id: card for card in (*top, *below)}
    stories = Story.objects.select_related("locale").in_bulk([slot.story_id for slot in found] + list(names))
    sections = dict(Section.objects.values_list("path", "title"))
    filled = {slot.story_id for slot in found}
    return Laid(
        page=page,
        layout=layout,
        wanted=wanted,
        shape_shown=shown_as,
        slots=tuple(
            _slot(one, stories[one.story_id], cards.get(one.story_id), sections)
            for one in found
            if one.story_id in stories
        ),
        missing=tuple(stories[one.story_id] for one in placed if one.story_id in stories.keys() - filled),
        beside=beside,
    )


def shown(page: Page, placed: tuple[Placed, ...], plan: FrontLayout | None) -> set[int]:
    """Which of `placed` stand somewhere: those that readers have; on a planned front those that they may have then."""
    ids = [one.story_id for one in placed]
    if plan is not None:
        return set(ids)
    rows = Listing.objects.filter(list=f"language/{page.locale.language_code}", story_id__in=ids)
    return set(rows.values_list("story_id", flat=True))


def offers(page: Page, words: str, person: Any) -> list[Offer]:
    """Stories for the slots: those that hold `words`, else the newest; first those that are about to go out."""
    code, sections = page.locale.language_code, dict(Section.objects.values_list("path", "title"))
    live = Story.objects.filter(live=True, locale_id=page.locale_id).defer_streamfields()
    if words:
        found = list(live.order_by("-first_published_at").autocomplete(words, order_by_relevance=False)[:OFFERED])
    else:
        below = f"section/{page.pk}" if isinstance(page, Section) else f"language/{code}"
        newest = Listing.objects.filter(list=below).order_by("-published_at", "-story_id")
        ids = list(newest.values_list("story_id", flat=True)[:OFFERED])
        rows = live.in_bulk(ids)
        found = [rows[pk] for pk in ids if pk in rows]
    told = [Offer(s.pk, s.title, _section(s, sections), s.first_published_at, "") for s in found]
    return ([] if words else _coming(page, person, sections)) + told


def preview_text(page: Page, layout: FrontLayout | None) -> str:
    """The page as readers have it, or would have it with `layout`."""
    reading = _reading()
    if layout is not None:
        reading.lay_out(page.pk, layout.arrangement)
    one = page.specific
    return preview.front_page(one, reading) if isinstance(one, Front) else preview.section_page(one, reading)


def _coming(page: Page, person: Any, sections: dict[str, str]) -> list[Offer]:
    """What has an hour, or waits at the last stage, as far as this person may look into it."""
    here = TaskState.objects.filter(task__name=READY, status=TaskState.STATUS_IN_PROGRESS)
    ready = [int(pk) for pk in here.values_list("workflow_state__object_id", flat=True)]
    drafts = Story.objects.filter(live=False, locale_id=page.locale_id).defer_streamfields()
    found = {story.pk: story for story in drafts.filter(pk__in=ready)[:OFFERED]}
    hours = drafts.filter(pk__in=scheduled_ids())
    found |= {story.pk: story for story in hours[:OFFERED]}
    if not person.is_superuser:
        mine = policy_registry.get_by_type(Page).explorable_instances(person).filter(pk__in=found)
        allowed = set(mine.values_list("pk", flat=True))
        found = {pk: story for pk, story in found.items() if pk in allowed}
    return [
        Offer(s.pk, s.draft_title, _section(s, sections), s.go_live_at, "scheduled" if s.go_live_at else "ready")
        for s in found.values()
    ]


def _gathered(page: Page, wanted: Arrangement) -> tuple[tuple[Card, ...], tuple[Card, ...], str, tuple[Card, ...]]:
    """Cards at the top and below, the package, and what stands beside a big lead, as readers get them."""
    reading = _reading()
    reading.lay_out(page.pk, wanted)
    found = preview.gathered(page.specific, reading)
    if isinstance(found, FrontPage):
        top = (found.lead, *found.seconds) if found.lead else ()
        return top, found.latest, found.package, found.beside
    return ((found.lead,) if found.lead else ()), found.cards, "", ()


def _slot(one: slots.Filled, story: Story, card: Card | None, sections: dict[str, str]) -> Slot:
    return Slot(
        number=one.slot,
        story_id=one.story_id,
        headline=one.placed.headline if one.placed else "",
        own_headline=story.title if story.live else story.draft_title,
        section=_section(story, sections),
        picture=card.picture if card else None,
        way="by itself" if one.placed is None else "pinned" if one.placed.slot else "put here",
        waits=not story.live,
    )


def _section(story: Story, sections: dict[str, str]) -> str:
    return sections.get(story.path[: -Story.steplen], "")


def _reading() -> preview.PreviewReading:
    paper = current()
    darkroom = Darkroom(paper.data / "renditions", paper.secret())
    return preview.PreviewReading(paper, look(), darkroom, timezone.now())
