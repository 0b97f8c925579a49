"""Asks the press which pages of readers show a photo."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.edition.errors import EditionError
from broadsheet.edition.store import Edition
from broadsheet.paperfile import current
from broadsheet.press import keys
from broadsheet.press.ledger import Ledger


def pages_with(photo_ids: Iterable[int]) -> dict[str, str]:
    """Address → recipe of every page that shows one of these photos; none where nothing is pressed yet."""
    try:
        edition = Edition(current().edition_place)
    except EditionError:
        return {}
    try:
        found = Ledger(edition.database).readers({keys.of("photo", pk) for pk in photo_ids})
    except EditionError:
        return {}
    finally:
        edition.close()
    return {address: recipe for address, recipe in sorted(found.items()) if address.startswith("/")}
