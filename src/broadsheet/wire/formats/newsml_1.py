"""Reads NewsML 1.0 to 1.2, as its agencies write it, with or without a namespace, into dispatches.

    NewsItem ──▶ `newsml_1_identity` ──▶ management: standing, times ──▶ `newsml_1_components` ──▶ Dispatch

**Source:** iptc.org/std/NewsML/1.2, and items seen on wires (AFP, Belga, ANP, TASS, Kyodo, business wires).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import (
    conventions,
    holds,
    newsml_1_components,
    newsml_1_words,
    ninjs_words,
    nitf_words,
    xml_safety,
    xml_words,
)
from broadsheet.wire.formats.belonging import joined
from broadsheet.wire.formats.gathering import MAX_ITEMS, gather
from broadsheet.wire.formats.newsml_1_identity import Identity, identity, without_revision
from broadsheet.wire.formats.xml_tree import Node


def recognises(head: bytes) -> bool:
    """Whether this is NewsML before G2."""
    name = xml_safety.root_name(head)
    return name == "newsml" or (name == "newsitem" and b"<NewsItem" in head)


def read(raw: bytes) -> Reading:
    """The items of `raw`; those that can't be read are told in `refused`, one sentence each.

    Errors: `Refused` where no item can be read.
    """
    opened = xml_safety.open_xml(raw)
    root = opened.root
    items = [root] if root.name == "newsitem" else root.many("newsitem")
    if not items:
        raise Refused("The NewsML document holds no item.")
    if len(items) > MAX_ITEMS:
        raise Refused(f"The NewsML document holds more than {MAX_ITEMS:,} items.")
    sent = root.time("newsenvelope/dateandtime")
    topics = newsml_1_words.topics(root)
    placed = [("" if len(items) == 1 else f"item {number}", item) for number, item in enumerate(items, 1)]
    reading = gather(placed, lambda item, where: _dispatch(item, where, opened.warnings, topics, sent))
    return replace(reading, dispatches=joined(reading.dispatches))


def _dispatch(
    item: Node, where: str, mended: tuple[str, ...], topics: dict[str, str], sent: datetime | None
) -> Dispatch:
    item.read = True
    item.attribute("linktype"), item.attribute("duid"), item.attribute("euid")
    management = item.one("newsmanagement") or Node("newsmanagement", "NewsManagement", {})
    words = newsml_1_words.read(item, topics)
    created = management.time("thisrevisioncreated")
    first = management.time("firstcreated")
    label = item.word("identification/namelabel")
    slugline = words.slugline or label
    known = identity(item, first, words.headline or slugline)
    if known is None:
        raise Refused("The item has no identity: no public identifier, no item id and no headline.", where)
    content = newsml_1_components.read(item, known.guid, words)
    headline = words.headline or content.headline
    body = content.body_html
    dateline, body = xml_words.settle_dateline(words.dateline or content.dateline, body)
    byline, body = xml_words.settle_byline(words.byline or content.byline, body)
    note = xml_words.together((*words.notes, content.note))
    said = conventions.judge(slugline, headline=headline, note=note)
    status, embargo, warnings = _standing(management, note, headline)
    instruction = _instruction(management)
    if said.cancels or re.match(r"delet|cancel|kill|withdraw", instruction.lower()):
        status = Status.CANCELLED
    standfirst = nitf_words.standfirst([content.standfirst], body)
    headline = headline or ninjs_words.beginning(markup.plain(body) or standfirst) or slugline
    if status is not Status.CANCELLED and not headline and not body:
        raise Refused(f"The item {known.guid} has neither a headline nor a body.", where)
    kind = _kind(content, management)
    dispatch = Dispatch(
        guid=known.guid,
        kind=kind,
        headline=headline,
        subheadline=words.subheadline or content.subheadline,
        version=known.version,
        version_created=created or sent,
        first_created=first,
        status=status,
        embargoed_until=embargo,
        language=words.language[:35],
        urgency=_urgency(management) or words.priority,
        slugline=slugline,
        byline=byline,
        dateline=dateline,
        place=words.place or content.place or xml_words.place_of(dateline),
        standfirst=standfirst,
        body_html=body,
        copyright=words.copyright,
        credit=words.credit or known.provider,
        usage_terms=words.usage_terms,
        editor_note=note,
        signal="correction" if said.corrects or re.match(r"correct|rectif", instruction.lower()) else "",
        subjects=words.subjects,
        mentions=_with_type(words.mentions, management),
        instructions=note if kind == "picture" else "",
        pictures=tuple(
            replace(picture, instructions=picture.instructions or note) if kind == "picture" else picture
            for picture in content.pictures
        ),
        warnings=(*mended, *warnings, *content.warnings),
        refs=_refs(item, management, known),
    )
    return replace(dispatch, unread=item.unread())


def _standing(management: Node, note: str, headline: str) -> tuple[Status, datetime | None, list[str]]:
    """Status, end of the embargo, and what the desk must know."""
    node = management.one("status")
    said = (node.attribute("formalname") or node.words()) if node else ""
    status, warning = holds.status(said)
    warnings = [warning] if warning else []
    embargo: datetime | None = None
    for change in management.many("statuswillchange"):
        future = change.one("futurestatus")
        then = future.attribute("formalname") if future else ""
        moment = change.word("dateandtime")
        if status is Status.WITHHELD and not warning and holds.status(then)[0] is Status.USABLE:
            until, doubt = holds.embargo(moment)
            warnings += [doubt] if doubt else []
            embargo = max(embargo, until) if embargo and until else embargo or until
    if embargo and not any(found.startswith("Withheld") for found in warnings):
        status = Status.USABLE
    elif said.lower().startswith("embargo") and not warnings:
        warnings.append("Withheld: it is embargoed, and no time of release is named.")
    status, warnings = holds.hold(status, embargo, warnings, note, headline)
    return status, embargo, warnings


def _instruction(management: Node) -> str:
    found = [node.attribute("formalname") or node.words() for node in management.many("instruction")]
    return next(filter(None, found), "")


def _urgency(management: Node) -> int:
    for node in management.many("urgency", "priority"):
        said = node.attribute("formalname") or node.words()
        if re.fullmatch("[1-9]", said):
            return int(said)
    return 0


def _kind(content: newsml_1_components.Content, management: Node) -> str:
    """ "text" where there are words, else what the item is made of."""
    if content.body_html or content.standfirst:
        return "text"
    return "picture" if content.pictures else content.medium or "text"


def _with_type(mentions: tuple[Subject, ...], management: Node) -> tuple[Subject, ...]:
    node = management.one("newsitemtype")
    said = node.attribute("formalname") if node else ""
    return mentions if said.lower() in ("", "news") else (*mentions, Subject(said, "", "genre"))


def _refs(item: Node, management: Node, known: Identity) -> tuple[str, ...]:
    """The items that belong to this one, by their identities without revisions."""
    found = [node.attribute("newsitem") for node in management.many("associatedwith", "derivedfrom")]
    for node in item.everywhere("newsitemref"):
        node.read = True
        found.append(node.attribute("newsitem"))
    refs = dict.fromkeys(without_revision(ref) for ref in found if ref)
    return tuple(ref for ref in refs if ref != known.guid)[:500]
