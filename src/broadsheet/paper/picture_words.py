"""Writes whose picture it is into every file that readers get. **Source:** IPTC Photo Metadata Standard 2023.2."""

from __future__ import annotations

from xml.sax.saxutils import escape

from broadsheet.paper.picture_pieces import PhotoRow


def xmp(photo: PhotoRow) -> bytes:
    """Creator, credit, copyright and caption as an XMP packet."""

    def text(value: str) -> str:
        return escape(value, {'"': "&quot;"})

    def entry(tag: str, kind: str, value: str) -> str:
        if not value:
            return ""
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        return f"<dc:{tag}><rdf:{kind}><rdf:li{language}>{text(value)}</rdf:li></rdf:{kind}></dc:{tag}>"

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        f' photoshop:Credit="{text(photo.credit)}">'
        + entry("creator", "Seq", photo.creator)
        + entry("rights", "Alt", photo.copyright)
        + entry("description", "Alt", photo.caption)
        + '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
