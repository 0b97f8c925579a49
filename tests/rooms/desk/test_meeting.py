"""Two people, or two windows, at one story: nothing is overwritten unseen, and one draft is made of both."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from cast import NOW, Cast, prose
from django.test import Client
from django.utils import timezone
from editing import edit_story, story_form
from signed_in import signed_in
from wagtail.models import Comment, Revision

from broadsheet.desk.models import Presence
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, meeting
from broadsheet.stories.acts import StoryText
from broadsheet.stories.body_pieces import pieces_of, text_of
from broadsheet.stories.models import KeptDraft, Story

WORDS = ("The water rose.", "Nobody in the old town was hurt by it.", "The bridge is open.")


@pytest.fixture
def story(cast: Cast) -> Story:
    return acts.create(cast.world, StoryText("Flood", prose(*WORDS), slug="flood-2"), by=cast.editor, now=NOW)


@pytest.fixture
def other(cast: Cast) -> Client:
    return signed_in("sok@courier.example", "Front editors")


def loaded(story: Story) -> dict[str, str]:
    """What the form of an editor that is opened now says of the draft that it begins from."""
    revision = Story.objects.get(pk=story.pk).latest_revision
    return {"loaded_revision_id": str(revision.pk), "loaded_revision_created_at": revision.created_at.isoformat()}


def draft(story: Story) -> Story:
    found: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    return found


def paragraphs(story: Story) -> list[str]:
    return [text_of(piece.html) for piece in pieces_of(draft(story).body.raw_data)]


def decide(client: Client, story: Story, page: Any, **choices: str) -> Any:
    """Press "Make one draft of both" on `page`; where nothing is said, as its buttons stand."""
    text = page.content.decode()
    form = {name: unescape(value) for name, value in re.findall(r'name="(kept|saved|saved_at)" value="([^"]*)"', text)}
    return client.post(f"/desk/meeting/{story.pk}/", form | {f"row-{name}": what for name, what in choices.items()})


def test_a_form_that_began_from_an_older_draft_saves_nothing_over_a_newer_one(
    story: Story, editor: Client, other: Client
) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood", WORDS[0], "Two in the old town were hurt by it.", WORDS[2], **began)
    count = Revision.objects.count()
    for act in ("", "action-publish", "action-submit"):
        page = edit_story(
            editor,
            story.pk,
            "Flood in town",
            WORDS[0],
            "One in the old town was hurt by it.",
            WORDS[2],
            act=act,
            **began,
        )
        assert page.status_code == 409 and "Both changed it" in page.content.decode()
    assert Revision.objects.count() == count and not draft(story).live
    assert paragraphs(story)[1] == "Two in the old town were hurt by it."
    answer = decide(editor, story, page)
    assert answer.status_code == 409 and "wait for your choice" in answer.content.decode()
    name = re.search(r'name="row-(\d+)" value="ours" required', page.content.decode())
    assert name is not None
    assert decide(editor, story, page, **{name[1]: "both"}).status_code == 302
    assert paragraphs(story) == [
        WORDS[0],
        "Two in the old town were hurt by it.",
        "One in the old town was hurt by it.",
        WORDS[2],
    ]
    assert draft(story).title == "Flood in town", "what only one changed stays as they changed it"
    assert not Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("ours", "One in the old town was hurt by it."),
        ("theirs", "Two in the old town were hurt by it."),
        ("edit", "Three in the old town were hurt by it."),
    ],
)
def test_each_row_becomes_what_was_chosen(
    story: Story, editor: Client, other: Client, choice: str, wanted: str
) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood", WORDS[0], "Two in the old town were hurt by it.", WORDS[2], **began)
    page = edit_story(editor, story.pk, "Flood", WORDS[0], "One in the old town was hurt by it.", WORDS[2], **began)
    name = re.search(r'name="row-(\d+)" value="ours" required', page.content.decode())
    assert name is not None
    form = {f"row-{name[1]}": choice, f"text-{name[1]}": "Three in the old town were hurt by it."}
    kept = dict(re.findall(r'name="(kept|saved|saved_at)" value="([^"]*)"', page.content.decode()))
    editor.post(f"/desk/meeting/{story.pk}/", form | {key: unescape(value) for key, value in kept.items()})
    assert paragraphs(story) == [WORDS[0], wanted, WORDS[2]]


def test_who_changed_different_paragraphs_loses_neither(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood", "The water rose at night.", *WORDS[1:], "A fourth.", kicker="Now", **began)
    page = edit_story(editor, story.pk, "Flood", *WORDS[:2], "The old bridge is open.", standfirst="Rain.", **began)
    assert page.status_code == 409 and "You changed different things" in page.content.decode()
    decide(editor, story, page)
    assert paragraphs(story) == ["The water rose at night.", WORDS[1], "The old bridge is open.", "A fourth."]
    assert (draft(story).kicker, draft(story).standfirst) == ("Now", "Rain.")


def test_who_saves_while_somebody_chooses_is_laid_beside_it_too(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood one", *WORDS, **began)
    page = edit_story(editor, story.pk, "Flood two", *WORDS, **began)
    edit_story(other, story.pk, "Flood three", *WORDS, **loaded(story))
    again = decide(editor, story, page, title="ours")
    text = again.content.decode()
    assert again.status_code == 409 and "three" in text and "was edited while you decided" in text
    assert draft(story).title == "Flood three"
    decide(editor, story, again, title="ours")
    assert (draft(story).title, draft(story).slug) == ("Flood two", "flood-two"), "the address goes with its headline"


def test_nobody_is_bothered_who_has_the_latest_or_says_the_same(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    assert edit_story(other, story.pk, "Flood again", *WORDS, **began).status_code == 302
    assert edit_story(editor, story.pk, "Flood again", *WORDS, **began).status_code == 302
    assert edit_story(editor, story.pk, "Flood at last", *WORDS, **loaded(story)).status_code == 302
    assert draft(story).title == "Flood at last"


def test_autosave_is_refused_by_wagtail_and_writes_nothing(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood again", *WORDS, **began)
    form = story_form("Mine", *WORDS, **began)
    answer = editor.post(f"/desk/pages/{story.pk}/edit/", form, headers={"Accept": "application/json"})
    assert answer.json()["error_code"] == "invalid_revision"
    assert draft(story).title == "Flood again"


def test_what_autosave_writes_over_is_kept_for_who_has_opened_it(story: Story, editor: Client, other: Client) -> None:
    other.get(f"/desk/pages/{story.pk}/edit/")
    form = story_form("Flood", *WORDS, **loaded(story))
    url, json = f"/desk/pages/{story.pk}/edit/", {"Accept": "application/json"}
    number = other.post(url, form, headers=json).json()["revision_id"]
    assert not KeptDraft.objects.exists(), "nobody else has opened anything"
    editor.get(url)
    began = loaded(story)
    for title in ("Flood one", "Flood two", "Flood three"):
        form = story_form(title, *WORDS, overwrite_revision_id=str(number))
        assert other.post(url, form, headers=json).json()["success"]
    assert KeptDraft.objects.count() == 1, "one for each editor that was opened"
    page = edit_story(editor, story.pk, "Flood", *WORDS[:2], "The old bridge is open.", **began)
    text = page.content.decode()
    assert "You changed different things" in text and "no longer known" not in text
    decide(editor, story, page)
    assert draft(story).title == "Flood three" and paragraphs(story)[2] == "The old bridge is open."


def test_where_nobody_knows_what_was_opened_nothing_is_dropped(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story) | {"loaded_revision_created_at": "2020-01-01T00:00:00+00:00"}
    edit_story(other, story.pk, "Flood", *WORDS, "Theirs.", **loaded(story))
    page = edit_story(editor, story.pk, "Flood", *WORDS, "Mine.", **began)
    assert "no longer known" in page.content.decode()
    decide(editor, story, page)
    assert set(paragraphs(story)) == {*WORDS, "Theirs.", "Mine."}


def test_nobody_sends_words_that_are_not_their_own(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood again", *WORDS, **began)
    page = edit_story(editor, story.pk, "Mine", *WORDS, **began)
    assert decide(other, story, page, title="ours").status_code == 302
    assert draft(story).title == "Flood again", "refused: Wagtail leads back to the first page"
    other.post(f"/desk/meeting/{story.pk}/", {"kept": "forged"})
    assert draft(story).title == "Flood again"


def test_comments_that_were_not_saved_come_along(story: Story, editor: Client, other: Client) -> None:
    began = loaded(story)
    edit_story(other, story.pk, "Flood again", *WORDS, **began)
    form = story_form("Flood", *WORDS, standfirst="Rain.", **began)
    form |= {
        "comments-TOTAL_FORMS": "1", "comments-0-text": "Ring the mayor.", "comments-0-contentpath": "title",
        "comments-0-position": "", "comments-0-id": "", "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = editor.post(f"/desk/pages/{story.pk}/edit/", form)
    decide(editor, story, page)
    assert [one.text for one in draft(story).wagtail_admin_comments.all()] == ["Ring the mayor."]


def test_an_old_version_can_still_be_brought_back(story: Story, editor: Client) -> None:
    first = loaded(story)
    edit_story(editor, story.pk, "Flood again", *WORDS, **first)
    page = editor.get(f"/desk/pages/{story.pk}/revisions/{first['loaded_revision_id']}/revert/").content.decode()
    began = dict(re.findall(r'name="(loaded_revision_\w+)" value="([^"]*)"', page))
    action = re.search(r'id="page-edit-form"\s+action="([^"]*)"', page)
    assert action is not None
    answer = editor.post(action[1], story_form("Flood", *WORDS, **began, revision=first["loaded_revision_id"]))
    assert answer.status_code == 302 and draft(story).title == "Flood"


def test_each_editor_hears_where_the_others_are(story: Story, editor: Client, other: Client) -> None:
    here = f"/desk/here/{story.pk}/"
    assert editor.post(here, {"tab": "a", "place": "Headline"}).json() == {"others": []}
    assert (
        other.post(here, {"tab": "b"}).json() == {"others": [{"who": "maly@courier.example", "place": "Headline"}]}
        or other.post(here, {"tab": "b"}).json()["others"][0]["place"] == "Headline"
    )
    assert editor.post(here, {"tab": "c"}).json()["others"][0] == {
        "who": "You, in another window", "place": "Headline",
    }  # fmt: skip
    editor.post(here, {"tab": "c", "gone": "yes"})
    assert len(other.post(here, {"tab": "b"}).json()["others"]) == 1
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert editor.post(here, {"tab": "a", "place": "Body"}).json() == {"others": []}
    assert Presence.objects.count() == 1


def test_a_reporter_hears_nothing_of_stories_that_are_not_theirs(cast: Cast, reporter: Client) -> None:
    reporter.post(f"/desk/here/{cast.wedding.pk}/", {"tab": "a", "place": "Headline"})
    assert not Presence.objects.exists()


def test_the_merge_itself_needs_the_draft_that_was_looked_at(story: Story, cast: Cast) -> None:
    with pytest.raises(meeting.DraftMovedOn):
        meeting.merge(None, draft(story), {}, saved=(0, ""), by=Staff.objects.get(pk=cast.editor.pk))


def test_what_is_changed_in_older_comments_comes_along(story: Story, editor: Client, other: Client) -> None:
    person = Staff.objects.get(email="maly@courier.example")
    comment = Comment.objects.create(page=story, user=person, text="Ring him.", contentpath="title")
    began = loaded(story)
    edit_story(other, story.pk, "Flood", "They say otherwise.", **began)
    changed = {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "1", "comments-0-text": "Ring the mayor.",
        "comments-0-contentpath": "title", "comments-0-position": "", "comments-0-id": str(comment.pk),
        "comments-0-resolved": "", "comments-0-replies-TOTAL_FORMS": "1", "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-0-id": "", "comments-0-replies-0-text": "He is away.",
    }  # fmt: skip
    page = editor.post(f"/desk/pages/{story.pk}/edit/", story_form("Flood in town", *WORDS) | began | changed)
    assert page.status_code == 409
    decide(editor, story, page)
    comment.refresh_from_db()
    assert comment.text == "Ring the mayor." and [one.text for one in comment.replies.all()] == ["He is away."]
