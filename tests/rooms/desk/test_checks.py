"""The house style at the desk: said in the editor, of what is being written too, and blocking what the paper says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cast import NOW, Cast, prose
from django.test import Client
from editing import edit_story
from wagtail.test.utils.form_data import inline_formset

from broadsheet import paperfile
from broadsheet.paperfile.style import StylePlan
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import StyleForbids
from broadsheet.stories.models import Story

Demand = Callable[..., None]


@pytest.fixture
def demand(paper: object, monkeypatch: pytest.MonkeyPatch) -> Demand:
    def demand(**style: Any) -> None:
        plan = StylePlan(neutral=(("Sea of the East", "the bay"),), **style)
        monkeypatch.setattr(paperfile, "_current", replace(paperfile.current(), style=plan))

    return demand


def test_an_editor_is_told_what_is_to_be_remarked(cast: Cast, editor: Client, demand: Demand) -> None:
    demand(blocks=("neutral",))
    edit_story(editor, cast.wedding.pk, "Two boats", "On the Sea of the East.", slug="wedding")
    text = editor.get(f"/desk/pages/{cast.wedding.pk}/edit/").content.decode()
    assert "Paragraph 1: <mark>Sea of the East</mark> This takes a side; we write “the bay”." in text
    assert "Keeps it from readers." in text and "9 of 80 characters" in text and "It has no topic." in text


def test_what_is_being_written_is_read_before_it_is_saved(cast: Cast, editor: Client, demand: Demand) -> None:
    demand()
    sent = {"headline": "x" * 81, "standfirst": "", "prominence": "3", "paragraphs": ["Sea of the East"]}
    address = f"/desk/checks/{cast.wedding.pk}/"
    text = editor.post(address, sent, content_type="application/json").content.decode()
    assert "1 characters too long." in text and "Sea of the East" in text
    assert editor.post(address, "nonsense", content_type="application/json").status_code == 400
    assert Story.objects.get(pk=cast.wedding.pk).get_latest_revision_as_object().title == cast.wedding.title


def test_only_what_the_paper_says_blocks(cast: Cast, editor: Client, demand: Demand) -> None:
    demand()
    faulty = acts.create(cast.world, StoryText("Boats", prose("On the Sea of the East.")), by=cast.editor, now=NOW)
    demand(blocks=("neutral",))
    with pytest.raises(StyleForbids, match="Paragraph 1: Sea of the East This takes a side"):
        acts.publish(faulty, by=cast.editor, now=NOW)
    edit_story(editor, faulty.pk, "Boats", "On the Sea of the East, again.", slug="boats", act="action-publish")
    story = Story.objects.get(pk=faulty.pk)
    assert not story.live and "again" in str(story.get_latest_revision_as_object().body), "what was written is kept"
    assert "faults that this paper does not print" in editor.get("/desk/stories/").content.decode()
    demand(blocks=("topic",))
    with pytest.raises(StyleForbids):
        acts.publish(faulty, by=cast.editor, now=NOW)
    demand(blocks=("caption",))
    assert acts.publish(faulty, by=cast.editor, now=NOW).live


def test_what_was_scheduled_before_a_rule_goes_out_by_itself(cast: Cast, demand: Demand) -> None:
    demand(blocks=("topic",))
    assert acts.publish(cast.wedding, by=None, now=NOW).live


def test_what_is_saved_is_clean_whatever_a_browser_sends(cast: Cast, editor: Client) -> None:
    note = {"kind": "correction", "text": "It\u00a0\u00a0was\u00ad five. \n\n", "id": ""}
    fields = {"slug": "wedding", "standfirst": "One\u00a0\n\n two ", "corrections": inline_formset([note])}
    edit_story(editor, cast.wedding.pk, "Two\u00a0 \u200bboats\u00ad", "", "Left\u00a0 at\u00ad dawn. ", **fields)
    draft = Story.objects.get(pk=cast.wedding.pk).get_latest_revision_as_object()
    assert draft.title == "Two boats" and draft.standfirst == "One\ntwo"
    assert re.sub(r' data-block-key="\w+"', "", str(draft.body.raw_data[0]["value"])) == "<p>Left at dawn.</p>"
    assert [one.text for one in draft.corrections.all()] == ["It was five."]
