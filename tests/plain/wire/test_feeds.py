"""What RSS and Atom become: tolerant of anything but entities, and never reaching outside of the bytes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plain.wire.reading import SAMPLES, check, one, read, read_or_refuse, words_of

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Status, Subject
from broadsheet.wire.errors import Refused

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Delta News</title><language>en</language><copyright>© Delta</copyright>
<item>
<title>Ferry sails &amp;amp; café opens</title><link>https://delta.example/1</link><guid>urn:ferry</guid>
<pubDate>Mon, 06 May 2024 07:08:09 +0700</pubDate><dc:creator>desk@delta.example (Sok Maly)</dc:creator>
<category domain="http://lists.example/">Shipping</category>
<description>After a week of storms.</description>
<content:encoded>
<![CDATA[<p>The ferry sailed — again.</p><script>x()</script><p>Rice for two days.</p>]]></content:encoded>
<media:content url="https://delta.example/f.jpg?w=140" width="140">
<media:credit>Kim Phalla</media:credit></media:content>
<media:content url="https://delta.example/f.jpg?w=460" width="460"/>
<enclosure url="https://delta.example/f.mp3" type="audio/mpeg" length="1"/>
</item>
<item><title>CORRECTED: Two &lt;b&gt;boats&lt;/b&gt;</title><link>https://delta.example/2</link>
<description>Two &lt;i&gt;boats&lt;/i&gt;.
&lt;img src="https://delta.example/i.png" alt="A boat"&gt;</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="km">
<title>Delta</title><rights>© Delta</rights>
<at:deleted-entry ref="urn:gone" when="2024-05-06T00:00:00Z"/>
<entry><id>urn:ferry</id><title type="html">Ferry &lt;b&gt;sails&lt;/b&gt;</title>
<link rel="enclosure" type="image/jpeg" href="https://delta.example/f.jpg"/>
<published>2024-05-05T00:00:00Z</published><updated>2024-05-06T07:08:09+07:00</updated>
<author><name>Sok Maly</name></author><author><name>Chan Dara</name></author>
<category term="ship" label="Shipping" scheme="http://lists.example/"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>ទូក sails.</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="u"><title>Delta</title></channel>
<item rdf:about="https://delta.example/1"><title>Ferry</title><link>https://delta.example/1</link>
<description>It sails.</description><dc:date>2024-05-06T00:08:09Z</dc:date></item></rdf:RDF>"""


def test_an_item_of_rss_is_understood_whole() -> None:
    first, second = read(RSS.encode()).dispatches
    assert formats.recognise(RSS.encode()).name == "feed"
    assert (first.guid, first.headline) == ("urn:ferry", "Ferry sails & café opens")
    assert first.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert words_of(first.body_html) == ["The ferry sailed — again.", "Rice for two days."]
    assert first.standfirst == "After a week of storms."
    assert (first.byline, first.credit, first.copyright, first.language) == ("Sok Maly", "Delta News", "© Delta", "en")
    assert first.subjects == (Subject("Shipping", "", "http://lists.example/"),)
    (picture,) = first.pictures
    assert (picture.href, picture.width, picture.credit) == ("https://delta.example/f.jpg?w=460", 460, "Kim Phalla")
    assert first.unread == ("enclosures",)
    assert (second.guid, second.headline, second.signal) == (
        "https://delta.example/2",
        "CORRECTED: Two boats",
        "correction",
    )
    assert second.body_html == "<p>Two <i>boats</i>.</p>"
    assert [(shown.href, shown.alt) for shown in second.pictures] == [("https://delta.example/i.png", "A boat")]


def test_an_entry_of_atom_is_understood_whole() -> None:
    entry, gone = read(ATOM.encode()).dispatches
    assert (entry.guid, entry.headline, entry.language) == ("urn:ferry", "Ferry sails", "km")
    assert entry.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert entry.first_created == datetime(2024, 5, 5, tzinfo=UTC)
    assert (entry.byline, entry.body_html) == ("Sok Maly, Chan Dara", "<p>ទូក sails.</p>")
    assert entry.subjects == (Subject("Shipping", "ship", "http://lists.example/"),)
    assert [picture.href for picture in entry.pictures] == ["https://delta.example/f.jpg"]
    assert (gone.guid, gone.status) == ("urn:gone", Status.CANCELLED)


