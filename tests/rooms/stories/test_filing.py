"""Copy lands where administrators have said its source's words belong, and gets what its source leaves out."""

from __future__ import annotations

from typing import Any

import pytest
from cast import Cast

from broadsheet.stories.filing import filled, section_for, section_number
from broadsheet.wire.dispatch import Dispatch, Subject
from broadsheet.wire.models import Item, MediaTopic, Source, SourceSection


@pytest.fixture
def source(paper: object) -> Source:
    return Source.objects.create(slug="delta", name="Delta")


def dispatch(*subjects: Subject, **others: Any) -> Dispatch:
    return Dispatch("urn:x", "text", "High tide", subjects=subjects, **others)


def say(source: Source, word: str, section: Any) -> None:
    SourceSection.objects.create(source=source, word=word, section=str(section.translation_key))


@pytest.mark.parametrize(
    ("word", "sent"),
    [
        ("Rowing", dispatch(Subject("ROWING"))),
        ("medtop:15000000", dispatch(Subject("Sport", "medtop:15000000", "iptc"))),
        ("15000000", dispatch(Subject("", "medtop:15000000"))),
        ("15000000", dispatch(Subject("", "http://cv.iptc.example/newscodes/mediatopic/15000000"))),
        ("flood", dispatch(mentions=(Subject("Flood", scheme="keyword"),))),
        ("spo", dispatch(slugline="SPO/rowing")),
        ("s", dispatch(thread="s tide-height")),
        ("tide watch", dispatch(kicker="Tide  Watch")),
    ],
)
def test_a_word_of_the_source_decides(source: Source, cast: Cast, word: str, sent: Dispatch) -> None:
    assert section_for(sent, source) == cast.world
    say(source, word, cast.national)
    assert section_for(sent, source) == cast.national
    # Another source may mean something else by the same word.
    assert section_for(sent, Source.objects.create(slug="other", name="Other")) == cast.world


def test_what_administrators_have_said_counts_more_than_a_name(source: Source, cast: Cast) -> None:
    sent = dispatch(Subject("World"))
    assert section_for(sent, source) == cast.world
    say(source, "world", cast.national)
    assert section_for(sent, source) == cast.national


def test_a_word_leads_to_the_section_in_the_language_of_the_copy(source: Source, cast: Cast) -> None:
    """One line serves all languages; where the section has no translation, the rest decides."""
    say(source, "home", cast.national)
    cast.national_km.translation_key = cast.national.translation_key
    cast.national_km.save()
    assert section_for(dispatch(Subject("Home"), language="km-KH"), source) == cast.national_km
    assert section_for(dispatch(Subject("Home"), language="en"), source) == cast.national
    assert section_for(dispatch(Subject("Home"), language="fr"), source) == cast.national


def test_the_default_serves_where_nothing_else_does(source: Source, cast: Cast) -> None:
    Source.objects.update(default_section=str(cast.national.translation_key))
    assert section_for(dispatch(Subject("Rowing")), source) == cast.national
    assert section_for(dispatch(Subject("World")), source) == cast.world
    Source.objects.update(default_section="gone")
    assert section_for(dispatch(), source) == cast.world


def test_a_source_that_names_no_language_and_no_credit_has_its_own(source: Source, cast: Cast) -> None:
    source.default_language, source.default_credit = "km", "Delta News"
    source.save()
    assert filled(dispatch(), source).credit == "Delta News"
    assert section_for(dispatch(), source).locale.language_code == "km"
    said = filled(dispatch(language="en", credit="AFP"), source)
    assert (said.language, said.credit) == ("en", "AFP")
    assert filled(dispatch(copyright="(c) Tide"), source).credit == "(c) Tide"


def test_the_inbox_shows_where_an_item_would_go(source: Source, cast: Cast, django_assert_num_queries: Any) -> None:
    say(source, "rowing", cast.national)
    item = Item(source=source)
    with django_assert_num_queries(2):
        assert section_number(dispatch(Subject("Rowing")), item) == cast.national.pk
    assert section_number(dispatch(Subject("world")), item) == cast.world.pk
    assert section_number(dispatch(Subject("Chess")), item) is None
    Source.objects.update(default_section=str(cast.national.translation_key))
    assert section_number(dispatch(Subject("Chess")), item) == cast.national.pk


def test_a_media_topic_leads_to_the_section_of_the_nearest_one_above_it(source: Source, cast: Cast) -> None:
    for code, broader in (("15000000", ""), ("20000822", "15000000"), ("20001064", "20000822")):
        MediaTopic.objects.create(code=code, broader=broader)
    sent = dispatch(Subject("", "medtop:20001064"))
    say(source, "medtop:15000000", cast.national)
    assert section_for(sent, source) == cast.national
    say(source, "20000822", cast.world)
    assert section_for(sent, source) == cast.world
    Source.objects.update(default_section=str(cast.national.translation_key))
    assert section_for(dispatch(Subject("", "medtop:01000000")), source) == cast.national
