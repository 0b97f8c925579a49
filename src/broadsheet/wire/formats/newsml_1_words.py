"""The words about a NewsML 1 item: its news lines, and what its components' metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Subject
from broadsheet.wire.formats import xml_words
from broadsheet.wire.formats.nitf_words import byline_of
from broadsheet.wire.formats.xml_tree import Node

PICTURES = frozenset({"picture", "photo", "image", "graphic", "logo", "thumbnail", "quicklook", "photograph"})
"""Roles of components that are pictures, whose words are not those of the story."""

_NOTES = frozenset({"advisoryline", "productline", "editorialnote", "ednote", "note", "editorialinfo", "instruction"})
_SUBJECTS = ("subject", "subjectmatter", "subjectdetail", "subjectqualifier")
_CODE = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True)
class Words:
    """What the lines and the metadata say; every part may be empty."""

    headline: str
    subheadline: str
    byline: str
    dateline: str
    slugline: str
    credit: str
    copyright: str
    usage_terms: str
    language: str
    place: str
    priority: int
    notes: tuple[str, ...]
    subjects: tuple[Subject, ...]
    mentions: tuple[Subject, ...]


def topics(root: Node) -> dict[str, str]:
    """The names of the topics that a document states, by their identifiers."""
    names: dict[str, str] = {}
    for topic in root.everywhere("topic"):
        name = topic.word("description", "formalname")
        for key in (topic.attributes.get("duid", ""), topic.attributes.get("euid", "")):
            if key and name:
                names[f"#{key}"] = name
    return names


def read(item: Node, topics: dict[str, str]) -> Words:
    """The words of an item, the outer components before the inner, those of its pictures left out."""
    components = list(of_story(item))
    lines = [node for component in components for node in component.many("newslines")]
    admin = [node for component in components for node in component.many("administrativemetadata")]
    about = [node for component in components for node in component.many("descriptivemetadata", "descriptivemetada")]
    provider = _party(admin, "provider/party")
    source = _party(admin, "source/party")
    credit = _line(lines, "creditline") or provider or source
    properties = [(_name(node), node) for found in admin for node in found.many("property")]
    notes = [text for kind, text in _other_lines(lines) if kind in _NOTES]
    notes += [node.attribute("value") for name, node in properties if name in _NOTES]
    priority = next((node.attribute("value") for name, node in properties if name == "priority"), "")
    language = next((text for node in about for text in [_formal(node, "language")] if text), "")
    tags = [item.attribute("lang"), *(component.attribute("lang") for component in components)]
    headline = xml_words.unmarked(_line(lines, "headline"))
    return Words(
        headline=headline,
        subheadline=_line(lines, "subheadline"),
        byline=_byline(lines) or _author(admin, {credit, provider, source}),
        dateline=_line(lines, "dateline"),
        slugline=_line(lines, "slugline"),
        credit=credit,
        copyright=_line(lines, "copyrightline") or _holder(components),
        usage_terms=usage(components),
        language=language or next(filter(None, tags), "").lower(),
        place=_place(about),
        priority=int(priority) if re.fullmatch("[1-9]", priority) else 0,
        notes=tuple(note for note in notes if note),
        subjects=_subjects(about),
        mentions=_mentions(lines, about, components, topics),
    )


def of_story(item: Node) -> Iterator[Node]:
    """The components of the story, outermost first; not those that are pictures, nor what is inside of them."""
    waiting = item.many("newscomponent")[::-1]
    while waiting:
        component = waiting.pop()
        if role(component) not in PICTURES:
            yield component
            waiting += component.many("newscomponent")[::-1]


def role(component: Node) -> str:
    """What a component is to the one around it, in lower case; empty where it does not say."""
    node = component.one("role")
    return node.attribute("formalname").lower() if node else ""


def usage(components: list[Node]) -> str:
    """What may be done with it."""
    paths = ("usagetype", "limitations", "geography", "usagerights")
    rights = [node for component in components for node in component.many("rightsmetadata/usagerights")]
    return xml_words.together(
        xml_words.said(found.attribute("formalname") or found.words()) for node in rights for found in node.many(*paths)
    )


def credit_of(component: Node) -> str:
    """The credit line of one component, else its provider's name."""
    admin = component.many("administrativemetadata")
    for node in (found for held in admin for found in held.many("property")):
        if _name(node) == "credit" and (value := node.attribute("value")):
            return value
    return _line(component.many("newslines"), "creditline") or _party(admin, "provider/party", "source/party")


