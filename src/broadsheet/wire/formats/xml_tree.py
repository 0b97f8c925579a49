"""A document as plain nodes that know which of them were read, so that what nobody asked for can be listed.

Names are local and in lower case: agencies write elements with and without namespaces, and in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from lxml import etree

from broadsheet.wire.characters import clean, line
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats.fields import MAX_UNREAD, moment

MAX_DEPTH = 200
MAX_NODES = 100_000
MAX_ATTRIBUTES = 200
MOST_NAMES = 2_000
_INCLUSION = ("http://www.w3.org/2001/XInclude", "http://www.w3.org/2003/XInclude")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CALLED = {"property": "formalname", "meta": "name"}
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(slots=True, eq=False)
class Node:
    """An element: `name` in lower case, `label` as written; `text` before its first child, `tail` behind itself.

    Every question marks what it answers as read. `read` says that the element was asked for, `read_whole` that all in
    it was.
    """

    name: str
    label: str
    attributes: dict[str, str]
    text: str = ""
    tail: str = ""
    nodes: list[Node] = field(default_factory=list)
    read: bool = False
    read_text: bool = False
    read_whole: bool = False
    read_attributes: set[str] | None = None

    def many(self, *paths: str) -> list[Node]:
        """The elements under the paths ("a/b/c", lower case), path by path, in document order."""
        found: list[Node] = []
        for path in paths:
            level = [self]
            for name in path.split("/"):
                level = [node for parent in level for node in parent.nodes if node.name == name]
                for node in level:
                    node.read = True
            found += level
        return found

    def one(self, *paths: str) -> Node | None:
        """The first element under the paths."""
        return next((found[0] for path in paths if (found := self.many(path))), None)

    def attribute(self, *names: str) -> str:
        """The first of the attributes that isn't empty, on one line."""
        if self.read_attributes is None:
            self.read_attributes = set()
        for name in names:
            if name in self.attributes:
                self.read_attributes.add(name)
                if value := line(self.attributes[name]):
                    return value
        return ""

    def has(self, *paths: str) -> bool:
        """Whether there is an element under one of the paths; reads none."""
        for path in paths:
            level = [self]
            for name in path.split("/"):
                level = [node for parent in level for node in parent.nodes if node.name == name]
            if level:
                return True
        return False

    def everywhere(self, name: str) -> list[Node]:
        """All elements of that name inside of this one, at any depth; reads none."""
        return [node for node in self.walk() if node.name == name and node is not self]

    def walk(self) -> Iterator[Node]:
        """This element and all inside, in document order; reads none."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.nodes))

    def words(self) -> str:
        """All text inside, on one line."""
        self.skip()
        return line(self.raw_text())

    def raw_text(self) -> str:
        """All text inside as it is; reads none."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            held = waiting.pop()
            if isinstance(held, str):
                pieces.append(held)
                continue
            pieces.append(held.text)
            for node in reversed(held.nodes):
                waiting += [node.tail, node]
        return clean("".join(pieces))

    def own_text(self) -> str:
        """The text before the first child, on one line."""
        self.read = self.read_text = True
        return line(self.text)

    def word(self, *paths: str) -> str:
        """The text of the first element under the paths that has any, on one line."""
        for path in paths:
            for node in self.many(path):
                if found := node.words():
                    return found
        return ""

    def time(self, *paths: str) -> datetime | None:
        """The first time (ISO 8601; UTC where it names no zone) under the paths, in UTC."""
        for path in paths:
            for node in self.many(path):
                if found := moment(line(node.raw_text())):
                    node.skip()
                    return found
        return None

    def skip(self) -> None:
        """Counts this element and all inside as read."""
        self.read = self.read_whole = True

    def leave_out(self, *names: str) -> None:
        """Counts the children of these names as read: they say nothing that is kept."""
        for node in self.nodes:
            if node.name in names:
                node.skip()

    def unread(self) -> tuple[str, ...]:
        """The paths of what nobody asked for, each once, at most `MAX_UNREAD`."""
        found: dict[str, None] = {}
        waiting: list[tuple[Node, str]] = [(self, self.label)]
        while waiting and len(found) < MAX_UNREAD:
            node, path = waiting.pop()
            if node.read_whole:
                continue
            if not node.read and node is not self:
                if _says_something(node):
                    found[line(path)[:200]] = None
                continue
            # NewsML 1 and NITF call a thing by an attribute: its name says more than that of its element.
            called = node.attributes.get(_CALLED.get(node.name, ""), "")
            if called and not node.read_attributes:
                found[line(f"{path}[{called}]")[:200]] = None
            for name, value in () if called else node.attributes.items():
                if name not in (node.read_attributes or ()) and value.strip():
                    found[line(f"{path}@{name}")[:200]] = None
            if node.text.strip() and not node.read_text:
                found[line(f"{path} (text)")[:200]] = None
            waiting += [(child, f"{path}/{child.label}") for child in reversed(node.nodes)]
        return tuple(found)


def from_element(root: etree._Element) -> Node:
    """The plain nodes of a parsed document.

    Errors: `Refused` where it is nested deeper than `MAX_DEPTH`, holds too many elements, or includes other files.
    """
    top = _node(root)
    waiting: list[tuple[etree._Element, Node, int]] = [(root, top, 1)]
    count = 1
    while waiting:
        element, node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise Refused(f"The XML is nested more than {MAX_DEPTH} levels deep.")
        last: Node | None = None
        for child in element:
            if not isinstance(child.tag, str):
                # An entity that nobody declared: its name is kept as it is written.
                said = f"{child.text or ''}{child.tail or ''}"
                if last is None:
                    node.text += said
                else:
                    last.tail += said
                continue
            last = _node(child)
            node.nodes.append(last)
            waiting.append((child, last, depth + 1))
            count += 1
            if count > MAX_NODES:
                raise Refused(f"The XML holds more than {MAX_NODES:,} elements.")
    return top


def _node(element: etree._Element) -> Node:
    label, name = _name(str(element.tag))
    attributes: dict[str, str] = {}
    # Counted first: lxml looks each value up by its name, which takes minutes for 50,000.
    if (count := len(element.attrib)) > MAX_ATTRIBUTES:
        raise Refused(f"The XML has an element with more than {MAX_ATTRIBUTES} attributes.")
    for key, value in element.items() if count else ():
        short, is_spaced = _attribute(str(key))
        if short and (short not in attributes or not is_spaced):
            attributes[short] = str(value)
    return Node(name, label, attributes, element.text or "", element.tail or "")


@lru_cache(MOST_NAMES)
def _name(tag: str) -> tuple[str, str]:
    """An element's name as written and in lower case."""
    namespace, _, label = tag.rpartition("}")
    if namespace.lstrip("{") in _INCLUSION:
        raise Refused("The XML includes other files (XInclude), which Broadsheet doesn't open.")
    return label, label.lower()


@lru_cache(MOST_NAMES)
def _attribute(key: str) -> tuple[str, bool]:
    """An attribute's name, empty for one of no interest, and whether it stands in a namespace."""
    is_spaced = key.startswith("{")
    if key.startswith(_SCHEMA):
        return "", is_spaced
    return ("lang" if key == _LANGUAGE else key.rpartition("}")[2].lower()), is_spaced


def _says_something(node: Node) -> bool:
    return any(inner.text.strip() or inner.tail.strip() or inner.attributes for inner in node.walk())
