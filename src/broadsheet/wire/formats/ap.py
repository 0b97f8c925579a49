"""Reads AP's Media API: an item as it answers for one, and a feed of them.

    {"api_version", "data": {"item": …}, "nitf": …} ──┐
    {"api_version", "data": {"items": [{"item": …}]}} ┴──▶ item ──▶ Dispatch

The items look like ninjs but are identified by `altids.itemid`, as their `uri` carries the session of who asked.
**Source:** api.ap.org/media/v/docs, and items seen on wires.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import ap_words, conventions, datelines, holds, json_text, ninjs_pictures, ninjs_words
from broadsheet.wire.formats.fields import Fields
from broadsheet.wire.formats.gathering import gather, lasting

_KEYS = re.compile(rb'"([A-Za-z_]{2,20})"\s*:')
_MARKS = frozenset((b"altids", b"items", b"item"))
_CANCELLING = frozenset({"kill", "elimination", "disregard"})
_HOLDING = frozenset({"withhold", "holdforrelease", "embargoed"})
_CORRECTING = frozenset({"correction", "corrective", "clarification"})
_KINDS = {"text": "text", "photo": "picture", "picture": "picture"}
_FINE_SIGNALS = frozenset({"newscontent"})
_SILENT = (
    *("editorialpriority", "editorialrole", "foreignkeys", "audiences", "textformat", "links", "products"),
    *("pricetag", "filings", "bylineoriginal", "minordateline"),
)


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is an answer of AP's API or an item out of one."""
    keys = {match[1].lower() for match in _KEYS.finditer(head)} if head[:1] == b"{" else set()
    answer = {b"api_version", b"data"} <= keys and bool(keys & _MARKS)
    return answer or {b"altids", b"itemid", b"friendlykey", b"editorialpriority"} <= keys


def read(raw: bytes) -> Reading:
    """The items of `raw`, each a dispatch.

    Errors: `Refused` where no item can be read.
    """
    return gather(_items(json_text.load(raw)), _dispatch)


def _items(value: Any) -> list[tuple[str, tuple[Any, Any]]]:
    """The items with their places, each beside the body that came with it."""
    if not isinstance(value, dict):
        raise Refused("The JSON holds no answer of AP's API.")
    data = value.get("data", value)
    if not isinstance(data, dict):
        raise Refused("AP's answer holds no data.")
    listed = data.get("items")
    if isinstance(listed, list) and listed:
        return [(f"item {number}", _with_body(entry, None)) for number, entry in enumerate(listed, 1)]
    if isinstance(listed, list):
        raise Refused("AP's feed holds no items: nothing new.")
    return [("", _with_body(data, value.get("nitf")))]


def _with_body(entry: Any, body: Any) -> tuple[Any, Any]:
    if isinstance(entry, dict) and isinstance(entry.get("item"), dict):
        return entry["item"], entry.get("nitf", body)
    return entry, body


def _dispatch(found: tuple[Any, Any], where: str) -> Dispatch:
    value, inlined = found
    if not isinstance(value, dict):
        raise Refused("This is not an item: a JSON object is needed.", where)
    item = Fields(ap_words.as_ninjs(value))
    item.skip(*_SILENT)
    guid = _guid(item, where)
    types, signals = _texts(item, "editorialtypes"), _texts(item, "signals")
    status, warnings = _status(item, types)
    warnings += [f"AP marks it as “{mark[:60]}”." for mark in sorted(signals - _FINE_SIGNALS)]
    embargo, held = holds.embargo_of(item, "embargoed", "embargoeduntil")
    kind = item.words("type").lower()[:40] or "text"
    kind = _KINDS.get(kind, kind)
    body, body_href = ap_words.body(item, inlined) if kind != "picture" else ("", "")
    in_body, body = datelines.take_off_html(body)
    if kind == "text" and not body and status is not Status.CANCELLED:
        warnings.append("Only its headline came: AP delivers the text of this item at another address.")
    pictures = _pictures(item)
    if kind == "picture":
        pictures = (ninjs_pictures.picture(item, guid), *pictures)
    headline = ninjs_words.headline(item, body) or (ninjs_words.beginning(pictures[0].caption) if pictures else "")
    item.skip("title", "located", "provider", *(["renditions"] if kind == "text" else []))
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused(f"The item {guid} has neither a headline nor a body.", where)
    note, slugline = item.text("ednote"), item.words("slugline")
    said = conventions.judge(slugline, headline=headline, note=note)
    status, warnings = holds.hold(status, embargo, [*warnings, *held], note)
    dispatch = Dispatch(
        guid=guid,
        kind=kind,
        headline=headline,
        version=item.words("version")[:100] or "1",
        version_created=item.moment("versioncreated"),
        first_created=item.moment("firstcreated"),
        status=status,
        embargoed_until=embargo,
        language=item.words("language")[:35],
        urgency=item.number("urgency", 1, 9),
        slugline=slugline,
        byline=ninjs_words.byline(item) if kind != "picture" else "",
        dateline=in_body or item.words("located"),
        place=ap_words.place(item),
        standfirst=ap_words.standfirst(item, headline, body) if kind != "picture" else "",
        body_html=body,
        body_href=body_href,
        copyright=item.words("copyrightnotice"),
        credit=ap_words.credit(item),
        usage_terms=item.text("usageterms"),
        editor_note=note,
        instructions=note if kind == "picture" else "",
        signal="correction" if types & _CORRECTING or said.corrects else "",
        subjects=ap_words.subjects(item),
        mentions=ap_words.mentions(item),
        pictures=pictures,
        warnings=tuple(warnings),
    )
    return replace(dispatch, unread=item.unread())


def _guid(item: Fields, where: str) -> str:
    ids = item.one("altids")
    found = ids.words("itemid") if ids else ""
    if ids:
        ids.skip("etag", "friendlykey", "referenceid", "transref")
    guid = lasting(found or item.words("uri").split("?", 1)[0])
    item.skip("uri")
    if not guid:
        raise Refused("The item has neither an itemid nor a uri: later versions of it could not be found.", where)
    return guid


def _status(item: Fields, types: frozenset[str]) -> tuple[Status, list[str]]:
    """What `pubstatus` and the editorial types say together: the stricter one counts."""
    said, warning = holds.status(item.words("pubstatus"))
    warnings = [warning] if warning else []
    if types & _CANCELLING:
        return Status.CANCELLED, warnings
    if types & _HOLDING and said is Status.USABLE:
        return Status.WITHHELD, [*warnings, "Withheld: AP asks to hold it."]
    return said, warnings


def _texts(item: Fields, name: str) -> frozenset[str]:
    found = (re.sub(r"[\s_-]", "", entry.words("name").lower()) for entry in item.many(name))
    return frozenset(word for word in found if word)


def _pictures(item: Fields) -> tuple[DispatchPicture, ...]:
    found = []
    for entry in item.many("associations", keyed=True):
        entry.skip("uri", "version")
        ids = entry.one("altids")
        own = ids.words("itemid") if ids else ""
        if ids:
            ids.skip("etag")
        if entry.words("type").lower() in ("picture", "photo", "graphic") and own:
            found.append(replace(ninjs_pictures.picture(entry, own, role=entry.name), guid=lasting(own)))
    return tuple(found[: ninjs_pictures.MAX_PICTURES])