def test_rss_of_the_first_kind_and_without_a_version_is_read() -> None:
    assert one(RDF.encode()).version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert (
        one(b"<rss><channel><item><title>A</title><link>https://a.example/</link></item></channel></rss>").headline
        == "A"
    )


@pytest.mark.parametrize("declared", ["UTF-8", "ISO-8859-1", "windows-1252", "nonsense-7", "utf-7"])
@pytest.mark.parametrize("real", ["utf-8", "latin-1", "utf-16", "utf-8-sig"])
def test_the_declaration_of_an_encoding_may_be_wrong(declared: str, real: str) -> None:
    text = RSS.replace("UTF-8", declared).replace("—", "-")
    assert "café" in read(text.encode(real)).dispatches[0].headline


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!doctype rss SYSTEM "http://127.0.0.1/x.dtd" [ ]>',
        '<!-- x --><!ENTITY x SYSTEM "file:///etc/passwd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_are_refused_in_any_encoding(prolog: str, encoding: str) -> None:
    raw = f'<?xml version="1.0"?>{prolog}<rss><channel><item><title>&x;</title></item></channel></rss>'.encode(encoding)
    with pytest.raises(Refused, match="entities"):
        formats.feeds.read(raw)


def test_the_old_doctype_of_rss_is_harmless() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    assert len(read(RSS.replace("<rss", doctype + "<rss", 1).encode()).dispatches) == 2


def test_bytes_that_name_a_file_open_none(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    with pytest.raises(Refused):
        formats.feeds.read(str(path).encode())


def test_a_nest_is_refused_in_no_time() -> None:
    began = time.process_time()
    with pytest.raises(Refused, match="deep"):
        read(b"<rss><channel><item><description>" + b"<div>" * 80_000)
    assert time.process_time() - began < 1


def test_an_entry_that_says_nothing_is_refused_and_the_rest_goes_in() -> None:
    reading = read(RSS.replace("<item>", "<item><author></author></item><item>", 1).encode())
    assert (len(reading.dispatches), len(reading.refused)) == (2, 1)


def test_links_that_several_items_share_do_not_make_them_one() -> None:
    item = "<item><title>{}</title><link>https://a.example/</link></item>"
    raw = f"<rss><channel>{item.format('One')}{item.format('Two')}</channel></rss>".encode()
    assert len({dispatch.guid for dispatch in read(raw).dispatches}) == 2


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([RSS, ATOM, RDF]), st.data())
def test_any_mutation_is_read_or_refused(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 60)))
    read_or_refuse(raw[:start] + data.draw(st.binary(max_size=30)) + raw[stop:])


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["title", "link", "guid", "pubDate", "updated", "content", "enclosure", "media:content"]), st.text()
)
def test_any_text_in_any_element_is_read_or_refused(name: str, text: str) -> None:
    read_or_refuse(
        f"<rss><channel><item><title>t</title><{name} url='{text}'>{text}</{name}></item></channel>".encode(
            "utf-8", "replace"
        )
    )


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples lie beside the repository")
def test_real_feeds_are_read() -> None:
    files = [path for path in SAMPLES.glob("rss/*") if path.suffix in (".rss", ".atom")]
    assert len(files) == 30
    refused = set()
    for path in files:
        try:
            reading = read(path.read_bytes())
        except Refused as refusal:
            assert refusal.sentence.endswith(".")
            refused.add(path.name)
            continue
        check(reading)
        assert not reading.refused, path
        for dispatch in reading.dispatches:
            assert dispatch.headline and dispatch.credit, path
            assert "\ufffd" not in dispatch.headline + dispatch.body_html, path
    assert refused == {"unrecognized.rss", "incomplete-fields.atom", "missing-fields.atom"}


@pytest.mark.parametrize(
    "inner",
    [
        "<![CDATA[" * 100_000,
        "<a " * 500_000,
        "<item " + " ".join(f'a{number}="x"' for number in range(50_000)) + ">",
        "".join(f'<x{number}:y xmlns:x{number}="u"/>' for number in range(5_000)),
    ],
)
def test_what_would_keep_a_parser_busy_is_over_in_no_time(inner: str) -> None:
    began = time.process_time()
    read_or_refuse(f"<rss><channel><item><title>t</title><description>{inner}".encode())
    assert time.process_time() - began < 2
