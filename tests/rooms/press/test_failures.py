"""Pages that will not press: readers keep the last version, the desk is told, the others go on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cast import NOW, Cast
from one_page import Quiet
from what_readers_get import read

from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press import run as press_run
from broadsheet.press.models import Failure, Order, PressRun
from broadsheet.press.run import RETRY_AFTER, Press
from broadsheet.press.verify import verify
from broadsheet.stories import acts
from broadsheet.stories.models import Photo


def test_a_page_that_asks_the_database_while_it_is_made_is_refused(cast: Cast, pressed: Press) -> None:
    stock = pressed.newsroom.recipes
    pressed.newsroom.recipes = (*stock, Quiet(asks=True))
    acts.publish(cast.wedding, by=None, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None
    assert list(run.failed) == ["/asking"]
    recipe, message = run.failed["/asking"]
    assert recipe == "asking"
    assert message.startswith("QueryWhileRendering: Rendering asked the database")
    assert not pressed.writer.reading.has_page("/asking")
    assert pressed.writer.reading.has_page("/2026/11/23/wedding")


@pytest.mark.parametrize("fault", [RecursionError("too deep"), MemoryError("too large"), ValueError("a word")])
def test_a_page_that_fails_blocks_no_other(cast: Cast, pressed: Press, fault: Exception) -> None:
    pressed.newsroom.recipes = (*pressed.newsroom.recipes, Quiet(fault=fault))
    acts.publish(cast.wedding, by=None, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None and list(run.failed) == ["/asking"]
    assert pressed.writer.reading.has_page("/2026/11/23/wedding")


def test_very_many_pages_that_fail_are_tried_again_by_turns(
    cast: Cast, pressed: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_run, "RETRIED_AT_ONCE", 1)
    pressed.newsroom.recipes = (*pressed.newsroom.recipes, Quiet(fault=ValueError("no ink " * 10_000)))
    for number, address in enumerate(("/asking", "/world")):
        tried_at = NOW + timedelta(seconds=number)
        Failure.objects.create(
            address=address, recipe="asking", message="no ink", since=NOW, tried_at=tried_at, tries=number + 1
        )
    turns = []
    for _ in range(2):
        pressed.run_once(NOW + 2 * RETRY_AFTER)
        turns.append(Failure.objects.get(address="/world").tries)
    # The oldest first, which is the other one.
    assert turns == [2, 3]
    assert len(Failure.objects.get(address="/asking").message) == 2_000


def test_what_a_recipe_made_that_is_no_more_goes_and_stops_no_press(cast: Cast, pressed: Press) -> None:
    """As after an upgrade to a version that has dropped a kind of page."""
    stock = pressed.newsroom.recipes
    pressed.newsroom.recipes = (*stock, Quiet())
    acts.publish(cast.wedding, by=None, now=NOW)
    pressed.run_once(NOW)
    assert pressed.writer.reading.has_page("/asking")
    pressed.newsroom.recipes = stock
    Failure.objects.create(address="/asking", recipe="asking", message="no ink", since=NOW, tried_at=NOW)
    pressed.run_once(NOW + RETRY_AFTER)
    assert not pressed.writer.reading.has_page("/asking") and not Failure.objects.exists()

    pressed.newsroom.recipes = (*stock, Quiet())
    pressed.run_all(NOW)
    assert pressed.writer.reading.has_page("/asking")
    pressed.newsroom.recipes = stock
    pressed.run_all(NOW)
    assert not pressed.writer.reading.has_page("/asking")
    assert verify(pressed, NOW).clean


def test_a_page_that_fails_keeps_its_last_version_until_it_works_again(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    flood = "/2026/11/23/flood"
    original = Path(cast.photo.file.path)
    away = original.with_suffix(".away")
    original.rename(away)
    # A photo with other words is printed anew, and its file is not there.
    photo = Photo.objects.get(pk=cast.photo.pk)
    photo.credit = "Keo Bopha/Courier"
    photo.save()
    acts.publish(cast.wedding, by=None, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None
    assert flood in run.failed
    assert "Sok Dara/Courier" in read(edition, flood)
    assert edition.has_page("/2026/11/23/wedding")
    assert not Order.objects.filter(due_at__lte=NOW).exists()
    failure = Failure.objects.get(address=flood)
    assert (failure.recipe, failure.tries, failure.since) == ("article", 1, NOW)
    assert failure.message.startswith("FileNotFoundError: ")
    assert failure.key == f"photo:{cast.photo.pk}"
    assert PressRun.objects.latest("pk").failed == len(run.failed)

    assert pressed.run_once(NOW + RETRY_AFTER / 2) is None
    pressed.run_once(NOW + RETRY_AFTER)
    failure.refresh_from_db()
    assert (failure.tries, failure.since, failure.tried_at) == (2, NOW, NOW + RETRY_AFTER)

    away.rename(original)
    pressed.run_once(NOW + 2 * RETRY_AFTER)
    assert "Keo Bopha/Courier" in read(edition, flood)
    assert "A wedding on two boats" in read(edition, "/")
    assert not Failure.objects.exists()


def test_a_template_that_breaks_is_named_with_the_key_for_which_its_page_was_looked_at(
    cast: Cast, pressed: Press, paper: PaperFile, theme: Path
) -> None:
    (theme / "article.html").write_text("{{ page.nothing_of_the_kind }}")
    works = Press(PaperNewsroom(paper), pressed.writer)
    works.run_once(NOW)
    everything = Failure.objects.get(address="/2026/11/23/ferry")
    assert (everything.template, everything.key) == ("article.html", "")
    acts.publish(cast.wedding, by=None, now=NOW)
    works.run_once(NOW)
    failure = Failure.objects.get(address="/2026/11/23/wedding")
    assert (failure.recipe, failure.template, failure.key) == ("article", "article.html", f"address:{cast.wedding.pk}")
    assert failure.message.startswith("RenderFault: article.html: ")
    assert "A wedding on two boats" in read(pressed.writer.reading, "/")
