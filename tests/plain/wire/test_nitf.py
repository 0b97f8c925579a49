"""What NITF becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plain.wire import xml_files
from tests.plain.wire.xml_files import changed, one, read

from broadsheet.wire.dispatch import Status, Subject
from broadsheet.wire.errors import Refused

EVENING = "nitf_evening.xml"


def test_every_part_of_a_story_is_found() -> None:
    story = one(xml_files.raw(EVENING))
    assert (story.guid, story.kind, story.version, story.language) == ("EVE:ferry-17", "text", "2.1", "en-GB")
    assert story.headline == "Ferry to the island sails again"
    assert story.subheadline == "A week of storms is over"
    assert story.byline == "Sok Maly, Island Correspondent"
    assert story.dateline == "Koh Tamuon, Cambodia (EVE)"
    assert story.place == "Koh Tamuon"
    assert story.standfirst == "A week of storms had cut the island off."
    assert story.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert story.expires_at == datetime(2025, 5, 6, tzinfo=UTC)
    assert (story.urgency, story.slugline, story.credit) == (3, "EVE-TRAVEL-Ferry", "Evening Agency")
    assert (story.copyright, story.usage_terms) == ("Evening Agency 2024", "Newspapers only")
    assert story.editor_note == "See also TRAVEL Storm"
    assert story.subjects == (Subject("Transport", "04015000", "subj"), Subject("Islands", "T1", "EVENING"))
    assert Subject("Ferry", "", "keyword") in story.mentions


def test_the_body_keeps_every_letter_with_its_headings_and_tables() -> None:
    assert one(xml_files.raw(EVENING)).body_html == (
        "<p>The ferry to Koh Tamuon sailed again on Monday.</p><h3>Rice for two days</h3>"
        '<p>"We had <i>rice</i> for two more days," said Chan Dara; he paid £4.</p>'
        "<table><tr><th>Day</th><th>Sailings</th></tr>"
        "<tr><td>Monday</td><td>4</td></tr></table><p>Additional reporting by the island desk.</p>"
    )


def test_the_largest_file_of_a_picture_is_taken_and_a_film_is_listed() -> None:
    story = one(xml_files.raw(EVENING))
    (picture,) = story.pictures
    assert (picture.href, picture.width, picture.height, picture.alt) == ("ferry.jpg", 2000, 1000, "A ferry")
    assert (picture.caption, picture.creator) == ("Passengers board the ferry.", "Kim Phalla")
    assert picture.guid == "EVE:ferry-17#1:ferry.jpg"
    assert "nitf/body/body.content/media" in story.unread


def test_an_embargoed_story_is_held_until_its_release() -> None:
    story = one(xml_files.raw(EVENING))
    assert (story.status, story.warnings) == (Status.USABLE, ())
    assert story.embargoed_until == datetime(2024, 5, 6, 23, 1, tzinfo=UTC)


def test_a_release_after_the_issue_holds_a_usable_story_too() -> None:
    story = one(changed(EVENING, ('"embargoed"', '"usable"')))
    assert story.embargoed_until == datetime(2024, 5, 6, 23, 1, tzinfo=UTC)


def test_an_embargo_without_an_end_withholds_the_story() -> None:
    story = one(changed(EVENING, ('<date.release norm="20240507T000100+0100"/>', "")))
    assert story.status is Status.WITHHELD
    assert story.warnings[0].startswith("Withheld: ")


def test_an_embargo_in_a_note_withholds_the_story() -> None:
    story = one(
        changed(
            EVENING,
            ('"embargoed"', '"usable"'),
            ('<date.release norm="20240507T000100+0100"/>', ""),
            ("See also TRAVEL Storm", "EMBARGOED until Friday"),
        )
    )
    assert story.status is Status.WITHHELD


@pytest.mark.parametrize("word", ["canceled", "Cancelled", "KILLED", "withdrawn"])
def test_every_spelling_cancels(word: str) -> None:
    assert one(changed(EVENING, ('"embargoed"', f'"{word}"'))).status is Status.CANCELLED


def test_an_earlier_document_is_cancelled_by_the_one_that_names_it() -> None:
    named = 'management-status="usable" management-doc-idref="ferry-16" management-idref-status="canceled"'
    story, ended = read(changed(EVENING, ('management-status="embargoed"', named))).dispatches
    assert story.status is Status.USABLE
    assert (ended.guid, ended.status, ended.headline) == ("EVE:ferry-16", Status.CANCELLED, "")


def test_a_story_without_an_id_is_known_by_source_day_and_name() -> None:
    without = (' id-string="ferry-17"', "")
    story = one(changed(EVENING, without))
    later = one(changed(EVENING, without, ("sails again</hl1>", "sails</hl1>"), ("20240506T07", "20240506T08")))
    other = one(changed(EVENING, without, ('key="EVE-TRAVEL-Ferry"', 'key="EVE-TRAVEL-Bus"')))
    assert story.guid == later.guid != other.guid
    assert story.guid.startswith("EVE:20240506:")


def test_a_version_at_the_end_of_an_id_is_taken_off() -> None:
    dialect = (('name="category" content="HHH"', 'name="NTBID" content="ferry-17"'), ('ferry-17"/>\n      <du', "{}"))
    text = changed(EVENING, dialect[0]).decode("latin-1")
    assert one(text.replace('id-string="ferry-17"', 'id-string="ferry-17_02"')).guid == "EVE:ferry-17"


def test_words_without_an_id_string_still_need_a_headline_or_a_body() -> None:
    with pytest.raises(Refused, match="neither a headline nor a body"):
        read("<nitf><head><docdata><doc-id id-string='1'/></docdata></head><body><body.content/></body></nitf>")


def test_what_is_not_understood_is_listed() -> None:
    assert "nitf/head/docdata/series" in one(xml_files.raw(EVENING)).unread


def test_lines_that_a_machine_broke_are_joined() -> None:
    lines = "The sale of four ferries ends a year of talks with the<br/>islanders, who wanted to keep them."
    assert (
        one(
            f"<nitf><head><title>Sale</title><docdata><doc-id id-string='1'/></docdata></head><body><body.content>"
            f"<p>{lines}</p></body.content></body></nitf>"
        ).body_html
        == f"<p>{lines.replace('<br/>', ' ')}</p>"
    )


def test_nitf_s_own_elements_keep_their_words_in_place() -> None:
    body = (
        "<p>See <q>this</q><fn>1</fn>, <money>$4</money></p><bq><block><p>Quote</p></block><credit>Who</credit></bq>"
        "<nitf-table><table><tr><td>1</td><td>2</td></tr></table></nitf-table><pre>a\nb</pre>tail"
    )
    story = one(f"<nitf xmlns='n'><head><title>T</title></head><body><body.content>{body}</body.content></body></nitf>")
    quoted = "<blockquote><p>Quote</p><p>Who</p></blockquote>"
    assert story.body_html == (f"<p>See this1, $4</p>{quoted}<p>1 | 2</p><p>a<br/>b</p><p>tail</p>")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        xml_files.mutations(xml_files.raw(EVENING)),
        xml_files.mutations_of_values(EVENING),
        xml_files.mutations_of_elements(EVENING),
    )
)
def test_any_mutation_is_read_or_refused(raw: bytes) -> None:
    xml_files.read_or_refuse(raw)
