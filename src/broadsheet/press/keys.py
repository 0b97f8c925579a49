"""How a dependency is spelt. An act writes keys into orders; a page's reading notes the keys of all that it asked.

story:81  photo:5  byline:3  topic:7  section:4   one thing's own words
front:en                                          masthead and navigation of a language
list:section/4                                    which stories stand in a list
list:section/4:2026 · :2026-11 · :2026-11-23      … of that year, month or day
list:section/4:months                             which months of it have stories
address:81  gone:/2026/11/23/flood                where a story is found; what a deleted one left
translations:<key>                                a story's versions in other languages
template:article.html  theme                      how pages look
news                                              the last two days, for the news sitemap
muted                                             which stories editors keep out of the live lists
"""

from __future__ import annotations

from datetime import date, timedelta

MUTED = "muted"

LONGEST_BY_DAYS = 45
LONGEST_BY_MONTHS = 24


def of(kind: str, name: object) -> str:
    return f"{kind}:{name}"


def listing(name: str) -> str:
    return f"list:{name}"


def months(name: str) -> str:
    return f"list:{name}:months"


def span(name: str, day: str) -> str:
    """`day` may be a day, a month or a year, as the beginning of an ISO date."""
    return f"list:{name}:{day}"


def day_changed(name: str, day: str) -> set[str]:
    """The keys to order when a story enters, leaves or changes place in list `name` on `day` ("2026-11-23")."""
    return {listing(name), span(name, day), span(name, day[:7]), span(name, day[:4])}


def between(name: str, first: str, last: str) -> set[str]:
    """The fewest keys that tell of every change of list `name` from day `first` to day `last`, both included."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (end - begin).days + 1
    if days <= LONGEST_BY_DAYS:
        return {span(name, (begin + timedelta(days=n)).isoformat()) for n in range(days)}
    reach = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if reach <= LONGEST_BY_MONTHS:
        first_month = begin.year * 12 + begin.month - 1
        return {span(name, f"{m // 12:04}-{m % 12 + 1:02}") for m in range(first_month, first_month + reach)}
    return {span(name, f"{year:04}") for year in range(begin.year, end.year + 1)}
