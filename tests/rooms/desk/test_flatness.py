"""What a section editor looks at costs the database as much over many stories as over few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from signed_in import signed_in
from sqlite_steps import steps
from wagtail.search.backends import get_search_backend

from broadsheet.cli.opening import measure
from broadsheet.demo.bulk import make_stories
from broadsheet.desk import paging, title_search
from broadsheet.staff.models import Staff
from broadsheet.stories import pairs, roles
from broadsheet.stories.models import Section, Story

SHORT = 20
FEW, MANY = 60, 300
LISTS = [
    "/desk/stories/",
    "/desk/stories/?ordering=latest_revision_created_at",
    "/desk/stories/?status=draft",
    "/desk/stories/?section={world}",
    "/desk/stories/?q=t&status=live",
    "/desk/pages/{world}/",
]
LOOKS = [
    *LISTS,
    "/desk/",
    "/desk/stories/?locale=km",
    "/desk/stories/?status=changed",
    "/desk/stories/?q=zzyzx",
    "/desk/pages/{world}/?q=t",
    "/desk/pages/search/?q=t",
    "/desk/choose-page/search/?q=t",
    "/desk/board/",
    "/desk/board/?section={world}",
    "/desk/translations/",
    "/desk/dashboard/",
    "/desk/diary/",
    "/desk/fronts/",
    "/desk/pages/{story}/history/",
]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists and searches end early: beyond that, nothing may grow."""
    monkeypatch.setattr(paging, "CAP", SHORT)
    monkeypatch.setattr(title_search, "MOST", SHORT)
    monkeypatch.setattr(pairs, "SHOWN", SHORT)


def editor_of(*sections: Section) -> Client:
    """A section editor of these; of none: an editor of the whole paper."""
    client = signed_in("over-much@courier.example")
    groups = roles.groups_of("section-editor", sections) if sections else roles.groups_of("front-editor")
    Staff.objects.get(email="over-much@courier.example").groups.set(groups)
    return client


def fill(count: int) -> None:
    """Bring the paper to so many stories that are out, findable by the worker's doing and measured as at a start."""
    make_stories(count, now=NOW - timedelta(days=100))
    get_search_backend().add_bulk(Story, Story.objects.all())
    measure()


def cost(client: Client, address: str) -> tuple[int, int]:
    """Queries, and SQLite's steps."""
    with CaptureQueriesContext(connection) as asked:
        if connection.vendor == "sqlite":
            with steps() as taken:
                assert client.get(address).status_code == 200, address
            return len(asked), taken()
        assert client.get(address).status_code == 200, address
    return len(asked), 0


def grown(client: Client, addresses: list[str]) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """Those looks that ask more, or take SQLite more steps, over many stories than over few; and how many."""
    fill(FEW)
    for address in addresses:
        client.get(address)
    few = {address: cost(client, address) for address in addresses}
    fill(MANY)
    many = {address: cost(client, address) for address in addresses}
    return {
        address: (before, many[address])
        for address, before in few.items()
        if many[address][0] > before[0] or many[address][1] > before[1] * 1.3 + 10
    }


def test_what_a_section_editor_looks_at_costs_no_more_over_many_stories(cast: Cast) -> None:
    addresses = [look.format(world=cast.world.pk, story=cast.flood.pk) for look in LOOKS]
    assert not grown(editor_of(cast.world), addresses)


@pytest.mark.parametrize("everywhere", [False, True])
def test_nor_do_the_lists_of_who_has_more_than_one_section(everywhere: bool, cast: Cast) -> None:
    sections = [] if everywhere else [cast.world, cast.national]
    assert not grown(editor_of(*sections), [look.format(world=cast.world.pk) for look in LISTS])
