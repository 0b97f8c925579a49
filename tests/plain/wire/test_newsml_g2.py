"""What NewsML-G2 becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plain.wire import xml_files
from tests.plain.wire.xml_files import read

from broadsheet.wire.dispatch import Dispatch, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.succession import Held, Succession, fingerprint, judge

MESSAGE = "newsml_g2_message.xml"


def of_message(*changes: tuple[str, str]) -> tuple[Dispatch, ...]:
    return read(xml_files.changed(MESSAGE, *changes)).dispatches


def item(content: str = "", *, meta: str = "", about: str = "<headline>Ferry sails</headline>", guid: str = "u") -> str:
    """A short item of its own."""
    status = "" if "pubStatus" in meta else '<pubStatus qcode="stat:usable"/>'
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:text"/>{meta}{status}</itemMeta><contentMeta>{about}</contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def one(raw: str) -> Dispatch:
    (dispatch,) = read(raw).dispatches
    return dispatch


def test_every_part_of_a_story_is_found() -> None:
    story, _, _ = of_message()
    assert (story.guid, story.version, story.kind) == ("urn:newsml:delta.example:20240506:ferry", "3", "text")
    assert (story.language, story.urgency, story.slugline) == ("en", 4, "Ferry/Island")
    assert (story.headline, story.subheadline) == ("Ferry to the island sails again", "A week of storms is over")
    assert (story.byline, story.dateline, story.place) == ("Sok Maly", "Koh Tamuon (Delta)", "Koh Tamuon")
    assert story.standfirst == "A week of storms had cut the island off."
    assert story.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert story.first_created == datetime(2024, 5, 6, tzinfo=UTC)
    assert story.embargoed_until == datetime(2024, 5, 6, 12, tzinfo=UTC)
    assert (story.status, story.signal, story.warnings) == (Status.USABLE, "", ())
    assert (story.credit, story.copyright, story.usage_terms) == ("Delta", "Copyright 2024 Delta", "Newspapers only")
    assert story.editor_note == "Places\nHarbour"


def test_the_body_keeps_every_letter_and_nothing_that_runs() -> None:
    story, _, _ = of_message()
    assert story.body_html == (
        "<p>The ferry to <b>Koh Tamuon</b> sailed again.</p><h3>Rice for two days</h3>"
        '<p>“We had rice for two more days,” said <a href="https://example.org/dara">Chan Dara</a>.</p>'
        "<p>Monday | 4</p>"
    )


def test_subjects_keep_their_codes_and_those_of_iptc() -> None:
    story, _, _ = of_message()
    assert story.subjects == (
        Subject("Shipping", "12", "dtopic"),
        Subject("", "20000337", "medtop"),
        Subject("", "04000000", "http://cv.iptc.org/newscodes/mediatopic/"),
    )
    assert story.mentions == (
        Subject("Chan Dara", "3", "people"),
        Subject("Old harbour", "", "place"),
        Subject("Ferry", "", "keyword"),
        Subject("Report", "report", "genre"),
    )


def test_a_picture_item_becomes_a_picture_with_its_largest_file() -> None:
    _, photo, _ = of_message()
    (picture,) = photo.pictures
    assert (photo.kind, photo.headline, picture.guid) == ("picture", "Ferry", photo.guid)
    assert (picture.href, picture.width, picture.height) == ("ferry.jpg", 2000, 1000)
    assert (picture.caption, picture.creator) == ("Passengers board the ferry.", "Kim Phalla")
    assert (picture.credit, picture.copyright, picture.usage_terms) == ("Delta/Phalla", "Delta Photo", "One-time use")


def test_a_text_gets_the_picture_that_it_names_with_its_words() -> None:
    story, photo, _ = of_message()
    assert [(picture.guid, picture.href) for picture in story.pictures] == [(photo.guid, "ferry.jpg")]
    assert story.pictures[0].caption == "Passengers board the ferry."


def test_a_package_names_what_it_holds() -> None:
    story, photo, package = of_message()
    assert (package.kind, package.headline) == ("composite", "Top stories")
    assert package.refs == (story.guid, photo.guid)
    assert package.body_html == "<ul><li>Ferry &amp; island – One line.</li><li>Ferry</li></ul>"


def test_items_without_news_are_told_and_the_rest_is_taken() -> None:
    reading = read(xml_files.raw(MESSAGE))
    assert len(reading.dispatches) == 3
    assert reading.refused == ("item 4: This is a concept of a vocabulary (conceptItem): it carries no news.",)


def test_what_is_not_understood_is_listed() -> None:
    story, _, _ = of_message()
    assert "newsItem/itemMeta/odd" in story.unread
    assert "newsItem/contentSet/inlineXML/html/body/section/img" in story.unread


@pytest.mark.parametrize("code", ["stat:canceled", "stat:cancelled", "STAT:CANCELED", "http://cv/pubstatus/canceled"])
def test_every_spelling_cancels_without_a_body(code: str) -> None:
    ended = one(item(meta=f'<pubStatus qcode="{code}"/>', about=""))
    assert (ended.status, ended.body_html) == (Status.CANCELLED, "")


def test_a_usable_item_and_its_cancellation_are_one_story_in_any_order() -> None:
    body = "<inlineXML><html><body><p>Gold rose.</p></body></html></inlineXML>"
    times = ["2016-01-12T10:00:00.000Z", "2016-01-12T09:00:00.000Z"]
    usable = one(item(body, meta=f"<versionCreated>{times[0]}</versionCreated><firstCreated>{times[0]}</firstCreated>"))
    made = f"<versionCreated>{times[1]}</versionCreated><firstCreated>{times[1]}</firstCreated>"
    ended = one(item(meta=f'{made}<pubStatus qcode="stat:canceled"/>'))
    held = [Held(d.version, d.version_created, d.status, fingerprint(d)) for d in (usable, ended)]
    assert usable.guid == ended.guid
    assert judge(held[:1], ended) is Succession.CANCELLATION
    assert judge(held[1:], usable) is Succession.OLDER


@pytest.mark.parametrize("signal", ["sig:correction", "edStat:C"])
def test_a_correction_is_told(signal: str) -> None:
    assert one(item(meta=f'<signal qcode="{signal}"/>')).signal == "correction"
    assert one(item(about="<headline>CORRECTED-Ferry sails</headline>")).signal == "correction"
    assert one(item(meta='<signal qcode="edStat:U"/>')).signal == ""


@pytest.mark.parametrize("signal", ["sig:kill", "edStat:W", "sig:takedown"])
def test_a_signal_ends_an_item_that_still_calls_itself_usable(signal: str) -> None:
    assert one(item(meta=f'<signal qcode="{signal}"/>')).status is Status.CANCELLED


def test_an_embargo_without_an_end_or_in_words_withholds() -> None:
    assert one(item(meta="<embargoed/>")).status is Status.WITHHELD
    noted = one(item(meta="<edNote>STRICTLY EMBARGOED until noon on Friday</edNote>"))
    assert noted.status is Status.WITHHELD
    assert "embargo" in noted.warnings[0]


def test_an_unknown_status_withholds() -> None:
    assert one(item(meta='<pubStatus qcode="stat:whatever"/>')).status is Status.WITHHELD


def test_nitf_inside_is_read() -> None:
    story = one(
        item(
            '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
            "<body.head><byline>By Sok Maly<byttl>Staff</byttl></byline><abstract><p>Short.</p></abstract></body.head>"
            "<body.content><block><p>Gold <person>Rose</person>.</p><hl2>More</hl2></block></body.content>"
            "</body></nitf></inlineXML>"
        )
    )
    assert (story.byline, story.standfirst) == ("Sok Maly, Staff", "Short.")
    assert story.body_html == "<p>Gold Rose.</p><h3>More</h3>"


def test_an_agency_s_own_elements_become_paragraphs() -> None:
    story = one(
        item(
            "<inlineXML><BODY><TEXT><RUBRIK>Ferry sails</RUBRIK><P>One <X>big</X> boat.</P><MELLIS>Then</MELLIS>"
            "<OWN>Two</OWN><OWN>Three</OWN></TEXT></BODY></inlineXML>"
        )
    )
    assert story.body_html == "<p>One big boat.</p><h3>Then</h3><p>Two</p><p>Three</p>"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<inlineData>One boat.\n\nTwo boats.</inlineData>", "<p>One boat.</p><p>Two boats.</p>"),
        ("<inlineData contenttype='text/plain'><![CDATA[<p>A &amp; B</p>]]></inlineData>", "<p>A &amp; B</p>"),
        ("<inlineXML><html><body><p>Results\nA 1\nB 2</p></body></html></inlineXML>", "<p>Results<br/>A 1<br/>B 2</p>"),
        ("<inlineXML><html><body><p>Gold\n    rose\n    again</p></body></html></inlineXML>", "<p>Gold rose again</p>"),
        ("<inlineXML><html><body><p>By Sok Maly</p><p>Gold.</p></body></html></inlineXML>", "<p>Gold.</p>"),
    ],
)
def test_every_kind_of_text_is_read(content: str, body: str) -> None:
    assert one(item(content)).body_html == body


def test_results_and_other_data_are_listed_and_not_printed() -> None:
    story = one(item("<inlineXML><sports-content><score>4</score></sports-content></inlineXML>"))
    assert story.body_html == ""
    assert "newsItem/contentSet/inlineXML/sports-content" in story.unread


def test_stt_leaves_the_day_out_of_its_later_guids() -> None:
    first = one(item(guid="urn:newsml:stt.fi:20190415:102736761"))
    assert first.guid == one(item(guid="urn:newsml:stt.fi::102736761")).guid


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("<planningItem guid='u'/>", "plan of coverage"),
        ("<groupSet/>", "a part of a NewsML-G2 item"),
        ("<newsMessage/>", "holds no item"),
        ("<newsItem/>", "no guid"),
        (f"<newsItem guid='{'u' * 301}'/>", "longer than"),
        ("<newsItem guid='u'/>", "neither a headline nor a body"),
        ("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", "XML schema"),
    ],
)
def test_what_carries_no_news_is_refused_with_its_name(raw: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read(raw)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        xml_files.mutations(xml_files.raw(MESSAGE)),
        xml_files.mutations_of_values(MESSAGE),
        xml_files.mutations_of_elements(MESSAGE),
    )
)
def test_any_mutation_is_read_or_refused(raw: bytes) -> None:
    xml_files.read_or_refuse(raw)
