"""Finds what was fetched for a source before, so that a feed asked for every minute does not fetch it every minute."""

from __future__ import annotations

from broadsheet.wire.dispatch import Dispatch, DispatchPicture
from broadsheet.wire.models import ItemPicture, Source, Version


class KnownFiles:
    """The pictures and texts of one source that lie here already."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def picture(self, wanted: DispatchPicture) -> bytes | None:
        """The file of the same picture from the same address; None where it is not here."""
        same = ItemPicture.objects.filter(guid=wanted.guid, version__item__source=self._source).exclude(file="")
        for row in same.order_by("-pk")[:5]:
            if row.picture.href == wanted.href:
                try:
                    with row.file.open("rb") as file:
                        raw: bytes = file.read()
                except OSError:
                    continue
                return raw
        return None

    def with_body(self, wanted: Dispatch) -> Dispatch | None:
        """The same version of the same item, as it was filed with its text; None where it was not."""
        same = Version.objects.filter(item__source=self._source, item__guid=wanted.guid, version=wanted.version)
        for row in same.order_by("-pk")[:5]:
            filed = row.dispatch
            if (filed.body_href, filed.version_created) == (wanted.body_href, wanted.version_created):
                return filed if filed.body_html else None
        return None
