"""Search and replace at the desk: what is ticked goes into a new draft of the very words that were looked at."""

from __future__ import annotations

from cast import NOW, Cast, prose
from django.test import Client

from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story


def draft(story: Story) -> Story:
    found: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    return found


def asked(client: Client, story: Story, words: str) -> str:
    return client.get(f"/desk/replace/{story.pk}/", {"words": words, "instead": "weir"}).content.decode()


def form(story: Story, *finds: int, **more: str) -> dict[str, object]:
    latest = Story.objects.get(pk=story.pk).get_latest_revision()
    seen = {"seen": latest.pk, "seen_at": latest.created_at.isoformat()}
    return {"words": "dam", "instead": "weir", "find": finds, **seen, **more}


def test_what_is_ticked_is_replaced_in_a_new_draft(cast: Cast, editor: Client) -> None:
    text = StoryText("A dam opens", prose("The dam is new.", "One dam more."), slug="dam")
    story = acts.create(cast.world, text, by=cast.editor, now=NOW)
    page = asked(editor, story, "dam")
    assert page.count('name="find"') == 3 and "<mark>dam</mark>" in page
    old = form(story, 0, 2)
    editor.post(f"/desk/replace/{story.pk}/", old)
    assert draft(story).title == "A weir opens" and "The dam is new." in str(draft(story).body.raw_data[0])
    assert "One weir more." in str(draft(story).body.raw_data[0]) and not draft(story).live
    answer = editor.post(f"/desk/replace/{story.pk}/", old)
    assert "was edited while you decided" in answer.content.decode(), "another draft has come since"


def test_a_headline_that_grows_too_long_is_refused(cast: Cast, editor: Client) -> None:
    story = acts.create(cast.world, StoryText("dam " * 50, [], slug="dam"), by=cast.editor, now=NOW)
    answer = editor.post(f"/desk/replace/{story.pk}/", form(story, *range(50), instead="x" * 100))
    assert "has room for 255 characters" in answer.content.decode()
    assert draft(story).title.startswith("dam")


def test_who_may_not_edit_a_story_replaces_nothing_in_it(cast: Cast, reporter: Client) -> None:
    reporter.post(f"/desk/replace/{cast.wedding.pk}/", {**form(cast.wedding, 0), "words": "wedding"})
    assert draft(cast.wedding).title == "A wedding on two boats"
