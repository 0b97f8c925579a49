"""At the desk: a story with a held photo is refused with the reason, loses no words, and goes out after a decision."""

from __future__ import annotations

from typing import Any

import pytest
from cast import Cast, make_photo
from django.contrib.auth.models import Group
from django.test import Client
from editing import add_story, edit_story
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask
from wagtail.test.utils.form_data import rich_text, streamfield

from broadsheet.staff.models import Staff
from broadsheet.stories.models import Photo, RightsDecision, Story

REASON = "it may not be kept in an archive"


@pytest.fixture
def held() -> Photo:
    return make_photo("Harbour", credit="Delta Photo", instructions="NO ARCHIVES")


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def latest(story_id: int) -> Story:
    found: Story = Story.objects.get(pk=story_id).get_latest_revision_as_object()
    return found


def test_publishing_is_refused_with_the_reason_and_the_words_are_kept(cast: Cast, editor: Client, held: Photo) -> None:
    edit_story(editor, cast.wedding.pk, "Two boats", "Rice.", act="action-publish", lead_photo=str(held.pk))
    assert not Story.objects.get(pk=cast.wedding.pk).live
    assert (latest(cast.wedding.pk).title, latest(cast.wedding.pk).lead_photo_id) == ("Two boats", held.pk)
    screen = text_of(editor.get(f"/desk/pages/{cast.wedding.pk}/edit/"))
    assert REASON in screen and "NO ARCHIVES" in screen
    assert f"/desk/photo-rights/{held.pk}/?story={cast.wedding.pk}" in screen


def test_a_new_story_is_kept_as_a_draft(cast: Cast, editor: Client, held: Photo) -> None:
    body = streamfield([("prose", rich_text("<p>Rice.</p>")), ("photo", {"photo": str(held.pk), "caption": ""})])
    add_story(editor, cast.world.pk, "Harbour", act="action-publish", body=body)
    story = Story.objects.get(title="Harbour")
    assert not story.live


def test_a_live_story_keeps_what_readers_have(cast: Cast, editor: Client, held: Photo) -> None:
    edit_story(editor, cast.flood.pk, "New words", "Rice.", act="action-publish", lead_photo=str(held.pk))
    story = Story.objects.get(pk=cast.flood.pk)
    assert (story.title, story.lead_photo_id, latest(story.pk).title) == (cast.flood.title, cast.photo.pk, "New words")


def test_who_may_publish_decides_and_then_it_goes_out(cast: Cast, editor: Client, held: Photo) -> None:
    where = f"/desk/photo-rights/{held.pk}/?story={cast.wedding.pk}"
    assert REASON in text_of(editor.get(where))
    assert "Give the reason" in text_of(editor.post(where, {"scope": "story", "reason": " "}, follow=True))
    editor.post(where, {"scope": "story", "reason": "Asked Delta by telephone."})
    made = RightsDecision.objects.get()
    assert (made.by_name, made.reason, made.story_id) == (
        "maly@courier.example",
        "Asked Delta by telephone.",
        cast.wedding.pk,
    )
    assert not Story.objects.get(pk=cast.wedding.pk).live
    edit_story(editor, cast.wedding.pk, "Two boats", "Rice.", act="action-publish", lead_photo=str(held.pk))
    assert Story.objects.get(pk=cast.wedding.pk).live
    assert "Asked Delta by telephone." in text_of(editor.get("/desk/photo-rights/"))


def test_a_reporter_reads_the_reason_and_decides_nothing(cast: Cast, reporter: Client, held: Photo) -> None:
    where = f"/desk/photo-rights/{held.pk}/?story={cast.wedding.pk}"
    screen = text_of(reporter.get(where))
    assert REASON in screen and "Let it go out" not in screen
    assert reporter.post(where, {"scope": "story", "reason": "I think so."}).status_code == 302
    assert reporter.post(f"/desk/photo-rights/{held.pk}/", {"reason": "I think so."}).status_code == 302
    assert not RightsDecision.objects.exists()


def test_a_visitor_sees_nothing_of_it(cast: Cast, visitor: Client, held: Photo) -> None:
    visitor.get(f"/desk/photo-rights/{held.pk}/")
    assert REASON not in text_of(visitor.get(f"/desk/photo-rights/{held.pk}/", follow=True))


def test_a_bulk_publication_is_refused_as_a_whole(cast: Cast, chief: Client, held: Photo) -> None:
    edit_story(chief, cast.wedding.pk, "Two boats", "Rice.", lead_photo=str(held.pk))
    chief.post(f"/desk/bulk/wagtailcore/page/publish/?id={cast.wedding.pk}&next=/desk/", {})
    below = f"/desk/bulk/wagtailcore/page/publish/?id={cast.national.pk}&next=/desk/"
    chief.post(below, {"include_descendants": "on"})
    assert not Story.objects.get(pk=cast.wedding.pk).live


@pytest.fixture
def approval(cast: Cast) -> None:
    task = GroupApprovalTask.objects.create(name="Desk")
    task.groups.add(Group.objects.get(name="Front editors"))
    workflow = Workflow.objects.create(name="Desk")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.workflow_pages.create(page=cast.national)


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("where", ["in the editor", "from a list"])
def test_an_approval_does_not_let_it_out(cast: Cast, reporter: Client, editor: Client, held: Photo, where: str) -> None:
    lead = {"lead_photo": str(held.pk)}
    Story.objects.filter(pk=cast.wedding.pk).update(owner=Staff.objects.get(email="dara@courier.example"))
    edit_story(reporter, cast.wedding.pk, "Two boats", "Rice.", act="action-submit", **lead)
    story = Story.objects.get(pk=cast.wedding.pk)
    state = story.current_workflow_task_state
    assert state is not None
    if where == "in the editor":
        more = {"workflow-action-name": "approve", "action-workflow-action": "true"}
        edit_story(editor, story.pk, "Two boats", "More.", **lead, **more)
        assert "More." in str(latest(story.pk).body)
    else:
        answer = editor.post(f"/desk/pages/workflow/action/{story.pk}/approve/{state.pk}/", {}, follow=True)
        assert REASON in text_of(answer)
    assert not Story.objects.get(pk=story.pk).live
    assert Story.objects.get(pk=story.pk).current_workflow_task_state is not None
