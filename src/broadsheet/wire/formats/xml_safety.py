"""Opens XML from agencies: nothing outside of the bytes is ever read, and no entity is ever expanded.

    bytes ──▶ text, by the encoding that they are really in ──▶ prolog judged ──▶ lxml ──▶ `xml_tree`

What is judged is the very text that the parser gets, so no encoding can hide a DOCTYPE from it.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from dataclasses import dataclass

from lxml import etree

from broadsheet.wire.errors import Refused
from broadsheet.wire.formats.xml_tree import MAX_NODES, Node, from_element

MAX_BYTES = 32 * 1024 * 1024
"""A larger document is refused; the largest of a real day has under one."""

MAX_EQUAL_SIGNS = 500_000
"""Attributes cost memory many times their length, whatever elements they are spread over."""

_DECLARATION = re.compile(r"<\?xml\s[^>]{0,300}\?>")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:\-]{1,40})["']""")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|(windows|cp)-?125\d|koi8-[ru]|macintosh|"
    r"shift_jis|windows-31j|euc-(jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5(-hkscs)?|tis-620|windows-874",
    re.IGNORECASE,
)
_ONE_BYTE = re.compile(r"us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|(windows|cp)-?125\d", re.IGNORECASE)
_BEFORE = re.compile(r"(\s*)(<!--|<\?|<!)")
_ROOT = re.compile(r"<(?:[\w.\-]{1,60}:)?([\w.\-]{1,60})")
_QUOTED = r"""(?:"[^"<>]{0,500}"|'[^'<>]{0,500}')"""
_DOCTYPE = re.compile(
    rf"<!DOCTYPE\s+[\w:.\-]+\s*(?:SYSTEM\s*{_QUOTED}\s*|PUBLIC\s*{_QUOTED}\s*(?:{_QUOTED}\s*)?)?>", re.IGNORECASE
)
_LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"})
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z_][\w.\-]{0,60}|#[0-9]{1,8}|#x[0-9A-Fa-f]{1,8});)")
_BARE_LESS = re.compile(r"<(?![A-Za-z_/!?:À-\uffff])")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BAD_NUMBER = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]));")
_EMPTY = re.compile(r"<((?:br|hr|img|wbr)\b[^<>]*?)\s*/?>", re.IGNORECASE)
_EMPTY_END = re.compile(r"</(?:br|hr|img|wbr)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z_][^<>]*>")
_PREFIX = re.compile(r"(?:^<|\s)([A-Za-z_][\w.\-]{0,60}):[A-Za-z_]")
MOST_PREFIXES = 50
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Opened:
    """The root of a document, and sentences about what had to be mended so that it could be read."""

    root: Node
    warnings: tuple[str, ...] = ()


def open_xml(raw: bytes) -> Opened:
    """The document in `raw`.

    Errors: `Refused` where it is no complete XML, or could reach for other files or for the memory of this machine.
    """
    if len(raw) > MAX_BYTES:
        raise Refused(
            f"The XML has {len(raw) // 1024 // 1024} MiB; Broadsheet takes up to {MAX_BYTES // 1024 // 1024}."
        )
    text, warnings = _decoded(raw)
    _judge_prolog(text)
    if text.count("<") > 3 * MAX_NODES:
        raise Refused(f"The XML holds more than {MAX_NODES:,} elements.")
    if text.count("=") > MAX_EQUAL_SIGNS:
        raise Refused("The XML holds more attributes than any item needs.")
    text = _ENTITY.sub(_as_number, text)
    try:
        root = _parsed(text)
    except etree.XMLSyntaxError as error:
        mended, what = _mended(text)
        if mended == text:
            raise _unreadable(error) from error
        try:
            root = _parsed(mended)
        except etree.XMLSyntaxError:
            raise _unreadable(error) from error
        warnings = (*warnings, f"Its XML is faulty: {what} were mended.")
    return Opened(from_element(root), warnings)


def _mended(text: str) -> tuple[str, str]:
    """`text` without what keeps it from being XML though its sense is plain, and what that was."""
    mended = _BARE_LESS.sub("&lt;", _BARE_AMPERSAND.sub("&amp;", _ILLEGAL.sub("", _BAD_NUMBER.sub("", text))))
    mended = _EMPTY.sub(r"<\1/>", _EMPTY_END.sub("", mended))
    what = "“&” or “<” signs, control characters or tags that are not closed"
    whole = _with_prefixes(mended)
    return whole, what if whole == mended else "prefixes of names that nothing explains"


def _with_prefixes(text: str) -> str:
    """`text` with its root explaining the prefixes that are used and nowhere explained, as each its own."""
    used = {prefix for tag in _TAG.findall(text) for prefix in _PREFIX.findall(tag)} - {"xml", "xmlns"}
    if len(used) > 4 * MOST_PREFIXES:
        return text
    missing = sorted(prefix for prefix in used if f"xmlns:{prefix}=" not in text)
    root = _TAG.search(text, _prolog(text)[0])
    if not root or not missing or len(missing) > MOST_PREFIXES:
        return text
    name = re.match(r"<[^\s/>]+", root[0])
    place = root.start() + (name.end() if name else 0)
    explained = "".join(f' xmlns:{prefix}="urn:unexplained:{prefix}"' for prefix in missing)
    return f"{text[:place]}{explained}{text[place:]}"


