"""Which photos of a story may not go out before an editor has decided about their rights, and those decisions.

photo ──▶ grounds: no credit · rights ended · one time · no archive · not online · its credit or agency was taken down
             └── each answered by a decision (who, when, why)?  the story goes out : it is refused with the reasons

Asked at the last gate, Wagtail's signal of a publication, so that every way to readers is the same: the editor's
button, a workflow, a bulk act, the scheduler, the wire.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from broadsheet.killfile import Kill
from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.staff.models import Staff
from broadsheet.stories import photo_bans
from broadsheet.stories.errors import PhotosHeld, ReasonMissing
from broadsheet.stories.models import Photo, RightsDecision, Story
from broadsheet.stories.role_table import TAKE_DOWN
from broadsheet.wire.pictures import limits
from broadsheet.wire.pictures.limits import Limit

NO_CREDIT = "no-credit"
ENDED = "ended"
TAKEN_DOWN = "taken-down"

_SAID = {
    Limit.ONE_TIME: "it is for one time use",
    Limit.NO_ARCHIVE: "it may not be kept in an archive",
    Limit.NOT_ONLINE: "it may not be used online",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a photo is held: a name that decisions answer, and the rest of a sentence that begins with the photo."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """A photo that may not go out, and why."""

    photo: Photo
    grounds: tuple[Ground, ...]

    @property
    def sentence(self) -> str:
        return f"The photo “{self.photo}” is held: {'; '.join(ground.words for ground in self.grounds)}."


def grounds(photo: Photo, *, on: date) -> tuple[Ground, ...]:
    """All that holds `photo` on that day; empty for one that may go out."""
    return grounds_of([photo], on=on)[photo.pk]


def grounds_of(photos: Sequence[Photo], *, on: date) -> dict[int, tuple[Ground, ...]]:
    """The same for each of `photos`, by number."""
    bans = photo_bans.on(photos)
    return {photo.pk: (*_own_grounds(photo, on), *_banned(bans.get(photo.pk))) for photo in photos}


def _banned(kill: Kill | None) -> Iterator[Ground]:
    if kill is not None:
        what = f"everything credited “{kill.credit}”" if kill.credit else f"everything of {kill.agency}"
        yield Ground(f"{TAKEN_DOWN}:{kill.number}", f"{what} was taken down on {kill.at:%d %B %Y} (kill {kill.number})")


def _own_grounds(photo: Photo, on: date) -> tuple[Ground, ...]:
    found: list[Ground] = []
    if not photo.credit.strip():
        found.append(Ground(NO_CREDIT, "it has no credit line"))
    ends = photo.rights_expire_on
    if ends is not None and ends < on:
        found.append(Ground(f"{ENDED}:{ends.isoformat()}", f"the right to use it ended on {ends:%d %B %Y}"))
    for limit, excerpt in limits.find(photo.instructions, photo.usage_terms).items():
        found.append(Ground(limit.value, f"{_SAID[limit]} (“{excerpt}”)"))
    return tuple(found)


def held(story: Story, *, on: date, photo_ids: Iterable[int] | None = None) -> list[Held]:
    """The photos of `story`, or those of `photo_ids` used in it, that may not go out on that day."""
    wanted = sorted(set(photo_ids if photo_ids is not None else shown_in(story)))
    if not wanted:
        return []
    photos = list(Photo.objects.filter(pk__in=wanted))
    reasons = grounds_of(photos, on=on)
    found = [Held(photo, reasons[photo.pk]) for photo in photos if reasons[photo.pk]]
    if not found:
        return []
    answered = _answered(story, [one.photo.pk for one in found])
    rest = [
        Held(one.photo, tuple(ground for ground in one.grounds if (one.photo.pk, ground.name) not in answered))
        for one in found
    ]
    return [one for one in rest if one.grounds]


def refuse_held(story: Story, *, now: datetime) -> None:
    """Errors: `PhotosHeld` where a photo of `story`, as it is to go out, is held then."""
    goes_out = max(now, story.go_live_at) if story.go_live_at else now
    if found := held(story, on=day_of(goes_out)):
        raise PhotosHeld([one.sentence for one in found])


@transaction.atomic
def decide(
    photo: Photo, *, story: Story | None, by: Staff, reason: str, now: datetime, on: date | None = None
) -> RightsDecision:
    """Let `photo` go out in `story` and its translations, or everywhere, in spite of all that holds it on that day.

    `on` is the day on which it is to go out; today where it is not given. What a takedown holds is answered only by who
    may take down. Errors: `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing("a decision about rights")
    names = [ground.name for ground in grounds(photo, on=on or day_of(now))]
    if not by.has_perm(TAKE_DOWN):
        names = [name for name in names if not name.startswith(f"{TAKEN_DOWN}:")]
    # Where its rights ended on a published page, it comes back.
    orders.write([keys.of("photo", photo.pk)], now=now)
    return RightsDecision.objects.create(
        photo=photo, story=story, grounds=names, at=now, by=by, by_name=by.email, reason=reason.strip()
    )


def shown_in(story: Story) -> Iterator[int]:
    """The numbers of the photos that a story shows: its lead photo and those in its body."""
    if story.lead_photo_id is not None:
        yield story.lead_photo_id
    for block in story.body.raw_data:
        if block["type"] == "photo" and block["value"].get("photo") is not None:
            yield int(block["value"]["photo"])


def day_of(moment: datetime) -> date:
    """The day in the paper's time."""
    return moment.astimezone(current().timezone).date()


def _answered(story: Story, photo_ids: Sequence[int]) -> set[tuple[int, str]]:
    """(photo, ground) for every ground that a decision answers for this story."""
    here = Q(story=None)
    if story.translation_key is not None:
        here |= Q(story__translation_key=story.translation_key)
    rows = RightsDecision.objects.filter(here, photo_id__in=photo_ids).values_list("photo_id", "grounds")
    return {(photo_id, name) for photo_id, names in rows for name in names}
