"""The words about a NewsML-G2 item: headlines, names, subjects, rights, notes, in the item's own language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from broadsheet.wire.dispatch import Subject
from broadsheet.wire.formats import xml_markup, xml_words
from broadsheet.wire.formats.fields import moment
from broadsheet.wire.formats.xml_tree import Node

ENDED = frozenset({"kill", "killed", "cancel", "canceled", "cancelled", "takedown", "withdrawn", "retraction"})
"""Signals that end an item."""

_SIGNALS = {
    "w": "withdrawn",
    "k": "kill",
    "c": "correction",
    "correct": "correction",
    "corrected": "correction",
    "u": "update",
    "replace": "update",
}
_LEADS = frozenset({"summary", "teaser", "abstract", "intro", "lead", "standfirst", ""})
_CAPTIONS = frozenset({"caption", "summary", "description", "shotlist", ""})
_NAMED = {"person": "person", "organisation": "organisation", "organization": "organisation", "geoarea": "place"}
_NAMED |= {"poi": "place", "event": "event", "object": "object", "company": "organisation"}
_PHOTOGRAPHERS = frozenset({"photographer", "photog", "phot", "author", "writer", "byline"})
_IPTC = frozenset({"medtop", "subj"})
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_SHORT_NAMES = frozenset({"mnemonic", "short", "abbreviation", "adjectival", "sort"})


@dataclass(frozen=True, slots=True)
class Rights:
    holder: str = ""
    notice: str = ""
    terms: str = ""
    until: datetime | None = None
    """When they end."""


def asserted(item: Node) -> dict[str, str]:
    """The names that an item states for codes, by code; reads none of what else it states about them."""
    names: dict[str, str] = {}
    for node in item.many("assert"):
        code = node.attribute("qcode", "literal", "uri")
        name = worded(node.many("name"), "")
        for path in () if name else ("poidetails/address/locality/name", "poidetails/address/line"):
            name = name or worded(node.many(path), "")
        if code:
            names[code] = names.get(code) or name
    return names


def language(item: Node, about: Node) -> str:
    """The language of the content, else that of the words about it."""
    tags = [node.attribute("tag") for node in about.many("language")]
    for node in about.many("language"):
        node.skip()
    own = item.attribute("lang")
    return (next(filter(None, tags), "") or own)[:35]


def worded(nodes: list[Node], language: str) -> str:
    """The first of several wordings in the item's language, on one line; all of them count as read."""
    ranked = sorted(nodes, key=lambda node: _role(node) in _SHORT_NAMES)
    chosen = next((found for node in xml_words.in_language(ranked, language) if (found := node.words())), "")
    for node in nodes:
        node.skip()
    return xml_words.said(chosen)


def headlines(about: Node, meta: Node, language: str) -> tuple[str, str]:
    """The headline, and what stands below it."""
    found = xml_words.in_language(about.many("headline"), language)
    ranked = sorted(found, key=lambda node: (_is_sub(node), node.attributes.get("rank", "1")))
    texts = list(dict.fromkeys(text for node in ranked if (text := xml_words.unmarked(node.words()))))
    below = "; ".join(texts[1:])
    for node in about.many("headline"):
        node.skip()
    titles = meta.many("title")
    title = next((text for node in titles if not _role(node) and (text := node.words())), "")
    return (texts[0] if texts else title or about.word("slugline")), below


def description(about: Node, language: str, *, caption: bool, headline: str, has_body: bool) -> str:
    """A caption or a standfirst; empty where it only repeats slug and headline. **Source:** Reuters."""
    wanted = _CAPTIONS if caption else _LEADS | {"caption"}
    described = about.many("description")
    # AFP gives those of its films roles of its own: better any than none.
    nodes = [node for node in described if _role(node) in wanted] or ([] if caption or has_body else described)
    worded_in = xml_words.in_language(nodes, language)
    pieces = [node.words() if caption else xml_markup.lines(node) for node in worded_in]
    for node in nodes:
        node.skip()
    lean = "".join(headline.split())
    repeats = [piece for piece in pieces if lean and "".join(piece.split()).endswith(lean) and ":" in piece]
    return xml_words.together(piece for piece in pieces if caption or piece not in repeats)


def notes(meta: Node) -> str:
    """All notes to editors, each once, a line for each paragraph."""
    return xml_words.together(xml_markup.lines(node) for node in meta.many("ednote"))


def signals(meta: Node) -> frozenset[str]:
    """What the item's signals and editorial role say: "update", "correction", or the agency's own words."""
    found = set()
    for node in meta.many("signal"):
        code = node.attribute("qcode", "uri", "literal").lower()
        node.skip()
        word = re.split(r"[:/#]", code)[-1]
        found.add(_SIGNALS.get(word, word) if len(word) > 1 or code.startswith("edstat") else word)
    return frozenset(found)


def urgency(about: Node) -> int:
    said = about.word("urgency")
    return int(said) if re.fullmatch("[1-9]", said) else 0


