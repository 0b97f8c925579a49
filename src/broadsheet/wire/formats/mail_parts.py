"""Takes headers, texts and files out of the parts of an e-mail, whatever charset they say or forget to say."""

from __future__ import annotations

import binascii
import email.utils
import html
import quopri
import re
from collections.abc import Iterator
from email.message import Message

from broadsheet.wire import markup
from broadsheet.wire.characters import clean, line
from broadsheet.wire.formats import charsets
from broadsheet.wire.formats.iptc7901_text import lines_of, paragraphs

_ENCODED = re.compile(r"=\?([\w.:\-]{1,40})(?:\*[\w\-]{0,20})?\?([QqBb])\?([^?\n]{0,2000})\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_SIGNATURE = re.compile(r"\n-- ?\n|\A-- ?\n")
_BY = re.compile(r"<p>(?:By|BY|Von|VON|Par|PAR|Por|POR)\s+([A-ZÀ-Þ][^<>.!?\n]{2,80})</p>")
MAX_HEADER = 8_000
"""Characters of a header that are read."""
_BROKEN = (ValueError, LookupError, AssertionError, AttributeError, TypeError)
"""What Python's e-mail package is known to raise on broken parts."""


def header(message: Message, name: str) -> str:
    """A header on one line, its encoded words as text; empty where there is none."""
    for key, value in message.raw_items():
        if key.lower() == name:
            raw = str(value)[:MAX_HEADER].encode("utf-8", "surrogateescape")
            return line(_words(charsets.decode(raw)))
    return ""


def sender(said: str) -> str:
    """The name of who sent it; empty where there is only an address."""
    name, address = email.utils.parseaddr(said[:500])
    return "" if "@" in name or name == address else line(name)


def leaves(message: Message, most: int) -> Iterator[Message]:
    """The parts that hold something, at most `most`; an e-mail inside is one part."""
    left = [message]
    found = 0
    while left and found < most:
        part = left.pop(0)
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822":
            left[:0] = [inner for inner in payload if isinstance(inner, Message)]
            continue
        found += 1
        yield part


def enclosed(part: Message) -> bytes | None:
    """The e-mail inside of a part, as bytes."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    try:
        return inner.as_bytes() if isinstance(inner, Message) else None
    except _BROKEN:
        return None


def content(part: Message) -> bytes:
    """What the part holds, decoded; as it stands where its transfer encoding is broken."""
    try:
        found = part.get_payload(decode=True)
    except _BROKEN:
        found = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return found if isinstance(found, bytes) else b""


def file_name(part: Message) -> str:
    """The name of an attachment; empty where it has none."""
    try:
        found = part.get_filename() or ""
    except _BROKEN:
        return ""
    raw = found.encode("utf-8", "surrogateescape")
    return line(_words(charsets.decode(raw)))[:120]


def is_attached(part: Message) -> bool:
    """Whether a text is a file of its own and not what the e-mail says."""
    said = header(part, "content-disposition").lower()
    return said.startswith("attachment") or bool(file_name(part))


def text(part: Message, raw: bytes) -> str:
    """The text of a part; lines that its sender let flow are whole again."""
    kind = header(part, "content-type")
    said = _parameter(kind, "charset")
    found = charsets.decode(raw, said).replace("\r\n", "\n")
    if _parameter(kind, "format").lower() == "flowed":
        found = _flowed(found, joint="" if _parameter(kind, "delsp").lower() == "yes" else " ")
    return found


def body(rich: str, simple: str) -> tuple[str, str]:
    """Our paragraphs, of the HTML where it says as much as the plain text, and the signature as a note.

    Errors: `Refused` by the markup's law.
    """
    told, mark, signature = _partition(clean(simple))
    simple_body = paragraphs(lines_of(told))
    rich_body = markup.from_html(rich) if rich else ""
    if rich_body and len(markup.letters(rich_body)) * 10 >= len(markup.letters(simple_body)) * 8:
        return rich_body, ""
    return simple_body, line(signature) if mark else ""


def byline(found: str) -> tuple[str, str]:
    """Who wrote it, where one of the first paragraphs is nothing but "By …", and the body without that."""
    match = _BY.search(found[:3000])
    if not match or found[: match.start()].count("</p>") > 5:
        return "", found
    return markup.plain(match[1]), found[: match.start()] + found[match.end() :]


def _partition(simple: str) -> tuple[str, bool, str]:
    match = _SIGNATURE.search(simple)
    return (simple[: match.start()], True, simple[match.end() :]) if match else (simple, False, "")


def _parameter(kind: str, name: str) -> str:
    found = re.search(rf"""\b{name}\s*=\s*(?:"([^"]{{0,60}})"|([^\s;"]{{1,60}}))""", kind, re.IGNORECASE)
    return (found[1] or found[2] or "").strip() if found else ""


def _flowed(said: str, joint: str) -> str:
    """Lines that end with a space go on in the next one. **Source:** RFC 3676."""
    built: list[list[str]] = []
    flows = False
    for words in said.split("\n"):
        words = words.removeprefix(" ") if words.startswith((" ", " >")) else words
        if flows and words != "-- ":
            built[-1].append(words.rstrip(" "))
        else:
            built.append([words if words == "-- " else words.rstrip(" ")])
        flows = words.endswith(" ") and words != "-- "
    return "\n".join(joint.join(pieces) for pieces in built)


def _words(said: str) -> str:
    """A header with its encoded words read; letters that two of them share are put together first."""
    said = html.unescape(said) if "&#" in said else said
    built: list[str] = []
    pending, charset, place = b"", "", 0
    said = _BETWEEN.sub(r"\1", said)
    for match in _ENCODED.finditer(said):
        between = said[place : match.start()]
        if pending and (between or match[1].lower() != charset):
            built.append(charsets.decode(pending, charset))
            pending = b""
        built.append(between)
        charset, place = match[1].lower(), match.end()
        pending += _payload(match[2].lower(), match[3], charset)
    if pending:
        built.append(charsets.decode(pending, charset))
    return "".join(built) + said[place:]


def _payload(kind: str, payload: str, charset: str) -> bytes:
    try:
        raw = payload.encode(charset, "xmlcharrefreplace")
    except (LookupError, UnicodeError):
        raw = payload.encode("utf-8", "replace")
    if kind == "q":
        return quopri.decodestring(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"==")
    except ValueError:
        return raw
