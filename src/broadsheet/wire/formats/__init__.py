"""The formats of the agencies: which one some bytes are in, told from the bytes alone.

Each format is a plain module with `recognises(head) -> bool` and `read(raw) -> Reading`. To add one: write the module,
and put a line into `FORMATS` at the place where it should be asked. The first that recognises the bytes reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.wire.dispatch import Reading
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import (
    anpa,
    ap,
    dpa,
    feeds,
    iptc7901,
    iptc7901_telex,
    mail,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    packed,
    photo,
)

MAX_BYTES = 64 * 1024 * 1024
"""A larger delivery is refused before it is parsed."""

_HEAD = 64 * 1024
_ROOT = re.compile(r"<([A-Za-z_][\w.:\-]{0,60})[\s/>]")
_LIST = re.compile(rb"\[\s*(?:[\[{\]\"0-9]|\Z)")
_XML = {"schema": "an XML schema (XSD)", "stylesheet": "a stylesheet (XSLT)", "transform": "a stylesheet (XSLT)"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Format:
    """A format that Broadsheet reads: its name as kept with the raw item, and as a person is told of it.

    `recognises` is asked of the beginning of a delivery as `head_of` prepares it; `read` takes the delivery as it came
    and may raise `Refused`.
    """

    name: str
    spoken: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Reading]


FORMATS = (
    Format("photo", "photos alone (JPEG, PNG, WebP, GIF)", photo.recognises, photo.read),
    Format("packed", "ZIP and gzip files", packed.recognises, lambda raw: packed.read(raw, _read_unpacked)),
    Format("ap", "AP's Media API", ap.recognises, ap.read),
    Format("dpa", "dpa's digitalwires", dpa.recognises, dpa.read),
    Format("newsml-g2", "NewsML-G2", newsml_g2.recognises, newsml_g2.read),
    Format("newsml-1", "NewsML 1.x", newsml_1.recognises, newsml_1.read),
    Format("nitf", "NITF 3.x", nitf.recognises, nitf.read),
    Format("feed", "RSS and Atom", feeds.recognises, feeds.read),
    Format("mail", "e-mail", mail.recognises, lambda raw: mail.read(raw, _read_inside)),
    Format("iptc7901", "IPTC 7901", iptc7901.recognises, iptc7901.read),
    Format("anpa", "ANPA 1312", anpa.recognises, anpa.read),
    Format("telex", "plain text between ZCZC and NNNN", iptc7901_telex.recognises, iptc7901_telex.read),
    Format("ninjs", "ninjs 1.x, 2.x and 3.x, and Superdesk's dialect of it", ninjs.recognises, ninjs.read),
)
"""What Broadsheet reads, in the order in which each is asked: the narrow before the wide."""


def recognise(raw: bytes) -> Format:
    """The format of `raw`.

    Errors: `Refused`, which says what the bytes look like and what Broadsheet reads.
    """
    if len(raw) > MAX_BYTES:
        size, most = len(raw) // 1024 // 1024, MAX_BYTES // 1024 // 1024
        raise Refused(f"The delivery has {size} MiB; Broadsheet takes up to {most} MiB at once.")
    if not raw.strip(b" \t\r\n\x00"):
        raise Refused("The delivery is empty.")
    head = head_of(raw)
    for known in FORMATS:
        if known.recognises(head):
            return known
    spoken = "; ".join(known.spoken for known in FORMATS)
    raise Refused(f"This is {_looks_like(head)}, not a format that Broadsheet reads yet; it reads {spoken}.")


def _read_inside(raw: bytes) -> Reading:
    """What lies in an e-mail; other e-mails are unpacked by the reader of the outer one, which counts how deep."""
    found = recognise(raw)
    if found.name == "mail":
        raise Refused("An e-mail as a file is not opened.")
    if found.name == "packed":
        raise Refused("A packed file in an e-mail is not opened.")
    return found.read(raw)


def _read_unpacked(raw: bytes) -> Reading:
    """What lies in a packed delivery; no second one inside of the first is opened."""
    found = recognise(raw)
    if found.name == "packed":
        raise Refused("A packed file inside of a packed file is not opened.")
    return found.read(raw)


def head_of(raw: bytes) -> bytes:
    """The first 64 KiB of `raw` without a byte order mark, zero bytes and leading white space; UTF-16 as UTF-8.

    Control bytes other than zero stay: some formats are known by them.
    """
    head = raw[:_HEAD]
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            head = head[: len(head) // 2 * 2].decode(encoding, "replace").encode()
    # JSON may also come as UTF-16 without a mark; then every other byte of its beginning is zero.
    return head.replace(b"\x00", b"").lstrip()


def _looks_like(head: bytes) -> str:
    text = head[:4096].decode("utf-8", "replace")
    if head.startswith(b"{") or _LIST.match(head):
        return "JSON without a news item"
    if head.startswith(b"<") and (root := _ROOT.search(text)):
        if what := _XML.get(root[1].rpartition(":")[2].lower()):
            return what
        return f"XML or HTML that begins with <{root[1]}>"
    if head.startswith((b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")) or b"ustar" in head[:300]:
        return "a packed file (unpack it first)"
    if head.startswith((b"RIFF", b"%PDF", b"II*", b"MM*")):
        return "a picture or another binary file"
    if head.startswith(b"\x78\x9f\x3e\x22"):
        return "a file in Outlook's own format (winmail.dat; ask its sender for plain text)"
    if any(byte < 9 for byte in head[:4096]):
        return "a text with control bytes, but without a header of IPTC 7901 or ANPA, or a binary file"
    return "plain text"
