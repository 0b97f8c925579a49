"""What AP's Media API becomes: known by its lasting id, with its holds, kills and corrections."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plain.wire import items
from tests.plain.wire.reading import SAMPLES, check, one, read, read_or_refuse
from tests.plain.wire.test_ninjs_samples import JSON, places

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Status, Subject

PICTURE: dict[str, Any] = {
    "uri": "https://api.example/content/bb22?qt=s3ss10n",
    "altids": {"itemid": "bb22", "etag": "bb22_0"},
    "version": 0,
    "type": "picture",
    "versioncreated": "2024-05-06T00:00:00Z",
    "pubstatus": "usable",
    "headline": "Island Ferry",
    "photographer": {"code": "stf", "name": "Kim Phalla"},
    "datelinelocation": {"city": "KOH TAMUON", "countryname": "Cambodia"},
    "description_creditline": "Kim Phalla/Delta",
    "description_caption": items.CAPTION,
    "usageterms": ["One", "Two"],
    "renditions": {
        "main": {"rel": "Main", "mimetype": "image/jpeg", "width": 4000, "height": 2000},
        "preview": {"href": "p.jpg", "mimetype": "image/jpeg", "width": 512, "height": 256},
        "thumbnail": {"href": "t.jpg", "mimetype": "image/jpeg", "width": 128, "height": 64},
    },
}


def story(**changed: Any) -> dict[str, Any]:
    item = {
        "uri": "https://api.example/content/aa11?qt=s3ss10n&et=0a",
        "altids": {"itemid": "aa11", "etag": "aa11_0a", "transref": "a0001"},
        "version": 2,
        "type": "text",
        "urgency": 3,
        "profile": "Spot Development",
        "language": "en",
        "versioncreated": "2024-05-06T00:08:09Z",
        "firstcreated": "2024-05-06T00:00:00Z",
        "pubstatus": "usable",
        "ednote": "Eds: UPDATES: Adds quotation.",
        "editorialtypes": ["Lead"],
        "signals": ["newscontent"],
        "headline": items.HEADLINE,
        "slugline": "BC-AS--Cambodia-Ferry, 1st Ld-Writethru",
        "description_summary": "A week of storms had cut the island off.",
        "bylines": [{"by": "By SOK MALY", "title": "Associated Press"}, {"by": "By CHAN DARA", "title": "AP Writer"}],
        "located": "KOH TAMUON",
        "datelinelocation": {"city": "Koh Tamuon", "countryname": "Cambodia"},
        "copyrightnotice": "Copyright 2024",
        "usageterms": ["Newspapers only"],
        "keywords": ["ferry"],
        "provider": "AP",
        "infosource": [{"name": "Delta", "type": "ThirdParty"}],
        "subject": [
            {"name": "i", "code": "i", "rels": ["category"], "creator": "Editorial"},
            {"name": "Shipping", "code": "c7", "scheme": "http://lists.example/", "rels": ["direct"]},
        ],
        "person": [{"name": "Chan Dara", "code": "p1", "scheme": "http://lists.example/", "types": ["OFFICIAL"]}],
        "associations": {"1": {"uri": "u?x=1", "altids": {"itemid": "bb22"}, "type": "picture", "headline": "Ferry"}},
        "renditions": {"nitf": {"href": "https://api.example/nitf", "type": "text", "mimetype": "text/xml"}},
    }
    return item | changed


def answer(item: Any, body: Any = None) -> bytes:
    value = {"api_version": "2.1", "params": {}, "data": {"meta": {}, "item": item}}
    return items.raw(value | ({"nitf": body} if body is not None else {}))


BODY = {"body_html": f"<p>KOH TAMUON (AP) — {items.FIRST}</p><p>{items.SECOND}</p>"}


def test_a_story_is_understood_whole() -> None:
    dispatch = one(answer(story(), BODY))
    assert (dispatch.guid, dispatch.version, dispatch.kind) == ("aa11", "2", "text")
    assert dispatch.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert dispatch.body_html == items.BODY
    assert (dispatch.dateline, dispatch.place) == ("KOH TAMUON (AP)", "Koh Tamuon, Cambodia")
    assert dispatch.byline == "SOK MALY and CHAN DARA, AP Writer"
    assert (dispatch.credit, dispatch.usage_terms, dispatch.urgency) == ("Delta", "Newspapers only", 3)
    assert dispatch.standfirst == "A week of storms had cut the island off."
    assert Subject("i", "i", "category") in dispatch.subjects
    assert Subject("Shipping", "c7", "http://lists.example/") in dispatch.subjects
    assert Subject("Chan Dara", "p1", "http://lists.example/") in dispatch.mentions
    assert [picture.guid for picture in dispatch.pictures] == ["bb22"]
    assert (dispatch.status, dispatch.warnings, dispatch.unread) == (Status.USABLE, (), ())
    assert formats.recognise(answer(story())).name == "ap"


def test_the_session_of_who_asked_is_no_part_of_the_identity() -> None:
    other = story(uri="https://api.example/content/aa11?qt=0th3r")
    assert one(answer(other)).guid == one(answer(story())).guid == "aa11"
    assert one(answer(story(altids={}))).guid == "https://api.example/content/aa11"


def test_a_story_whose_text_lies_elsewhere_says_so() -> None:
    dispatch = one(answer(story()))
    assert (dispatch.body_html, dispatch.body_href) == ("", "https://api.example/nitf")
    assert "another address" in dispatch.warnings[0]


@pytest.mark.parametrize(
    "body",
    [
        f"<nitf><head/><body><body.head><hedline><hl1>x</hl1></hedline></body.head><body.content><block><p>{items.FIRST}"
        f"</p><p>{items.SECOND}</p></block></body.content></body></nitf>",
        {"body_nitf": f"<block><p>{items.FIRST}</p><p>{items.SECOND}</p></block>"},
        {"body_text": f"{items.FIRST}\n\n{items.SECOND}"},
    ],
)
def test_a_body_is_read_in_any_dress(body: Any) -> None:
    assert one(answer(story(), body)).body_html == items.BODY
    assert one(answer(story(nitf=body))).body_html == items.BODY


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"editorialtypes": ["Kill"]}, Status.CANCELLED),
        ({"editorialtypes": ["Elimination"]}, Status.CANCELLED),
        ({"pubstatus": "canceled"}, Status.CANCELLED),
        ({"slugline": "BC-AS--Cambodia-Ferry, KILL", "editorialtypes": ["Kill"]}, Status.CANCELLED),
        ({"editorialtypes": ["Withhold"]}, Status.WITHHELD),
        ({"editorialtypes": ["Hold For Release"]}, Status.WITHHELD),
        ({"pubstatus": "withheld"}, Status.WITHHELD),
        ({"pubstatus": "mysterious"}, Status.WITHHELD),
        ({"embargoed": "after the speech"}, Status.WITHHELD),
        ({"embargoed": True}, Status.WITHHELD),
        ({"ednote": "Eds: EMBARGOED until 6 p.m. Sunday."}, Status.WITHHELD),
        ({"ednote": "Eds: Adds details on oil embargo."}, Status.USABLE),
    ],
)
def test_kills_and_holds_are_told_from_what_may_be_used(changed: dict[str, Any], status: Status) -> None:
    assert one(answer(story(**changed), BODY)).status is status


def test_an_embargo_is_kept() -> None:
    dispatch = one(answer(story(embargoed="2024-05-07T06:00:00Z", ednote="Embargoed until 0600 GMT."), BODY))
    assert dispatch.embargoed_until == datetime(2024, 5, 7, 6, tzinfo=UTC)
    assert dispatch.status is Status.USABLE


@pytest.mark.parametrize(
    "changed",
    [
        {"editorialtypes": ["Correction"]},
        {"slugline": "BC-AS--Cambodia-Ferry, CORRECTION"},
        {"ednote": "Eds: CORRECTS: name of harbour master."},
    ],
)
def test_a_correction_is_told_from_an_update(changed: dict[str, Any]) -> None:
    assert one(answer(story(**changed), BODY)).signal == "correction"
    assert one(answer(story(), BODY)).signal == ""


def test_a_picture_has_its_words_and_its_largest_file_that_has_an_address() -> None:
    dispatch = one(answer(PICTURE))
    assert (dispatch.kind, dispatch.guid, dispatch.credit) == ("picture", "bb22", "Kim Phalla/Delta")
    (picture,) = dispatch.pictures
    assert (picture.caption, picture.creator, picture.credit) == (items.CAPTION, "Kim Phalla", "Kim Phalla/Delta")
    assert (picture.href, picture.usage_terms) == ("p.jpg", "One\nTwo")
    assert dispatch.unread == ()


def test_a_feed_holds_many_and_a_bad_one_stops_none() -> None:
    entries = [{"meta": {}, "item": story()}, {"item": 7}, {"item": PICTURE}]
    reading = read(items.raw({"api_version": "1.1", "data": {"items": entries}}))
    assert [dispatch.guid for dispatch in reading.dispatches] == ["aa11", "bb22"]
    assert reading.refused[0].startswith("item 2: ")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_value_may_stand_in_any_field(data: st.DataObject) -> None:
    item = json.loads(answer(data.draw(st.sampled_from([story(), PICTURE])), BODY))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(item)[1:]))
        held = item
        for name in path[:-1]:
            held = held[name] if isinstance(held, dict) and name in held else held
        if isinstance(held, dict):
            held[path[-1]] = data.draw(JSON)
    read_or_refuse(json.dumps(item).encode())


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples lie beside the repository")
def test_real_items_are_read() -> None:
    files = [*SAMPLES.glob("ap-media-api/*.json"), *SAMPLES.glob("ninjs-superdesk/ap_media*.json")]
    assert len(files) == 16
    for path in files:
        raw = path.read_bytes()
        reading = read(raw)
        check(reading)
        assert formats.recognise(raw).name == "ap"
        for dispatch in reading.dispatches:
            assert "?" not in dispatch.guid
            assert dispatch.headline and dispatch.credit and dispatch.version_created and dispatch.copyright, path
            assert dispatch.body_html or dispatch.body_href or dispatch.pictures, path
            assert all(word.split(".")[0] in ("renditions", "event[0]", "associations") for word in dispatch.unread)
