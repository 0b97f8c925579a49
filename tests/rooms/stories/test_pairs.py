"""Pairs of languages: what is missing, begun, stale or corrected on one side only, until somebody has dealt with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast, prose
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from signed_in import signed_in
from wagtail.models import PageLogEntry

from broadsheet.staff.models import Staff
from broadsheet.stories import acts, pairs
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import NotYours
from broadsheet.stories.models import Story, TranslationMark
from broadsheet.stories.pairs import State

BOARD = "/desk/translations/"


@pytest.fixture
def khmer(cast: Cast, clock: Any) -> Story:
    """The flood in Khmer, published ten minutes after it."""
    Story.objects.filter(pk=cast.khmer.pk).update(translation_key=cast.flood.translation_key)
    # It comes out now for the first time.
    PageLogEntry.objects.filter(page=cast.khmer.pk).delete()
    clock.now = NOW + timedelta(minutes=10)
    return acts.publish(acts.revise(cast.khmer, StoryText("ទឹក", []), by=None, now=clock.now), by=None, now=clock.now)


def state(cast: Cast, clock: Any) -> State:
    return next(pair.state for pair in pairs.pairs("en", "km", now=clock.now) if pair.story.pk == cast.flood.pk)


@pytest.mark.usefixtures("clock")
class TestPairs:
    def test_what_has_no_other_language_is_missing(self, clock: Any, cast: Cast) -> None:
        assert {pair.state for pair in pairs.pairs("en", "km", now=clock.now)} == {State.MISSING}

    def test_published_again_leaves_the_other_stale_until_that_is_touched(
        self, clock: Any, cast: Cast, khmer: Story
    ) -> None:
        assert state(cast, clock) is State.FRESH
        clock.now += timedelta(hours=1)
        acts.publish(
            acts.revise(cast.flood, StoryText("More", prose("x")), by=None, now=clock.now), by=None, now=clock.now
        )
        assert state(cast, clock) is State.STALE
        assert [pair.story.pk for pair in pairs.behind(khmer)] == [cast.flood.pk]
        clock.now += timedelta(hours=1)
        acts.revise(khmer, StoryText("ទៀត", []), by=None, now=clock.now)
        assert state(cast, clock) is State.FRESH and pairs.behind(Story.objects.get(pk=khmer.pk)) == []

    def test_a_correction_on_one_side_stays_flagged_until_dealt_with(
        self, clock: Any, cast: Cast, khmer: Story
    ) -> None:
        clock.now += timedelta(hours=1)
        acts.correct(cast.flood, StoryText("Flood", prose("x")), "Wrong bridge.", by=None, now=clock.now)
        assert state(cast, clock) is State.CORRECTED
        clock.now += timedelta(days=60)
        assert state(cast, clock) is State.CORRECTED, "however old it is"
        pairs.dealt_with(khmer, by=cast.editor, now=clock.now)
        assert state(cast, clock) is State.FRESH

    def test_one_that_is_not_out_yet_is_begun(self, clock: Any, cast: Cast, khmer: Story) -> None:
        acts.withdraw(khmer, by=None, now=clock.now)
        assert state(cast, clock) is State.DRAFT

    def test_the_board_and_the_editor_say_it(self, clock: Any, cast: Cast, khmer: Story) -> None:
        chief = signed_in("chief@courier.example", is_superuser=True)
        clock.now += timedelta(hours=1)
        acts.correct(cast.flood, StoryText("Flood", prose("x")), "Wrong bridge.", by=None, now=clock.now)
        assert "corrected on one side" in chief.get(f"{BOARD}?from=en&to=km").content.decode()
        editor = f"/desk/pages/{khmer.pk}/edit/"
        assert "after this was last touched" in chief.get(editor).content.decode()
        chief.post(f"{BOARD}{khmer.pk}/dealt-with/", {"next": editor})
        assert "after this was last touched" not in chief.get(editor).content.decode()
        assert TranslationMark.objects.get().by_name == "Chief"

    def test_a_translation_that_comes_out_leaves_its_original_as_it_was(
        self, clock: Any, cast: Cast, khmer: Story
    ) -> None:
        def back() -> State:
            found = pairs.pairs("km", "en", now=clock.now)
            return next(pair.state for pair in found if pair.story.pk == khmer.pk)

        assert back() is State.FRESH and pairs.behind(cast.flood) == []
        clock.now += timedelta(hours=1)
        acts.publish(acts.revise(khmer, StoryText("ទៀត", []), by=None, now=clock.now), by=None, now=clock.now)
        assert back() is State.STALE and [pair.story.pk for pair in pairs.behind(cast.flood)] == [khmer.pk]

    def test_a_correction_that_follows_another_is_not_sent_back(self, clock: Any, cast: Cast, khmer: Story) -> None:
        def states() -> list[State]:
            found = [*pairs.pairs("en", "km", now=clock.now), *pairs.pairs("km", "en", now=clock.now)]
            return [pair.state for pair in found if pair.story.pk in (cast.flood.pk, khmer.pk)]

        clock.now += timedelta(hours=1)
        acts.correct(cast.flood, StoryText("Flood", prose("x")), "Wrong bridge.", by=None, now=clock.now)
        clock.now += timedelta(hours=1)
        acts.correct(khmer, StoryText("ទឹក", prose("x")), "Wrong bridge.", by=None, now=clock.now)
        assert states() == [State.FRESH, State.FRESH]
        clock.now += timedelta(hours=1)
        acts.correct(khmer, StoryText("ទឹក", prose("y")), "Wrong river.", by=None, now=clock.now)
        assert states() == [State.FRESH, State.CORRECTED], "this one is its own"
        pairs.dealt_with(cast.flood, by=cast.editor, now=clock.now + timedelta(minutes=1))
        clock.now += timedelta(hours=1)
        acts.correct(cast.flood, StoryText("Flood", prose("z")), "Wrong day.", by=None, now=clock.now)
        assert states() == [State.CORRECTED, State.FRESH], "after what was dealt with, a correction is news again"

    def test_what_only_the_second_language_was_told_is_named_from_the_first(
        self, clock: Any, cast: Cast, khmer: Story
    ) -> None:
        chief = signed_in("chief@courier.example", is_superuser=True)
        assert "The other way" not in chief.get(f"{BOARD}?from=en&to=km").content.decode()
        clock.now += timedelta(hours=1)
        acts.correct(khmer, StoryText("ទឹក", prose("x")), "Wrong bridge.", by=None, now=clock.now)
        here = chief.get(f"{BOARD}?from=en&to=km").content.decode()
        assert "1 is corrected on one side" in here and 'href="?from=km&amp;to=en"' in here
        assert "corrected on one side</strong>" in chief.get(f"{BOARD}?from=km&to=en").content.decode()

    def test_who_may_not_edit_it_deals_with_nothing(self, cast: Cast, clock: Any) -> None:
        signed_in("dara@courier.example", "Reporters")
        with pytest.raises(NotYours):
            pairs.dealt_with(cast.khmer, by=Staff.objects.get(email="dara@courier.example"), now=NOW)

    def test_the_board_asks_as_often_for_many_as_for_few(self, cast: Cast, clock: Any, client: Client) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert pairs.pairs("en", "km", now=clock.now)
            return len(queries)

        few = asked()
        for number in range(9):
            made = acts.create(cast.world, StoryText(f"Story {number}", []), by=None, now=NOW)
            acts.publish(made, by=None, now=NOW)
        assert asked() == few
