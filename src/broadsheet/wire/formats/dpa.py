"""Reads dpa's digitalwires: one entry, a list of them, or the answer of dpa's queue.

What stands on the notepad ("Notizblock") is for editors: it becomes the editor's note and never a part of the body.
**Source:** items seen on wires.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import datelines, dpa_words, holds, json_text, ninjs_words
from broadsheet.wire.formats.fields import Fields
from broadsheet.wire.formats.gathering import gather, lasting

_KEYS = re.compile(rb'"([A-Za-z_]{2,20})"\s*:')
_FORMAT = re.compile(rb'"format"\s*:\s*"digitalwires')
_OWN = frozenset((b"urn", b"version_created"))
_OTHERS = frozenset((b"article_html", b"notepad", b"rubric_names", b"dpasubject_names", b"entry_id"))
_ENVELOPES = ("entries", "items", "messages")
_SILENT = ("format", "entry_id", "type", "updated", "urgency_name", "header", "receipt", "_links")
_SIGNALS = {"sig:correction": "correction", "correction": "correction", "sig:update": "", "update": ""}


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is an entry of digitalwires or an answer that holds some."""
    if head[:1] not in (b"{", b"["):
        return False
    keys = {match[1].lower() for match in _KEYS.finditer(head)}
    return bool(_FORMAT.search(head)) or (keys >= _OWN and bool(keys & _OTHERS))


def read(raw: bytes) -> Reading:
    """The entries of `raw`, each a dispatch.

    Errors: `Refused` where no entry can be read.
    """
    return gather(_entries(json_text.load(raw)), _dispatch)


def _entries(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict) and "urn" not in value:
        held = [value[name] for name in _ENVELOPES if isinstance(value.get(name), list)]
        value = held[0] if held else value
    if not isinstance(value, list):
        return [("", value)]
    if not value:
        raise Refused("dpa's answer holds no entries: nothing new.")
    return [(f"entry {number}", entry) for number, entry in enumerate(value, 1)]


def _dispatch(value: Any, where: str) -> Dispatch:
    if not isinstance(value, dict):
        raise Refused("This is not an entry: a JSON object is needed.", where)
    entry = Fields(value)
    entry.skip(*_SILENT)
    guid = lasting(entry.words("urn"))
    if not guid:
        raise Refused("The entry has no urn: later versions of it could not be found.", where)
    status, warning = holds.status(entry.words("pubstatus"))
    warnings = [warning] if warning else []
    embargo, held = holds.embargo_of(entry, "embargoed")
    note = dpa_words.note(entry)
    status, warnings = holds.hold(status, embargo, [*warnings, *held], note)
    body = dpa_words.body(entry)
    pictures, kind, caption = dpa_words.pictures(entry, guid, has_body=bool(body))
    teaser = markup.plain(entry.text("teaser")) or (caption if kind != "picture" else "")
    headline = ninjs_words.headline(entry, body) or ninjs_words.beginning(teaser)
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused(f"The entry {guid} has neither a headline nor a body.", where)
    signal = entry.words("signal").lower()
    if signal and signal not in _SIGNALS:
        entry.odd("signal")
    dateline = re.sub(r"[\s\-–—]+\Z", "", entry.words("dateline"))
    dispatch = Dispatch(
        guid=guid,
        kind=kind,
        headline=headline,
        version=entry.words("version")[:100] or "1",
        version_created=entry.moment("version_created"),
        first_created=entry.moment("content_created"),
        status=status,
        embargoed_until=embargo,
        language=entry.words("language")[:35],
        urgency=entry.number("urgency", 1, 9),
        byline=dpa_words.byline(entry.words("byline")) if kind != "picture" else "",
        dateline=dateline,
        place=datelines.place(dateline),
        kicker=markup.plain(entry.text("kicker")),
        subheadline=markup.plain(entry.text("subhead")),
        standfirst=teaser if teaser != headline else "",
        body_html=body,
        copyright=entry.words("copyrightnotice"),
        credit=entry.words("creditline"),
        usage_terms="\n".join(words for words in (entry.text("usageterms"), entry.words("autopublishnotice")) if words),
        editor_note=note,
        signal=_SIGNALS.get(signal, ""),
        subjects=dpa_words.subjects(entry),
        mentions=dpa_words.mentions(entry),
        pictures=pictures,
        warnings=tuple(warnings),
    )
    return replace(dispatch, unread=entry.unread())
