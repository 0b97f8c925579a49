"""Reads what a search asks for out of its address, and writes the addresses that ask for something else.

/search?q=flood&section=world&author=sok-dara&topic=mekong&from=2026-01-01&to=2026-12-31&sort=new&page=2
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

from broadsheet.kiosk.finding import SECTION, TOPIC, WRITER, Question
from broadsheet.text.index_words import wanted_in

LONGEST_WORDS = 200
"""Letters."""
LONGEST_QUERY = 4_000
"""Letters of the part of an address that asks, percent signs and all."""
MOST_FIELDS = 20
MOST_PAGES = 200
LONGEST_NAME = 200

PARAMETERS = {"section": SECTION, "author": WRITER, "topic": TOPIC}
"""Names in addresses → kinds of label."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says. `since` and `until` are days, the last one included; `labels`: parameter → name."""

    address: str
    language: str
    words: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    newest_first: bool = False
    page: int = 1
    fault: str = ""
    """The notice that tells why nothing can be looked for."""

    @property
    def is_bare(self) -> bool:
        return not (self.words or self.labels or self.since or self.until)

    def href(self, **changes: object) -> str:
        """The address that asks the same with `changes`, from its first page unless they say another."""
        other = replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]
        fields: list[tuple[str, str]] = [("q", other.words)] if other.words else []
        fields += [(name, other.labels[name]) for name in PARAMETERS if name in other.labels]
        fields += [("from", other.since.isoformat())] if other.since else []
        fields += [("to", other.until.isoformat())] if other.until else []
        fields += [("sort", "new")] if other.newest_first else []
        fields += [("page", str(other.page))] if other.page > 1 else []
        return f"{other.address}?{urlencode(fields)}" if fields else other.address


def asked_in(query_string: str, *, address: str, language: str) -> Asked:
    """What is asked at `address` by `query_string`; what makes no sense is left out, or is a fault."""
    asked = Asked(address, language)
    if len(query_string) > LONGEST_QUERY:
        return replace(asked, fault="too_long")
    try:
        found = parse_qs(query_string, max_num_fields=MOST_FIELDS)
    except ValueError:
        return replace(asked, fault="too_long")
    fields = {name: values[0].replace("\0", "").strip() for name, values in found.items()}
    words = " ".join(fields.get("q", "").split())
    labels = {name: fields[name][:LONGEST_NAME] for name in PARAMETERS if fields.get(name)}
    asked = replace(
        asked,
        words=words[:LONGEST_WORDS],
        labels=labels,
        newest_first=fields.get("sort") == "new",
        page=_page(fields.get("page", "")),
        fault="too_long" if len(words) > LONGEST_WORDS else "",
    )
    try:
        return replace(asked, since=_day(fields.get("from", "")), until=_day(fields.get("to", "")))
    except ValueError:
        return replace(asked, fault=asked.fault or "no_day")


def question_of(asked: Asked, zone: ZoneInfo) -> Question:
    """The question to the edition."""
    return Question(
        asked.language,
        wanted_in(asked.words),
        {PARAMETERS[name]: value for name, value in asked.labels.items()},
        since=_begin(asked.since, zone) if asked.since else None,
        until=_begin(asked.until + timedelta(days=1), zone) if asked.until else None,
        newest_first=asked.newest_first,
        page=asked.page,
    )


def _begin(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def _day(text: str) -> date | None:
    if not text:
        return None
    day = date.fromisoformat(text)
    if not 1000 <= day.year < 9000:
        raise ValueError(text)
    return day


def _page(text: str) -> int:
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 6 else 1