def byline(about: Node, language: str, *, pictures: bool) -> str:
    """Who wrote it, without an English "By"; of pictures, and where the role says so, who made it."""
    nodes = about.many("by")
    found = [_BY.sub("", text) for node in xml_words.in_language(nodes, language) if (text := node.words())]
    if not found:
        for node in about.many("creator"):
            named = worded(node.many("name"), language) or (node.attribute("literal") if not node.nodes else "")
            if named and (_role(node) in _PHOTOGRAPHERS or (pictures and not _role(node))):
                found.append(xml_words.said(named))
    return ", ".join(dict.fromkeys(text for text in found if text))


def credit(about: Node, meta: Node, language: str) -> str:
    """Who supplied it: the credit line, else the source, else the provider."""
    line = worded(about.many("creditline"), language).rstrip(" –-")
    sources = [_name(node, {}, language) for node in about.many("infosource")]
    providers = [_name(node, {}, language) for node in meta.many("provider")]
    return line or next(filter(None, [*providers, *sources]), "")


def rights(item: Node, language: str) -> Rights:
    """Whose it is and what may be done with it, in the item's language."""
    holders: list[str] = []
    notices: list[str] = []
    terms: list[str] = []
    ends: list[datetime] = []
    for node in item.many("rightsinfo"):
        ends += [end for end in [moment(node.attribute("validto"))] if end]
        holders += [_name(holder, {}, language) for holder in node.many("copyrightholder")]
        notices.append(worded(node.many("copyrightnotice"), language))
        found = node.many("usageterms")
        terms += [xml_words.said(xml_markup.lines(term)) for term in xml_words.in_language(found, language)]
        for term in found:
            term.skip()
    whose, notice = next(filter(None, holders), ""), next(filter(None, notices), "")
    return Rights(whose, notice, xml_words.together(terms), min(ends, default=None))


def place(about: Node, names: dict[str, str], language: str) -> str:
    """Where the content is from."""
    return next((name for node in about.many("located") if (name := _name(node, names, language))), "")


def subjects(about: Node, names: dict[str, str], language: str) -> tuple[Subject, ...]:
    """What the item is filed under, with the IPTC codes that it states to be the same."""
    found: list[Subject] = []
    for node in about.many("subject"):
        if _type(node) in _NAMED:
            continue
        found.append(_subject(node, names, language, ""))
        for same in node.many("sameas", "mainconcept"):
            if (subject := _subject(same, names, language, "")).scheme in _IPTC:
                found.append(subject)
    return tuple(dict.fromkeys(subject for subject in found if subject.name or subject.code))


def mentions(about: Node, names: dict[str, str], language: str) -> tuple[Subject, ...]:
    """Whom and what the item is about or names, its keywords and its genre."""
    found = []
    for node in about.many("subject"):
        if kind := _NAMED.get(_type(node)):
            found.append(_subject(node, names, language, kind))
    found += [Subject(xml_words.said(node.words()), "", "keyword") for node in about.many("keyword")]
    found += [_subject(node, names, language, "genre") for node in about.many("genre")]
    return tuple(dict.fromkeys(mention for mention in found if mention.name or mention.code))


def _subject(node: Node, names: dict[str, str], language: str, kind: str) -> Subject:
    address = node.attribute("uri")
    code = node.attribute("qcode")
    scheme, colon, rest = code.partition(":")
    if address and not code:
        rest = re.split(r"[/#]", address.rstrip("/"))[-1]
        scheme = address[: len(address) - len(rest)]
    elif not colon:
        scheme, rest = "", code
    node.attribute("type"), node.attribute("rank"), node.attribute("relevance"), node.attribute("confidence")
    node.attribute("literal"), node.attribute("creator"), node.attribute("why"), node.attribute("how")
    name = _name(node, names, language, with_code=False)
    return Subject(name, rest, scheme or kind)


def _name(node: Node, names: dict[str, str], language: str, *, with_code: bool = True) -> str:
    """What a thing is called: its name, else what the item states of its code, else the words of the code."""
    if name := worded(node.many("name"), language):
        return name
    code, literal = node.attribute("qcode"), xml_words.said(node.attribute("literal"))
    address = node.attribute("uri")
    node.attribute("role"), node.attribute("type")
    stated = names.get(code) or names.get(literal) or names.get(address)
    # A word that only points at what is stated elsewhere is no name.
    literal = "" if literal in names else literal
    own = "" if node.nodes else xml_words.said(node.words())
    if stated or literal or own or not with_code:
        return stated or literal or own
    return re.split(r"[:/#]", code)[-1] if code and not re.search(r"\d", code) else ""


def _is_sub(node: Node) -> bool:
    return "sub" in _role(node) or "second" in _role(node)


def _role(node: Node) -> str:
    return re.split(r"[:/#]", node.attributes.get("role", "").strip().lower())[-1]


def _type(node: Node) -> str:
    return re.split(r"[:/#]", node.attributes.get("type", "").strip().lower())[-1]
