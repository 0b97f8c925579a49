"""The tests' own frame does what its fixtures promise."""

from __future__ import annotations

from datetime import datetime

from cast import Cast

from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.stories.models import Front, Section


def test_a_founded_paper_has_a_front_a_language_and_its_sections(paper: PaperFile) -> None:
    assert [front.locale.language_code for front in Front.objects.order_by("path")] == ["en", "km"]
    assert [section.title for section in Section.objects.order_by("path")] == ["World", "National"]


def test_each_test_has_a_paper_of_its_own(paper: PaperFile) -> None:
    assert Section.objects.count() == 2


def test_the_first_run_presses_the_published_cast_and_no_draft(cast: Cast, press: Press, now: datetime) -> None:
    pressed = press.run_once(now)
    assert pressed is not None and not pressed.failed
    edition = press.writer.reading
    assert [row.headline for row in edition.newest("en", 10)] == [
        story.title for story in (cast.flood, cast.market, cast.ferry, cast.lantern)
    ]
    assert [row.headline for row in edition.newest("km", 10)] == [cast.khmer.title]
    assert edition.page(cast.flood.current_address()) is not None
    assert not any("wedding" in address for address in edition.addresses())


def test_a_second_run_finds_nothing_to_do(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    assert press.run_once(now) is None
