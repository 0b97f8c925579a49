"""Reads XMP: the properties of the picture itself, by namespace and name; those of its parts and history are left.

    <rdf:Description photoshop:Credit="AFP"> … <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">…
      ──▶ {(PHOTOSHOP, "Credit"): ["AFP"], (DC, "rights"): ["…"]}

**Source:** XMP specification part 1 (2012), IPTC Photo Metadata Standard 2023.2. Parsed by defusedxml: no entity, no
DTD, no file, no connection.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from broadsheet.text.xmp_packet import PLUS
from broadsheet.wire.characters import clean

XMP = "http://ns.adobe.com/xap/1.0/"
EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
PLUS_OLD = "http://ns.useplus.org/ldf/xmp/1.0"
PRISM = "http://prismstandard.org/namespaces/prismusagerights/"

MAX_PACKET = 2 * 1024 * 1024
MAX_VALUES = 1_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NESTED = ("LocationShown", "LocationCreated", "Licensor", "ImageSupplier", "CopyrightOwner", "ImageCreator")
"""Structures whose fields are read too, as if each were a property of the picture."""

Properties = dict[tuple[str, str], list[str]]


def read(packet: bytes) -> Properties | None:
    """The properties in a packet; None where it can't be read."""
    text = packet.strip(b"\x00 \t\r\n")
    start = max(0, text.find(b"<")) if not text.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
    if not text or len(text) > MAX_PACKET:
        return None
    try:
        root = fromstring(text[start:], forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        return None
    found: Properties = {}
    descriptions = [root] if root.tag == f"{_RDF}Description" else root.iter(f"{_RDF}RDF")
    for rdf in descriptions:
        for description in [rdf] if rdf is root and root.tag == f"{_RDF}Description" else list(rdf):
            if description.tag == f"{_RDF}Description":
                _gather(description, found)
    return found


def first(found: Properties, *names: tuple[str, str]) -> str:
    """The first value of the first of these properties that has one."""
    return next((values[0] for name in names if (values := found.get(name))), "")


def _gather(description: Element, found: Properties) -> None:
    for name, value in description.attrib.items():
        _add(found, name, [value])
    for element in description:
        values = _values(element)
        _add(found, element.tag, values)
        if element.tag.rpartition("}")[2] in _NESTED:
            for part in element.iter():
                inner = part.attrib.items()
                for name, value in inner:
                    _add(found, name, [value])
                if part is not element and not len(part):
                    _add(found, part.tag, [part.text or ""])


def _values(element: Element) -> list[str]:
    """The texts of a property: its own, those of a list, or that of a choice of languages, which is one."""
    for container in element:
        if container.tag in (f"{_RDF}Seq", f"{_RDF}Bag"):
            return [item.text or "" for item in container if not len(item)][:MAX_VALUES]
        if container.tag == f"{_RDF}Alt":
            by_language = {item.get(_LANGUAGE, "x-default"): item.text or "" for item in reversed(container)}
            plain = [text for text in by_language.values() if text.strip()]
            preferred = by_language.get("x-default") or by_language.get("en") or by_language.get("en-us")
            return [preferred or plain[-1]] if plain else []
    return [element.text or ""]


def _add(found: Properties, tag: str, values: list[str]) -> None:
    if not tag.startswith("{") or tag.startswith(_RDF):
        return
    namespace, _, name = tag[1:].rpartition("}")
    namespace = {PLUS_OLD: PLUS}.get(namespace, namespace)
    if namespace.startswith(PRISM):
        namespace = PRISM
    kept = [text for value in values if (text := clean(value).strip())]
    present = found.setdefault((namespace, name), [])
    present += kept[: MAX_VALUES - len(present)]
