"""Says what comes first where very much is to be pressed: what all pages share, fronts, then the newest stories."""

from __future__ import annotations

import re
from datetime import date

SHARED, FRONTS, LISTS, FEEDS, MAPS = 1, 2, 3, 4, 5

UNDATED = 2_000_000
"""The rank of what has no day: after all that has one."""

_END_OF_TIME = 1_000_000
"""Above the number of any day."""

_DAY = re.compile(r"/(\d{4})/(\d\d)(?:/(\d\d)(?=/|\Z))?")


def of_day(day: date) -> int:
    """The rank of a page of `day`: the newer, the lower."""
    return _END_OF_TIME - day.toordinal()


def of_address(address: str) -> int:
    """The rank of a page whose address holds its day or month; a month comes with the first of its days."""
    found = _DAY.search(address)
    if found is None:
        return UNDATED
    try:
        return of_day(date(int(found[1]), int(found[2]), int(found[3] or 1)))
    except ValueError:
        return UNDATED
