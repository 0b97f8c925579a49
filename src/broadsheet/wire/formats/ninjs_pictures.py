"""The pictures of a ninjs item: those associated with it, and the item itself where it is one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from broadsheet.wire import markup
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.formats import ninjs_words
from broadsheet.wire.formats.fields import Fields, moment

MAX_GUID = 300
MAX_PICTURES = 200
_KINDS = frozenset({"picture", "photo", "photograph", "image", "graphic"})
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_LARGEST = ("original", "supplied", "highres", "hires", "main")
_SMALL = ("thumb", "preview", "watermark", "small")


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    href: str
    content_type: str
    width: int
    height: int

    @property
    def is_picture(self) -> bool:
        path = self.href.lower().split("?", 1)[0]
        return self.content_type.startswith("image/") or (not self.content_type and path.endswith(_ENDINGS))

    @property
    def rank(self) -> tuple[int, bool, bool]:
        small = any(word in self.name or word in self.href.lower() for word in _SMALL)
        return self.width * self.height, self.name in _LARGEST, not small


def has_files(item: Fields) -> bool:
    """Whether the item itself has renditions; reads none."""
    return item.has("renditions")


def of_associations(
    item: Fields, guid: str
) -> tuple[tuple[DispatchPicture, ...], tuple[str, ...], tuple[datetime, ...]]:
    """The pictures that go with an item, what the desk must know of others, and the ends of their embargoes.

    A picture that its agency withholds or has cancelled is left out; associations that are no pictures stay unread.
    """
    held = item.raw("associations")
    single = isinstance(held, dict) and ({"uri", "guid", "type", "renditions"} & {str(key).lower() for key in held})
    pictures: list[DispatchPicture] = []
    warnings: list[str] = []
    embargoes: list[datetime] = []
    for number, entry in enumerate(item.many("associations", keyed=not single)):
        name = entry.name or entry.words("name", "id") or str(number + 1)
        if not _is_picture(entry) or len(pictures) >= MAX_PICTURES:
            continue
        said = entry.words("pubstatus").lower()
        if said not in ("", "usable", "stat:usable"):
            warnings.append(f"The picture “{name[:60]}” was left out: its agency says “{said[:40]}”.")
            continue
        embargo = entry.raw("embargoed") or entry.raw("embargoeduntil")
        if embargo:
            until = moment(embargo) if isinstance(embargo, str) else None
            if until is None:
                warnings.append(f"The picture “{name[:60]}” was left out: the end of its embargo can't be read.")
                continue
            embargoes.append(until)
        own = entry.words("uri") or entry.words("guid") or f"{guid}#{name}"
        entry.skip("guid")
        pictures.append(picture(entry, own, role=name))
    return tuple(pictures), tuple(warnings), tuple(embargoes)


def picture(item: Fields, guid: str, *, role: str = "") -> DispatchPicture:
    """The picture that an item is, with the largest of its files."""
    item.skip("standard", "type", "version", "versioncreated", "firstcreated", "representationtype")
    files = [_file(entry) for entry in item.many("renditions", keyed=True)]
    pictures = [file for file in files if file.is_picture and file.href] or [_File("", "", "", 0, 0)]
    best = max(pictures, key=lambda file: file.rank)
    if len(guid) > MAX_GUID:
        guid = "sha256:" + hashlib.sha256(guid.encode("utf-8", "replace")).hexdigest()
    return DispatchPicture(
        guid=guid,
        headline=ninjs_words.headline(item, ""),
        caption=ninjs_words.caption(item),
        credit=ninjs_words.credit(item),
        creator=ninjs_words.byline(item),
        source=item.words("source"),
        copyright=item.words("copyrightnotice", "copyrightholder"),
        usage_terms=item.text("usageterms"),
        alt=markup.plain(item.text("alttext", "alt_text", "description_alt")),
        href=best.href,
        content_type=best.content_type,
        width=best.width,
        height=best.height,
        role=role,
        instructions=item.text("ednote", "specialinstructions", "special_instructions"),
        expires_at=item.moment("expires"),
    )


def _is_picture(entry: Fields) -> bool:
    said = entry.words("type").lower()
    if said in _KINDS:
        return True
    looks = entry.has("renditions") and not entry.has("bodies", "body_html", "body_text")
    return not said and looks


def _file(entry: Fields) -> _File:
    entry.skip("title", "sizeinbytes", "poi", "media", "filename", "format")
    return _File(
        (entry.name or entry.words("name")).lower(),
        entry.words("href"),
        entry.words("contenttype", "mimetype").lower(),
        entry.number("width", 0, 1_000_000),
        entry.number("height", 0, 1_000_000),
    )
