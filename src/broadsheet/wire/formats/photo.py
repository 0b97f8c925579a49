"""A photo that arrives alone, without an item: its own file says what it is.

Its identity is its bytes: two files are two items, however alike; `stories.look_alikes` shows them side by side.
"""

from __future__ import annotations

import hashlib

from broadsheet.wire import picture_files
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading, Status, Subject
from broadsheet.wire.errors import PictureRefused, Refused
from broadsheet.wire.formats import holds, ninjs_words
from broadsheet.wire.pictures import words

_HREF = "the file itself"


def recognises(head: bytes) -> bool:
    """Whether this is a picture of a kind that is taken. `head` has lost its zero bytes: WebP's mark may be nearer."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (head[:4] == b"RIFF" and b"WEBP" in head[:16])


def read(raw: bytes) -> Reading:
    """The photo as an item of its own.

    Errors: `Refused` for files that `picture_files.judge` refuses.
    """
    try:
        ending = picture_files.judge(raw)
        own = words.read(raw)
    except PictureRefused as error:
        raise Refused(error.reason) from error
    digest = hashlib.sha256(raw).hexdigest()
    status, warnings = holds.hold(Status.USABLE, own.embargoed_until, [], own.instructions)
    if not (own.credit or own.source or own.copyright):
        warnings.append("Its file names no credit: find out whose it is before it is used.")
    told = words.joined(
        DispatchPicture(f"sha256:{digest}", href=_HREF, content_type=f"image/{'jpeg' if ending == 'jpg' else ending}"),
        own,
    )
    headline = own.headline or ninjs_words.beginning(own.caption) or "A photo without words"
    dispatch = Dispatch(
        guid=told.guid,
        kind="picture",
        headline=headline,
        first_created=own.created_at,
        status=status,
        embargoed_until=own.embargoed_until,
        urgency=own.urgency,
        slugline=own.slugline,
        byline=own.creator,
        place=own.place,
        copyright=own.copyright,
        credit=own.credit or own.source,
        usage_terms=own.usage_terms,
        instructions=told.instructions,
        editor_note=own.instructions,
        expires_at=own.expires_at,
        subjects=own.subjects,
        mentions=tuple(Subject(word, scheme="keyword") for word in own.keywords),
        pictures=(told,),
        warnings=tuple(warnings),
    )
    return Reading((dispatch,), files=((_HREF, raw),))
