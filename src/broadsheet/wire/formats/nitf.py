"""Reads NITF 3.x, as its agencies write it (PA, AP, AAP, EFE, NTB, Ritzau), into dispatches.

    docdata ──▶ identity, standing, times, urgency, rights      body ──▶ `nitf_words`

**Source:** iptc.org/std/NITF, and documents seen on wires.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import conventions, holds, ninjs_words, nitf_words, xml_safety, xml_words
from broadsheet.wire.formats.fields import moment
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.xml_tree import Node

_DOCUMENT = "nitf:this"
"""What stands for the item's identity until that is known."""

_SLUGS = ("anpa-keyword", "ntbstikkord", "slugline", "slug")
_SUBJECT_NAMES = ("tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
_SUBJECT_CODE = re.compile(r"[0-9]{8}")


def recognises(head: bytes) -> bool:
    """Whether this is NITF."""
    return xml_safety.root_name(head) == "nitf"


def read(raw: bytes) -> Reading:
    """The item of `raw`, and the cancellation of an earlier one where the document says so.

    Errors: `Refused`.
    """
    opened = xml_safety.open_xml(raw)
    dispatch = _dispatch(opened.root, opened.warnings)
    ended = _ended(opened.root, dispatch)
    return Reading((replace(dispatch, unread=opened.root.unread()), *ended))


def _dispatch(root: Node, mended: tuple[str, ...]) -> Dispatch:
    root.attribute("version")
    root.read_attributes = {"version", "change.date", "change.time"}
    head = root.one("head") or Node("head", "head", {})
    data = head.one("docdata") or Node("docdata", "docdata", {})
    metas = {node.attributes.get("name", "").lower(): node for node in head.many("meta")}
    issued = _time(data, "date.issue") or _time(head, "pubdata", "date.publication")
    issued = issued or _time(data, "pubdata", "date.publication")
    words = nitf_words.read_body(root, _DOCUMENT)
    dateline, body = xml_words.settle_dateline(words.dateline, words.body_html)
    byline, body = xml_words.settle_byline(words.byline, body)
    headline = words.headline or head.word("title") or ninjs_words.beginning(markup.plain(body))
    head.leave_out("title")
    slugline = next((found for name in _SLUGS if name in metas and (found := _content(metas[name]))), "")
    slugline = slugline or _attribute(data, "du-key", "key")
    own_id = _doc_id(data, metas)
    guid = own_id or _made_id(data, headline, slugline, issued)
    note = "\n".join(dict.fromkeys(n for n in (*_notes(data), words.note) if n))
    said = conventions.judge(slugline, headline=headline, note=note)
    status, embargo, warnings = _standing(data, issued, note, headline)
    if said.cancels and status is not Status.CANCELLED:
        status = Status.CANCELLED
        warnings.append(conventions.cancelled(said))
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused("The NITF document has neither a headline nor a body.")
    pictures_only = bool(words.pictures) and not body
    return Dispatch(
        guid=guid,
        kind="picture" if pictures_only else "text",
        headline=headline,
        subheadline=words.subheadline,
        version=_version(data),
        version_created=issued,
        first_created=_time(root, "body/body.head/dateline/story.date"),
        status=status,
        embargoed_until=embargo,
        expires_at=_time(data, "date.expire"),
        language=root.attribute("baselang", "lang")[:35] or _attribute(root, "body", "lang")[:35],
        urgency=_urgency(data),
        slugline=slugline,
        byline=byline,
        dateline=dateline,
        place=words.place or xml_words.place_of(dateline) or _attribute(data, "evloc", "city"),
        standfirst=words.standfirst,
        body_html=body,
        copyright=" ".join(p for p in (_attribute(data, "doc.copyright", "holder"), _year(data)) if p)
        or words.copyright,
        credit=words.distributor
        or _attribute(data, "doc.copyright", "holder")
        or words.copyright
        or _attribute(data, "doc-id", "regsrc"),
        usage_terms=_usage(data),
        editor_note=note,
        signal="correction" if said.corrects else "",
        thread="" if own_id else conventions.thread(slugline),
        continues=said.continues and not own_id,
        subjects=_subjects(head),
        mentions=_mentions(head, data),
        pictures=tuple(replace(one, guid=lasting(one.guid.replace(_DOCUMENT, guid, 1))) for one in words.pictures),
        warnings=(*mended, *warnings),
    )


def _doc_id(data: Node, metas: dict[str, Node]) -> str:
    """The agency's identity; empty where it gives none. **Source:** NTB adds the version to it ("…_00")."""
    found = _attribute(data, "doc-id", "id-string")
    known = _content(metas["ntbid"]) if "ntbid" in metas else ""
    if known and re.fullmatch(re.escape(known) + r"_\d{1,3}", found):
        found = known
    source = _attribute(data, "doc-id", "regsrc")
    return lasting(f"{source}:{found}" if found and source else found)


def _made_id(data: Node, headline: str, slugline: str, issued: datetime | None) -> str:
    """An identity for an item without one: source, day, and what it is called. **Source:** AP's NITF."""
    called = conventions.thread(slugline) or "".join(headline.lower().split())
    digest = hashlib.sha256(called.encode("utf-8", "replace")).hexdigest()[:20]
    source = _attribute(data, "doc-id", "regsrc") or _attribute(data, "doc.copyright", "holder") or "nitf"
    return lasting(f"{source}:{issued:%Y%m%d}:{digest}" if issued else f"{source}:{digest}")


def _ended(root: Node, dispatch: Dispatch) -> tuple[Dispatch, ...]:
    """The cancellation of the earlier item that a document names with its new standing."""
    data = root.one("head/docdata")
    earlier = data.attribute("management-doc-idref") if data else ""
    if not data or not earlier or lasting(earlier) == dispatch.guid:
        return ()
    if holds.status(data.attribute("management-idref-status"))[0] is not Status.CANCELLED:
        return ()
    source = _attribute(data, "doc-id", "regsrc")
    return (
        Dispatch(
            guid=lasting(f"{source}:{earlier}" if source else earlier),
            kind=dispatch.kind,
            headline="",
            version_created=dispatch.version_created,
            status=Status.CANCELLED,
            credit=dispatch.credit,
            warnings=(f"Cancelled by the item {dispatch.guid}.",),
        ),
    )


def _standing(
    data: Node, issued: datetime | None, note: str, headline: str
) -> tuple[Status, datetime | None, list[str]]:
    """Status, end of the embargo, what the desk must know. A release after the issue is an embargo in any standing."""
    said = data.attribute("management-status")
    status, warning = holds.status(said)
    warnings = [warning] if warning else []
    release = _attribute(data, "date.release", "norm") or (data.word("date.release"))
    embargo: datetime | None = None
    released = moment(release)
    if release and (status is Status.WITHHELD or released is None or issued is None or released > issued):
        embargo, warning = holds.embargo(release)
        warnings += [warning] if warning else []
    if said.lower() == "embargoed" and embargo:
        status = Status.USABLE
    elif said.lower() == "embargoed" and not warnings:
        warnings.append("Withheld: it is embargoed, and no time of release is named.")
    status, warnings = holds.hold(status, embargo, warnings, note, headline)
    return status, embargo, warnings


def _version(data: Node) -> str:
    generation, version = _attribute(data, "du-key", "generation"), _attribute(data, "du-key", "version")
    return ".".join(piece for piece in (generation, version) if piece)[:100] or "1"


def _urgency(data: Node) -> int:
    said = _attribute(data, "urgency", "ed-urg") or data.word("urgency")
    return int(said) if re.fullmatch("[1-9]", said) else 0


def _notes(data: Node) -> list[str]:
    return [words for node in data.many("ed-msg") for words in [node.attribute("info") or node.words()] if words]


def _usage(data: Node) -> str:
    terms = [node.attribute(name) for node in data.many("doc.rights") for name in ("limitations", "geography", "type")]
    return "\n".join(dict.fromkeys(term for term in terms if term))


def _year(data: Node) -> str:
    return _attribute(data, "doc.copyright", "year")


def _subjects(head: Node) -> tuple[Subject, ...]:
    found = []
    for node in head.many("tobject/tobject.subject"):
        names = [node.attribute(name) for name in _SUBJECT_NAMES]
        code = node.attribute("tobject.subject.refnum", "tobject.subject.code")
        node.attribute("tobject.subject.code")
        scheme = "subj" if _SUBJECT_CODE.fullmatch(code) else node.attribute("tobject.subject.ipr")
        node.attribute("tobject.subject.ipr")
        found.append(Subject(next(filter(None, names), ""), code, scheme))
    return tuple(dict.fromkeys(subject for subject in found if subject.name or subject.code))


def _mentions(head: Node, data: Node) -> tuple[Subject, ...]:
    found = [Subject(node.attribute("key") or node.words(), "", "keyword") for node in data.many("key-list/keyword")]
    found += [Subject(node.attribute("scope"), "", "scope") for node in data.many("doc-scope")]
    found += [Subject(node.attribute("tobject.type"), "", "genre") for node in head.many("tobject")]
    for node in head.many("tobject/tobject.property"):
        found.append(Subject(node.attribute("tobject.property.type"), "", "genre"))
    for node in data.many("evloc"):
        parts = [node.attribute(name) for name in ("city", "county-dist", "state-prov", "iso-cc")]
        found.append(Subject(", ".join(part for part in parts if part), "", "place"))
    return tuple(dict.fromkeys(mention for mention in found if mention.name))


def _content(meta: Node) -> str:
    meta.attribute("name")
    return meta.attribute("content")


def _attribute(node: Node, path: str, name: str) -> str:
    return next((value for found in node.many(path) if (value := found.attribute(name))), "")


def _time(node: Node, path: str, name: str = "norm") -> datetime | None:
    return moment(_attribute(node, path, name))
