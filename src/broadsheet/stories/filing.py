"""Decides where copy of a source belongs, and fills in what the source leaves out, as administrators have set it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from broadsheet.paperfile import current
from broadsheet.stories.errors import NoSection
from broadsheet.stories.models import Section
from broadsheet.wire import topic_finding
from broadsheet.wire.dispatch import Dispatch
from broadsheet.wire.models import Item, Source
from broadsheet.wire.statements import Given, Question

_TOPIC = re.compile(r"(?:.*[:/])?(\d{8})")


def filled(dispatch: Dispatch, source: Source) -> Dispatch:
    """`dispatch` with the language and credit of its source where it names none."""
    return dataclasses.replace(
        dispatch,
        language=dispatch.language or source.default_language,
        credit=dispatch.credit or dispatch.copyright or source.default_credit,
    )


def section_for(dispatch: Dispatch, source: Source) -> Section:
    """Where copy belongs, in its own language.

    What the source's administrators have said of its words comes first, then what they have said of a Media Topic that
    its subjects lie below, then a section that is called like one of the subjects, then the source's own default, then
    the first section.

    Errors: `NoSection`.
    """
    said = _said(source.pk)
    language = _language(dispatch, said)
    rows = _sections(language)
    if not rows:
        raise NoSection(language)
    found: Section = Section.objects.get(pk=_named(dispatch, said, rows) or rows[0].pk)
    return found


def section_number(dispatch: Dispatch, item: Item) -> int | None:
    """The section where an item of the inbox belongs; None where nothing says so. Asked for each item that comes in."""
    said = _said(item.source_id)
    return _named(dispatch, said, _sections(_language(dispatch, said)))


class _Row(NamedTuple):
    pk: int
    title: str
    key: object


# Both are asked for each item that comes in.
_ASKED_SAID = Question(
    lambda: Source.objects.filter(pk=Given(0)).values_list(
        "default_language", "default_section", "sections__word", "sections__section"
    )
)
_ASKED_SECTIONS = Question(
    lambda: (
        Section.objects.filter(locale__language_code=Given(0))
        .order_by("path")
        .values_list("pk", "title", "translation_key")
    )
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What administrators have said of a source; `words` are in small letters."""

    source_id: int
    language: str
    section: str
    words: dict[str, str]


def _said(source_id: int) -> _Said:
    found = _ASKED_SAID(source_id)
    return _Said(source_id, found[0][0], found[0][1], {word.casefold(): key for _, _, word, key in found if word})


def _sections(language: str) -> list[_Row]:
    return [_Row(*row) for row in _ASKED_SECTIONS(language)]


def _language(dispatch: Dispatch, said: _Said) -> str:
    language = (dispatch.language or said.language).replace("_", "-").split("-")[0].lower()
    return language if language in current().languages else current().languages[0]


def _named(dispatch: Dispatch, said: _Said, rows: list[_Row]) -> int | None:
    by_key = {str(UUID(str(row.key))): row.pk for row in rows} if said.words or said.section else {}
    by_name = {row.title.casefold(): row.pk for row in reversed(rows)}
    words = _words(dispatch) if said.words else iter(())
    mapped = (by_key[said.words[word]] for word in words if said.words.get(word) in by_key)
    below = (by_key[key] for key in _by_topic(dispatch, said) if key in by_key)
    names = (subject.name.casefold() for subject in dispatch.subjects)
    named = (by_name[name] for name in names if name in by_name)
    return next(mapped, None) or next(below, None) or next(named, None) or by_key.get(said.section)


def _by_topic(dispatch: Dispatch, said: _Said) -> Iterator[str]:
    """The section of the nearest Media Topic that a subject is or lies below; asks nothing where none has a section."""
    sections = {found[1]: key for word, key in said.words.items() if (found := _TOPIC.fullmatch(word))}
    if sections:
        topics = topic_finding.topics_for(dispatch.subjects, said.source_id)
        if nearest := topic_finding.nearest(topics, sections):
            yield sections[nearest]


def _words(dispatch: Dispatch) -> Iterator[str]:
    """What a source may call a section by, in small letters: subjects and their codes first, then what is wider."""
    for subject in dispatch.subjects:
        yield from _spellings(subject.code)
        yield " ".join(subject.name.casefold().split())
    for word in dispatch.mentions:
        yield " ".join(word.name.casefold().split())
    yield " ".join(dispatch.kicker.casefold().split())
    # A service of ANPA or 7901, or the beginning of a slugline: "SPO/rowing".
    for text in (dispatch.thread, dispatch.slugline):
        yield from (part for part in dict.fromkeys([text.casefold(), *_beginnings(text.casefold())]) if part)


def _spellings(code: str) -> Iterator[str]:
    """A code as it stands and without the name of its list: "medtop:15000000", "15000000"."""
    small = code.casefold().strip()
    if small:
        yield small
        yield small.rpartition(":")[2].rpartition("/")[2]


def _beginnings(text: str) -> Iterator[str]:
    for mark in ("/", "-", " "):
        yield text.partition(mark)[0].strip()
