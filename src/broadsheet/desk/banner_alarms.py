"""Tells those who lay out a home front, on every page, of breaking news that waits for a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from broadsheet.stories import banners, fronts
from broadsheet.stories.models import Banner


def told(person: Any, now: datetime) -> dict[str, Any]:
    """The banners that this person may put up, the last one worded first; nothing asks for more on most days."""
    waiting = Banner.objects.filter(ended_at=None, shown_at=None, proposed_at__gt=now - banners.STALE)
    by_others = list(waiting.exclude(proposed_by=person.pk).order_by("-proposed_at", "-pk"))
    mine: dict[str, bool] = {}
    for language in {banner.language for banner in by_others}:
        mine[language] = fronts.may_arrange(person, banners.home_of(language))
    found = [banner for banner in by_others if mine[banner.language]]
    return {"banner_alarms": found, "banners_shown": ",".join(str(banner.pk) for banner in found)}
