"""Items as other agencies and other versions of the standards write them: each way of saying a thing is heard."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from tests.plain.wire.reading import one, read

from broadsheet.wire.dispatch import Status
from broadsheet.wire.errors import Refused

WORD = "The ferry sailed."


def ninjs(**fields: Any) -> bytes:
    base = {"uri": "urn:x:1", "version": "2", "versioncreated": "2024-05-06T00:00:00Z", "headline": "Ferry sails"}
    return json.dumps({**base, "body_text": WORD, **fields}).encode()


def g2(meta: str = "", about: str = "<headline>Ferry sails</headline>", content: str = "", kind: str = "text") -> bytes:
    content = content or f"<inlineXML><html><body><p>{WORD}</p></body></html></inlineXML>"
    return f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
    <newsItem guid="tag:a.example,2024:newsml_L1N14N0FF" version="193277"><itemMeta><itemClass qcode="ninat:{kind}"/>
    <versionCreated>2024-05-06T00:00:00Z</versionCreated>{meta}</itemMeta><contentMeta>{about}</contentMeta>
    <contentSet>{content}</contentSet></newsItem></itemSet></newsMessage>""".encode()


def newsml_1(status: str = "Usable", more: str = "", body: str = f"<p>{WORD}</p>", revision: int = 1) -> bytes:
    return f"""<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML><NewsItem><Identification>
    <NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20240506</DateId><NewsItemId>TX-1</NewsItemId>
    <RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId>
    <PublicIdentifier>urn:newsml:a.example:20240506T000000Z:TX-1:{revision}</PublicIdentifier></NewsIdentifier>
    </Identification><NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20240506T000000Z</FirstCreated>
    <ThisRevisionCreated>20240506T00000{revision}Z</ThisRevisionCreated><Status FormalName="{status}"/>{more}
    </NewsManagement><NewsComponent><NewsLines><HeadLine>Ferry sails</HeadLine></NewsLines><ContentItem>
    <DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>""".encode()


def nitf(status: str = "", data: str = "", body: str = f"<p>{WORD}</p>") -> bytes:
    said = f'management-status="{status}"' if status else ""
    return f"""<nitf><head><docdata {said}><doc-id id-string="1" regsrc="PA"/>{data}</docdata></head><body><body.head>
    <hedline><hl1>Ferry sails</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>""".encode()


def ap(**fields: Any) -> bytes:
    item = {"uri": "https://a.example/c?qt=1", "altids": {"itemid": "abc"}, "type": "text", "headline": "Ferry sails"}
    return json.dumps({"api_version": "1", "data": {"items": [{"item": {**item, **fields}}]}}).encode()


ENDED = {
    **{f"ninjs {word}": ninjs(pubstatus=word) for word in ("canceled", "CANCELLED", "stat:withdrawn", "Killed")},
    **{f"ninjs {word}": ninjs(pubstatus=word) for word in ("elimination", "http://a.example/pubstatus/canceled")},
    "ninjs note": ninjs(ednote="MANDATORY KILL. Please kill this story."),
    "ninjs headline": ninjs(headline="KILL: Ferry sails"),
    "ninjs signal": ninjs(signals=[{"qcode": "sig:kill"}]),
    **{f"g2 {word}": g2(f'<pubStatus qcode="{word}"/>') for word in ("stat:canceled", "stat:CANCELLED", "x:killed")},
    **{f"g2 {word}": g2(f'<signal qcode="{word}"/>') for word in ("edStat:W", "edStat:K", "sig:retraction")},
    "g2 headline": g2(about="<headline>WITHDRAWN-Ferry sails</headline>"),
    "g2 without a body": g2('<pubStatus qcode="stat:canceled"/>', content=" "),
    **{f"newsml 1 {word}": newsml_1(word) for word in ("CANCELED", "cancelled", "Withdrawn", "KILL", "deleted")},
    "newsml 1 instruction": newsml_1(more='<Instruction FormalName="Delete"/>'),
    **{f"nitf {word}": nitf(word) for word in ("canceled", "CANCELLED", "killed", "withdrawn")},
    "nitf note": nitf(data='<ed-msg info="Editors: please kill this story"/>'),
    **{f"ap {word}": ap(editorialtypes=[word]) for word in ("Kill", "ELIMINATION", "Disregard")},
    "ap status": ap(pubstatus="canceled"),
}


