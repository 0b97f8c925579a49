"""Reads NewsML-G2: single items, packages, and messages that hold many, into dispatches.

    newsMessage ──▶ items ──▶ identity, standing, times ──▶ `newsml_g2_words` ──▶ `newsml_g2_content` ──▶ Dispatch

A package becomes a dispatch of kind "composite" that names what it holds. A text gets the pictures that it names when
they lie in the same message. **Source:** iptc.org/std/NewsML-G2, and items seen on wires (Reuters, AP, dpa, STT, TT,
ANSA, GlobeNewswire).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import (
    conventions,
    holds,
    newsml_g2_content,
    ninjs_words,
    nitf_words,
    xml_safety,
    xml_words,
)
from broadsheet.wire.formats import newsml_g2_words as words
from broadsheet.wire.formats.belonging import joined
from broadsheet.wire.formats.gathering import MAX_GUID, MAX_ITEMS, gather
from broadsheet.wire.formats.xml_tree import Node

_NEWS = frozenset({"newsitem", "packageitem"})
_OTHERS = {
    "conceptitem": "a concept of a vocabulary (conceptItem)",
    "knowledgeitem": "a vocabulary (knowledgeItem)",
    "catalogitem": "a catalogue of vocabularies (catalogItem)",
    "catalog": "a catalogue of vocabularies (catalog)",
    "planningitem": "a plan of coverage (planningItem)",
}
_PARTS = frozenset({"itemmeta", "contentmeta", "contentset", "groupset", "rightsinfo", "itemset"})
_STT = re.compile(r"\Aurn:newsml:stt\.fi:\d{8}:")
_KINDS = {
    **dict.fromkeys(("photo", "graphic", "image", "still", "photograph"), "picture"),
    **dict.fromkeys(("story", "article"), "text"),
}


def recognises(head: bytes) -> bool:
    """Whether this is NewsML-G2, or a part or a companion of it, which is refused with its name."""
    name = xml_safety.root_name(head)
    # NewsML 1 calls its item NewsItem, and has the same name in lower case.
    is_first = name == "newsitem" and b"<NewsItem" in head
    return name in _NEWS | _OTHERS.keys() | _PARTS | {"newsmessage"} and not is_first


def read(raw: bytes) -> Reading:
    """The items of `raw`; those that can't be read are told in `refused`, one sentence each.

    Errors: `Refused` where no item can be read.
    """
    opened = xml_safety.open_xml(raw)
    items = _items(opened.root)
    reading = gather(items, lambda node, where: _dispatch(node, where, opened.warnings))
    return replace(reading, dispatches=joined(reading.dispatches))


def _items(root: Node) -> list[tuple[str, Node]]:
    if root.name in _PARTS:
        raise Refused(f"This is a part of a NewsML-G2 item (<{root.label}>), not a whole one.")
    if root.name != "newsmessage":
        return [("", root)]
    found = [node for item_set in root.many("itemset") for node in item_set.nodes]
    found = found or [node for node in root.nodes if node.name in _NEWS | _OTHERS.keys()]
    if not found:
        raise Refused("The message holds no item.")
    if len(found) > MAX_ITEMS:
        raise Refused(f"The message holds more than {MAX_ITEMS:,} items.")
    return [("", found[0])] if len(found) == 1 else [(f"item {number}", node) for number, node in enumerate(found, 1)]


def _dispatch(item: Node, where: str, mended: tuple[str, ...]) -> Dispatch:
    if item.name not in _NEWS:
        what = _OTHERS.get(item.name, f"no news item (<{item.label}>)")
        raise Refused(f"This is {what}: it carries no news.", where)
    item.read = True
    item.attribute("standard"), item.attribute("standardversion"), item.attribute("conformance")
    item.leave_out("catalogref", "catalog", "hophistory", "pubhistory")
    # STT leaves the day out from the second version on.
    guid = _STT.sub("urn:newsml:stt.fi::", item.attribute("guid"))
    if not guid:
        raise Refused("The item has no guid: later versions of it could not be found.", where)
    if len(guid) > MAX_GUID:
        raise Refused(f"The item's guid is longer than {MAX_GUID} characters.", where)
    meta = item.one("itemmeta") or Node("itemmeta", "itemMeta", {})
    about = item.one("contentmeta") or Node("contentmeta", "contentMeta", {})
    meta.leave_out("generator", "profile", "filename")
    names = words.asserted(item)
    language = words.language(item, about)
    kind = _kind(item, meta)
    headline, subheadline = words.headlines(about, meta, language)
    content = newsml_g2_content.read(item, guid, kind=kind, headline=headline)
    headline = headline or content.headline
    note = words.notes(meta)
    slugline = about.word("slugline")
    said = conventions.judge(slugline, headline=headline, note=note)
    signals = words.signals(meta)
    status, embargo, warnings = _standing(meta, signals, note, headline)
    if said.cancels and status is not Status.CANCELLED:
        status = Status.CANCELLED
        warnings.append(conventions.cancelled(said))
    dateline, body = xml_words.settle_dateline(words.worded(about.many("dateline"), language), content.body_html)
    body = newsml_g2_content.package_body(item, language) if item.name == "packageitem" else body
    own = words.description(about, language, caption=kind == "picture", headline=headline, has_body=bool(body))
    caption = own if kind == "picture" else ""
    standfirst = "" if caption else nitf_words.standfirst([own, content.standfirst], content.body_html)
    headline = headline or ninjs_words.beginning(markup.plain(body) or caption or standfirst)
    if kind == "picture" and content.pictures:
        headline = headline or ninjs_words.file_name(content.pictures[0].href)
    if status is not Status.CANCELLED and not headline and not body:
        raise Refused(f"The item {guid} has neither a headline nor a body.", where)
    rights = words.rights(item, language)
    credit = words.credit(about, meta, language) or rights.holder
    byline = words.byline(about, language, pictures=kind == "picture") or content.byline
    byline, body = xml_words.settle_byline(byline, body)
    dispatch = Dispatch(
        guid=guid,
        kind=kind,
        headline=headline,
        subheadline=subheadline or content.subheadline,
        version=item.attribute("version")[:100] or "1",
        version_created=meta.time("versioncreated") or about.time("contentmodified"),
        first_created=meta.time("firstcreated") or about.time("contentcreated"),
        status=status,
        embargoed_until=embargo,
        language=language,
        urgency=words.urgency(about),
        slugline=slugline,
        byline=byline,
        dateline=dateline,
        place=words.place(about, names, language) or content.place or xml_words.place_of(dateline),
        standfirst=standfirst,
        body_html=body,
        copyright=rights.notice or rights.holder,
        credit=credit,
        usage_terms=rights.terms,
        editor_note=note,
        # IPTC's mapping puts the special instructions of a photo's file here.
        instructions=note if kind == "picture" else "",
        expires_at=rights.until,
        signal="correction" if said.corrects or "correction" in signals else "",
        subjects=words.subjects(about, names, language),
        mentions=words.mentions(about, names, language),
        pictures=tuple(
            _completed(picture, caption, byline, credit, rights, note if kind == "picture" else "")
            for picture in content.pictures
        ),
        warnings=(*mended, *warnings, *content.warnings),
        refs=(*newsml_g2_content.package_refs(item), *content.refs),
    )
    return replace(dispatch, unread=item.unread())


def _completed(
    picture: DispatchPicture, caption: str, byline: str, credit: str, rights: words.Rights, note: str
) -> DispatchPicture:
    """A picture's file with the words of the picture item that it is of."""
    return replace(
        picture,
        caption=picture.caption or caption,
        creator=picture.creator or (byline if caption else ""),
        credit=picture.credit or credit,
        copyright=picture.copyright or rights.notice or rights.holder,
        usage_terms=picture.usage_terms or rights.terms,
        instructions=picture.instructions or note,
        expires_at=picture.expires_at or rights.until,
    )


