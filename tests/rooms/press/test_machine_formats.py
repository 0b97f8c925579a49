"""What machines get keeps to the form that its standard asks for, whole: feeds, sitemaps, manifest, structured data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schema_org
from cast import NOW, Cast, prose
from jsonschema import Draft202012Validator
from lxml import etree, html
from what_readers_get import read

from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.stories import acts, live_blogs
from broadsheet.stories.acts import StoryText
from broadsheet.stories.live_blogs import Words

SCHEMAS = Path(__file__).parent / "schemas"
XML = {"rss.xml": "rss", "atom.xml": "atom", "sitemap": "sitemap"}
STORY = re.compile(r"(/km)?/\d{4}/\d\d/\d\d/[^/]+")
JSON = {"feed.json": "json_feed", "manifest.webmanifest": "manifest", "tdmrep.json": "tdmrep"}


def of_xml(name: str) -> Callable[[str], list[str]]:
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))

    def complaints(text: str) -> list[str]:
        grammar.validate(etree.fromstring(text.encode()))
        return [str(error) for error in grammar.error_log]

    return complaints


def of_json(name: str) -> Callable[[str], list[str]]:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    known = Draft202012Validator(schema)
    return lambda text: [f"{error.json_path}: {error.message}" for error in known.iter_errors(json.loads(text))]


def form_of(address: str) -> str:
    if "sitemap" in address:
        return "sitemap"
    return next((form for end, form in (XML | JSON).items() if address.endswith(end)), "")


VALIDATORS = {name: of_xml(name) for name in XML.values()} | {name: of_json(name) for name in JSON.values()}


def complaints_of(edition: Edition) -> dict[str, list[str]]:
    """Every address of the edition that a standard is known for; forms that no address has are named too."""
    found = {at: form_of(at) for at in edition.addresses() if at.startswith("/") and form_of(at)}
    said = {at: VALIDATORS[form](read(edition, at)) for at, form in found.items()}
    missing = {form: ["has no address"] for form in set(VALIDATORS) - set(found.values())}
    return {at: words for at, words in (said | missing).items() if words}


def test_feeds_sitemaps_and_files_at_the_root_keep_to_their_standards(
    cast: Cast, paper: PaperFile, tmp_path: Path
) -> None:
    own = replace(paper, folder=tmp_path / "own", machines=replace(paper.machines, hub="https://hub.example/"))
    acts.correct(cast.lantern, StoryText("Lanterns", prose("Put right.")), "It was four.", by=None, now=NOW)
    blog = live_blogs.open_blog(cast.market, by=None, now=NOW)
    for body in (prose("Water."), prose("More water.")):
        live_blogs.post(blog, Words(body, byline_id=cast.reporter.pk), by=None, now=NOW)
    live_blogs.close_blog(blog, by=None, now=NOW)
    writer = EditionWriter(own.edition)
    Press(PaperNewsroom(own), writer).run_once(NOW)
    edition = writer.reading
    assert complaints_of(edition) == {}
    assert all("hub.example" in read(edition, f"/{name}") for name in ("rss.xml", "atom.xml", "feed.json"))
    pages = [html.fromstring(read(edition, at)) for at in edition.addresses() if _is_page(edition, at)]
    graphs = [json.loads(text) for page in pages for text in page.xpath("//script[@type='application/ld+json']/text()")]
    assert len(graphs) > 10 and all(
        any(kind in str(graph) for graph in graphs) for kind in ("CorrectionComment", "BlogPosting", "coverageEndTime")
    )
    assert [words for graph in graphs for words in schema_org.complaints(graph)] == []
    stories = {at for at in edition.addresses() if STORY.fullmatch(at)}
    assert stories and stories <= set(of_this_paper(edition, own, "sitemap"))
    feeds = {end: set(of_this_paper(edition, own, end)) for end in ("rss.xml", "atom.xml", "feed.json")}
    assert len({frozenset(at for at in led_to if STORY.fullmatch(at)) for led_to in feeds.values()}) == 1
    writer.close()


def of_this_paper(edition: Edition, paper: PaperFile, form: str) -> Iterator[str]:
    """Every address of the paper in files of that form; each must lead somewhere."""
    for at in edition.addresses():
        if at.startswith("/") and form in at:
            for link in re.findall(rf"{re.escape(paper.address)}([^<\"#]*)", read(edition, at)):
                assert link.startswith("/media/") or edition.has_page(link or "/"), (at, link)
                yield link or "/"


def _is_page(edition: Edition, address: str) -> bool:
    return address.startswith("/") and not form_of(address) and "<html" in read(edition, address)[:200]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("rss", '<rss version="2.0"><channel><title>A</title></channel></rss>'),
        ("atom", '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>http://a.example/</id></feed>'),
        ("sitemap", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a</loc></url></urlset>'),
        ("json_feed", '{"version": "https://jsonfeed.org/version/1", "items": []}'),
        ("manifest", '{"name": "A", "icons": []}'),
        ("tdmrep", '[{"location": "/", "tdm-reservation": true}]'),
    ],
)
def test_what_does_not_keep_to_it_is_found(form: str, text: str) -> None:
    assert VALIDATORS[form](text)


@pytest.mark.parametrize(
    "thing",
    [
        {"@type": "NewsStory"},
        {"@type": "NewsArticle", "byline": "A"},
        {"@type": "NewsArticle", "datePublished": "yesterday"},
        {"@type": "NewsArticle", "author": "A"},
        {"@type": "NewsArticle", "author": {"@type": "Person", "jobTitle": 3}},
        {"@type": "Person", "headline": "A"},
    ],
)
def test_what_schema_org_does_not_know_is_found(thing: dict[str, Any]) -> None:
    assert schema_org.complaints({"@context": "https://schema.org", "@graph": [thing]})
