"""A search by its address: the paper's own page, safe, bounded, and never an error of an engine."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from lxml import html
from served import Answer
from tests.plain.kiosk.conftest import Ask
from tests.plain.kiosk.searched_paper import open_paper, put_story, story_address

from broadsheet.edition.writing import EditionWriter
from broadsheet.kiosk import search as searching
from broadsheet.kiosk.app import Kiosk, build
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.story_text import paragraphs_of

AT = 1_700_000_000


@pytest.fixture
def writer(config: KioskConfig) -> Iterator[EditionWriter]:
    made = open_paper(config.edition)
    with made.run() as run:
        for number in range(1, 26):
            put_story(run, number, f"Flood number {number}", [f"Water <b> & {number}.", "More rain."], at=AT + number)
        put_story(run, 99, "A wedding", ["Guests came by boat."], at=AT, labels=["town", "dara"])
        put_story(run, 50, "ទឹកជំនន់", ["នៅភ្នំពេញថ្ងៃនេះ"], at=AT, language="km")
    yield made
    made.close()


@pytest.fixture
def kiosk(writer: EditionWriter, config: KioskConfig) -> Iterator[Kiosk]:
    """In place of conftest's: on the edition that can be searched."""
    made = build(config)
    made.look()
    yield made
    made.search.close()
    made.watch.close()
    made.standing.close()
    made.hot.close()


def hits(answer: Answer) -> list[str]:
    return [str(a.get("href")) for a in html.document_fromstring(answer.body).xpath("//ol[@class='hits']//h3/a")]


def newest(answer: Answer) -> list[str]:
    page = html.document_fromstring(answer.body)
    return [str(a.get("href")) for a in page.xpath("//section[@aria-labelledby='newest']//h3/a")]


def notices(answer: Answer) -> list[str]:
    page = html.document_fromstring(answer.body)
    return [p.text_content() for p in page.xpath("//p[@role='alert']")]


def test_a_search_answers_in_the_papers_own_frame(ask: Ask) -> None:
    answer = ask("/search?q=flood")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert len(hits(answer)) == 10
    page = html.document_fromstring(answer.body)
    assert page.xpath("string(//h2[@id='found'])").strip() == "Stories found: 25"
    assert page.xpath("//header[@class='masthead']") and page.xpath("//footer")
    assert page.xpath("//input[@name='q']/@value") == ["flood"]
    # The live list stands in it, as in every page.
    assert len(page.xpath("//aside[@class='rail']/ol/li")) == 6
    assert "<!--#" not in answer.text and "<!--=" not in answer.text


def test_who_finds_nothing_is_shown_what_is_new_and_what_there_is(ask: Ask) -> None:
    answer = ask("/search?q=xyzzy&section=town&from=2001-01-01&to=2001-01-02")
    page = html.document_fromstring(answer.body)
    assert "No story was found." in answer.text
    assert (hits(answer), newest(answer)) == ([], [story_address(number) for number in (25, 24, 23, 22, 21)])
    ways = [(a.get("href"), " ".join(a.text_content().split())) for a in page.xpath("//div[@class='narrow']//a")]
    assert ways == [("/search?section=world", "World 25"), ("/search?section=town", "Town 1")]
    assert not page.xpath("//nav[@class='pager']")
    assert newest(ask("/km/search?q=xyzzy")) == [story_address(50, "km")]
    assert newest(ask("/search?q=flood")) == []


def test_an_excerpt_is_not_the_headline_again() -> None:
    page = '<main><h1>Flood</h1><p class="running-head" aria-hidden="true">Flood</p><p>The flood came.</p></main>'
    assert list(paragraphs_of(page)) == ["The flood came."]


def test_what_was_found_is_marked_and_escaped(ask: Ask) -> None:
    text = ask("/search?q=water+wedding+flood+7").text
    assert "No story was found." in text
    text = ask("/search?q=flood+7").text
    assert "<mark>Flood</mark> number <mark>7</mark>" in text
    assert "Water &lt;b&gt; &amp; <mark>7</mark>." in text


def test_headers_keep_it_short_lived_safe_and_out_of_indexes(ask: Ask) -> None:
    answer = ask("/search?q=flood")
    assert answer.headers["cache-control"] == "public, max-age=5, s-maxage=5"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (answer.headers["x-robots-tag"], "etag" in answer.headers) == ("noindex", False)
    # The empty page may be found; its questions may not.
    assert "x-robots-tag" not in ask("/search").headers


def test_pages_lead_to_each_other_and_end(ask: Ask) -> None:
    seen, address, pages = [], "/search?q=flood&sort=new", 0
    while address and pages < 9:
        answer = ask(address)
        seen += hits(answer)
        pages += 1
        address = "".join(html.document_fromstring(answer.body).xpath("//a[@rel='next']/@href"))
    assert pages == 3
    assert seen == [story_address(number) for number in range(25, 0, -1)]
    assert hits(ask("/search?q=flood&page=200")) == []


def test_labels_narrow_and_can_be_taken_off(ask: Ask) -> None:
    page = html.document_fromstring(ask("/search?q=boat").body)
    (address,) = page.xpath("//section[@aria-labelledby='writers']//a/@href")
    assert address == "/search?q=boat&author=sok-dara"
    narrowed = ask(address)
    assert hits(narrowed) == [story_address(99)]
    page = html.document_fromstring(narrowed.body)
    assert page.xpath("//input[@type='hidden']/@value") == ["sok-dara"]
    assert page.xpath("//ul[@class='chips']//a/@href") == ["/search?q=boat"]
    assert page.xpath("//section[@aria-labelledby='writers']//a/@aria-current") == ["true"]


