"""Reads ninjs 1.x, 2.x and 3.x, and the dialect of Superdesk, into dispatches.

    one object ─┐
    a list, or one behind the other
                ┼──▶ item ──▶ identity, status, times ──▶ `ninjs_words` ──▶ `ninjs_pictures` ──▶ Dispatch
    {"item": …} ┘

Tolerant: real wires rarely keep to their schema, so names are matched in any case, one thing may stand where a list is
meant, and whatever is not understood is listed as unread. **Source:** iptc.org/std/ninjs, and items seen on wires.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import conventions, holds, json_text, ninjs_pictures, ninjs_words, xml_markup
from broadsheet.wire.formats.fields import Fields, moment
from broadsheet.wire.formats.gathering import gather, lasting

MAX_GUID = 300
_ENVELOPES = ("item", "items", "_items", "newsitems", "newsitem", "results", "articles", "docs", "data")
_ITEM_MARKS_NAMES = (
    "uri guid headline headlines bodies body_html body_text body_xhtml descriptions description_text versioncreated "
    "pubstatus associations renditions"
)
_ITEM_MARKS = frozenset(_ITEM_MARKS_NAMES.split())
_ENDED = frozenset({"kill", "killed", "recall", "recalled", "takedown"})
_OPENED = re.compile(rb"\x1e*\s*(?:\{|\[\s*[\[{\]\"0-9]|\[\Z)")
_JSON_KEYS = re.compile(rb'"\$?([A-Za-z_]{2,20})"\s*:')
_CORRECTED = re.compile(r"\W*correct(?:ed|s|ion|ing)\b", re.IGNORECASE)
_SAID_TO_CORRECT = frozenset({"c", "correct", "corrected", "correction", "corrective", "clarification"})
_AP_SESSION = re.compile(r"(/media/v/content/[0-9a-f]{32})\?.*", re.DOTALL)
# Somewhere on earth a clock is twelve hours behind UTC: an embargo without a zone is over everywhere only then.
_LAST_ZONE = timedelta(hours=12)


def recognises(head: bytes) -> bool:
    """Whether the delivery is JSON that may be ninjs: any that isn't an answer of AP's API."""
    return bool(_OPENED.match(head)) and not is_ap(head)


def is_ap(head: bytes) -> bool:
    """Whether this is an answer of AP's own API, whose items look like ninjs but are identified otherwise."""
    keys = {match[1].lower() for match in _JSON_KEYS.finditer(head)}
    return {b"api_version", b"data"} <= keys and bool(keys & {b"altids", b"items", b"item"})


def read(raw: bytes) -> Reading:
    """The items of `raw`, each a dispatch; those that can't be read are told in `refused`, one sentence each.

    Errors: `Refused` where no item can be read.
    """
    return gather(_items(json_text.load(raw)), _dispatch)


def _items(value: Any, depth: int = 0) -> list[tuple[str, Any]]:
    """The items of a delivery with their places; the place of a lone one is empty."""
    if isinstance(value, list):
        if not value:
            raise Refused("The list of items is empty.")
        return [(f"item {number}", item) for number, item in enumerate(value, 1)]
    if not isinstance(value, dict):
        raise Refused("The JSON holds neither an item nor a list of items.")
    named = {str(name).lower().lstrip("$"): held for name, held in value.items()}
    if not named.keys() & _ITEM_MARKS:
        for name in _ENVELOPES:
            held = named.get(name)
            if isinstance(held, dict):
                is_envelope = depth < 3 and any(inner in _ENVELOPES for inner in map(_small, held))
                return _items(held, depth + 1) if is_envelope else [("", held)]
            if isinstance(held, list) and held:
                return [(f"item {number}", item) for number, item in enumerate(held, 1)]
        raise Refused("The JSON holds no news item: it has no uri or guid, no headline and no body.")
    return [("", value)]


def _small(name: object) -> str:
    return str(name).lower()


