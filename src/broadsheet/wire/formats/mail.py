"""Reads e-mails (RFC 822 with MIME): the text, its pictures, and wire items that came inside or as attachments.

bytes ──▶ headers ──▶ parts ─┬─▶ text, plain or HTML ──▶ a dispatch, or what the text itself is an item of
                             ├─▶ pictures            ──▶ its pictures, their bytes in `Reading.files`
                             └─▶ items, e-mails      ──▶ read as such, two deep
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import Message

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading, Status
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import conventions, datelines, feeds_times, holds, mail_forms, mail_parts, ninjs_words
from broadsheet.wire.formats.gathering import lasting

MAX_BYTES = 48 * 1024 * 1024
MAX_PARTS = 200
MAX_DEPTH = 2
_FIELD = re.compile(rb"([!-9;-~]{2,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*\r?\n")
_OURS = frozenset(
    b"received message-id mime-version from subject date content-type delivered-to return-path to x-received".split()
)
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\r\n;]{1,100})", re.IGNORECASE)

Reader = Callable[[bytes], Reading]
"""Reads an attachment as any other format; raises `Refused`."""


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is the header of an e-mail."""
    if head[:1] in b"{[<":
        return False
    place = head.find(b"\n") + 1 if head.startswith(b"From ") else 0
    names: set[bytes] = set()
    while (found := _FIELD.match(head, place)) and len(names) < 60:
        names.add(found[1].lower())
        place = found.end()
    return len(names & _OURS) >= 3 and bool(names & {b"from", b"received", b"message-id", b"delivered-to"})


def read(raw: bytes, read_inside: Reader) -> Reading:
    """The e-mail as a dispatch, and with it what its text and its attachments hold as items of other formats.

    `read_inside` reads these. Errors: `Refused` where it is no e-mail or says nothing.
    """
    return _read(raw, read_inside, 0)


@dataclass(slots=True)
class _Found:
    """What the parts of an e-mail held."""

    html: str = ""
    plain: str = ""
    attached: list[str] = field(default_factory=list)
    pictures: list[DispatchPicture] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def _read(raw: bytes, read_inside: Reader, depth: int) -> Reading:
    message = _parsed(raw)
    subject = mail_parts.header(message, "subject")
    found = _Found()
    for number, part in enumerate(mail_parts.leaves(message, MAX_PARTS), 1):
        _take(part, f"part {number}", found, read_inside, depth)
    form = mail_forms.read(found.plain or markup.plain(found.html))
    if form is None:
        inside = _inside(found.plain.encode("utf-8", "replace"), read_inside)
        if inside is not None:
            found.readings.append(inside)
            found.html = found.plain = ""
    own = _dispatch(message, subject, found)
    own = mail_forms.filled(own, form) if form is not None else mail_forms.labelled(own)
    says = bool(own.body_html or own.pictures)
    if not says and not found.readings and not own.headline:
        raise Refused("The e-mail has neither a subject nor a text.")
    inner = [dispatch for reading in found.readings for dispatch in reading.dispatches]
    # An e-mail that only carries items is their envelope.
    kept = [own] if says or not inner else []
    refused = [sentence for reading in found.readings for sentence in reading.refused]
    files = [file for reading in found.readings for file in reading.files]
    return Reading((*kept, *inner), tuple(refused), (*found.files, *files))


def _parsed(raw: bytes) -> Message:
    if len(raw) > MAX_BYTES:
        raise Refused(
            f"The e-mail has {len(raw) // 1024 // 1024} MiB; Broadsheet takes up to {MAX_BYTES // 1024 // 1024}."
        )
    boundaries = set(_BOUNDARY.findall(raw)[: MAX_PARTS + 1])
    if len(boundaries) > MAX_PARTS or sum(raw.count(b"\n--" + boundary) for boundary in boundaries) > 5 * MAX_PARTS:
        raise Refused(f"The e-mail has more than {MAX_PARTS} parts.")
    raw = raw.lstrip(b"\x00 \t\r\n")
    raw = raw[3:] if raw.startswith(b"\xef\xbb\xbf") else raw
    try:
        return email.message_from_bytes(raw, policy=email.policy.compat32)
    except (RecursionError, ValueError, LookupError, AttributeError, AssertionError, TypeError) as error:
        # What the parser of e-mails is known to raise on broken ones.
        raise Refused("The e-mail is too broken to be read.") from error


