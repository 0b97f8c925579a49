"""What a browser posts from the editor of a story."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


def story_form(headline: str, *paragraphs: str, act: str = "", **fields: Any) -> dict[str, Any]:
    """The fields of the form; `act` is the button: "action-publish", "action-submit" or "" to save a draft."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    words: dict[str, Any] = {
        "title": headline,
        "slug": "",
        "kicker": "",
        "standfirst": "",
        "dateline": "",
        "credit_line": "",
        "lead_photo": "",
        "lead_caption": "",
        "prominence": "3",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        "story_bylines": inline_formset([]),
        "story_topics": inline_formset([]),
        "corrections": inline_formset([]),
        "body": streamfield([("prose", rich_text(body))] if body else []),
        **fields,
    }
    if act:
        words[act] = "1"
    return nested_form_data(words)


def add_story(client: Client, section_id: int, *words: str, **fields: Any) -> Any:
    form = story_form(*words, **fields)
    return client.post(f"/desk/pages/add/stories/story/{section_id}/", form)


def edit_story(client: Client, story_id: int, *words: str, **fields: Any) -> Any:
    return client.post(f"/desk/pages/{story_id}/edit/", story_form(*words, **fields))
