"""What NewsML 1 becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plain.wire import xml_files
from tests.plain.wire.xml_files import changed, one, read

from broadsheet.wire.dispatch import Status, Subject
from broadsheet.wire.errors import Refused

AGENCY = "newsml_1_agency.xml"
ROLES = "newsml_1_roles.xml"
GUID = "urn:newsml:agency.example:20240506T000500Z:TX-PAR-FER17"
USABLE = '<Status FormalName="Usable"/>'


def test_every_part_of_a_story_is_found() -> None:
    story = one(xml_files.raw(AGENCY))
    assert (story.guid, story.version, story.kind, story.language) == (GUID, "2", "text", "en")
    assert (story.headline, story.subheadline) == ("Ferry to the island sails again", "A week of storms is over")
    assert (story.byline, story.dateline) == ("Sok Maly", "Koh Tamuon, May 6, 2024 (AGY)")
    assert (story.place, story.urgency, story.slugline) == ("Koh Tamuon", 4, "Cambodia-ferry")
    assert story.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert story.first_created == datetime(2024, 5, 6, 0, 5, tzinfo=UTC)
    assert (story.credit, story.copyright, story.usage_terms) == ("AGY", "(c) 2024 Agency", "NO ARCHIVAL USE")
    assert story.editor_note == "UPDATES with quotes\n(Picture)"
    assert (story.status, story.signal, story.warnings) == (Status.USABLE, "", ())
    assert story.subjects == (
        Subject("", "04015000", "subj"),
        Subject("ECO", "ECO", "category"),
        Subject("ISL", "ISL", "urn:agency:cats"),
    )
    assert [mention.name for mention in story.mentions] == ["TRANSPORT", "ferry", "Report", "Island life"]
    assert story.refs == ("urn:newsml:agency.example:20240506T000500Z:doc-1",)


def test_the_body_keeps_every_letter() -> None:
    assert one(xml_files.raw(AGENCY)).body_html == (
        '<p>The ferry to Koh Tamuon sailed again on Monday.</p><p>"We had <i>rice</i> for two more days," said Chan '
        "Dara.</p><p>Monday | 4</p>"
    )


def test_a_picture_has_its_own_words_and_its_largest_file() -> None:
    (picture,) = one(xml_files.raw(AGENCY)).pictures
    assert (picture.href, picture.width, picture.height) == ("ferry.jpg", 2000, 1000)
    assert (picture.headline, picture.caption) == ("Ferry", "Passengers board the ferry.")
    assert (picture.creator, picture.credit, picture.copyright) == ("Kim Phalla", "AGY/Phalla", "AGY Photo")
    assert picture.content_type == "image/jpeg"
    assert picture.guid == f"{GUID}#1:ferry.jpg"


def test_the_identity_is_the_same_in_every_revision() -> None:
    third = one(changed(AGENCY, ("FER17:2<", "FER17:3<"), (">2</RevisionId>", ">3</RevisionId>")))
    bare = one(changed(AGENCY, ("urn:newsml:agency.example:20240506T000500Z:TX-PAR-FER17:2", "")))
    marked = one(changed(AGENCY, ("FER17:2<", "FER17:2U<")))
    assert {third.guid, bare.guid, marked.guid} == {GUID}
    assert (third.version, bare.version) == ("3", "2")


def test_the_day_of_a_revision_is_no_part_of_an_identity() -> None:
    first, _ = read(xml_files.raw(ROLES)).dispatches
    later, _ = read(changed(ROLES, ("<DateId>20240506T090000", "<DateId>20240507T100000"))).dispatches
    assert first.guid == later.guid == "urn:newsml:roles.example::98001"


def test_an_item_without_an_id_is_known_by_what_its_agency_gives() -> None:
    _, second = read(xml_files.raw(ROLES)).dispatches
    assert second.guid == "roles.example:16AAC3"
    _, made = read(changed(ROLES, ("<guid>16AAC3</guid>", ""))).dispatches
    assert made.guid.startswith("roles.example:20240506T080000:")
    zero, _ = read(changed(ROLES, (">98001<", ">0<"))).dispatches
    assert zero.guid.startswith("roles.example:20240506T080000:")


@pytest.mark.parametrize("word", ["Canceled", "CANCELLED", "canceled", "Withdrawn", "KILLED"])
def test_a_cancellation_in_any_spelling_needs_no_content(word: str) -> None:
    text = changed(AGENCY, (USABLE, f'<Status FormalName="{word}"/>')).decode()
    start = text.index("<NewsComponent>")
    ended = one(text[:start] + "</NewsItem></NewsML>")
    assert (ended.guid, ended.status, ended.body_html) == (GUID, Status.CANCELLED, "")


def test_an_embargo_is_held_until_its_status_changes() -> None:
    change = '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20240507T000100+0100</DateAndTime>'
    story = one(changed(AGENCY, (USABLE, f'<Status FormalName="Embargoed"/>{change}</StatusWillChange>')))
    assert (story.status, story.warnings) == (Status.USABLE, ())
    assert story.embargoed_until == datetime(2024, 5, 6, 23, 1, tzinfo=UTC)
    endless = one(changed(AGENCY, (USABLE, '<Status FormalName="EMBARGOED"/>')))
    assert endless.status is Status.WITHHELD
    assert endless.warnings


def test_an_embargo_in_an_advisory_withholds() -> None:
    story = one(changed(AGENCY, ("UPDATES with quotes", "EMBARGOED until Friday 1000 GMT")))
    assert story.status is Status.WITHHELD


def test_an_instruction_ends_or_corrects_an_item() -> None:
    assert one(changed(AGENCY, (USABLE, '<Instruction FormalName="Delete"/>'))).status is Status.CANCELLED
    assert one(changed(AGENCY, (USABLE, '<Instruction FormalName="Rectify"/>'))).signal == "correction"
    assert one(changed(AGENCY, ("UPDATES with", "CORRECTS with"))).signal == "correction"


def test_roles_tell_title_lead_and_body_apart() -> None:
    story, second = read(xml_files.raw(ROLES)).dispatches
    assert (story.headline, story.standfirst) == ("Veerboot vaart weer", "Na een week storm.")
    assert story.body_html == "<p>De <b>boot</b> vaart.</p><p>Hij kost 4 euro.</p>"
    assert (story.credit, story.urgency, story.editor_note, story.language) == ("ROLES", 3, "Prijs in €", "nl")
    assert (story.byline, story.status) == ("", Status.USABLE)
    assert (second.headline, second.body_html) == ("Tweede bericht", "<p>Een &amp; twee</p>")


def test_a_text_in_another_language_is_told_and_listed() -> None:
    story, _ = read(xml_files.raw(ROLES)).dispatches
    assert story.warnings == ("It also holds a text in “fr”, which was left out.",)
    assert "NewsItem/NewsComponent/NewsComponent/NewsComponent/ContentItem/DataContent" in story.unread


def test_what_is_not_understood_is_listed_by_its_name() -> None:
    assert "NewsItem/NewsComponent/AdministrativeMetadata/Property[Validator]" in one(xml_files.raw(AGENCY)).unread
    story, second = read(xml_files.raw(ROLES)).dispatches
    assert "NewsItem/NewsComponent/NewsComponent/NewsComponent/ContentItem" in story.unread
    assert "NewsItem/NewsComponent/ContentItem" in second.unread


def test_an_item_without_any_name_is_refused() -> None:
    with pytest.raises(Refused, match="no identity"):
        read("<NewsML><NewsItem/></NewsML>")
    with pytest.raises(Refused, match="holds no item"):
        read("<NewsML/>")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        xml_files.mutations(xml_files.raw(AGENCY)),
        xml_files.mutations(xml_files.raw(ROLES)),
        xml_files.mutations_of_values(AGENCY),
        xml_files.mutations_of_elements(AGENCY),
        xml_files.mutations_of_values(ROLES),
        xml_files.mutations_of_elements(ROLES),
    )
)
def test_any_mutation_is_read_or_refused(raw: bytes) -> None:
    xml_files.read_or_refuse(raw)


def test_a_picture_beside_a_text_is_known_by_its_medium() -> None:
    named = "<Identification><NewsIdentifier><ProviderId>p</ProviderId><NewsItemId>n</NewsItemId></NewsIdentifier>"
    text = "<ContentItem><DataContent>Words</DataContent></ContentItem>"
    photo = '<ContentItem Href="x"><MediaType FormalName="Photo"/></ContentItem>'
    story = one(
        f"<NewsML><NewsItem>{named}</Identification><NewsComponent>{text}{photo}</NewsComponent></NewsItem></NewsML>"
    )
    assert (story.kind, story.body_html, [found.href for found in story.pictures]) == ("text", "<p>Words</p>", ["x"])
