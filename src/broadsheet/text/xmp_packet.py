"""Writes the XMP packet that says in a picture's file what the picture shows and whose it is.

    {"photoshop:Credit": "AFP", "dc:subject": ("harbour",)} ──▶ <?xpacket …><rdf:Description>…

**Source:** IPTC Photo Metadata Standard 2023.2; XMP specification part 1 (2012), clauses 7 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"

_SPACES = {"dc": DC, "photoshop": PHOTOSHOP, "xmpRights": RIGHTS, "Iptc4xmpCore": CORE, "plus": PLUS}
_IN_LANGUAGES = {
    "dc:title", "dc:description", "dc:rights", "xmpRights:UsageTerms", "Iptc4xmpCore:AltTextAccessibility",
}  # fmt: skip
_ORDERED = {"dc:creator"}


def packet(properties: Mapping[str, str | tuple[str, ...]]) -> bytes:
    """The packet; empty properties are left out, and so are the namespaces of which none is there."""
    said = {name: value for name, value in properties.items() if value}
    prefixes = dict.fromkeys(name.partition(":")[0] for name in said)
    spaces = "".join(f' xmlns:{prefix}="{_SPACES[prefix]}"' for prefix in prefixes)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{"".join(_property(*one) for one in said.items())}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _property(name: str, value: str | tuple[str, ...]) -> str:
    if name in _IN_LANGUAGES and isinstance(value, str):
        return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'
    if isinstance(value, str):
        return f"<{name}>{escape(value)}</{name}>"
    kind = "Seq" if name in _ORDERED else "Bag"
    items = "".join(f"<rdf:li>{escape(one)}</rdf:li>" for one in value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"
