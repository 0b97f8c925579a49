"""Offers other searches to who has found nothing: words spelt otherwise, no filters, fewer words, a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from zoneinfo import ZoneInfo

from broadsheet.edition.pattern import Values
from broadsheet.edition.store import Edition
from broadsheet.kiosk.asking import Asked, question_of
from broadsheet.kiosk.corrections import corrections
from broadsheet.kiosk.finding import count
from broadsheet.text.index_words import Wanted, spelt, wanted_in
from broadsheet.text.languages import LANGUAGES

MOST = 4
MOST_WORDS = 6
"""Words of a search that are looked at one by one."""


def offers(edition: Edition, asked: Asked, zone: ZoneInfo, *, addresses: dict[str, str]) -> list[Values]:
    """At most four searches that find something. `addresses` are those of all languages' searches, by language."""
    return list(islice(_offers(edition, asked, zone, addresses), MOST))


def _offers(edition: Edition, asked: Asked, zone: ZoneInfo, addresses: dict[str, str]) -> Iterator[Values]:
    def finds(other: Asked) -> bool:
        return count(edition, question_of(other, zone), limit=1) > 0

    wanted = wanted_in(asked.words)[:MOST_WORDS]
    unfiltered = Asked(asked.address, asked.language, asked.words)
    for words in _corrected(edition, asked, wanted):
        other = replace(unfiltered, words=words)
        if finds(other):
            yield {"name": words, "href": other.href()}
    if wanted and unfiltered.href() != asked.href() and finds(unfiltered):
        yield {"name": asked.words, "href": unfiltered.href(), "bare": True}
    for language, address in addresses.items():
        elsewhere = Asked(address, language, asked.words)
        if wanted and language != asked.language and finds(elsewhere):
            name = f"{LANGUAGES.get(language, language)}: {asked.words}"
            yield {"name": name, "href": elsewhere.href(), "language": language}
    for words in _fewer(wanted):
        other = replace(unfiltered, words=words)
        if finds(other):
            yield {"name": words, "href": other.href()}


def _fewer(wanted: Sequence[Wanted]) -> Iterator[str]:
    """What was asked for with one thing left out, the last one first; then each thing alone."""
    said = [f'"{one.said}"' if " " in one.said else one.said for one in wanted]
    if len(said) > 2:
        yield from (" ".join(said[:place] + said[place + 1 :]) for place in reversed(range(len(said))))
    if len(said) > 1:
        yield from said


def _corrected(edition: Edition, asked: Asked, wanted: Sequence[Wanted]) -> Iterator[str]:
    """What was asked for, with the words that no story has spelt otherwise."""
    words = spelt(asked.words)
    best, found = words, False
    for one in wanted:
        alone = Asked(asked.address, asked.language, one.said)
        if " " in one.said or count(edition, question_of(alone, ZoneInfo("UTC")), limit=1):
            continue
        others = corrections(edition, asked.language, one.said)
        if others and len(wanted) == 1:
            yield from others
        elif others:
            best, found = best.replace(one.said, others[0]), True
    if found:
        yield best
