"""How a dependency is spelt. An act writes keys into orders; a page's reading notes the keys of all that it asked.

story:81  photo:5  byline:3  topic:7  section:4   one thing's own words; for a story also what stands below it
dossier:7                                         a running story's own words, its people and what was said
front:en                                          masthead and navigation of a language
list:section/4                                    the newest stories of a list
list:section/4:months                             which months of it have stories
list:section/4:2026-11                            which months with stories lie beside this one
list:section/4:2026-11/3                          the third page of that month, oldest first
list:language/en:2026-11-23                       the stories of that day
list:language/en:2026                             which days of that year have stories
list:language/en:11-23                            which years have stories on that day of the year
block:17  blocks                                  public stories number 8500 to 8999; which blocks have any
address:81  gone:/2026/11/23/flood                where a story is found; what a deleted one left
translations:<key>                                a story's versions in other languages
template:article.html  theme                      how pages look
news                                              the last two days, for the news sitemap
muted                                             which stories editors keep out of the live lists
live:81  live:81/3  live:81/parts                 a live blog as a whole; its third part; which parts have entries
slots:4  banner:en                                what editors put on a front; breaking news of a language
"""

from __future__ import annotations

from functools import lru_cache

MUTED = "muted"

REMEMBERED = 8_192
"""Keys that are spelt once: neighbouring pages read the same, which are then told apart without comparing letters."""


@lru_cache(maxsize=REMEMBERED)
def of(kind: str, name: object) -> str:
    return f"{kind}:{name}"


def listing(name: str) -> str:
    return f"list:{name}"


def months(name: str) -> str:
    return f"list:{name}:months"


def beside(name: str, month: str) -> str:
    return f"list:{name}:{month}"


def day(name: str, day: str) -> str:
    return f"list:{name}:{day}"


def days(name: str, year: str) -> str:
    return f"list:{name}:{year}"


def day_of_years(name: str, day: str) -> str:
    return f"list:{name}:{day[5:]}"


def month_page(name: str, month: str, number: int) -> str:
    return f"list:{name}:{month}/{number}"


def slots(page_id: int) -> str:
    return f"slots:{page_id}"


def banner(language: str) -> str:
    return f"banner:{language}"


def live(story_id: int) -> str:
    return f"live:{story_id}"


def live_part(story_id: int, number: int) -> str:
    return f"live:{story_id}/{number}"


def live_parts(story_id: int) -> str:
    return f"live:{story_id}/parts"