@pytest.mark.parametrize("name", ENDED)
def test_every_spelling_of_a_cancellation_cancels(name: str) -> None:
    assert one(ENDED[name]).status is Status.CANCELLED


CORRECTED = {
    "ninjs headline": ninjs(headline="CORRECTED-Ferry sails"),
    "ninjs signal": ninjs(signal=["correction"]),
    "ninjs edstat": ninjs(edstat="edStat:C"),
    **{f"g2 {word}": g2(f'<signal qcode="{word}"/>') for word in ("edStat:C", "edStat:c", "sig:correction")},
    **{
        f"g2 {words}": g2(about=f"<headline>{words}</headline>")
        for words in ("CORRECTED-(OFFICIAL)-Ferry", "CORRECTED-UPDATE 1-Ferry", "(Korrektur: Name) Fähre")
    },
    "g2 behind": g2(about="<headline>Fähre fährt (Berichtigung)</headline>"),
    "g2 french": g2(about="<headline>RECTIFICATIF: Le bac</headline>"),
    "newsml 1 instruction": newsml_1(more='<Instruction FormalName="Rectify"/>'),
    "ap": ap(editorialtypes=["Corrective"]),
}


@pytest.mark.parametrize("name", CORRECTED)
def test_every_mark_of_a_correction_is_one_and_cancels_nothing(name: str) -> None:
    dispatch = one(CORRECTED[name])
    assert (dispatch.signal, dispatch.status) == ("correction", Status.USABLE)


PLAIN = {
    "update": g2(about="<headline>UPDATE 2-Ferry sails</headline>"),
    "refile": g2(about="<headline>REFILE-Ferry sails</headline>"),
    "a killing": ninjs(headline="Ferry kills two, officials say", ednote="Adds quotes"),
    "a festival": ninjs(headline="Cancelled: the festival that nobody wanted"),
    "brackets": ninjs(headline="Ferry line to close (update)"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_only_sounds_so_is_neither(name: str) -> None:
    assert (one(PLAIN[name]).signal, one(PLAIN[name]).status) == ("", Status.USABLE)


def test_the_revision_in_a_public_identifier_is_no_part_of_the_identity() -> None:
    first, second = one(newsml_1()), one(newsml_1(revision=2))
    assert first.guid == second.guid == "urn:newsml:a.example:20240506T000000Z:TX-1"
    assert (first.version, second.version) == ("1", "2")


def test_the_session_in_aps_address_is_no_part_of_the_identity() -> None:
    assert one(ap()).guid == "abc"


PACKED = [
    {"_items": [json.loads(ninjs())], "_meta": {"total": 1}},
    {"data": [json.loads(ninjs())]},
    {"results": [json.loads(ninjs())]},
    [json.loads(ninjs())],
]


@pytest.mark.parametrize("answer", PACKED)
def test_items_are_found_in_the_answers_of_several_interfaces(answer: Any) -> None:
    assert one(json.dumps(answer).encode()).guid == "urn:x:1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_is_read_in_every_encoding_that_json_may_have(encoding: str) -> None:
    assert one(ninjs(headline="Zoë 4 €").decode().encode(encoding)).headline == "Zoë 4 €"


NITF_BODY = f"<nitf><body><body.content><p>{WORD}</p><p>Two.</p></body.content></body></nitf>"


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (
            {"body_xhtml": f"<html><head><title>t</title></head><h1>Ferry sails</h1><p>{WORD}</p></html>"},
            "",
        ),
        ({"bodies": [{"contentType": "application/xhtml+xml", "value": f"<p>{WORD}</p>"}]}, ""),
        ({"bodies": [{"contenttype": "application/nitf+xml", "value": NITF_BODY}]}, "<p>Two.</p>"),
        ({"body_nitf": NITF_BODY}, "<p>Two.</p>"),
        ({"body_html": f"<p>{WORD}</p>", "body_footer": "<p>Call 117.</p>"}, "<p>Call 117.</p>"),
    ],
)
def test_a_ninjs_body_is_found_in_every_field_that_may_hold_one(fields: dict[str, Any], body: str) -> None:
    assert one(ninjs(body_text=None, **fields)).body_html == f"<p>{WORD}</p>{body}"


