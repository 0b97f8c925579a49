"""Reads the Media Topics from a NewsML-G2 knowledge item, the form in which IPTC publishes them first.

<concept><conceptId qcode="medtop:20000002" retired="2021-…"/><name xml:lang="en-GB">…</name>
  <broader qcode="medtop:01000000"/><sameAs qcode="subj:01000000"/><note>…</note></concept>
"""

from __future__ import annotations

from broadsheet.wire.errors import Refused
from broadsheet.wire.formats.xml_safety import open_xml
from broadsheet.wire.formats.xml_tree import Node
from broadsheet.wire.topics import notes
from broadsheet.wire.topics.codes import medtop
from broadsheet.wire.topics.scheme import Concept, Scheme

_CLOSE = ("closematch", "close")


def read(raw: bytes) -> Scheme:
    """The scheme in `raw`; without concepts where it holds none.

    Errors: `Refused` for XML that can't be read or is no knowledge item.
    """
    root = open_xml(raw).root
    item = root if root.name == "knowledgeitem" else root.one("itemset/knowledgeitem")
    if item is None:
        raise Refused("The XML is no NewsML-G2 knowledge item.")
    held = item.many("conceptset/concept")
    known = [(node, _id(node)) for node in held]
    by_name: dict[str, str] = {}
    for node, (code, retired) in known:
        if code and not retired:
            for name in _names(node).values():
                by_name.setdefault(name.casefold(), code)
    concepts = [_concept(node, code, retired, by_name) for node, (code, retired) in known if code]
    released = item.one("itemmeta/versioncreated", "contentmeta/contentmodified")
    return Scheme(notes.day(released.words()) if released else None, {one.code: one for one in concepts})


def _id(node: Node) -> tuple[str, str]:
    """Code, and when it was retired; empty where it was not."""
    identity = node.one("conceptid")
    if identity is None:
        return "", ""
    return medtop(identity.attribute("qcode", "uri")), identity.attribute("retired") or node.attribute("retired")


def _names(node: Node) -> dict[str, str]:
    return notes.names({one.attributes.get("lang", "en"): one.words() for one in reversed(node.many("name"))})


def _concept(node: Node, code: str, retired: str, by_name: dict[str, str]) -> Concept:
    named = [
        other for relation in node.many("related", "replacedby", "isreplacedby")
        if "replacedby" in (relation.attribute("rel") or relation.name).lower()
        and (other := medtop(relation.attribute("qcode", "uri")))
    ]  # fmt: skip
    said = [one.words() for one in node.many("note", "definition", "remoteinfo")]
    same = [(one.attribute("rel").lower(), one.attribute("qcode", "uri")) for one in node.many("sameas", "related")]
    subjects = [(rel, word[-8:]) for rel, word in same if "subj" in word and word[-8:].isdecimal()]
    broader = node.one("broader")
    return Concept(
        code=code,
        names=_names(node),
        broader=medtop(broader.attribute("qcode", "uri")) if broader else "",
        retired_on=notes.day(retired),
        modified_on=notes.day(node.attribute("modified")),
        successor=(named[0] if named else notes.successor(code, said, by_name)) if retired else "",
        same=tuple(word for rel, word in subjects if not rel or rel.endswith("exactmatch")),
        close=tuple(word for rel, word in subjects if rel.rpartition(":")[2] in _CLOSE),
    )
