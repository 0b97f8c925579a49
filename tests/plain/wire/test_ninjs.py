"""What every dialect of ninjs becomes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.plain.wire import items

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused


def read(value: Any) -> Reading:
    raw = value if isinstance(value, bytes) else items.raw(value)
    return formats.recognise(raw).read(raw)


def one(value: Any) -> Dispatch:
    (dispatch,) = read(value).dispatches
    return dispatch


@pytest.mark.parametrize("dialect", items.DIALECTS)
def test_every_dialect_says_the_same_story(dialect: str) -> None:
    dispatch = one(items.DIALECTS[dialect]())
    assert dispatch.guid == "urn:example:ferry"
    assert (dispatch.kind, dispatch.version, dispatch.language) == ("text", "3", "en")
    assert dispatch.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert dispatch.first_created == datetime(2024, 5, 6, tzinfo=UTC)
    assert dispatch.status is Status.USABLE
    assert dispatch.urgency == 4
    assert dispatch.headline == items.HEADLINE
    assert dispatch.byline == "Sok Maly"
    assert dispatch.place == "Koh Tamuon"
    assert dispatch.standfirst == "A week of storms had cut the island off."
    assert dispatch.body_html == items.BODY
    assert dispatch.usage_terms == "Newspapers only"
    assert dispatch.editor_note == "Adds quotation"
    assert ("Shipping", "t12") in {(subject.name, subject.code) for subject in dispatch.subjects}
    assert dispatch.mentions == (Subject("Chan Dara", "", "person"),)
    (picture,) = dispatch.pictures
    assert picture.guid == "urn:example:photo:ferry"
    assert (picture.caption, picture.credit, picture.creator) == (items.CAPTION, "Delta Photo", "Kim Phalla")
    assert (picture.href, picture.width, picture.height) == ("ferry.jpg", 2000, 1000)
    assert picture.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("dialect", "credit"),
    [("ninjs 1", "Delta News"), ("ninjs 2", "Delta/Sok"), ("ninjs 3", "Delta/Sok"), ("Superdesk", "Delta")],
)
def test_the_credit_line_comes_before_the_owner(dialect: str, credit: str) -> None:
    assert one(items.DIALECTS[dialect]()).credit == credit


def test_what_is_not_understood_is_listed() -> None:
    item = items.superdesk() | {"urgency": "very", "colour": "red", "byline": ["a", "b"]}
    assert set(one(item).unread) >= {"extra", "urgency", "colour", "byline"}
    assert "associations.film.uri" in one(items.ninjs_1()).unread
    assert one(items.ninjs_2()).unread == ()


def test_another_body_with_other_words_is_listed() -> None:
    item = items.ninjs_2()
    item["bodies"][0]["value"] = "Something else."
    assert one(item).unread == ("bodies[0]",)


@pytest.mark.parametrize(
    "spelling",
    ["canceled", "cancelled", "Cancelled", "CANCELED", "stat:canceled", "http://cv.iptc.org/pubstatusg2/canceled"],
)
def test_a_cancellation_is_known_in_any_spelling_and_needs_no_words(spelling: str) -> None:
    dispatch = one({"uri": "urn:example:ferry", "pubstatus": spelling})
    assert dispatch.status is Status.CANCELLED


@pytest.mark.parametrize("word", ["withheld", "stat:withheld", "something new", 7, ["usable"], {"usable": True}])
def test_what_is_not_said_to_be_usable_is_withheld(word: Any) -> None:
    assert one(items.ninjs_2() | {"pubstatus": word}).status is Status.WITHHELD


@pytest.mark.parametrize("word", ["usable", "Usable", "stat:usable", "", None])
def test_an_item_is_usable_unless_its_agency_says_otherwise(word: Any) -> None:
    assert one(items.ninjs_2() | {"pubstatus": word}).status is Status.USABLE


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil", "embargoeduntil"])
def test_an_embargo_is_kept(name: str) -> None:
    dispatch = one(items.ninjs_3() | {name: "2024-05-07T06:00:00+07:00"})
    assert dispatch.embargoed_until == datetime(2024, 5, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize("value", ["after the speech", "9999-12-31T00:00:00Z", True, 17, ["soon"]])
def test_an_embargo_that_cannot_be_read_withholds_the_item(value: Any) -> None:
    dispatch = one(items.ninjs_2() | {"embargoed": value})
    assert dispatch.status is Status.WITHHELD
    assert "embargoed" in dispatch.warnings[0]
    assert "embargoed" in dispatch.unread


def test_an_embargo_without_a_zone_lasts_until_it_is_over_everywhere() -> None:
    dispatch = one(items.ninjs_2() | {"embargoed": "2024-05-07T06:00:00"})
    assert dispatch.embargoed_until == datetime(2024, 5, 7, 18, tzinfo=UTC)
    assert dispatch.warnings


def test_an_embargoed_photo_holds_its_story() -> None:
    item = items.ninjs_2()
    item["associations"][0]["embargoed"] = "2024-06-01T00:00:00Z"
    assert one(item).embargoed_until == datetime(2024, 6, 1, tzinfo=UTC)


def test_a_photo_that_its_agency_cancelled_is_left_out() -> None:
    item = items.ninjs_2()
    item["associations"][0]["pubstatus"] = "canceled"
    dispatch = one(item)
    assert dispatch.pictures == ()
    assert "left out" in dispatch.warnings[0]


def test_a_photo_of_its_own_is_a_picture_item() -> None:
    item = items.ninjs_2()["associations"][0]
    dispatch = one(item)
    assert (dispatch.kind, dispatch.body_html, dispatch.headline) == ("picture", "", "Ferry")
    assert dispatch.pictures[0].caption == items.CAPTION


def test_a_summary_that_only_repeats_the_body_is_no_standfirst() -> None:
    assert one(items.ninjs_1() | {"description_text": items.FIRST}).standfirst == ""


def test_a_text_without_headline_is_named_by_its_beginning() -> None:
    item = items.ninjs_1()
    del item["headline"]
    assert one(item).headline.startswith("The ferry to Koh Tamuon")


def test_tags_and_entities_leave_the_headline() -> None:
    assert one(items.ninjs_1() | {"headline": "<b>Rice &amp; fish</b>"}).headline == "Rice & fish"


def test_a_byline_is_a_name() -> None:
    assert one(items.ninjs_1() | {"byline": "By Sok Maly"}).byline == "Sok Maly"
    assert one(items.ninjs_1() | {"byline": "Byron Sok"}).byline == "Byron Sok"


def test_a_correction_is_recognised() -> None:
    assert one(items.ninjs_1() | {"headline": "CORRECTED-Ferry sails"}).signal == "correction"
    assert one(items.ninjs_1()).signal == ""


def test_the_session_in_an_address_is_no_part_of_the_identity() -> None:
    address = "https://api.example/media/v/content/" + "0a" * 16
    assert one(items.ninjs_1() | {"uri": address + "?qt=1&et=2"}).guid == address
    assert one(items.ninjs_1() | {"uri": "https://a.example/?x=1", "altids": {"itemid": "i7"}}).guid == "i7"


@pytest.mark.parametrize("wrapped", [lambda item: [item, item], lambda item: {"total": 2, "item": [item, item]}])
def test_a_list_of_items_is_read(wrapped: Any) -> None:
    assert len(read(wrapped(items.ninjs_1())).dispatches) == 2


def test_a_bad_item_in_a_list_is_refused_and_the_rest_goes_in() -> None:
    reading = read([items.ninjs_1(), {"headline": "Nobody's"}, 7, items.ninjs_2() | {"uri": "urn:example:other"}])
    assert [dispatch.guid for dispatch in reading.dispatches] == ["urn:example:ferry", "urn:example:other"]
    assert [sentence.split(":")[0] for sentence in reading.refused] == ["item 2", "item 3"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "not complete, valid JSON"),
        (b"[]", "list of items is empty"),
        (b'{"uri": "u", "headline": "\xff"}', "not valid UTF-8: byte 27"),
        (b'{"uri": "u", "urgency": NaN}', "NaN"),
        (b'{"uri": "u", "urgency": -Infinity}', "Infinity"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"uri":' * 50_000, "nested too deeply"),
        (b'{"uri": "u", "urgency": ' + b"9" * 5_000 + b"}", "far too long"),
        (b'{"headline": "h", "bodies": []}', "neither a uri nor a guid"),
        (b'{"uri": "u", "type": "text"}', "neither a headline nor a body"),
        (b'{"requests": {}}', "no news item"),
        (b'{"uri": "' + b"u" * 400 + b'", "headline": "h"}', "longer than 300"),
        (b'<?xml version="1.0"?><invoice/>', "<invoice>, not a format that Broadsheet reads yet; it"),
        (b"\x89PNG\r\n", "no whole JPEG"),
        (b"\x01s0001\x02 text", "control bytes"),
        (b"Hello", "plain text"),
        (b"x" * (formats.MAX_BYTES + 1), "takes up to 64 MiB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(raw)
    assert words in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_of_json_are_read(encoding: str) -> None:
    raw = json.dumps(items.ninjs_1(), ensure_ascii=False).encode(encoding)
    assert one(raw).headline == items.HEADLINE


def test_a_name_given_twice_loses_nothing_in_silence() -> None:
    dispatch = one(b'{"uri": "u", "headline": "First", "headline": "Second"}')
    assert dispatch.headline == "Second"
    assert dispatch.unread == ("headline#2",)


def test_half_characters_and_zero_bytes_do_not_reach_the_database() -> None:
    dispatch = one(b'{"uri": "u\\u0000", "headline": "a\\ud800b\\u0007", "body_text": "c\\udfff"}')
    assert (dispatch.guid, dispatch.headline, dispatch.body_html) == ("u", "a\ufffdb", "<p>c\ufffd</p>")