def test_what_superdesk_adds_is_read() -> None:
    genre = [{"code": "Article", "name": "Article"}]
    story = one(ninjs(abstract="<p>Short.</p>", evolvedfrom="urn:x:0", genre=genre, expires="2024-06-01T00:00:00Z"))
    assert (story.standfirst, story.refs) == ("Short.", ("urn:x:0",))
    assert [mention.name for mention in story.mentions if mention.scheme == "genre"] == ["Article"]
    assert story.expires_at is not None
    assert story.unread == ()


@pytest.mark.parametrize("kind", ["ninjs", "g2"])
def test_a_picture_that_nobody_described_is_called_by_its_file(kind: str) -> None:
    file = {"href": "https://a.example/p/ferry%20one.jpg?x=1", "mimetype": "image/jpeg"}
    remote = f'<remoteContent href="{file["href"]}" contenttype="image/jpeg"/>'
    raw = ninjs(headline="", body_text="", type="picture", renditions={"original": file})
    found = one(raw if kind == "ninjs" else g2(about="", content=remote, kind="picture"))
    assert (found.kind, found.headline) == ("picture", "ferry one")


def test_a_film_is_told_by_whatever_describes_it() -> None:
    about = '<description role="afpdescRole:script">The ferry in the harbour.</description>'
    film = one(g2(about=about, content='<remoteContent href="a.mp4" contenttype="video/mp4"/>', kind="video"))
    assert (film.kind, film.headline) == ("video", "The ferry in the harbour.")


@pytest.mark.parametrize("begin", ["Tegucigalpa, Jan 2 (EFE).- ", "PHNOM PENH (Reuters) - ", "Berlin (dpa) -- "])
def test_a_dateline_is_told_from_what_follows_it(begin: str) -> None:
    story = one(nitf(body=f"<p>{begin}{WORD}</p>"))
    assert (story.body_html, story.dateline) == (f"<p>{WORD}</p>", begin.rstrip(" .-"))


def test_a_sign_that_xml_forbids_costs_no_story() -> None:
    story = one(nitf(body="<p>AT&T paid < 5 & more.</p>"))
    assert story.body_html == "<p>AT&amp;T paid &lt; 5 &amp; more.</p>"
    assert any("faulty" in warning for warning in story.warnings)


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def test_what_a_feed_says_of_a_picture_is_not_taken_for_the_entry() -> None:
    file = '<media:content url="https://a.example/l.jpg" type="image/jpeg"/>'
    told = "<media:description>At noon.</media:description><media:credit>Kim</media:credit>"
    item = f"<item><title>Ferry</title><link>https://a.example/1</link><description>{WORD}</description>"
    ends = "</item></channel></rss>"
    begins = f'<rss version="2.0" {MEDIA}><channel><title>Delta</title>{item}'
    entry = one(f"{begins}<media:group>{file}{told}</media:group>{ends}".encode())
    assert (entry.body_html, entry.standfirst) == (f"<p>{WORD}</p>", "")
    assert [(picture.caption, picture.credit) for picture in entry.pictures] == [("At noon.", "Kim")]
    assert one(f"{begins}{told}{ends}".encode()).unread == ("media:description",)
    alone = begins.replace(f"<description>{WORD}</description>", "")
    assert one(f"{alone}<media:group>{file}{told}</media:group>{ends}".encode()).body_html == "<p>At noon.</p>"


def mail(disposition: str) -> bytes:
    head = "Received: by x\r\nMessage-ID: <1@a.example>\r\nFrom: Delta <d@a.example>\r\nSubject: Ferry sails\r\n"
    parts = f"--B\r\n\r\nSee below.\r\n--B\r\n{disposition}\r\n\r\n{WORD}\r\n\r\nTwo.\r\n--B--\r\n"
    return f"{head}Content-Type: multipart/mixed; boundary=B\r\n\r\n{parts}".encode()


