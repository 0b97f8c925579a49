"""A story's way from draft to readers: passed on by who may, sent back with a reason, seen on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from signed_in import signed_in
from wagtail.models import TaskState, Workflow

from broadsheet.desk import board
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, roles, stages
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import NotYours, ReasonMissing
from broadsheet.stories.models import Assignment, DeskNote, Story

BOARD = "/desk/board/"


def of(client_email: str) -> Staff:
    return Staff.objects.get(email=client_email)


@pytest.fixture
def people(cast: Cast) -> dict[str, Client]:
    found = {role: signed_in(f"{role}@courier.example") for role in ("reporter", "sub-editor", "section-editor")}
    for role in found:
        of(f"{role}@courier.example").groups.set(roles.groups_of(role, [cast.national]))
    return found


@pytest.fixture
def story(cast: Cast, people: dict[str, Client]) -> Story:
    """A reporter's draft in National."""
    return acts.create(cast.national, StoryText("Dam opens", []), by=of("reporter@courier.example"), now=NOW)


def where(story: Story) -> str:
    task = Story.objects.get(pk=story.pk).current_workflow_task
    return task.name if task is not None else "Draft"


def move(client: Client, story: Story, to: str = "on", here: str | None = None) -> str:
    words = {"to": to, "from": where(story) if here is None else here}
    return str(client.post(f"{BOARD}{story.pk}/move/", words).headers["Location"])


def column(client: Client, name: str) -> str:
    text = client.get(BOARD).content.decode()
    return text.partition(f">{name} <span")[2].partition("</section>")[0]


def test_a_story_goes_from_stage_to_stage_to_readers(story: Story, people: dict[str, Client]) -> None:
    assert [stage.name for stage in Workflow.objects.get().tasks] == ["Copy desk", "Section editor", "Ready"]
    move(people["reporter"], story)
    assert where(story) == "Copy desk" and "Dam opens" in column(people["sub-editor"], "Copy desk")
    move(people["reporter"], story)
    assert where(story) == "Copy desk", "a reporter does not pass the copy desk alone"
    move(people["sub-editor"], story)
    move(people["sub-editor"], story)
    assert where(story) == "Section editor", "nor a sub-editor the section's editor"
    move(people["section-editor"], story)
    assert where(story) == "Ready" and not Story.objects.get(pk=story.pk).live
    move(people["section-editor"], story)
    assert Story.objects.get(pk=story.pk).live and "Dam opens" not in column(people["section-editor"], "Ready")


def test_what_is_sent_back_says_why_and_comes_back_to_who_asked(story: Story, people: dict[str, Client]) -> None:
    move(people["reporter"], story)
    assert move(people["sub-editor"], story, to="back") == f"{BOARD}{story.pk}/back/"
    refused = people["sub-editor"].post(f"{BOARD}{story.pk}/back/", {"reason": " "})
    assert "Give the reason" in refused.content.decode() and where(story) == "Copy desk"
    people["sub-editor"].post(f"{BOARD}{story.pk}/back/", {"reason": "Who owns the dam?"})
    assert "Sent back: Who owns the dam?" in column(people["reporter"], "Draft")
    assert "Who owns the dam?" in people["reporter"].get("/desk/").content.decode(), "it is told on the first page"
    move(people["reporter"], story, here="Draft")
    assert where(story) == "Copy desk"


def test_nothing_goes_back_without_a_reason_by_any_door(story: Story, people: dict[str, Client]) -> None:
    reporter, sub = of("reporter@courier.example"), of("sub-editor@courier.example")
    stages.submit(story, by=reporter)
    state = Story.objects.get(pk=story.pk).current_workflow_task_state
    with pytest.raises(ReasonMissing):
        stages.send_back(Story.objects.get(pk=story.pk), by=sub, reason=" ")
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, sub, "reject")
    people["sub-editor"].post(f"/desk/pages/workflow/action/{story.pk}/reject/{state.pk}/", {})
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    with pytest.raises(NotYours):
        stages.pass_on(Story.objects.get(pk=story.pk), by=reporter)


def test_two_who_move_it_at_once_move_it_once(story: Story, people: dict[str, Client]) -> None:
    stages.submit(story, by=of("reporter@courier.example"))
    move(people["section-editor"], story, here="Copy desk")
    move(people["section-editor"], story, here="Copy desk")
    assert where(story) == "Section editor"
    assert "is elsewhere by now" in people["section-editor"].get(BOARD).content.decode()