def test_khmer_is_asked_and_answered(ask: Ask) -> None:
    answer = ask("/km/search?q=" + quote("ភ្នំពេញ"))
    assert hits(answer) == [story_address(50, "km")]
    assert "នៅ<mark>ភ្នំពេញ</mark>ថ្ងៃនេះ" in answer.text
    assert "អត្ថបទដែលរកឃើញ៖ ១" in " ".join(html.document_fromstring(answer.body).text_content().split())


@pytest.mark.parametrize(
    "query",
    ['"', "AND OR NOT", "NEAR(a b, 3)", "a*", "^a", "-a", "{headline}: a", "a' OR 1=1 --", "a:b", "(((", "\\",
     "a & | !", "<script>alert(1)</script>", '"><img src=x>', "%00", "ក្", "្", "\U0001f30a", "a" * 200, '" " " "', "''",
     "a<->b"],
)  # fmt: skip
def test_no_query_is_an_error_or_gets_out_of_its_place(ask: Ask, query: str) -> None:
    answer = ask("/search?q=" + quote(query))
    assert answer.status == 200
    page = html.document_fromstring(answer.body)
    assert page.xpath("//input[@name='q']/@value") == [" ".join(query.split())]
    assert not page.xpath("//script[not(@type='application/ld+json')] | //main//img")


@pytest.mark.parametrize(
    ("query", "status", "notice"),
    [
        ("q=" + "a" * 201, 400, "at most 200 letters"),
        ("q=" + "a" * 5_000, 400, "at most 200 letters"),
        ("&".join(f"x{n}=1" for n in range(50)), 400, "at most 200 letters"),
        ("q=flood&from=2026-13-01", 400, "no such day"),
        ("q=flood&to=yesterday", 400, "no such day"),
        ("q=flood&from=0001-01-01", 400, "no such day"),
        ("q=the+of", 200, "stand in every story"),
        ("q=%3F%3F", 200, "stand in every story"),
        ("q=flood&page=99999999999999999999", 200, ""),
        ("q=flood&page=-1&sort=x&section=" + "a" * 900, 200, ""),
    ],
)
def test_what_makes_no_sense_gets_a_clear_sentence(ask: Ask, query: str, status: int, notice: str) -> None:
    answer = ask("/search?" + query)
    assert answer.status == status
    assert [notice in said for said in notices(answer)] == ([True] if notice else [])


def test_an_empty_search_shows_the_form_alone(ask: Ask) -> None:
    answer = ask("/search")
    assert (answer.status, hits(answer), notices(answer)) == (200, [], [])
    assert "found" not in html.document_fromstring(answer.body).xpath("string(//main)").lower()


def test_a_withdrawn_story_is_gone_with_the_next_search(ask: Ask, kiosk: Kiosk, writer: EditionWriter) -> None:
    assert hits(ask("/search?q=wedding")) == [story_address(99)]
    with writer.run() as run:
        run.drop_page(story_address(99))
        run.drop_row(99)
    # Also before the kiosk has looked.
    assert hits(ask("/search?q=wedding")) == []
    assert "wedding" not in ask("/search?q=weding").text


def test_an_edition_that_has_no_words_yet_says_so(ask: Ask, kiosk: Kiosk, writer: EditionWriter) -> None:
    writer.set_fact("format", "2")
    answer = ask("/search?q=flood")
    assert (answer.status, "retry-after" in answer.headers) == (503, True)
    assert "can be searched once" in answer.text
    assert ask("/").status == 200


def test_an_index_that_is_still_filling_says_so(ask: Ask, writer: EditionWriter) -> None:
    assert "still being added" not in ask("/search?q=flood").text
    with writer.run() as run:
        row = writer.reading.catalogue([99])[99]
        run.put_row(row)
    assert "still being added" in ask("/search?q=flood").text


def test_who_comes_when_many_wait_is_told_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_WAITING", 0)
    answer = ask("/search?q=flood")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert ["Very many people" in said for said in notices(answer)] == [True]


def test_a_search_that_takes_too_long_is_broken_off(ask: Ask, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    monkeypatch.setattr(searching, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(searching, "values_of", lambda edition, *_, **__: edition.database.all(endless))
    answer = ask("/search?q=flood")
    assert (answer.status, ["too long" in said for said in notices(answer)]) == (503, [True])
    monkeypatch.undo()
    assert len(hits(ask("/search?q=flood"))) == 10


def test_pages_are_answered_while_a_search_runs(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    free, begun = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> dict[str, object]:
        begun.set()
        assert free.wait(20)
        return {}

    monkeypatch.setattr(searching, "values_of", slow)

    def search() -> None:
        ask("/search?q=flood")

    other = threading.Thread(target=search)
    other.start()
    assert begun.wait(20)
    assert ask("/").status == 200
    free.set()
    other.join(20)
    assert not other.is_alive()


def test_lite_leaves_the_list_out(ask: Ask, kiosk: Kiosk) -> None:
    kiosk.answers.lite = True
    answer = ask("/search?q=flood")
    assert len(hits(answer)) == 10
    assert not html.document_fromstring(answer.body).xpath("//img | //aside//li")


def test_a_reader_without_gzip_is_answered_too(ask: Ask) -> None:
    answer = ask("/search?q=flood", accept_encoding="")
    assert "content-encoding" not in answer.headers
    assert len(hits(answer)) == 10


def test_kiosks_of_papers_without_khmer_do_not_load_its_cutter() -> None:

    program = (
        "import sys, broadsheet.kiosk.app\n"
        "from broadsheet.kiosk.asking import asked_in, question_of\n"
        "from zoneinfo import ZoneInfo\n"
        "question_of(asked_in('q=flood', address='/search', language='en'), ZoneInfo('UTC'))\n"
        "print('khmercut' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr
