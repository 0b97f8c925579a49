"""Muting a story: on the record, ordered from the press, obeyed by kiosks."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.utils import timezone

from broadsheet.edition.listing import MUTED, Wish, choose, muted_stories
from broadsheet.edition.packing import unpack
from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.stories import mutes
from broadsheet.stories.errors import ReasonMissing
from broadsheet.stories.models import Mute

BY = "maly@courier.example"


def test_a_mute_needs_a_reason_and_keeps_it(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        mutes.mute(cast.flood, by=BY, reason="  ", now=NOW)
    assert not Mute.objects.exists()
    mutes.mute(cast.flood, by=BY, reason="A hoax site sends readers", now=NOW)
    row = Mute.objects.get()
    assert (row.story_id, row.headline, row.by, row.reason) == (
        cast.flood.pk, cast.flood.title, BY, "A hoax site sends readers",
    )  # fmt: skip


def test_a_second_mute_changes_nothing_and_an_end_can_be_followed_by_another(cast: Cast) -> None:
    mutes.mute(cast.flood, by=BY, reason="One", now=NOW)
    mutes.mute(cast.flood, by=BY, reason="Two", now=NOW)
    assert [row.reason for row in Mute.objects.all()] == ["One"]
    assert mutes.unmute(cast.flood.pk, by=BY, now=NOW + timedelta(hours=1))
    assert not mutes.unmute(cast.flood.pk, by=BY, now=NOW + timedelta(hours=1))
    mutes.mute(cast.flood, by=BY, reason="Three", now=NOW + timedelta(hours=2))
    assert Mute.objects.filter(ended_at=None).count() == 1
    assert Mute.objects.count() == 2


def test_the_record_outlives_the_story(cast: Cast) -> None:
    mutes.mute(cast.flood, by=BY, reason="A hoax", now=NOW)
    cast.flood.delete()
    assert Mute.objects.get().headline == cast.flood.title


def test_the_press_tells_kiosks_and_presses_no_page_for_it(cast: Cast, press: Press) -> None:
    now = timezone.now()
    press.run_once(now)
    press.run_once(now)
    edition = press.writer.reading
    assert muted_stories(edition) == frozenset()
    mutes.mute(cast.flood, by=BY, reason="A hoax", now=now)
    assert set(Order.objects.values_list("key", flat=True)) == {"muted"}
    pressed = press.run_once(now)
    assert pressed is not None and set(pressed.changed) == {MUTED}
    assert muted_stories(edition) == {cast.flood.pk}
    page = edition.page(MUTED)
    assert page is not None and json.loads(unpack([page.head])) == [cast.flood.pk]
    wish = Wish(ranked=[cast.flood.pk, cast.ferry.pk], muted=muted_stories(edition))
    listed = [row.story_id for row in choose(edition, ["en"], wish)["en"]]
    assert listed[0] == cast.ferry.pk and cast.flood.pk not in listed
    mutes.unmute(cast.flood.pk, by=BY, now=now)
    press.run_once(now)
    assert muted_stories(edition) == frozenset()
