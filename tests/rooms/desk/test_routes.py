"""Every address of the desk answers each role as the table beside this file says; an address not in it fails.

The table is made anew by `make routes`; what changed in it is looked at in the difference.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cast import NOW, Cast
from django.contrib.auth.models import Group
from django.test import Client
from harbour import deliver, draft, item, latest
from killed import forget_kills, kill
from route_examples import EXAMPLES
from route_table import NoExample, addresses, table
from wagtail.models import Collection, Site, Workflow

from broadsheet.staff.models import Staff
from broadsheet.stories import acts, banners, fronts, lineage, live_blogs, roles
from broadsheet.stories.acts import StoryText
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import DiaryEntry, Dossier, Front, Notice, Proposal, PublishedVersion, Story
from broadsheet.stories.slots import Arrangement
from broadsheet.wire.models import CodeMapping, Item, RawItem, picture_folder

TABLE = Path(__file__).parent / "routes.txt"


@pytest.fixture
def people(cast: Cast) -> dict[str, Staff | None]:
    """One person a role, and one who has not signed in; the section is World, `foreign` National."""
    found: dict[str, Staff | None] = {}
    for name, role, sections in (
        ("reporter", "reporter", ()), ("sub", "sub-editor", ()), ("section", "section-editor", [cast.world]),
        ("foreign", "section-editor", [cast.national]), ("photo", "photo-editor", ()), ("front", "front-editor", ()),
        ("chief", "editor-in-chief", ()), ("auditor", "auditor", ()),
    ):  # fmt: skip
        person = Staff.objects.create_user(f"{name}@courier.example", is_staff=True)
        person.groups.set(roles.groups_of(role, sections))
        found[name] = person
    found["admin"] = Staff.objects.create_user("admin@courier.example", is_superuser=True, is_staff=True)
    found["nobody"] = None
    return found


@pytest.fixture
def things(cast: Cast, people: dict[str, Staff | None]) -> Iterator[dict[str, str]]:
    """What the examples name → its number in an address."""
    proposed = draft(deliver(item(1)))
    ours = latest(proposed)
    ours.body = [{"type": "prose", "value": "<p>Ours.</p>"}]
    ours.save_revision()
    lineage.carry([deliver(item(2))], now=NOW)
    waiting = acts.create(cast.world, StoryText("Waits", [], slug="waits"), by=cast.editor, now=NOW)
    workflow = Workflow.objects.get()
    state = workflow.start(waiting, cast.editor)
    Story.objects.filter(pk=cast.market.pk).update(locked=True, locked_by=cast.editor, locked_at=NOW)
    kill(cast.lantern)
    found = Item.objects.get()
    front = Front.objects.get(locale__language_code="en")
    told = live_blogs.open_blog(cast.ferry, by=None, now=NOW)
    rows = {
        "story": cast.flood, "section": cast.world, "foreign": cast.national, "front": front,
        "front-km": Front.objects.get(locale__language_code="km"), "root": front.get_parent(), "waiting": waiting,
        "abroad": cast.ferry, "locked": cast.market, "photo": cast.photo, "byline": cast.reporter, "topic": cast.river,
        "code": CodeMapping.objects.create(code="x", topic="20000001", source=found.source),
        "colleague": cast.editor, "group": Group.objects.first(), "site": Site.objects.get(), "item": found,
        "raw": RawItem.objects.first(), "source": found.source, "proposal": Proposal.objects.get(),
        "collection": Collection.objects.create(name="x", path="00010001", depth=2), "workflow": workflow,
        "task": state.current_task_state.task, "task-state": state.current_task_state, "workflow-state": state,
        "revision": cast.flood.latest_revision,
        "layout": fronts.change(front, Arrangement(), did="laid", seen=0, by=None, now=NOW),
        "version": PublishedVersion.objects.create(story=cast.flood, at=NOW, words={"headline": "Then"}),
        "notice": Notice.objects.create(person=cast.editor, story=cast.flood, kind="note", at=NOW),
        "entry": DiaryEntry.objects.create(title="Dam", starts_at=NOW),
        "dossier": Dossier.objects.create(title="Flood", slug="flood", language="en"),
        "told": told.story, "posted": live_blogs.post(told, Words([], "Dam holds"), by=None, now=NOW),
        "waits": live_blogs.submit(told, Words([], "Dam?"), by=people["reporter"], now=NOW),  # type: ignore[arg-type]
        "banner": banners.propose(front, "News", minutes=60, story=None, by=cast.editor, now=NOW),
    }  # fmt: skip
    yield {name: str(row.pk) for name, row in rows.items()} | {"id": str(cast.flood.pk)}
    forget_kills()
    shutil.rmtree(picture_folder(), ignore_errors=True)


def test_each_role_is_let_in_where_the_table_says(
    cast: Cast, people: dict[str, Staff | None], things: dict[str, str], settings: Any
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    clients, own = {}, {}
    for name, person in people.items():
        clients[name] = Client(raise_request_exception=False)
        own[name] = cast.wedding.pk
        if person is not None:
            clients[name].force_login(person)
            own[name] = acts.create(cast.world, StoryText(f"By {name}", [], slug=name), by=person, now=NOW).pk
    logging.disable(logging.CRITICAL)
    made = table(list(addresses(EXAMPLES, things)), clients, own)
    logging.disable(logging.NOTSET)
    if os.environ.get("BROADSHEET_MAKE_ROUTES"):
        TABLE.write_text(made, "utf-8")
    assert made == TABLE.read_text("utf-8"), "An address answers a role otherwise than the table says. See make routes."


def test_an_address_that_the_table_does_not_know_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = {pattern: names for pattern, names in EXAMPLES.items() if not pattern.startswith("desk/read/")}
    with pytest.raises(NoExample, match="desk/read/<int:pk>/ is new"):
        list(addresses(examples, {}))
