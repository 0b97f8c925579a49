"""What readers read now, as the desk shows it: the chart with its numbers, and views by minute.

ranking's store ──▶ counts, minutes ──▶ chart + trends ──▶ rows with headline, section and why a story has no place
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.paperfile import PaperFile
from broadsheet.ranking.chart import Count, Rules, hour_of, order, trending, weigh
from broadsheet.ranking.counting import LOST
from broadsheet.ranking.referrers import CLASSES
from broadsheet.ranking.store import MINUTES, MinuteCount, open_store
from broadsheet.stories.models import Listing, Mute, Story

ROWS = 50
"""Places of the chart that are shown."""
LOOKED_AT = 500
"""Places among which a language's or a section's are looked for."""
MINUTES_SHOWN = 60
STORIES_SHOWN = 6
"""Stories with a colour of their own in the drawing by minute."""


@dataclass(frozen=True, slots=True)
class Row:
    """One story that is read. `standing` is "listed", "muted", "old" or "few": whether it may stand in a list."""

    story_id: int
    headline: str
    language: str
    section: str
    published_at: datetime
    score: float
    readers: int
    this_hour: int
    rise: float
    """Standard deviations above what its past lets expect; 0 where it does not trend."""
    referrers: Mapping[str, int]
    """Views of the last three hours by class."""
    standing: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Views of the last hour by minute; `series` are the most read stories and, last, all others (story 0)."""

    first: int
    """Whole minutes since 1970."""
    series: Sequence[tuple[int, str, Sequence[int]]]
    """(story, headline, views of each minute)."""
    referrers: Mapping[str, int]
    lost: int
    """Views of the last three hours that no kiosk could keep."""


def rules_of(paper: PaperFile) -> Rules:
    return Rules(paper.half_life_hours, paper.window_hours, paper.floor_readers)


def read(
    paper: PaperFile, now: datetime, *, language: str = "", section_id: int = 0, by_trend: bool = False
) -> tuple[list[Row], Minutes]:
    """The chart and the last hour, of one language or section where one is named.

    Errors: `RankingUnavailable`.
    """
    rules = rules_of(paper)
    store = open_store(paper.ranking, valkey=paper.valkey, window_hours=paper.window_hours)
    try:
        counts = list(store.counts(since_hour=hour_of(now) - paper.window_hours + 1))
        told = store.minutes(since_minute=int(now.timestamp()) // 60 - MINUTES)
    finally:
        store.close()
    minutes = [one for one in told if one.story_id != LOST]
    lost = sum(one.views for one in told if one.story_id == LOST)
    found = _rows(paper, counts, minutes, now=now, rules=rules)
    rows = [
        row for row, its_section in found
        if language in ("", row.language) and section_id in (0, its_section)
    ]  # fmt: skip
    if by_trend:
        rows = sorted((row for row in rows if row.rise), key=lambda row: row.rise, reverse=True)
    wanted = {row.story_id for row in rows}
    filtered = bool(language or section_id)
    shown = [one for one in minutes if one.story_id in wanted] if filtered else minutes
    return rows[:ROWS], _by_minute(shown, {row.story_id: row.headline for row in rows}, now, lost=lost)


def _rows(
    paper: PaperFile, counts: Sequence[Count], minutes: Sequence[MinuteCount], *, now: datetime, rules: Rules
) -> list[tuple[Row, int]]:
    hour = hour_of(now)
    everybody = Rules(rules.half_life_hours, rules.window_hours, floor_readers=1)
    ranked = order(weigh(counts, hour, rules=everybody), rules=everybody, places=LOOKED_AT)
    ids = [one.story_id for one in ranked]
    rises = {trend.story_id: trend.rise for trend in trending(counts, now)}
    fresh = {count.story_id: count.readers for count in counts if count.hour == hour}
    came: dict[int, Counter[str]] = {}
    for minute in minutes:
        came.setdefault(minute.story_id, Counter())[minute.referrer] += minute.views
    lists = [f"language/{code}" for code in paper.languages]
    out = Listing.objects.filter(list__in=lists, story_id__in=ids)
    published = {
        pk: (at, name.partition("/")[2]) for pk, at, name in out.values_list("story_id", "published_at", "list")
    }
    stories = Story.objects.filter(pk__in=published).only("pk", "title", "path")
    titles = {story.pk: (story.title, story) for story in stories}
    sections = _sections()
    muted = set(Mute.objects.filter(ended_at=None, story_id__in=ids).values_list("story_id", flat=True))
    oldest = now - timedelta(days=paper.age_limit_days)
    found = []
    for one in ranked:
        if one.story_id not in titles:
            continue
        title, story = titles[one.story_id]
        at, language = published[one.story_id]
        section_id, section = sections.get(story.path[: -story.steplen], (0, ""))
        standing = (
            "muted" if one.story_id in muted
            else "old" if at < oldest
            else "few" if one.readers < rules.floor_readers
            else "listed"
        )  # fmt: skip
        row = Row(
            one.story_id, title, language, section, at, round(one.score, 1), one.readers,
            fresh.get(one.story_id, 0), round(rises.get(one.story_id, 0.0), 1),
            {name: came.get(one.story_id, Counter())[name] for name in CLASSES}, standing,
        )  # fmt: skip
        found.append((row, section_id))
    return found


def _sections() -> dict[str, tuple[int, str]]:
    from broadsheet.stories.models import Section

    return {path: (pk, title) for path, pk, title in Section.objects.values_list("path", "pk", "title")}


def _by_minute(minutes: Sequence[MinuteCount], headlines: Mapping[int, str], now: datetime, *, lost: int) -> Minutes:
    first = int(now.timestamp()) // 60 - MINUTES_SHOWN + 1
    totals: Counter[int] = Counter()
    referrers: Counter[str] = Counter()
    lines: dict[int, list[int]] = {}
    for one in minutes:
        place = one.minute - first
        if 0 <= place < MINUTES_SHOWN:
            totals[one.story_id] += one.views
            referrers[one.referrer] += one.views
            lines.setdefault(one.story_id, [0] * MINUTES_SHOWN)[place] += one.views
    best = [story_id for story_id, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))]
    best = [story_id for story_id in best if story_id in headlines][:STORIES_SHOWN]
    series = [(story_id, headlines[story_id], lines[story_id]) for story_id in best]
    others = [0] * MINUTES_SHOWN
    for story_id, line in lines.items():
        if story_id not in best:
            others = [a + b for a, b in zip(others, line, strict=True)]
    series.append((0, "Other stories", others))
    return Minutes(first, series, {name: referrers[name] for name in CLASSES}, lost)
