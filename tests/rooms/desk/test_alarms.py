"""What pages of the desk that stand open learn of by themselves: banners that wait for somebody, and new notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from signed_in import signed_in

from broadsheet.staff.models import Staff
from broadsheet.stories import banners, notices
from broadsheet.stories.models import Banner, Notice

OPEN = "/desk/alarms/"
WAITS = "Breaking news waits for a second person"


def of(name: str) -> Staff:
    return Staff.objects.get(email=f"{name}@courier.example")


def worded(by: str, text: str = "Dam gives way") -> Banner:
    front = banners.home_of("en")
    return banners.propose(front, text, minutes=30, story=None, by=of(by), now=timezone.now())


def text_at(client: Client, address: str = "/desk/", **shown: str) -> str:
    return client.get(address, shown).content.decode()


def test_whoever_may_put_a_banner_up_is_told_on_every_page_and_does_it_there(
    cast: Cast, editor: Client, reporter: Client, chief: Client
) -> None:
    banner = worded("maly")
    assert WAITS not in text_at(editor), "who has worded it waits for another"
    assert WAITS not in text_at(reporter) and WAITS in text_at(chief, "/desk/stories/")
    told = text_at(chief, OPEN, **{"notices": "0.0", "from": "/desk/stories/?q=dam"})
    assert "Dam gives way" in told and 'value="/desk/stories/?q=dam"' in told
    assert chief.get(OPEN, {"notices": "0.0", "banners": str(banner.pk)}).status_code == 204
    answer = chief.post(f"/desk/fronts/banner/{banner.pk}/", {"act": "up", "next": "/desk/stories/"})
    assert answer.headers["Location"] == "/desk/stories/"
    assert Banner.objects.get().shown_at is not None and WAITS not in text_at(chief)


def test_a_stale_banner_is_nobodys_alarm(cast: Cast, editor: Client, chief: Client) -> None:
    worded("maly")
    Banner.objects.update(proposed_at=timezone.now() - banners.STALE - timedelta(seconds=1))
    assert WAITS not in text_at(chief)


def test_a_banner_begins_with_the_headline_of_the_story_it_is_made_from(cast: Cast, editor: Client) -> None:
    assert f"/desk/fronts/?story={cast.flood.pk}" in text_at(editor, f"/desk/pages/{cast.flood.pk}/edit/")
    form = text_at(editor, "/desk/fronts/", story=str(cast.flood.pk))
    assert f'value="{cast.flood.title}"' in form
    assert f'id="desk-banner-story" maxlength="300" value="{cast.flood.pk}"' in form
    assert "autofocus" in form and "autofocus" not in text_at(editor, "/desk/fronts/", story="x")
    khmer = text_at(editor, "/desk/fronts/", story=str(cast.khmer.pk))
    assert f'<option value="{banners.home_of("km").pk}" selected>' in khmer


def test_an_open_page_is_told_what_came_since_it_was_loaded(cast: Cast, reporter: Client) -> None:
    def tell(words: str) -> Notice:
        return notices.tell([of("dara")], cast.flood, "note", now=NOW, words=words)[0]

    first = tell("Before.")
    loaded = f"{first.pk}.1"
    page = text_at(reporter)
    assert f'data-shown="{loaded}"' in page and "1 new notice" not in page, "the menu says it"
    assert reporter.get(OPEN, {"notices": loaded}).status_code == 204
    second = tell("After.")
    told = text_at(reporter, OPEN, notices=loaded)
    assert "1 new notice" in told and f"/desk/notices/{second.pk}/" in told and f"notices/{first.pk}/" not in told
    assert f'data-shown="{first.pk}.2"' in told and 'aria-live="polite"' in told
    assert reporter.get(OPEN, {"notices": f"{first.pk}.2"}).status_code == 204
    reporter.get(f"/desk/notices/{second.pk}/")
    assert "new notice" not in text_at(reporter, OPEN, notices=f"{first.pk}.2"), "it was seen elsewhere"


@pytest.mark.parametrize("shown", ["", "x.y", "9" * 30, "-1.0"])
def test_what_a_page_says_that_it_shows_may_be_nonsense(shown: str, cast: Cast, reporter: Client) -> None:
    assert reporter.get(OPEN, {"notices": shown}).status_code == 200


def test_asking_costs_as_much_for_many_as_for_few(cast: Cast) -> None:
    guest = signed_in("guest@courier.example", "Front editors")
    signed_in("maly@courier.example", "Front editors")

    def asked() -> int:
        guest.get(OPEN, {"notices": "0.0"})
        with CaptureQueriesContext(connection) as queries:
            guest.get(OPEN, {"notices": "0.0"})
        return len(queries)

    def more(number: int) -> None:
        for n in range(number):
            worded("maly", f"News {number} {n}")
            notices.tell([of("guest")], cast.flood, "note", now=NOW)

    more(1)
    few = asked()
    more(6)
    assert asked() == few