def test_it_is_given_to_somebody_with_a_time_and_a_note(story: Story, people: dict[str, Client]) -> None:
    due = timezone.localtime() - timedelta(hours=1)
    form = {
        "person": of("sub-editor@courier.example").pk,
        "due_at": due.strftime("%Y-%m-%d %H:%M"),
        "note": "Ring him.",
    }
    people["section-editor"].post(f"{BOARD}{story.pk}/", form)
    assert Assignment.objects.get(story=story).person == of("sub-editor@courier.example")
    assert DeskNote.objects.get(story=story).text == "Ring him."
    text = people["sub-editor"].get("/desk/").content.decode()
    assert "Dam opens" in text and "late" in text, "on the first page of who has it"
    assert "Ring him." in people["sub-editor"].get(f"{BOARD}{story.pk}/").content.decode()
    one = of("sub-editor@courier.example").pk
    assert "Dam opens" in people["section-editor"].get(f"{BOARD}?person={one}").content.decode()
    other = of("section-editor@courier.example").pk
    assert "Dam opens" not in people["section-editor"].get(f"{BOARD}?person={other}").content.decode()


def test_who_may_not_edit_it_notes_nothing(cast: Cast, people: dict[str, Client]) -> None:
    people["reporter"].post(f"{BOARD}{cast.wedding.pk}/", {"note": "Mine."})
    assert not DeskNote.objects.exists()


def test_a_section_editor_sees_no_other_sections_stories(cast: Cast, people: dict[str, Client]) -> None:
    acts.create(cast.world, StoryText("Elsewhere", []), by=cast.editor, now=NOW)
    text = people["section-editor"].get(BOARD).content.decode()
    assert "A wedding on two boats" in text and "Elsewhere" not in text
    assert people["section-editor"].get(f"{BOARD}?section={cast.world.pk}").content.decode().count("data-card") == 0


def test_what_has_waited_long_is_asked_for_by_its_age(cast: Cast, people: dict[str, Client]) -> None:
    def waiting(headline: str, hours: float, *, submitted: bool) -> Story:
        made = acts.create(cast.national, StoryText(headline, []), by=of("reporter@courier.example"), now=NOW)
        if submitted:
            stages.submit(made, by=of("reporter@courier.example"))
            TaskState.objects.filter(workflow_state__object_id=str(made.pk)).update(started_at=ago(hours))
        else:
            Story.objects.filter(pk=made.pk).update(latest_revision_created_at=ago(hours))
        return made

    def ago(hours: float) -> object:
        return timezone.now() - timedelta(hours=hours)

    waiting("Old draft", 9, submitted=False)
    waiting("New draft", 1, submitted=False)
    waiting("Old copy", 9, submitted=True)
    waiting("New copy", 1, submitted=True)
    # Touched lately, and at its stage for long: it is the stage that waits.
    text = people["section-editor"].get(BOARD, {"age": "8"}).content.decode()
    assert "Old draft" in text and "Old copy" in text and "New draft" not in text and "New copy" not in text
    assert '<option value="8" selected>' in text
    assert "Old copy" not in people["section-editor"].get(BOARD, {"age": "24"}).content.decode()
    assert "New draft" in people["section-editor"].get(BOARD, {"age": "nonsense"}).content.decode()


def test_the_board_asks_as_often_for_many_stories_as_for_few(cast: Cast, people: dict[str, Client]) -> None:
    person = of("section-editor@courier.example")

    def asked() -> int:
        fresh = Staff.objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as queries:
            assert board.columns(fresh)
        return len(queries)

    def more(number: int) -> None:
        for n in range(number):
            made = acts.create(cast.national, StoryText(f"Story {number} {n}", []), by=person, now=NOW)
            if n % 2:
                stages.submit(made, by=person)

    more(3)
    few = asked()
    more(12)
    assert asked() == few


def test_the_first_page_asks_as_often_for_many_stories_as_for_few(cast: Cast, people: dict[str, Client]) -> None:
    def asked() -> int:
        people["section-editor"].get("/desk/")
        with CaptureQueriesContext(connection) as queries:
            text = people["section-editor"].get("/desk/").content.decode()
        assert "waits for you" in text or "stories wait for you" in text
        return len(queries)

    def submitted(number: int) -> None:
        author = of("reporter@courier.example")
        one = acts.create(cast.national, StoryText(f"River {number}", []), by=author, now=NOW)
        stages.submit(one, by=author)
        stages.pass_on(one, by=of("sub-editor@courier.example"))

    submitted(0)
    few = asked()
    for number in range(1, 6):
        submitted(number)
    assert asked() == few


def test_a_board_that_shows_not_all_says_so(
    story: Story, people: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = people["section-editor"]
    assert "edited last are shown" not in editor.get(BOARD).content.decode()
    monkeypatch.setattr(board, "MOST", 1)
    assert "Only the 1 that were edited last are shown." in editor.get(BOARD).content.decode()