def _dispatch(value: Any, where: str) -> Dispatch:
    if not isinstance(value, dict):
        raise Refused("This is not an item: a JSON object is needed.", where)
    item = Fields(value)
    item.skip("standard", "charcount", "wordcount", "readtime", "representationtype", "priority")
    guid = _guid(item, where)
    signals = _signals(item)
    status, warnings = _status(item, signals)
    embargo, embargo_warnings = _embargo(item)
    if embargo_warnings and embargo is None and status is Status.USABLE:
        status = Status.WITHHELD
    pictures, picture_warnings, held_until = ninjs_pictures.of_associations(item, guid)
    kind = _kind(item)
    if kind == "picture":
        own = ninjs_pictures.picture(item, guid)
        pictures = (own, *pictures)
        item.skip("body_html", "body_text", "body_xhtml", "bodies")
    body = ninjs_words.body(item) if kind != "picture" else ""
    headline = ninjs_words.headline(item, body)
    body = xml_markup.without_headline(body, headline)
    if kind == "picture":
        headline = headline or ninjs_words.beginning(pictures[0].caption) or ninjs_words.file_name(pictures[0].href)
    if status is not Status.CANCELLED and not headline and not body:
        raise Refused(f"The item {guid} has neither a headline nor a body.", where)
    note, slugline = item.text("ednote"), item.words("slugline")
    said = conventions.judge(slugline, headline=headline, note=note)
    if said.cancels and status is not Status.CANCELLED:
        status, warnings = Status.CANCELLED, (*warnings, conventions.cancelled(said))
    status, held = holds.hold(status, embargo, [], note, headline)
    dispatch = Dispatch(
        guid=guid,
        kind=kind,
        headline=headline,
        version=item.words("version", "versionnumber")[:100] or "1",
        version_created=item.moment("versioncreated"),
        first_created=item.moment("firstcreated", "contentcreated"),
        status=status,
        embargoed_until=max((time for time in (embargo, *held_until) if time), default=None),
        language=item.words("language")[:35],
        urgency=item.number("urgency", 1, 9) or item.number("priority", 1, 9),
        slugline=slugline,
        byline=ninjs_words.byline(item),
        dateline=ninjs_words.dateline(item),
        place=item.words("located"),
        standfirst=ninjs_words.standfirst(item, body) if kind != "picture" else "",
        body_html=body,
        copyright=item.words("copyrightnotice", "copyrightholder"),
        credit=ninjs_words.credit(item),
        usage_terms=item.text("usageterms"),
        editor_note=note,
        # The note to editors is where photo desks write what may be done with a picture.
        instructions=item.text("specialinstructions", "special_instructions") or (note if kind == "picture" else ""),
        expires_at=item.moment("expires"),
        subjects=ninjs_words.subjects(item),
        mentions=ninjs_words.mentions(item),
        pictures=pictures,
        refs=tuple(lasting(ref) for ref in [item.words("evolvedfrom"), item.words("rewrite_of")] if ref),
        warnings=(*warnings, *embargo_warnings, *held, *picture_warnings),
    )
    signal = "correction" if said.corrects or signals & _SAID_TO_CORRECT or _is_correction(dispatch) else ""
    return replace(dispatch, signal=signal, unread=item.unread())


def _guid(item: Fields, where: str) -> str:
    """The agency's identity for the item. **Source:** AP puts its session into `uri`; its `itemid` stays the same."""
    found = item.words("uri") or item.words("guid")
    item.skip("guid")
    lasting = [item_id for item_id in ninjs_words.alternative_ids(item, "itemid") if "?" in found]
    guid = (lasting or [_AP_SESSION.sub(r"\1", found)])[0]
    if not guid:
        raise Refused("The item has neither a uri nor a guid: later versions of it could not be found.", where)
    if len(guid) > MAX_GUID:
        raise Refused(f"The item's uri or guid is longer than {MAX_GUID} characters.", where)
    return guid


def _status(item: Fields, signals: frozenset[str]) -> tuple[Status, tuple[str, ...]]:
    """What may be done with the item; a word that nobody knows withholds it, for it was not said to be usable."""
    if {item.words("state").lower(), *signals} & _ENDED:
        item.skip("pubstatus")
        return Status.CANCELLED, ()
    given = item.has("pubstatus")
    said = item.words("pubstatus")
    if not given or (not said and item.raw("pubstatus") == ""):
        return Status.USABLE, ()
    status, warning = holds.status(said or "unreadable")
    if warning:
        item.odd("pubstatus")
    return status, (warning,) if warning else ()


def _signals(item: Fields) -> frozenset[str]:
    """What the item calls itself in the fields that agencies use for it, each the last word of a code."""
    found = [item.words("operation"), item.words("edstat")]
    for entry in (*item.many("signal"), *item.many("signals")):
        found.append(entry.words("qcode", "code", "uri", "literal", "name"))
        entry.skip("name", "uri", "scheme")
    return frozenset(re.split(r"[:/#]", word.lower())[-1] for word in found if word)


def _embargo(item: Fields) -> tuple[datetime | None, tuple[str, ...]]:
    """Until when the item is embargoed, and what the desk must know about it."""
    latest: datetime | None = None
    warnings: list[str] = []
    schedule = item.one("schedule_settings")
    asked = [(item, name) for name in ("embargoed", "embargoeduntil", "embargo")]
    asked += [(schedule, "utc_embargo")] if schedule else []
    for fields, name in asked:
        value = fields.raw(name)
        if value in (None, "", False, [], {}):
            continue
        text = value.strip() if isinstance(value, str) else ""
        until = moment(text)
        if until is None:
            fields.odd(name)
            shown = line(text or repr(value)[:80])[:80]
            warnings.append(f"Withheld: it is embargoed, but until when can't be read: “{shown}”.")
            continue
        if name != "utc_embargo" and not re.search(r"(?:[Zz]|[+-]\d\d:?(?:\d\d)?)$", text[10:]):
            until += _LAST_ZONE
            warnings.append("Its embargo names no time zone; it is kept until that hour has passed everywhere.")
        latest = max(latest, until) if latest else until
    if any(warning.startswith("Withheld") for warning in warnings):
        return None, tuple(warnings)
    return latest, tuple(warnings)


def _kind(item: Fields) -> str:
    """ "text" or "picture"; other kinds in the agency's own word."""
    said = item.words("type").lower()[:40]
    if said in ("photo", "photograph", "image", "graphic"):
        return "picture"
    if said in ("story", "article", "news"):
        return "text"
    if said:
        return said
    has_words = item.has("bodies", "body_html", "body_text", "body_xhtml")
    return "picture" if not has_words and ninjs_pictures.has_files(item) else "text"


def _is_correction(dispatch: Dispatch) -> bool:
    words = (dispatch.headline, dispatch.editor_note, dispatch.slugline)
    return any(_CORRECTED.match(text) for text in words)
