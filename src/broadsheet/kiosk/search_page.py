"""Says what fills the holes of a search's page: what was asked, what was found, and the ways from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

from broadsheet.edition.pattern import Html, Value, Values
from broadsheet.edition.store import Edition
from broadsheet.kiosk.asking import MOST_PAGES, PARAMETERS, Asked, question_of
from broadsheet.kiosk.finding import SECTION, TOPIC, Findings, Hit, Label, Question, find
from broadsheet.kiosk.offers import offers
from broadsheet.kiosk.story_text import text_of
from broadsheet.text.excerpts import Piece, beginning, excerpt, marked
from broadsheet.text.index_words import Wanted
from broadsheet.text.languages import in_digits

EARLIEST = -(1 << 33)
"""Unix seconds: before it no story was published."""
NEWEST = 5
"""Stories that are shown where none was found."""

_NAMES = {"sections": "section", "writers": "author", "topics": "topic"}
"""Parts of the page → parameters of the address."""


def values_of(edition: Edition, asked: Asked, zone: ZoneInfo, *, addresses: dict[str, str]) -> dict[str, Value]:
    """All that the page needs. A fault, or nothing asked for, finds nothing and needs no edition."""
    values = form_of(asked)
    question = question_of(asked, zone)
    if asked.fault or not question.asks:
        if not asked.fault and asked.words:
            values["only_small"] = True
        return values
    if asked.words and not question.wanted:
        return values | {"only_small": True}
    findings = find(edition, question)
    values |= {"answered": True, "none": findings.count == 0, "some": findings.count > 0, "more": findings.more}
    values["count"] = in_digits(str(findings.count), asked.language)
    values["filling"] = edition.lacks_words(asked.language)
    if not findings.count:
        offered = offers(edition, asked, zone, addresses=addresses)
        return values | {"offers": offered, "offers_found": bool(offered)} | _newest(edition, asked, zone)
    values["hits"] = [_hit(edition, hit, question.wanted, zone) for hit in findings.hits]
    return values | _ways(asked, findings)


def form_of(asked: Asked) -> dict[str, Value]:
    """What the form shows, and what narrows the search, with ways to take it off."""
    kept = [{"name": name, "value": value} for name, value in asked.labels.items()]
    chips = []
    for name, value in asked.labels.items():
        others = {other: v for other, v in asked.labels.items() if other != name}
        chips.append({"name": value.replace("-", " "), "href": asked.href(labels=others)})
    return {
        "words": asked.words,
        "from": asked.since.isoformat() if asked.since else "",
        "to": asked.until.isoformat() if asked.until else "",
        "newest_first": asked.newest_first,
        "kept": kept,
        "chips": chips,
        "chips_found": bool(chips),
        **({asked.fault: True} if asked.fault else {}),
    }


def _hit(edition: Edition, hit: Hit, wanted: Sequence[Wanted], zone: ZoneInfo) -> Values:
    row = hit.row
    pieces: list[Piece] = []
    page = edition.page(row.address)
    if page is not None and wanted:
        pieces = excerpt(text_of(page), wanted)
    return {
        "section": hit.section,
        "address": row.address,
        "headline": _html(marked(row.headline, wanted)),
        "excerpt": _html(pieces or beginning(row.teaser)),
        "iso": datetime.fromtimestamp(row.published_at, zone).isoformat(),
        "day": hit.day,
    }


def _newest(edition: Edition, asked: Asked, zone: ZoneInfo) -> dict[str, Value]:
    """What else there is to read: the newest stories, and the sections and topics of those published lately."""
    findings = find(edition, Question(asked.language, since=EARLIEST))
    lately = replace(findings, labels={kind: findings.labels.get(kind, ()) for kind in (SECTION, TOPIC)}, years=())
    newest = [_hit(edition, hit, (), zone) for hit in findings.hits[:NEWEST]]
    ways = _ways(Asked(asked.address, asked.language), replace(lately, pages=1))
    return ways | {"newest": newest, "newest_found": bool(newest)}


def _html(pieces: Iterable[Piece]) -> Html:
    return Html("".join(f"<mark>{escape(p.text)}</mark>" if p.marked else escape(p.text) for p in pieces))


def _ways(asked: Asked, findings: Findings) -> dict[str, Value]:
    """Ways to the pages beside this one, and to what narrows the search."""
    values: dict[str, Value] = {}
    page, last = asked.page, min(findings.pages, MOST_PAGES)
    for name, number, there in (("before", page - 1, page > 1), ("after", page + 1, page < last)):
        if there:
            values[name] = [{"href": asked.href(page=number), "number": in_digits(str(number), asked.language)}]
    values["paged"] = page > 1 or page < last
    for part, parameter in _NAMES.items():
        labels = findings.labels.get(PARAMETERS[parameter], ())
        values[part] = [_label(asked, parameter, label) for label in labels]
        values[f"{part}_found"] = bool(labels)
    values["years"] = [_year(asked, label) for label in findings.years]
    values["years_found"] = bool(findings.years)
    return values


def _label(asked: Asked, parameter: str, label: Label) -> Values:
    chosen = asked.labels.get(parameter) == label.slug
    return {
        "name": label.name,
        "href": asked.href(labels={**asked.labels, parameter: label.slug}),
        "count": in_digits(str(label.count), asked.language),
        "chosen": chosen,
    }


def _year(asked: Asked, label: Label) -> Values:
    first, last = date(int(label.slug), 1, 1), date(int(label.slug), 12, 31)
    return {
        "name": in_digits(label.name, asked.language),
        "href": asked.href(since=first, until=last),
        "count": in_digits(str(label.count), asked.language),
        "chosen": (asked.since, asked.until) == (first, last),
    }