def _take(part: Message, where: str, found: _Found, read_inside: Reader, depth: int) -> None:
    kind, name = part.get_content_type().lower(), mail_parts.file_name(part)
    shown = f"{where} ({name or kind})"
    if kind == "message/rfc822":
        inner = mail_parts.enclosed(part)
        if inner is None or depth >= MAX_DEPTH:
            found.unread.append(shown)
            found.warnings.append(f"An e-mail inside of this one was not read: {name or where}.")
            return
        _take_reading(lambda: _read(inner, read_inside, depth + 1), shown, found)
        return
    raw = mail_parts.content(part)
    if not raw.strip():
        return
    if kind.startswith("image/"):
        href = f"attachment:{hashlib.sha256(raw).hexdigest()[:24]}"
        picture = DispatchPicture(guid=href, headline=name, href=href, content_type=kind, role="attachment")
        if all(held.href != href for held in found.pictures):
            found.pictures.append(picture)
            found.files.append((href, raw))
    elif kind in ("text/plain", "text/html") and not mail_parts.is_attached(part):
        text = mail_parts.text(part, raw)
        if kind == "text/html":
            found.html = f"{found.html}{text}"
        else:
            found.plain = f"{found.plain}\n\n{text}" if found.plain else text
    elif kind == "text/plain" and _inside(raw, read_inside) is None:
        # A text that somebody attached instead of writing it into the e-mail.
        found.attached.append(mail_parts.text(part, raw))
    else:
        _take_reading(lambda: read_inside(raw), shown, found)


def _take_reading(read_it: Callable[[], Reading], shown: str, found: _Found) -> None:
    try:
        found.readings.append(read_it())
    except Refused as error:
        found.unread.append(shown)
        reason = error.sentence.split("; it reads ")[0].rstrip(".")
        found.warnings.append(f"An attachment was not read, {shown}: {reason}.")


def _inside(plain: bytes, read_inside: Reader) -> Reading | None:
    """What a text is an item of, where it is one."""
    try:
        return read_inside(plain) if plain.strip() else None
    except Refused:
        return None


def _dispatch(message: Message, subject: str, found: _Found) -> Dispatch:
    body, note = mail_parts.body(found.html, found.plain)
    body += "".join(markup.from_text(text) for text in found.attached)
    byline, body = mail_parts.byline(body)
    dateline, body = datelines.take_off_html(body)
    sent = feeds_times.moment_of(mail_parts.header(message, "date"))
    sender = mail_parts.sender(mail_parts.header(message, "from"))
    said = conventions.judge("", headline=subject)
    status = Status.CANCELLED if said.cancels else Status.USABLE
    opening = [markup.plain(words) for words in body[:4000].split("</p>")[:4]]
    status, warnings = holds.hold(status, None, [], subject, *opening)
    headline = subject or ninjs_words.beginning(markup.plain(body))
    guid = mail_parts.header(message, "message-id").strip("<> ")
    if not guid:
        words = "\n".join([str(sent), sender, subject, body, *(href for href, _ in found.files)])
        guid = "sha256:" + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
    guid = lasting(guid)
    return Dispatch(
        guid=guid,
        kind="text",
        headline=headline,
        version=str(said.lead + 1),
        version_created=sent,
        status=status,
        language=mail_parts.header(message, "content-language").split(",")[0][:35],
        byline=byline,
        dateline=dateline,
        place=datelines.place(dateline),
        body_html=body,
        credit=datelines.credit(dateline) or sender,
        editor_note=note,
        signal="correction" if said.corrects else "",
        thread=f"mail:{conventions.thread(subject)}" if subject else "",
        continues=said.continues,
        pictures=tuple(replace(picture, guid=lasting(f"{guid}#{picture.guid}")) for picture in found.pictures),
        warnings=(*warnings, *found.warnings),
        unread=tuple(line(words) for words in found.unread),
    )
