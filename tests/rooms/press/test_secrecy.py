"""Law 2: no byte of what is unpublished is in the edition, in any shape, before its time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cast import NOW, Cast, prose
from clock import Clock
from django.core.files.images import ImageFile
from PIL import Image
from what_readers_get import all_bytes, files, has_file

from broadsheet.edition.store import Edition
from broadsheet.press.run import Press
from broadsheet.stories import acts, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Byline, Photo, Story, Topic

SECRET = "zqsecret"
"""Every secret word, slug, name and credit in this file begins with it; nothing else does."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Four stories with something to keep: each says words that begin with `SECRET`, with a photo of one colour."""

    draft: Story
    scheduled: Story
    revised: Story
    """Live; a draft of it says more."""
    replaced: Story
    """Live; at its time another text, with another address, takes its place."""


COLOURS = {"draft": (250, 0, 250), "scheduled": (250, 250, 0), "revised": (0, 250, 250), "replaced": (250, 120, 0)}


def photo(name: str) -> Photo:
    buffer = BytesIO()
    Image.new("RGB", (900, 600), COLOURS[name]).save(buffer, "JPEG")
    buffer.seek(0)
    words = {key: f"{SECRET}{name} {key}" for key in ("caption", "credit", "creator", "copyright", "alt")}
    return Photo.objects.create(title=f"{SECRET}{name}", file=ImageFile(buffer, name=f"{SECRET}{name}.jpg"), **words)


def text(name: str) -> StoryText:
    word = f"{SECRET}{name}"
    byline, _ = Byline.objects.get_or_create(name=f"{word} writer", slug=f"{word}-writer")
    topic, _ = Topic.objects.get_or_create(name=f"{word} topic", slug=f"{word}-topic", language="en")
    picture = photo(name)
    inside = {"type": "photo", "value": {"photo": picture.pk, "caption": f"{word} inside"}}
    return StoryText(
        f"{word} headline", [*prose(f"{word} paragraph."), inside], slug=f"{word}-slug", kicker=f"{word} kicker",
        standfirst=f"{word} standfirst", dateline=f"{word} town", credit_line=f"{word} agency", lead_photo=picture,
        lead_caption=f"{word} lead", byline_ids=[byline.pk], topic_ids=[topic.pk],
    )  # fmt: skip


@pytest.fixture
def secrets(cast: Cast) -> Secrets:
    draft = acts.create(cast.world, text("draft"), by=None, now=NOW)
    scheduled = acts.create(cast.world, text("scheduled"), by=None, now=NOW)
    acts.schedule(scheduled, NOW + timedelta(hours=2), by=None, now=NOW)
    acts.revise(cast.market, text("revised"), by=None, now=NOW)
    new = acts.revise(cast.lantern, text("replaced"), by=None, now=NOW)
    new.slug = f"{SECRET}replaced-slug"
    new.save_revision()
    acts.schedule(new, NOW + timedelta(hours=3), by=None, now=NOW)
    return Secrets(draft, scheduled, cast.market, cast.lantern)


def told(edition: Edition) -> set[str]:
    """Which of the secrets are out: by a word anywhere, or by a picture in whatever size and format."""
    heap = all_bytes(edition).lower()
    out = {name for name in COLOURS if f"{SECRET}{name}".encode() in heap}
    assert (SECRET.encode() in heap) == bool(out)
    originals = {hashlib.sha256(Path(p.file.path).read_bytes()).digest() for p in Photo.objects.all()}
    for name, raw in files(edition).items():
        assert hashlib.sha256(raw).digest() not in originals
        colour = Image.open(BytesIO(raw)).convert("RGB").getpixel((50, 50))
        for secret, wanted in COLOURS.items():
            if sum(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 60:
                assert secret in out, name
    return out


def test_no_word_and_no_picture_of_anything_unpublished_is_in_the_edition(
    cast: Cast, secrets: Secrets, press: Press, clock: Clock
) -> None:
    edition = press.writer.reading
    press.run_once(NOW)
    assert told(edition) == set()
    # A run in which everything that lists them is pressed anew, and a second of which they are one second away.
    acts.withdraw(cast.ferry, by=None, now=NOW)
    press.run_once(NOW)
    clock.go_on(hours=2, seconds=-1)
    scheduler.run_due(clock.now)
    press.run_all(clock.now)
    assert told(edition) == set()


def test_each_is_there_after_its_time_and_the_others_still_are_not(
    secrets: Secrets, press: Press, clock: Clock
) -> None:
    edition = press.writer.reading
    press.run_once(NOW)
    clock.go_on(hours=2)
    scheduler.run_due(clock.now)
    press.run_once(clock.now)
    assert told(edition) == {"scheduled"}
    assert edition.has_page("/2026/11/23/zqsecretscheduled-slug")
    clock.go_on(hours=1)
    scheduler.run_due(clock.now)
    press.run_once(clock.now)
    assert told(edition) == {"scheduled", "replaced"}
    assert edition.redirect("/2026/11/23/lantern") == "/2026/11/23/zqsecretreplaced-slug"
    acts.publish(secrets.draft, by=None, now=clock.now)
    acts.publish(secrets.revised, by=None, now=clock.now)
    press.run_once(clock.now)
    assert told(edition) == set(COLOURS)
    for story in (secrets.draft, secrets.scheduled, secrets.revised, secrets.replaced):
        pictures = edition.media_of(Story.objects.get(pk=story.pk).current_address())
        assert pictures
        assert all(has_file(edition, name) for name in pictures)


def test_a_story_that_never_was_public_has_no_address_not_even_a_tombstone(
    secrets: Secrets, press: Press, clock: Clock
) -> None:
    press.run_once(NOW)
    secrets.draft.delete()
    Story.objects.get(pk=secrets.scheduled.pk).delete()
    clock.go_on(hours=5)
    scheduler.run_due(clock.now)
    press.run_once(clock.now)
    assert told(press.writer.reading) == {"replaced"}
    assert not press.writer.reading.is_gone("/2026/11/23/zqsecretscheduled-slug")
