"""Reads feeds: RSS 0.9x, 1.0 and 2.0, and Atom, well made or not.

    bytes ──▶ text, by the encoding that they are really in ──▶ judged ──▶ feedparser ──▶ entries ──▶ dispatches

What is judged is the very text that feedparser gets. It gets a stream, never a string, which it would take for the
address of a file or a page.
"""

from __future__ import annotations

import hashlib
import io
import re
import xml.sax
from collections.abc import Iterator
from typing import Any

import feedparser

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import charsets, conventions, feeds_times, feeds_words, ninjs_words, xml_safety
from broadsheet.wire.formats.gathering import gather, lasting

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 500
MAX_TAGS = 400_000
MAX_REFERENCES = 400_000
MAX_NAMESPACES = 2_000
_ROOTS = frozenset({"rss", "feed", "channel"})
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:\-]{1,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[]{0,600}>", re.IGNORECASE)
_OPAQUE = re.compile(r"<!--|<!\[CDATA\[")
_TAG = re.compile(r"<(/?)[A-Za-z_][^<>\s/]*[^<>]*?(/?)>")
_OF_MEDIA = re.compile(r"<(/?)media:description\b", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^<>]{16000}")
_DELETED = re.compile(r"<(?:\w{1,20}:)?deleted-entry\s([^<>]{0,1000})>")
_ATTRIBUTE = re.compile(r"""\b(ref|when)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# What feedparser is known to raise on broken feeds, beside what it reports.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError)


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is a feed's."""
    root = xml_safety.root_name(head)
    return root in _ROOTS or (root == "rdf" and b"purl.org/rss" in head)


def read(raw: bytes) -> Reading:
    """The entries of the feed, each a dispatch; those that the feed says are deleted, cancelled.

    Errors: `Refused` where it is no feed, could reach for other files, or holds no entry.
    """
    text, tags = _opaque(_text(raw))
    _judge(text, tags)
    feed = _parsed(text)
    shared = feeds_words.Shared.of(feed.feed)
    entries = [(f"entry {number}", entry) for number, entry in enumerate(feed.entries, 1)]
    guids = _guids([entry for _, entry in entries])
    deleted = tuple(_deleted(text))
    if not entries and not deleted:
        raise Refused("The feed holds no entries.")
    if not entries:
        return Reading(deleted)
    reading = gather(
        ((where, (entry, guid)) for (where, entry), guid in zip(entries, guids, strict=True)),
        lambda found, where: _dispatch(found[0], found[1], shared, where),
    )
    return Reading((*reading.dispatches, *deleted), reading.refused)


def _text(raw: bytes) -> str:
    """The text of `raw` without its declaration. UTF-8 counts as such whatever the declaration says."""
    if len(raw) > MAX_BYTES:
        raise Refused(
            f"The feed has {len(raw) // 1024 // 1024} MiB; Broadsheet takes up to {MAX_BYTES // 1024 // 1024}."
        )
    declared = _DECLARED.match(raw[:400])
    said = declared[1].decode("ascii") if declared else ""
    if raw[:2] in (b"<\x00", b"\x00<"):
        text = raw[: len(raw) // 2 * 2].decode("utf-16-le" if raw[0] else "utf-16-be", "replace")
    else:
        text = charsets.decode(raw, said)
    return _DECLARATION.sub("", text.replace("\x00", ""), count=1)


def _opaque(text: str) -> tuple[str, str]:
    """The text with the last comment or CDATA section ended where it is not, and its tags without either."""
    kept: list[str] = []
    place = 0
    while found := _OPAQUE.search(text, place):
        kept.append(text[place : found.start()])
        mark = "-->" if found[0] == "<!--" else "]]>"
        end = text.find(mark, found.end())
        if end < 0:
            text, end = text + mark, len(text)
        place = end + len(mark)
    return text, "".join(kept) + text[place:]


def _judge(text: str, tags: str) -> None:
    if re.search(r"<!ENTITY|<!DOCTYPE[^>]{0,600}\[", text, re.IGNORECASE):
        raise Refused("The feed defines entities of its own, which could reach for other files; Broadsheet opens none.")
    # Where the parsers' time grows with the square of what they are given.
    if text.count("&") > MAX_REFERENCES:
        raise Refused("The feed holds more references (“&…;”) than any feed needs.")
    if tags.count("<") > MAX_TAGS or tags.count("xmlns") > MAX_NAMESPACES or _LONG_TAG.search(tags):
        raise Refused("The feed holds more tags or longer ones than any feed needs.")
    depth = 0
    for tag in _TAG.finditer(tags):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth > MAX_DEPTH:
            raise Refused(f"The feed is nested more than {MAX_DEPTH} deep.")


def _parsed(text: str) -> Any:
    # What is said of a picture would else be taken for the words of the entry.
    text = _OF_MEDIA.sub(r"<\1media:caption", _DOCTYPE.sub("", text, count=1))
    raw = text.encode("utf-8", "replace")
    try:
        return feedparser.parse(
            io.BytesIO(raw),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (*_BROKEN, xml.sax.SAXException) as error:
        raise Refused("The feed is too broken to be read.") from error


def _guids(entries: list[Any]) -> list[str]:
    """The identity of each entry: its id, else its link; of links that several share, with the headline."""
    links = [feeds_words.text(entry, "link") for entry in entries]
    found = []
    for entry, link in zip(entries, links, strict=True):
        guid = feeds_words.text(entry, "id")
        if not guid and link:
            guid = link if links.count(link) == 1 else f"{link}#{_digest(feeds_words.text(entry, 'title'))}"
        title, summary = feeds_words.text(entry, "title"), feeds_words.text(entry, "summary")
        found.append(lasting(guid or (_digest(title + summary) if title or summary else "")))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _dispatch(entry: Any, guid: str, shared: feeds_words.Shared, where: str) -> Dispatch:
    if not guid:
        raise Refused("The entry has neither id nor link nor title: later versions of it could not be found.", where)
    body, standfirst = feeds_words.body(entry)
    headline = feeds_words.plain(entry, "title") or ninjs_words.beginning(feeds_words.plain_of(body))
    if not headline and not body:
        raise Refused(f"The entry {guid[:200]} has neither a headline nor a text.", where)
    said = conventions.judge("", headline=headline)
    published, updated = feeds_times.moments(entry)
    return Dispatch(
        guid=guid,
        kind="text",
        headline=headline,
        version_created=updated or published,
        first_created=published,
        status=Status.CANCELLED if said.cancels else Status.USABLE,
        language=feeds_words.language(entry) or shared.language,
        byline=feeds_words.byline(entry),
        standfirst=standfirst,
        body_html=body,
        copyright=feeds_words.text(entry, "rights") or shared.rights,
        credit=feeds_words.credit(entry) or shared.title,
        signal="correction" if said.corrects else "",
        subjects=feeds_words.subjects(entry),
        pictures=feeds_words.pictures(entry, guid),
        unread=feeds_words.unread(entry),
    )


def _deleted(text: str) -> Iterator[Dispatch]:
    """What the feed says is deleted. **Source:** RFC 6721."""
    for match in _DELETED.finditer(text):
        said = {found[1]: found[2] or found[3] or "" for found in _ATTRIBUTE.finditer(match[1])}
        if guid := lasting(line(said.get("ref", ""))):
            created = feeds_times.moment_of(said.get("when", ""))
            yield Dispatch(guid=guid, kind="text", headline="", version_created=created, status=Status.CANCELLED)
