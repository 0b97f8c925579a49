"""What items say of use: notes that hold, instructions and ends of rights of pictures, in each format that has them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.plain.wire import items
from tests.plain.wire.xml_files import one as one_of_xml

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Dispatch, Status

NOTE = "ONE TIME USE ONLY. NO ARCHIVES."
END = datetime(2027, 1, 1, tzinfo=UTC)


def one(value: dict[str, Any]) -> Dispatch:
    raw = items.raw(value)
    (dispatch,) = formats.recognise(raw).read(raw).dispatches
    return dispatch


def photo(**others: Any) -> dict[str, Any]:
    rendition = {"name": "main", "href": "a.jpg", "contenttype": "image/jpeg", "width": 9, "height": 6}
    return {
        "uri": "urn:example:photo",
        "standard": {"name": "ninjs", "version": "2.1"},
        "type": "picture",
        "version": "1",
        "versioncreated": "2026-11-23T01:00:00Z",
        "headlines": [{"value": "Harbour"}],
        "descriptions": [{"role": "caption", "value": "The harbour."}],
        "renditions": [rendition],
        **others,
    }


def text(**others: Any) -> dict[str, Any]:
    body = [{"contenttype": "text/html", "value": "<p>Ships come in.</p>"}]
    return {**photo(), "uri": "urn:example:text", "type": "text", "renditions": [], "bodies": body, **others}


def test_a_ninjs_picture_keeps_its_note_and_the_end_of_its_rights() -> None:
    dispatch = one(photo(edNote=NOTE, expires="2027-01-01T00:00:00Z"))
    (picture,) = dispatch.pictures
    assert (dispatch.instructions, dispatch.expires_at) == (NOTE, END)
    assert (picture.instructions, picture.expires_at) == (NOTE, END)
    assert not {"edNote", "expires"} & set(dispatch.unread)


def test_an_associated_ninjs_picture_keeps_its_own_note() -> None:
    dispatch = one(text(edNote="Adds quotation", associations=[{"name": "a", **photo(edNote=NOTE)}]))
    (picture,) = dispatch.pictures
    assert (picture.instructions, dispatch.instructions, dispatch.editor_note) == (NOTE, "", "Adds quotation")


@pytest.mark.parametrize("note", ["EMBARGOED until Friday noon", "Sperrfrist: Freitag", "Under strict embargo."])
def test_an_embargo_in_the_note_of_ninjs_holds_and_warns(note: str) -> None:
    dispatch = one(text(edNote=note))
    assert dispatch.status is Status.WITHHELD
    assert any("embargo" in warning for warning in dispatch.warnings)


def test_an_embargo_that_was_lifted_in_a_note_holds_nothing() -> None:
    assert one(text(edNote="Embargo lifted, use now")).status is Status.USABLE


def test_an_embargo_in_a_note_does_not_come_before_one_with_an_hour() -> None:
    dispatch = one(text(edNote="EMBARGOED until noon", embargoed="2026-11-24T05:00:00Z"))
    assert (dispatch.status, dispatch.embargoed_until) == (Status.USABLE, datetime(2026, 11, 24, 5, tzinfo=UTC))


def test_a_picture_of_ap_keeps_its_note() -> None:
    item = {
        "altids": {"itemid": "ab12", "etag": "ab12_1"}, "uri": "https://api.ap.org/media/v/content/ab12",
        "version": 1, "type": "picture", "pubstatus": "usable", "headline": "Harbour", "ednote": NOTE,
        "versioncreated": "2026-11-23T01:00:00Z", "firstcreated": "2026-11-23T01:00:00Z", "editorialtypes": [],
        "renditions": {"main": {"href": "a.jpg", "mimetype": "image/jpeg", "width": 9, "height": 6}},
    }  # fmt: skip
    dispatch = one({"data": {"item": item}, "id": "x", "api_version": "2.1"})
    assert dispatch.kind == "picture"
    assert [picture.instructions for picture in dispatch.pictures] == [NOTE]


def test_a_picture_of_newsml_g2_keeps_its_note_and_the_end_of_its_rights() -> None:
    dispatch = one_of_xml(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="u" version="1">'
        '<rightsInfo validto="2027-01-01T00:00:00Z"><usageTerms>Papers</usageTerms></rightsInfo>'
        '<itemMeta><itemClass qcode="ninat:picture"/><pubStatus qcode="stat:usable"/>'
        f"<edNote>{NOTE}</edNote></itemMeta><contentMeta><headline>Harbour</headline></contentMeta>"
        '<contentSet><remoteContent href="a.jpg" contenttype="image/jpeg" width="9" height="6"/></contentSet>'
        "</newsItem>"
    )
    (picture,) = dispatch.pictures
    assert (dispatch.instructions, dispatch.expires_at) == (NOTE, END)
    assert (picture.instructions, picture.expires_at, picture.usage_terms) == (NOTE, END, "Papers")


def test_a_picture_of_newsml_1_keeps_its_note() -> None:
    dispatch = one_of_xml(
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20261123</DateId>"
        '<NewsItemId>n1</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>'
        "<PublicIdentifier>urn:newsml:a.example:20261123:n1:1</PublicIdentifier></NewsIdentifier></Identification>"
        '<NewsManagement><NewsItemType FormalName="News"/><Status FormalName="Usable"/></NewsManagement>'
        '<NewsComponent><Role FormalName="Main"/><NewsLines><HeadLine>Harbour</HeadLine>'
        f"<NewsLine><NewsLineType FormalName='AdvisoryLine'/><NewsLineText>{NOTE}</NewsLineText></NewsLine></NewsLines>"
        '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/><MimeType FormalName="image/jpeg"/>'
        "</ContentItem>"
        "</NewsComponent></NewsItem></NewsML>"
    )
    assert dispatch.kind == "picture"
    assert [picture.instructions for picture in dispatch.pictures] == [NOTE]
