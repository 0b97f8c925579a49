"""Nobody who may not publish reaches "published" by a side door; each door is tried at the desk, and the gate alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cast import Cast
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from editing import add_story, edit_story
from signed_in import signed_in
from wagtail.models import Revision, Workflow

from broadsheet.staff.models import Staff
from broadsheet.stories import gate, roles
from broadsheet.stories.errors import MayNotPublish
from broadsheet.stories.models import Listing, Section, Story, StoryAddress

BULK = "/desk/bulk/wagtailcore/page/publish/"
API = "/desk/api/main/pages"
JSON = {"content_type": "application/json"}


def what_readers_have() -> list[Any]:
    """All that says what is public or will be: live rows and their revisions, hours, sections, lists, addresses."""
    return [
        sorted(Story.objects.filter(live=True).values_list("pk", "live_revision_id", "path")),
        sorted(Section.objects.values_list("pk", "live", "title")),
        list(Revision.objects.filter(approved_go_live_at__isnull=False)),
        sorted(Listing.objects.values_list("list", "story_id")),
        sorted(StoryAddress.objects.values_list("address", "story_id")),
    ]


def soon() -> str:
    return (timezone.localtime() + timedelta(hours=5)).strftime("%Y-%m-%d %H:%M")


def copied(client: Client, story: Story, cast: Cast, **words: str) -> Any:
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(cast.world.pk), **words}
    return client.post(f"/desk/pages/{story.pk}/copy/", form)


def reverted(client: Client, story: Story) -> Any:
    first = story.revisions.order_by("pk").first()
    assert first is not None
    return edit_story(client, story.pk, "As it was", "Words.", act="action-publish", revision=str(first.pk))


def approved(client: Client, story: Story, cast: Cast) -> Any:
    state = Workflow.objects.get().start(story, cast.editor)
    for _ in ("Copy desk", "Section editor"):
        state.current_task_state.approve(user=cast.editor)
        state.refresh_from_db()
    return client.post(f"/desk/pages/workflow/action/{story.pk}/approve/{state.current_task_state.pk}/", {})


DOORS: dict[str, Callable[[Client, Cast], Any]] = {
    "the editor": lambda c, cast: edit_story(c, cast.wedding.pk, "Out", "Words.", act="action-publish"),
    "a live story's editor": lambda c, cast: edit_story(c, cast.ferry.pk, "Out", "Words.", act="action-publish"),
    "a new story": lambda c, cast: add_story(c, cast.world.pk, "Out", "Words.", act="action-publish"),
    "an hour": lambda c, cast: edit_story(c, cast.wedding.pk, "Out", act="action-publish", go_live_at=soon()),
    "an hour for a live story": lambda c, cast: edit_story(
        c, cast.ferry.pk, "Out", act="action-publish", go_live_at=soon()
    ),
    "bulk": lambda c, cast: c.post(f"{BULK}?id={cast.wedding.pk}&next=/desk/", {"include_descendants": ""}),
    "bulk, below": lambda c, cast: c.post(f"{BULK}?id={cast.national.pk}&next=/desk/", {"include_descendants": "on"}),
    "a copy": lambda c, cast: copied(c, cast.ferry, cast, publish_copies="on"),
    "an alias": lambda c, cast: copied(c, cast.ferry, cast, alias="on"),
    "the API": lambda c, cast: c.post(f"{API}/{cast.wedding.pk}/action/publish/", {}, **JSON),
    "the API's copy": lambda c, cast: c.post(f"{API}/{cast.ferry.pk}/action/copy/", {"keep_live": True}, **JSON),
    "the API's alias": lambda c, cast: c.post(
        f"{API}/{cast.ferry.pk}/action/create_alias/", {"destination_page_id": cast.world.pk}, **JSON
    ),
    "the API's move": lambda c, cast: c.post(
        f"{API}/{cast.flood.pk}/action/move/",
        {"destination_page_id": cast.national.pk, "position": "last-child"},
        **JSON,
    ),
    "an old revision": lambda c, cast: reverted(c, cast.ferry),
    "an approval": lambda c, cast: approved(c, cast.wedding, cast),
    "a move": lambda c, cast: c.post(f"/desk/pages/{cast.flood.pk}/move/{cast.national.pk}/confirm/", {}),
    "a bulk move": lambda c, cast: c.post(
        f"/desk/bulk/wagtailcore/page/move/?id={cast.flood.pk}&next=/desk/", {"chooser": str(cast.national.pk)}
    ),
}


@pytest.mark.parametrize("role", ["reporter", "sub-editor", "photo-editor", "auditor", "section-editor"])
def test_no_door_of_the_desk_leads_to_readers(cast: Cast, role: str) -> None:
    # The section editor's own section is World: flood is there, and would come to National; all others lie there.
    someone = signed_in(f"{role}@courier.example")
    person = Staff.objects.get(email=f"{role}@courier.example")
    person.groups.set(roles.groups_of(role, [cast.world]))
    Story.objects.filter(pk=cast.wedding.pk).update(owner=None if role == "section-editor" else person)
    before = what_readers_have()
    for name, door in DOORS.items():
        if role == "section-editor" and name == "a new story":
            continue
        with transaction.atomic():
            door(someone, cast)
            assert what_readers_have() == before, name
            transaction.set_rollback(True)


def test_every_door_is_one(cast: Cast, chief: Client) -> None:
    """What opens for nobody would prove nothing."""
    before = what_readers_have()
    for name, door in DOORS.items():
        with transaction.atomic():
            door(chief, cast)
            opened = what_readers_have() != before
            transaction.set_rollback(True)
        assert opened, name


def fresh(page: Story) -> Story:
    return Story.objects.get(pk=page.pk)


def later(page: Story) -> None:
    story = fresh(page)
    story.go_live_at = timezone.now() + timedelta(hours=5)
    story.save_revision().publish(skip_permission_checks=True)


def made_live(page: Story) -> None:
    story = fresh(page)
    story.live = True
    story.save()


def renamed(page: Section) -> None:
    section = Section.objects.get(pk=page.pk)
    section.title = "Renamed"
    section.save_revision().publish(skip_permission_checks=True)


PAST_WAGTAIL: dict[str, Callable[[Cast], Any]] = {
    "publish": lambda cast: fresh(cast.wedding).get_latest_revision().publish(skip_permission_checks=True),
    "publish again": lambda cast: fresh(cast.ferry).save_revision().publish(skip_permission_checks=True),
    "schedule": lambda cast: later(cast.wedding),
    "schedule a live one": lambda cast: later(cast.ferry),
    "copy": lambda cast: fresh(cast.ferry).copy(keep_live=True, to=cast.world, update_attrs={"slug": "copy"}),
    "alias": lambda cast: fresh(cast.ferry).create_alias(parent=cast.world, update_slug="alias"),
    "move": lambda cast: fresh(cast.flood).move(cast.national, pos="last-child"),
    "a section": lambda cast: renamed(cast.world),
    "live in the table": lambda cast: made_live(cast.wedding),
}


@pytest.mark.parametrize("way", list(PAST_WAGTAIL))
def test_the_gate_holds_where_nobody_else_asks(cast: Cast, way: str) -> None:
    signed_in("sub@courier.example", "Sub-editors")
    person = Staff.objects.get(email="sub@courier.example")
    before = what_readers_have()
    with pytest.raises(MayNotPublish), transaction.atomic(), gate.acting(lambda: person):
        PAST_WAGTAIL[way](cast)
    assert what_readers_have() == before
    with gate.acting(lambda: cast.editor):
        PAST_WAGTAIL[way](cast)
    assert what_readers_have() != before


def test_a_refusal_undoes_the_whole_request(cast: Cast) -> None:
    """Wagtail answers a refusal inside of the request's transaction, which would commit what was done before it."""
    signed_in("sub@courier.example", "Sub-editors")
    person = Staff.objects.get(email="sub@courier.example")
    with transaction.atomic():
        Story.objects.filter(pk=cast.wedding.pk).update(kicker="Half done")
        with pytest.raises(PermissionDenied):
            gate.refuse_unless_allowed(cast.wedding, person)
    assert Story.objects.get(pk=cast.wedding.pk).kicker == ""
