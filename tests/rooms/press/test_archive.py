"""Every story, however old, is three steps from the front; a publication touches its own day alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from cast import NOW, Cast, prose
from what_readers_get import everything, read

from broadsheet.edition.store import Edition
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story

FromNothing = Callable[[datetime], dict[str, object]]
OVERVIEWS = re.compile(r"(/km)?/(archive|\d{4}(/\d\d)?)\Z")


def publish(cast: Cast, headline: str, at: datetime) -> Story:
    text = StoryText(headline, prose("Words."), slug=headline.lower().replace(" ", "-"))
    return acts.publish(acts.create(cast.national, text, by=None, now=at), by=None, now=at)


def links(edition: Edition, address: str) -> set[str]:
    return set(re.findall(r'href="(/[^"#]*)"', read(edition, address)))


def steps_to(edition: Edition, front: str, target: str) -> int:
    """Links from `front` to `target` that a reader must follow."""
    seen, edge, steps = {front}, {front}, 0
    while target not in seen:
        edge = {link for at in edge if edition.has_page(at) for link in links(edition, at)} - seen
        assert edge, f"no way leads to {target}"
        seen |= edge
        steps += 1
    return steps


def test_a_story_of_twenty_years_ago_is_three_steps_away(cast: Cast, pressed: Press) -> None:
    at = NOW - timedelta(days=20 * 365)
    for number in range(34):
        # More than its section shows as its newest.
        publish(cast, f"Old report {number}", at + timedelta(minutes=number))
    pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert steps_to(edition, "/", "/2006/11/28/old-report-1") == 3
    assert "Old report 1" in read(edition, "/2006/11/28")
    assert {"/2006", "/2006/11", "/2026", "/2026/11"} <= links(edition, "/archive")
    assert "/2006/11/28" in links(edition, "/2006/11") & links(edition, "/2006")
    assert not edition.has_page("/2006/11/27") and not edition.has_page("/2005")


def test_each_language_has_its_own_archive(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    assert cast.khmer.title in read(edition, "/km/2026/11/23")
    assert cast.khmer.title not in read(edition, "/2026/11/23")
    assert "វិច្ឆិកា ២០២៦" in read(edition, "/km/archive")
    assert not edition.has_page("/en/archive")


def test_a_publication_touches_its_day_and_a_new_day_its_year(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    def overviews(at: datetime, headline: str) -> set[str]:
        publish(cast, headline, at)
        run = pressed.run_once(NOW)
        assert run is not None
        days = {address for address in run.rendered if re.fullmatch(r"/\d{4}/\d\d/\d\d", address)}
        assert days == {at.strftime("/%Y/%m/%d")}
        return {address for address in run.rendered if OVERVIEWS.match(address)}

    assert overviews(NOW + timedelta(seconds=1), "One more today") == set()
    assert overviews(NOW - timedelta(days=2), "A new day") == {"/2026", "/2026/11"}
    assert overviews(NOW - timedelta(days=60), "A new month") == {"/2026", "/2026/09", "/archive"}
    assert everything(pressed.writer.reading) == from_nothing(NOW)


def test_the_last_story_of_a_day_takes_the_day_and_its_month_along(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    story = publish(cast, "Alone", NOW - timedelta(days=400))
    pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert edition.has_page("/2025/10/19") and edition.has_page("/2025/10") and "/2025" in links(edition, "/")
    acts.withdraw(story, by=None, now=NOW)
    pressed.run_once(NOW)
    assert not any(edition.has_page(address) for address in ("/2025/10/19", "/2025/10", "/2025"))
    assert "/2025" not in links(edition, "/") | links(edition, "/archive")
    assert everything(edition) == from_nothing(NOW)


def test_a_day_leads_to_the_same_day_of_other_years(cast: Cast, pressed: Press, from_nothing: FromNothing) -> None:
    days = [NOW.replace(year=year) for year in (2006, 2019)]
    old, later = (publish(cast, f"Of {at.year}", at) for at in days)
    publish(cast, "A day before", days[0] - timedelta(days=1))
    run = pressed.run_once(NOW)
    edition = pressed.writer.reading
    assert run is not None and "/2026/11/23" in run.rendered
    assert "On this day in other years" in read(edition, "/2026/11/23")
    assert {"/2006/11/23", "/2019/11/23"} <= links(edition, "/2026/11/23")
    assert {"/2026/11/23", "/2019/11/23"} <= links(edition, "/2006/11/23") - {"/2006/11/23"}
    assert "On this day" not in read(edition, "/2006/11/22") + read(edition, "/km/2026/11/23")
    # Only the first and the last story of a day touches the others.
    second = publish(cast, "Another of 2006", days[0] + timedelta(hours=1))
    run = pressed.run_once(NOW)
    assert run is not None and "/2019/11/23" not in run.rendered
    for story in (old, second):
        acts.withdraw(story, by=None, now=NOW)
    pressed.run_once(NOW)
    assert later.title in read(edition, "/2019/11/23") and "/2006/11/23" not in links(edition, "/2019/11/23")
    assert everything(edition) == from_nothing(NOW)