def root_name(head: bytes) -> str:
    """The local name of the first element, in lower case, of a beginning as `formats.head_of` prepares it; empty where
    it is no XML."""
    text = head.decode("latin-1").lstrip("ï»¿ \t\r\n")
    found = _ROOT.match(text, _prolog(text)[0])
    return found[1].lower() if found else ""


def _prolog(text: str) -> tuple[int, list[str]]:
    """Where the first element begins, the length of `text` where there is none, and the DOCTYPEs before it."""
    place = 0
    doctypes: list[str] = []
    while found := _BEFORE.match(text, place):
        start, place = place + len(found[1]), len(text)
        if found[2] == "<!":
            opening, end = text.find("[", start), text.find(">", start)
            if 0 <= opening < end:
                end = text.find(">", max(text.find("]", opening), opening))
            place = end + 1 or len(text)
            doctypes.append(text[start:place])
        else:
            mark = "-->" if found[2] == "<!--" else "?>"
            end = text.find(mark, found.end())
            place = end + len(mark) if end >= 0 else len(text)
    while place < len(text) and text[place].isspace():
        place += 1
    return place, doctypes


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of `raw` without its declaration, and what was wrong with what it says of its encoding."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _undeclared(_strictly(raw[len(mark) :], encoding)), ()
    if raw[:2] in (b"<\x00", b"\x00<"):
        return _undeclared(_strictly(raw, "utf-16-le" if raw[0] else "utf-16-be")), ()
    declared = _DECLARED.match(raw.lstrip()[:400])
    said = declared[1].decode("ascii") if declared else "utf-8"
    if not _ENCODINGS.fullmatch(said):
        raise Refused(f"The XML says that its encoding is “{said}”, which Broadsheet doesn't read.")
    if said.lower().startswith("utf-16") or said.lower().startswith("utf16"):
        # It says UTF-16, and yet "<?xml" could be read byte by byte.
        said = "utf-8"
    try:
        as_utf_8 = raw.decode("utf-8")
    except UnicodeDecodeError:
        as_utf_8 = ""
    is_utf_8 = said.lower().replace("-", "") in ("utf8", "ascii", "usascii")
    if as_utf_8 and (is_utf_8 or raw.isascii()):
        return _undeclared(as_utf_8), ()
    if is_utf_8:
        return _undeclared(_as_windows(raw)), ("It says that it is UTF-8 and is not; it was read as Windows-1252.",)
    if as_utf_8 and _ONE_BYTE.fullmatch(said):
        # Bytes beyond ASCII hardly ever make UTF-8 by chance. Seen with AFP.
        return _undeclared(as_utf_8), (f"It says that it is {said} and is not; it was read as UTF-8.",)
    if said.lower() in _LATIN_1:
        # As on the web: its makers mean Windows, whose quotation marks would be control characters.
        return _undeclared(_as_windows(raw)), ()
    return _undeclared(_strictly(raw, said)), ()


def _as_windows(raw: bytes) -> str:
    """Latin-1 as the web reads it; Windows leaves five bytes undefined, which are control characters then."""
    return "".join(_WINDOWS[byte] for byte in raw)


_WINDOWS = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return codecs.decode(raw, encoding, "strict")
    except UnicodeDecodeError as error:
        raise Refused(f"The XML is not valid {encoding.upper()}: byte {error.start + 1:,} is wrong.") from error
    except (LookupError, ValueError) as error:
        raise Refused(f"The XML's encoding “{encoding}” can't be read.") from error


def _undeclared(text: str) -> str:
    """`text` without what stands before the first tag and without the declaration, which is done with."""
    text = text.lstrip("\ufeff \t\r\n\x00").rstrip("\x00 \t\r\n\x1a")
    return _DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text


def _judge_prolog(text: str) -> None:
    """Refuses what makes parsers reach for files, connections and memory."""
    for doctype in _prolog(text)[1]:
        if not _DOCTYPE.fullmatch(doctype):
            raise Refused("The XML has a DOCTYPE with declarations of its own, which can harm this machine.")


def _parsed(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _unreadable(error: etree.XMLSyntaxError) -> Refused:
    line, column = error.position
    said = (error.msg or "it can't be read").split(", line ")[0].strip().rstrip(".")
    return Refused(
        f"This is not complete, valid XML: {said[:1].lower()}{said[1:160]}, at line {line}, column {column}."
    )


def _as_number(match: re.Match[str]) -> str:
    """A named entity of HTML as a number: XML knows five names, agencies use all."""
    name = match[1]
    if name in _KEPT:
        return match[0]
    letters = html.entities.html5.get(f"{name};")
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else match[0]
