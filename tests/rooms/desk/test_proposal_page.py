"""A proposal at the desk: shown in the editor and in lists, decided row by row, and never by who may not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from cast import NOW
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from harbour import deliver, draft, item, latest
from wagtail.models import Workflow

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff
from broadsheet.stories import lineage
from broadsheet.stories.models import Proposal, Story
from broadsheet.wire.models import picture_folder

LIST = "/desk/wire/proposals/"


@pytest.fixture(autouse=True)
def no_files_left(paper: PaperFile) -> Iterator[None]:
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)


def copy(*paragraphs: str) -> list[dict[str, str]]:
    return [{"contenttype": "text/html", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


@pytest.fixture
def story(paper: PaperFile) -> Story:
    """Edited by somebody in its last paragraph, and with a proposal that changes its first two."""
    made = draft(deliver(item(1, bodies=copy("Ships come in.", "Two left."))))
    ours = latest(made)
    ours.body = [{"type": "prose", "value": "<p>Ships come in.</p><p>Two of ours left.</p>"}]
    ours.save_revision()
    lineage.carry([deliver(item(2, bodies=copy("Four ships come in.", "Two have left.")))], now=NOW)
    return made


def page_of(story: Story) -> str:
    return f"{LIST}{Proposal.objects.get(origin__story=story, state='waiting').pk}/"


def revision_in(text: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', text)
    assert found
    return found[1]


def body(story: Story) -> str:
    return "".join(str(block["value"]) for block in latest(story).body.raw_data)


def test_its_editor_and_the_lists_show_that_a_proposal_waits(story: Story, editor: Client) -> None:
    link = page_of(story)
    for address in (f"/desk/pages/{story.pk}/edit/", "/desk/stories/", f"/desk/pages/{story.get_parent().pk}/"):
        assert link in editor.get(address).content.decode(), address
    assert f'href="{link}"' in editor.get(LIST).content.decode()
    assert "1 proposal waits" in editor.get("/desk/").content.decode()


def test_the_three_texts_stand_side_by_side(story: Story, editor: Client) -> None:
    text = editor.get(page_of(story)).content.decode()
    assert text.count('class="desk-three-theirs"') == 2, "the headline and the first paragraph"
    assert text.count('class="desk-three-both"') == 1
    assert "<mark>Four ships</mark>" in text and "Two of ours left." in re.sub("</?mark>", "", text)


def test_one_click_takes_what_we_did_not_touch_and_asks_for_the_rest(story: Story, editor: Client) -> None:
    link = page_of(story)
    first = {"act": "untouched", "revision": revision_in(editor.get(link).content.decode())}
    assert editor.post(link, first)["Location"] == link
    assert body(story) == "<p>Four ships come in.</p><p>Two of ours left.</p>"
    text = editor.get(link).content.decode()
    assert 'name="row-1" value="theirs"' in text and "did not touch (" not in text
    choice = {"act": "apply", "revision": revision_in(text), "row-1": "edit", "text-1": "Two of ours have left."}
    assert editor.post(link, choice)["Location"] == f"/desk/pages/{story.pk}/edit/"
    assert body(story) == "<p>Four ships come in.</p><p>Two of ours have left.</p>"
    assert not Story.objects.get(pk=story.pk).live
    assert Story.objects.get(pk=story.pk).get_latest_revision().user == Staff.objects.get(email="maly@courier.example")
    assert Proposal.objects.get().state == "applied"
    assert (
        "Applied" not in editor.get(LIST).content.decode()
        and "Taken into the draft" in editor.get(link).content.decode()
    )


def test_an_unanswered_row_and_an_older_draft_change_nothing(story: Story, editor: Client) -> None:
    link, before = page_of(story), body(story)
    revision = revision_in(editor.get(link).content.decode())
    assert "wait for your choice" in editor.post(link, {"act": "apply", "revision": revision}).content.decode()
    latest(story).save_revision()
    answer = editor.post(link, {"act": "apply", "revision": revision, "row-1": "ours"}).content.decode()
    assert "was edited while you decided" in answer and body(story) == before


def test_a_dismissed_proposal_stays_on_the_record(story: Story, editor: Client) -> None:
    link, before = page_of(story), body(story)
    editor.post(link, {"act": "dismiss"})
    assert body(story) == before
    assert "Dismissed" in editor.get(link).content.decode()
    assert link not in editor.get(f"/desk/pages/{story.pk}/edit/").content.decode()


def test_a_lock_is_respected_and_its_proposal_waits(story: Story, editor: Client) -> None:
    link, before = page_of(story), body(story)
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=Staff.objects.create_user("boss@courier.example"))
    assert "The story is locked" in editor.get(link).content.decode()
    editor.post(link, {"act": "untouched", "revision": str(latest(story).latest_revision_id)})
    assert body(story) == before and Proposal.objects.get().state == "waiting"
    Story.objects.filter(pk=story.pk).update(locked=False, locked_by=None)
    editor.post(link, {"act": "untouched", "revision": revision_in(editor.get(link).content.decode())})
    assert body(story).startswith("<p>Four ships")


def test_a_proposal_for_a_story_in_a_workflow_is_decided(story: Story, editor: Client) -> None:
    Workflow.objects.get().start(Story.objects.get(pk=story.pk), Staff.objects.get(email="maly@courier.example"))
    link = page_of(story)
    editor.post(link, {"act": "untouched", "revision": revision_in(editor.get(link).content.decode())})
    assert body(story).startswith("<p>Four ships")
    assert Story.objects.get(pk=story.pk).current_workflow_state is not None


def test_who_may_not_write_decides_nothing(story: Story, visitor: Client) -> None:
    link, before = page_of(story), body(story)
    assert "Four ships" not in visitor.get(link, follow=True).content.decode()
    visitor.post(link, {"act": "dismiss"})
    assert Proposal.objects.get().state == "waiting" and body(story) == before


def test_a_draft_that_followed_by_itself_says_so_until_it_is_edited(paper: PaperFile, editor: Client) -> None:
    made = draft(deliver(item(1)))
    lineage.carry([deliver(item(2))], now=NOW)
    address = f"/desk/pages/{made.pk}/edit/"
    assert "applied itself" in editor.get(address).content.decode()
    latest(made).save_revision()
    assert "applied itself" not in editor.get(address).content.decode()


def test_a_list_of_proposals_asks_as_often_for_many_as_for_few(paper: PaperFile, editor: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST)
        return len(queries)

    def one_more(number: int) -> None:
        made = draft(deliver(item(1, uri=f"urn:example:{number}")))
        latest(made).save_revision()
        lineage.carry([deliver(item(2, uri=f"urn:example:{number}"))], now=NOW)

    one_more(1)
    editor.get(LIST)
    few = asked()
    for number in range(2, 8):
        one_more(number)
    assert asked() == few
