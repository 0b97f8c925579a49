"""A paper's own templates: a change presses the pages that use it, a broken one harms no others."""

from __future__ import annotations

from pathlib import Path

from cast import NOW, Cast
from what_readers_get import everything, read

from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.models import Failure
from broadsheet.press.run import Press
from broadsheet.stories import acts

LISTS = {
    "/world", "/world/2026/11", "/national", "/national/2026/11", "/km/national", "/km/national/2026/11",
    "/by/sok-dara", "/by/sok-dara/2026/11", "/topic/mekong", "/topic/mekong/2026/11",
}  # fmt: skip


def test_a_change_of_a_template_presses_exactly_the_pages_that_use_it(
    cast: Cast, pressed: Press, paper: PaperFile, theme: Path
) -> None:
    stock = PaperNewsroom(paper).theme.renderer.source("list.html")
    (theme / "list.html").write_text(stock + "\n<!-- our own -->\n", "utf-8")
    run = Press(PaperNewsroom(paper), pressed.writer).run_once(NOW)
    assert run is not None
    assert set(run.rendered) == LISTS
    again = Press(PaperNewsroom(paper), pressed.writer).run_once(NOW)
    assert again is None


def test_a_theme_that_did_not_change_presses_nothing_when_the_press_starts_again(
    cast: Cast, pressed: Press, paper: PaperFile
) -> None:
    assert Press(PaperNewsroom(paper), pressed.writer).run_once(NOW) is None


def test_a_broken_template_of_a_theme_fails_its_pages_and_leaves_the_others(
    cast: Cast, pressed: Press, paper: PaperFile, theme: Path
) -> None:
    before = everything(pressed.writer.reading)
    (theme / "list.html").write_text("{{ page.there_is_no_such_thing }}", "utf-8")
    acts.publish(cast.wedding, by=None, now=NOW)
    run = Press(PaperNewsroom(paper), pressed.writer).run_once(NOW)
    assert run is not None
    assert set(run.failed) == LISTS
    assert {recipe for recipe, _ in run.failed.values()} == {"list"}
    assert set(Failure.objects.values_list("address", flat=True)) == LISTS
    after = everything(pressed.writer.reading)
    assert {a: after[f"page {a}"] for a in LISTS} == {a: before[f"page {a}"] for a in LISTS}
    assert "A wedding on two boats" in read(pressed.writer.reading, "/")

    (theme / "list.html").unlink()
    Press(PaperNewsroom(paper), pressed.writer).run_once(NOW)
    assert "A wedding on two boats" in read(pressed.writer.reading, "/national")
    assert not Failure.objects.exists()