def _kind(item: Node, meta: Node) -> str:
    """ "text", "picture" or "composite"; others in the agency's own word."""
    node = meta.one("itemclass")
    code = node.attribute("qcode", "uri", "literal") if node else ""
    if node:
        node.skip()
    word = re.split(r"[:/#]", code.lower())[-1][:40]
    return _KINDS.get(word, word) or ("composite" if item.name == "packageitem" else "text")


def _standing(
    meta: Node, signals: frozenset[str], note: str, headline: str
) -> tuple[Status, datetime | None, list[str]]:
    """Status, end of the embargo, what the desk must know. An embargo without an end holds until it is lifted."""
    node = meta.one("pubstatus")
    said = node.attribute("qcode", "uri", "literal") or node.words() if node else ""
    if node:
        node.skip()
    status, warning = holds.status(said)
    if signals & words.ENDED:
        status, warning = Status.CANCELLED, ""
    warnings = [warning] if warning else []
    embargo: datetime | None = None
    for node in meta.many("embargoed"):
        end = node.words()
        until, warning = holds.embargo(end) if end else (None, "Withheld: it is embargoed without an end.")
        warnings += [warning] if warning else []
        embargo = max(embargo, until) if embargo and until else embargo or until
    status, warnings = holds.hold(status, embargo, warnings, note, headline)
    return status, embargo, warnings
