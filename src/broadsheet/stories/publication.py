"""Records what a publication, a withdrawal or a move means for readers: address, lists, press orders.

    Wagtail changed a story ──▶ record() ──▶ StoryAddress · Listing · press orders      (same transaction)

It compares what readers see with what is recorded: called twice, or late, it ends in the same state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from broadsheet import killfile
from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.stories import places, versions
from broadsheet.stories.models import Front, Listing, Section, Story, StoryAddress

CORRECTIONS = "corrections/"
"""How the lists of stories with notes to readers are called, before their language."""

NEWS_AGE = timedelta(hours=48)
"""How long a story stays in the news sitemap."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a published story stands: its lists and its date in them."""

    published_at: datetime
    day: str
    lists: frozenset[str]
    noted_at: datetime | None = None
    """When its last note to readers was made: its place among the corrections."""

    def place(self, name: str) -> tuple[datetime, str]:
        """Time and day by which it stands in the list called `name`."""
        if name.startswith(CORRECTIONS) and self.noted_at is not None:
            return self.noted_at, day_of(self.noted_at)
        return self.published_at, self.day


def record(story_id: int, *, now: datetime, withdrawn: bool = False) -> set[str]:
    """Bring addresses and lists of a story into line with its page, order the press, and return the keys ordered.

    Call it in the transaction that changed the story. One that is `withdrawn` stands nowhere, whatever its page says.
    """
    places.one_at_a_time()
    story = Story.objects.select_related("locale").get(pk=story_id)
    changed = {keys.of("story", story_id), keys.of("block", places.block_of(story_id))}
    standing = None if withdrawn else _standing(story)
    if standing is not None and _set_address(story, standing.day):
        changed.add(keys.of("address", story_id))
    if standing is not None:
        versions.keep(story, now=now)
    changed |= _set_listings(story_id, standing)
    if keys.listing(f"language/{story.locale.language_code}") in changed:
        # It came or went: its old addresses now lead elsewhere.
        changed.add(keys.of("address", story_id))
        changed.add("news")
        if places.alone_in_block(story_id):
            changed.add("blocks")
        if standing is not None and standing.published_at + NEWS_AGE > now:
            orders.write(["news"], now=now, due_at=standing.published_at + NEWS_AGE)
    if standing is not None and standing.published_at + NEWS_AGE > now:
        changed.add("news")
    if keys.of("address", story_id) in changed:
        changed.add(keys.of("translations", story.translation_key))
    orders.write(changed, now=now)
    return changed


def forget(story_id: int, *, now: datetime) -> set[str]:
    """Order the press for a story that is about to be deleted for good; its addresses answer 410 from then on."""
    places.one_at_a_time()
    key = Story.objects.values_list("translation_key", flat=True).get(pk=story_id)
    changed = {keys.of("story", story_id), keys.of("address", story_id), "news"}
    changed |= {keys.of("translations", key), keys.of("block", places.block_of(story_id)), "blocks"}
    changed |= _set_listings(story_id, None)
    for address in StoryAddress.objects.filter(story_id=story_id).values_list("address", flat=True):
        changed.add(keys.of("gone", address))
    orders.write(changed, now=now)
    return changed


def record_section(section: Section, *, now: datetime) -> None:
    """Take the stories of a section that was taken off from readers with it, and put them back when it is put back."""
    place = f"section/{section.pk}"
    if section.live:
        left_out = Story.objects.child_of(section).filter(live=True).exclude(listings__list=place)
        story_ids = list(left_out.values_list("pk", flat=True))
    else:
        story_ids = list(Listing.objects.filter(list=place).values_list("story_id", flat=True))
    for story_id in story_ids:
        record(story_id, now=now)


def _standing(story: Story) -> Standing | None:
    if not story.live or story.first_published_at is None:
        return None
    if story.pk in killfile.of(current()).killed().stories:
        return None
    section = story.get_parent()
    if not section.live:
        return None
    language = story.locale.language_code
    lists = {f"language/{language}", f"section/{section.pk}"}
    lists |= {f"byline/{pk}/{language}" for pk in story.story_bylines.values_list("byline_id", flat=True)}
    lists |= {f"topic/{pk}" for pk in story.story_topics.values_list("topic_id", flat=True)}
    held = story.dossier_places.filter(dossier__language=language)
    lists |= {f"dossier/{pk}" for pk in held.values_list("dossier_id", flat=True)}
    noted_at = story.corrections.aggregate(last=Max("at"))["last"]
    lists |= {CORRECTIONS + language} if noted_at is not None else set()
    return Standing(story.first_published_at, day_of(story.first_published_at), frozenset(lists), noted_at)


def day_of(moment: datetime) -> str:
    """The day on the paper's clock, as 2026-11-23."""
    return moment.astimezone(current().timezone).date().isoformat()


def _set_address(story: Story, day: str) -> bool:
    front = Front.objects.get(locale_id=story.locale_id, depth=2)
    wanted = f"{front.prefix}/{day.replace('-', '/')}/{story.slug}"
    present = StoryAddress.objects.filter(story=story, current=True).first()
    if present is not None and _same_but_number(present.address, wanted):
        return False
    StoryAddress.objects.filter(story=story, current=True).update(current=False)
    own = StoryAddress.objects.filter(story=story, address=wanted)
    if own.update(current=True):
        return True
    address, number = wanted, 1
    while StoryAddress.objects.filter(address=address).exists():
        number += 1
        address = f"{wanted}-{number}"
    StoryAddress.objects.create(story=story, address=address, current=True)
    return True


def _same_but_number(address: str, wanted: str) -> bool:
    """Whether `address` is `wanted`, perhaps with the number that kept it from meaning another story."""
    return address == wanted or (address.startswith(wanted + "-") and address[len(wanted) + 1 :].isdigit())


def _set_listings(story_id: int, standing: Standing | None) -> set[str]:
    present = {row.list: row for row in Listing.objects.filter(story_id=story_id)}
    wanted = standing.lists if standing else frozenset()
    changed: set[str] = set()
    for name in present.keys() - wanted:
        changed |= places.around(present[name])
        present[name].delete()
    for name in wanted:
        assert standing is not None
        at, day = standing.place(name)
        row = present.get(name)
        if row is not None and row.published_at == at:
            continue
        if row is None:
            row = Listing(list=name, story_id=story_id)
        else:
            changed |= places.around(row) | {keys.months(name)}
        row.published_at, row.day = at, day
        row.save()
        changed |= places.around(row)
    return changed
