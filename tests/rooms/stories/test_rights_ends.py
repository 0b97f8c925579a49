"""A photo leaves readers' pages when the right to use it ends; the stories stay, and the desk is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from cast import NOW, Cast, make_photo, prose
from clock import Clock
from django.test import Client
from wagtail.models import ReferenceIndex

from broadsheet.edition.packing import unpack
from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.stories import acts, photo_rights, rights_ends
from broadsheet.stories.acts import StoryText
from broadsheet.stories.clock_watch import ClockWatch
from broadsheet.stories.models import EndedRights, Photo, Story
from broadsheet.stories.scheduler import Scheduler

pytestmark = pytest.mark.usefixtures("clock")

TODAY = date(2026, 11, 23)
UNTIL_MIDNIGHT = {"hours": 12, "minutes": 30}
"""From NOW, 11:30 in Phnom Penh."""


def photo(name: str = "Harbour", **words: Any) -> Photo:
    return make_photo(name, **{"credit": "Delta Photo", "caption": f"{name} at noon.", **words})


def published(cast: Cast, headline: str, lead: Photo | None = None, inside: Photo | None = None) -> Story:
    body = prose("Ships come in.")
    if inside is not None:
        body.append({"type": "photo", "value": {"photo": inside.pk, "caption": ""}})
    story = acts.create(cast.world, StoryText(headline, body, lead_photo=lead), by=cast.editor, now=NOW)
    return acts.publish(story, by=cast.editor, now=NOW)


def page_of(press: Press, story: Story) -> str:
    page = press.writer.reading.page(story.current_address())
    assert page is not None
    return unpack([page.head, page.tail] if page.tail else [page.head]).decode()


def pressed(press: Press, clock: Clock) -> Press:
    press.run_once(clock.now)
    return press


def scheduler_at(clock: Clock) -> Scheduler:
    return Scheduler(ClockWatch(lambda: clock.now, lambda: clock.now.timestamp() - NOW.timestamp(), "this start"))


def test_a_photo_leaves_at_the_second_its_rights_end_and_the_stories_stay(
    cast: Cast, press: Press, clock: Clock
) -> None:
    ours = photo(rights_expire_on=TODAY)
    other = published(cast, "Other", photo("Market"))
    lead = published(cast, "Shown first", ours)
    inside = published(cast, "Shown inside", inside=ours)
    # The worker does this after every save.
    ReferenceIndex.create_or_update_for_object(inside)
    pressed(press, clock)
    assert "Harbour at noon." in page_of(press, lead) and "Harbour at noon." in page_of(press, inside)
    scheduler = scheduler_at(clock)
    clock.go_on(**UNTIL_MIDNIGHT, seconds=-1)
    scheduler.step()
    assert not EndedRights.objects.exists()
    clock.go_on(seconds=1)
    scheduler.step()
    pressed(press, clock)
    for story in (lead, inside):
        assert "Harbour at noon." not in page_of(press, story) and "Ships come in." in page_of(press, story)
        assert Story.objects.get(pk=story.pk).live
    assert "Market at noon." in page_of(press, other)
    row = EndedRights.objects.get()
    assert row.story_ids == [lead.pk, inside.pk] and row.noted_at == clock.now
    orders = Order.objects.count()
    scheduler_at(clock).step()
    assert rights_ends.end_due(clock.go_on(days=3)) == []
    assert (EndedRights.objects.count(), Order.objects.count()) == (1, orders)


def test_a_decision_or_a_later_day_brings_it_back(cast: Cast, press: Press, clock: Clock) -> None:
    ours = photo(rights_expire_on=TODAY)
    kept, lost = published(cast, "Kept", ours), published(cast, "Lost", ours)
    tomorrow = TODAY + timedelta(days=1)
    photo_rights.decide(ours, story=kept, by=cast.editor, reason="Bought for good.", now=NOW, on=tomorrow)
    rights_ends.end_due(clock.go_on(days=1))
    pressed(press, clock)
    assert "Harbour at noon." in page_of(press, kept) and "Harbour at noon." not in page_of(press, lost)
    assert EndedRights.objects.get().story_ids == [lost.pk]
    photo_rights.decide(ours, story=lost, by=cast.editor, reason="This one too.", now=clock.now)
    pressed(press, clock)
    assert "Harbour at noon." in page_of(press, lost)
    third = published(cast, "Third", again := photo("Bridge", rights_expire_on=tomorrow))
    rights_ends.end_due(clock.go_on(days=2))
    pressed(press, clock)
    assert "Bridge at noon." not in page_of(press, third)
    again.rights_expire_on = tomorrow + timedelta(days=30)
    again.save()
    pressed(press, clock)
    assert "Bridge at noon." in page_of(press, third)


def test_the_desk_is_told_which_stories_lost_it_until_somebody_has_seen_that(
    cast: Cast, clock: Clock, client: Client
) -> None:
    published(cast, "Boats & bells", photo(rights_expire_on=TODAY))
    photo("Never used", rights_expire_on=TODAY)
    rights_ends.end_due(clock.go_on(days=1))
    cast.editor.is_superuser = cast.editor.is_staff = True
    cast.editor.save()
    client.force_login(cast.editor)
    page = client.get("/desk/").content.decode()
    assert "Photos whose rights have ended" in page and "Boats &amp; bells" in page and "23 November 2026" in page
    assert "Never used" not in page
    row = EndedRights.objects.get(photo__title="Harbour")
    client.post(f"/desk/photo-rights/ended/{row.pk}/seen/", {"next": "/desk/"})
    row.refresh_from_db()
    assert row.seen_by == cast.editor.email
    assert "Photos whose rights have ended" not in client.get("/desk/").content.decode()
