"""Finds what a standing takedown of a credit or an agency says of photos: those that came after it are held.

Read from the kill file, which no restored database can undo.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from broadsheet import killfile
from broadsheet.killfile import Kill
from broadsheet.paperfile import current
from broadsheet.stories.credit_lines import folded, names_in
from broadsheet.stories.models import Photo, PhotoOrigin
from broadsheet.wire.errors import PictureRefused


def standing() -> list[Kill]:
    """The takedowns of a credit or an agency that nobody has lifted, the oldest first."""
    return [kill for kill in killfile.of(current()).killed().kills if kill.credit or kill.agency]


def on(photos: Sequence[Photo]) -> dict[int, Kill]:
    """Photo → the first takedown that holds it. One that is killed itself is on no page anyhow, and not among them."""
    bans = standing()
    if not bans or not photos:
        return {}
    killed = killfile.of(current()).killed().pictures
    arrived = [photo for photo in photos if photo.file_hash not in killed]
    senders = senders_of(photo.pk for photo in arrived) if any(ban.agency for ban in bans) else {}
    found: dict[int, Kill] = {}
    for photo in arrived:
        ban = next((one for one in bans if names(one, photo, senders.get(photo.pk, frozenset()))), None)
        if ban is not None:
            found[photo.pk] = ban
    return found


def refuse_killed(raw: bytes) -> None:
    """Errors: `PictureRefused` where a picture of these very bytes was killed or taken down here."""
    standing_kills = killfile.of(current()).killed()
    if not standing_kills.pictures:
        return
    digest = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    if digest in standing_kills.pictures:
        kill = next(one for one in standing_kills.kills if digest in one.pictures)
        raise PictureRefused(f"This picture was taken down here on {kill.at:%d %B %Y} (kill {kill.number}).")


def names(ban: Kill, photo: Photo, senders: frozenset[str]) -> bool:
    """Whether `ban` names the photo's credit line, or an agency in its words or among those who sent it."""
    if ban.credit:
        return folded(photo.credit) == folded(ban.credit)
    return folded(ban.agency) in names_in(photo.credit) | names_in(photo.source) | senders


def senders_of(photo_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """Photo → the names, folded, of the wire's sources that sent it."""
    found: dict[int, set[str]] = defaultdict(set)
    origins = PhotoOrigin.objects.filter(photo_id__in=list(photo_ids))
    for pk, name in origins.values_list("photo_id", "picture__version__item__source__name"):
        found[pk].add(folded(name))
    return {pk: frozenset(sources) for pk, sources in found.items()}