def _line(lines: list[Node], name: str) -> str:
    """The first line of a name; those that only repeat it count as read."""
    nodes = [node for held in lines for node in held.many(name)]
    chosen = next((words for node in nodes if (words := line(node.raw_text()))), "")
    for node in nodes:
        if line(node.raw_text()) in ("", chosen):
            node.skip()
    return chosen


def _byline(lines: list[Node]) -> str:
    found = [byline_of(node) for held in lines for node in held.many("byline")]
    titles = [text for held in lines for text in [held.word("bylinetitle")] if text]
    first = next(filter(None, found), "")
    return ", ".join([first, *titles[:1]]) if first else ""


def _author(admin: list[Node], others: set[str]) -> str:
    """Who made it, where that is a person's name: agencies also write their own name or initials there."""
    for held in admin:
        for node in held.many("creator/party"):
            name = node.attribute("formalname")
            if name and name not in others and "topic" not in node.attributes and " " in name:
                return name
    return ""


def _party(admin: list[Node], *paths: str) -> str:
    found = [node.attribute("formalname") for held in admin for path in paths for node in held.many(path)]
    return next(filter(None, found), "")


def _holder(components: list[Node]) -> str:
    rights = [node for component in components for node in component.many("rightsmetadata/copyright")]
    return next((text for node in rights for text in [node.word("copyrightholder")] if text), "")


def _other_lines(lines: list[Node]) -> Iterator[tuple[str, str]]:
    for node in (found for held in lines for found in held.many("newsline")):
        kind = _formal(node, "newslinetype").lower()
        if kind in _NOTES:
            yield kind, " ".join(text for inner in node.many("newslinetext") if (text := inner.words()))
        elif not node.raw_text().strip():
            node.skip()


def _formal(node: Node, path: str) -> str:
    return next((text for found in node.many(path) if (text := found.attribute("formalname") or found.words())), "")


def _name(node: Node) -> str:
    return node.attributes.get("formalname", "").strip().lower()


def _place(about: list[Node]) -> str:
    """Where the story is from: the place of its origin before others."""
    places = [node for held in about for node in held.many("location")]
    for node in sorted(places, key=lambda found: found.attribute("howpresent").lower() != "origin"):
        parts = {_name(part): part.attribute("value") for part in node.many("property")}
        for part in node.many("property"):
            part.attribute("formalname")
        names = (parts.get(name, "") for name in ("city", "area", "countryarea", "sublocation", "country"))
        # Countries come as codes ("NLD"), which no reader knows.
        if place := next((name for name in names if len(name) > 3), ""):
            return place.title() if place.isupper() else place
    return ""


def _subjects(about: list[Node]) -> tuple[Subject, ...]:
    found = []
    for held in about:
        for node in (inner for code in held.many("subjectcode") for inner in code.nodes if inner.name in _SUBJECTS):
            node.read = True
            code, category = node.attribute("formalname"), node.attribute("cat")
            own = node.attribute("vocabulary", "scheme")
            is_iptc = bool(_CODE.fullmatch(code))
            found.append(Subject("" if is_iptc else code, code, "subj" if is_iptc else own))
            found.append(Subject(category, category, "category"))
    return tuple(dict.fromkeys(subject for subject in found if subject.code))


def _mentions(
    lines: list[Node], about: list[Node], components: list[Node], topics: dict[str, str]
) -> tuple[Subject, ...]:
    found = [Subject(node.words(), "", "keyword") for held in lines for node in held.many("keywordline")]
    for held in about:
        for node in held.many("property"):
            if _name(node) in ("keyword", "keywords"):
                node.attribute("formalname")
                found.append(Subject(node.attribute("value"), "", "keyword"))
        found += [Subject(node.attribute("formalname"), "", "genre") for node in held.many("genre")]
        for node in held.many("topicoccurrence"):
            topic = node.attribute("topic")
            found.append(Subject(topics.get(topic, topic.lstrip("#")), "", "topic"))
    for component in components:
        found += [Subject(node.words(), "", "keyword") for node in component.many("item_keywords/item_keyword")]
        for node in component.many("metadata/property"):
            found.append(Subject(node.attribute("value"), "", node.attribute("formalname") or "property"))
            component.many("metadata/metadatatype")
        for node in component.many("metadata"):
            node.leave_out("metadatatype")
    return tuple(dict.fromkeys(mention for mention in found if mention.name))
