"""Reads the text of an e-mail that is a form: what some editorial systems send for people who file from afar.

    {"Headline": ["…"], "Slugline": ["…"], "Body": ["…"], "Priority": ["5"]}

    Headline: …
    Abstract: …

**Source:** items seen on wires (Superdesk's form for e-mail).
"""

from __future__ import annotations

import re
from dataclasses import replace

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Dispatch, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import json_text
from broadsheet.wire.formats.fields import Fields

_MARKS = frozenset({"headline", "body", "slugline"})
_LABELLED = re.compile(
    r"<p>(?:<b>)?(Headline|Abstract|Slugline|Byline|Dateline)\s*:(?:</b>)?\s*((?:(?!</?p>).){1,600})</p>", re.I
)
_SILENT = ("username", "desk", "timestamp", "sign off", "news value")


def read(text: str) -> Fields | None:
    """The fields of the form; None where the text is none."""
    text = text.strip()
    if not text.startswith("{") or len(text) > markup.MAX_CHARACTERS:
        return None
    try:
        # Mail programs break the lines inside of values, where JSON allows no break.
        value = json_text.load(" ".join(text.split("\n")).encode("utf-8", "replace"))
    except Refused:
        return None
    if not isinstance(value, dict) or len(_MARKS & {str(name).lower() for name in value}) < 2:
        return None
    return Fields(
        {name: held[0] if isinstance(held, list) and len(held) == 1 else held for name, held in value.items()}
    )


def filled(dispatch: Dispatch, form: Fields) -> Dispatch:
    """The dispatch of an e-mail with the words of the form in place of those of the e-mail.

    Errors: `Refused` by the markup's law.
    """
    form.skip(*_SILENT)
    body = form.text("body")
    looks_marked = "<" in body and ">" in body
    categories = [Subject(name, "", "category") for entry in form.many("category") if (name := entry.words("name"))]
    return replace(
        dispatch,
        headline=markup.plain(form.text("headline")) or dispatch.headline,
        slugline=form.words("slugline"),
        standfirst=markup.plain(form.text("abstract")),
        body_html=markup.from_html(body) if looks_marked else markup.from_text(body),
        byline=form.words("byline") or dispatch.byline,
        dateline=form.words("dateline"),
        place=form.words("place"),
        urgency=form.number("priority", 1, 9),
        editor_note=form.text("ednote", "editor's note"),
        subjects=tuple(categories),
        thread="",
        unread=(*dispatch.unread, *form.unread()),
    )


def labelled(dispatch: Dispatch) -> Dispatch:
    """The dispatch with what paragraphs at its beginning name as its headline, abstract, slugline, byline, dateline.

    Only where one of them names a headline: else the words are a part of the text.
    """
    body, place = dispatch.body_html, 0
    found: dict[str, re.Match[str]] = {}
    for match in _LABELLED.finditer(body[:8000]):
        if body.count("</p>", place, match.start()) > 2:
            break
        found.setdefault(match[1].lower(), match)
        place = match.end()
    if "headline" not in found:
        return dispatch
    for match in found.values():
        body = body.replace(match[0], "", 1)
    said = {name: markup.plain(match[2]) for name, match in found.items()}
    return replace(
        dispatch,
        body_html=body,
        headline=said["headline"] or dispatch.headline,
        standfirst=said.get("abstract", ""),
        slugline=said.get("slugline", ""),
        byline=said.get("byline") or dispatch.byline,
        dateline=said.get("dateline") or dispatch.dateline,
    )
