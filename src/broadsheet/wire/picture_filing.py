"""Files a picture's bytes with its version: judged, kept under their content's name, with the words that they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from broadsheet.wire import picture_files
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.errors import PictureRefused
from broadsheet.wire.models import Item, ItemPicture, picture_folder
from broadsheet.wire.pictures import words

refuse: list[Callable[[bytes], None]] = []
"""Who knows pictures that the paper does not want; the wire has never heard of takedowns. Each may raise
`PictureRefused` for the bytes that it is given."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture's file that lies in the paper's folder, or why it does not; `told` is what item and file say of it."""

    told: DispatchPicture
    name: str = ""
    sha256: str = ""
    warning: str = ""


def fetched(
    picture: DispatchPicture, fetch: Callable[[DispatchPicture], bytes], brought: dict[str, bytes]
) -> PictureFile:
    """The picture's file: one that came in the same delivery, such as a mail, or one that `fetch` finds."""
    if not picture.href:
        return PictureFile(picture, warning=f"The picture “{name_of(picture)}” names no file.")
    try:
        raw = brought[picture.href] if picture.href in brought else fetch(picture)
        ending = picture_files.judge(raw, "" if "://" in picture.href else picture.href)
        for refusal in refuse:
            refusal(raw)
        own = words.read(raw)
        kept = picture_files.keep(raw, ending, folder=picture_folder())
    except PictureRefused as error:
        return PictureFile(picture, warning=f"{_missing(picture)} {error.reason}")
    told = words.joined(picture, own)
    return PictureFile(told, kept, hashlib.sha256(raw).hexdigest(), " ".join(own.warnings))


def put_in(row: ItemPicture, file: PictureFile) -> None:
    """Give `row`, whose file was missing, that file, and take the warning back that told so."""
    said = _missing(row.picture)
    row.file, row.sha256 = file.name, file.sha256
    row.picture_json = msgspec.json.encode(file.told).decode()
    row.save(update_fields=["file", "sha256", "picture_json"])
    version = row.version
    told = next((warning for warning in version.warnings if warning.startswith(said)), None)
    left = [warning for warning in version.warnings if warning is not told]
    version.warnings = [*left, *([file.warning] if file.warning else [])]
    version.save(update_fields=["warnings"])
    here_now = version.pictures.exclude(file="").count()
    Item.objects.filter(pk=version.item_id, current=version).update(picture_count=here_now)


def name_of(picture: DispatchPicture) -> str:
    """What warnings call it."""
    return (picture.headline or picture.role or picture.guid)[:80]


def _missing(picture: DispatchPicture) -> str:
    return f"The picture “{name_of(picture)}” is missing."