def test_a_text_that_is_attached_to_an_e_mail_is_a_part_of_it() -> None:
    attached = one(mail('Content-Type: text/plain; name="story.txt"\r\nContent-Disposition: attachment'))
    assert attached.body_html == f"<p>See below.</p><p>{WORD}</p><p>Two.</p>"
    assert (attached.warnings, attached.unread) == ((), ())


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"BZh91AY&SY" + bytes(60), "packed file"),
        (b"PK\x03\x04" + bytes(60), "ZIP file is broken"),
        (gzip.compress(ninjs())[:-9], "gzip file is not complete"),
        (gzip.compress(gzip.compress(ninjs())), "packed file inside of a packed file"),
        (b"\x78\x9f\x3e\x22" + bytes(60), "winmail.dat"),
        (ninjs() + b"\nthe end", "expecting value at line 2"),
        (b"[Tides] of today", "plain text"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(raw: bytes, what: str) -> None:
    with pytest.raises(Refused, match=what):
        read(raw)


@pytest.mark.parametrize("between", ["\n", "", ",\n", "\n\x1e"])
def test_items_one_behind_the_other_are_read_as_a_list(between: str) -> None:
    found = read(between.encode().strip(b",\n") + ninjs() + between.encode() + ninjs(uri="urn:2") + b"\n\x00\x1a")
    assert [dispatch.guid for dispatch in found.dispatches][1:] == ["urn:2"]


def test_an_end_of_line_may_stand_in_a_string_of_json() -> None:
    assert one(b'{"uri": "urn:1", "headline": "High\n tide"}').headline == "High tide"


@pytest.mark.parametrize("envelope", [{"newsItems": []}, {"data": {"items": []}}, {"Response": {}, "ITEM": []}])
def test_envelopes_are_known_in_any_case_and_inside_of_each_other(envelope: dict[str, Any]) -> None:
    inner = json.loads(ninjs())
    (name, held) = list(envelope.items())[-1]
    filled = {**envelope, name: {**held, "items": [inner]} if isinstance(held, dict) else [inner]}
    assert one(json.dumps(filled).encode()).guid == inner["uri"]


def test_xml_with_prefixes_that_nothing_explains_and_numbers_of_no_letter_is_read_and_says_so() -> None:
    document = b"<nitf><body><body.head><hedline><hl1>Tide</hl1></hedline></body.head><body.content>"
    found = one(document + b'<p x:y="1">Water&#0; comes&#x1f; in.</p><z:note/></body.content></body></nitf>')
    assert found.body_html == "<p>Water comes in.</p>"
    assert any("prefixes of names that nothing explains" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("Qui, 27 Set 2018 17:01:00 -0300", "2018-09-27 20:01"),
        ("Mi, 03 Okt 2018 10:00 +0200", "2018-10-03 08:00"),
        ("mer., 3 f\u00e9v. 2018 10h05", "2018-02-03 10:05"),
        ("3 de dic de 2018 10:00:00 GMT", "2018-12-03 10:00"),
        ("03.10.2018 10:00", "2018-10-03 10:00"),
        ("Wed, 03 Oct 2018 10:00:00", "2018-10-03 10:00"),
        ("10/03/2018", ""),
        ("99 Okt 2018 10:00", ""),
        ("31.13.2018", ""),
    ],
)
def test_feeds_tell_the_time_in_other_languages_too(said: str, time: str) -> None:
    entry = f"<item><guid>1</guid><title>Tide</title><pubDate>{said}</pubDate></item>"
    created = one(f"<rss version='2.0'><channel><title>T</title>{entry}</channel></rss>".encode()).version_created
    assert (f"{created:%Y-%m-%d %H:%M}" if created else "") == time


def test_tags_that_stand_in_a_headline_as_words_are_no_words_of_it() -> None:
    assert one(g2(about="<headline><![CDATA[High <b>tide</b> < 3 m]]></headline>")).headline == "High tide < 3 m"


def test_breaks_that_are_not_closed_are_mended() -> None:
    body = "<inlineXML><html><body><p>One<br>two<hr></p></body></html></inlineXML>"
    assert one(g2(content=body)).body_html.startswith("<p>One<br/>two")


def test_russian_that_says_it_is_utf_8_keeps_its_letters_and_german_too() -> None:
    feed = "<rss version='2.0'><channel><item><guid>1</guid><title>{}</title></item></channel></rss>"
    for words, charset in (("Вода пришла", "cp1251"), ("Вода пришла", "koi8-r"), ("Böse Flut in Größe", "cp1252")):
        assert one(feed.format(words).encode(charset)).headline == words
