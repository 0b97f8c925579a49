"""The cast: six invented stories, the people who wrote them, and one drawn photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image

from broadsheet.staff.models import Staff
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.founding import add_section
from broadsheet.stories.models import Byline, Front, Photo, Section, Story, Topic

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
"""The moment at which tests happen: 11:30 in Phnom Penh."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Published, newest first and an hour apart: flood (now), market, ferry, lantern. Draft: wedding. Khmer: khmer."""

    editor: Staff
    reporter: Byline
    river: Topic
    photo: Photo
    world: Section
    national: Section
    national_km: Section
    flood: Story
    """World; by the reporter, on the river topic, with the photo."""
    market: Story
    ferry: Story
    """National; by the reporter, on the river topic."""
    lantern: Story
    wedding: Story
    """National; never published."""
    khmer: Story
    """In Khmer; published two hours ago."""


def make_cast() -> Cast:
    """The cast in a founded paper whose languages are en and km and whose sections are World and National."""
    editor = Staff.objects.create_user("editor@courier.example", is_staff=True, is_superuser=True)
    reporter = Byline.objects.create(name="Sok Dara", slug="sok-dara", role="River correspondent")
    river = Topic.objects.create(name="Mekong", language="en", slug="mekong")
    world = Section.objects.get(slug="world")
    national = Section.objects.get(slug="national")
    national_km = add_section(Front.objects.get(locale__language_code="km"), "ជាតិ", address="national")
    photo = make_photo("Boats", caption="Boats at Kratie, 20 November.", credit="Sok Dara/Courier", alt="Boats at dusk")

    def story(section: Section, text: StoryText, hours_ago: int) -> Story:
        at = NOW - timedelta(hours=hours_ago)
        return acts.publish(acts.create(section, text, by=editor, now=at), by=editor, now=at)

    who, what = (reporter.pk,), (river.pk,)
    rising = prose("The water rose at night.", "Nobody was hurt.")
    flood = StoryText(
        "Flood water reaches the old bridge", rising, slug="flood", lead_photo=photo, byline_ids=who, topic_ids=what
    )
    opened = prose("The bridge is open.")
    ferry = StoryText("Ferry carries its last lorry", opened, slug="ferry", byline_ids=who, topic_ids=what)
    market = StoryText("Night market moves indoors", prose("Stalls moved before the rain."), slug="market")
    lantern = StoryText("Lantern makers count their stock", prose("The festival is near."), slug="lantern")
    wedding = StoryText("A wedding on two boats", prose("They met on the river."), slug="wedding")
    khmer = StoryText("ទឹកជំនន់មកដល់ស្ពានចាស់", prose("ទឹកបានឡើងនៅពេលយប់។"), slug="tuk-chumnun")
    return Cast(
        editor=editor,
        reporter=reporter,
        river=river,
        photo=photo,
        world=world,
        national=national,
        national_km=national_km,
        flood=story(world, flood, 0),
        market=story(world, market, 1),
        ferry=story(national, ferry, 2),
        lantern=story(national, lantern, 3),
        wedding=acts.create(national, wedding, by=editor, now=NOW),
        khmer=story(national_km, khmer, 2),
    )


def prose(*paragraphs: str) -> list[dict[str, object]]:
    """A body of plain paragraphs."""
    return [{"type": "prose", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


def make_photo(title: str, *, width: int = 900, height: int = 600, **words: str) -> Photo:
    """A photo of one colour with these words (caption, credit, alt …); nothing holds it unless they do."""
    file = BytesIO()
    Image.new("RGB", (width, height), "#37564f").save(file, "JPEG")
    return Photo.objects.create(
        title=title, file=ImageFile(file, name=f"{title.lower()}.jpg"), **{"credit": "Courier", **words}
    )
