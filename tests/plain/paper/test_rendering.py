"""Templates get frozen data, say every word in the reader's language, and know what they are made of."""

from __future__ import annotations

import gc
import gzip
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from weakref import ref

import pytest
from lxml import etree, html
from msgspec.structs import replace

from broadsheet.paper import rendering
from broadsheet.paper import sample_pages as samples
from broadsheet.paper.errors import RenderFault, UnknownLanguage, UnknownPhrase, UnknownTemplate, UntraceableTemplate
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import TEMPLATES, Renderer

READER_PAGES = (
    "article.html", "front.html", "list.html", "message.html", "search.html", "archive.html", "corrections.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def themed(folder: Path, **templates: str) -> Renderer:
    for name, text in templates.items():
        path = folder / "templates" / name.replace("__", "/").replace("_html", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Renderer(folder)


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("template", samples.PAGES)
def test_every_template_renders_in_every_language(renderer: Renderer, template: str, language: str) -> None:
    text = renderer.render(template, samples.PAGES[template](language))
    assert text.strip()
    assert "{{" not in text and "{%" not in text
    if template.endswith(".xml"):
        etree.fromstring(text.encode())


@pytest.mark.parametrize("template", READER_PAGES)
def test_a_reader_page_has_the_hole_once_and_after_its_main_text(renderer: Renderer, template: str) -> None:
    text = renderer.render(template, samples.PAGES[template]("en"))
    assert text.count(HOLE) == 1
    assert text.index(HOLE) > text.index("</main>")


@pytest.mark.parametrize("template", [*READER_PAGES, "live.html", "dossier.html"])
def test_a_picture_across_the_screen_asks_for_two_pixels_a_point_at_most(renderer: Renderer, template: str) -> None:
    tree = html.document_fromstring(renderer.render(template, samples.PAGES[template]("en")))
    across = [sizes for sizes in tree.xpath("//@sizes | //@imagesizes") if sizes.endswith("100vw")]
    assert across or template not in ("front.html", "list.html", "article.html", "live.html")
    assert {sizes.partition(" 58vw,")[0] for sizes in across} <= {"(max-width:40em) and (min-resolution:2.5dppx)"}


@pytest.mark.parametrize("template", READER_PAGES)
def test_a_reader_page_has_no_inline_script_or_style(renderer: Renderer, template: str) -> None:
    tree = html.document_fromstring(renderer.render(template, samples.PAGES[template]("en")))
    assert not tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//script[not(@src) and @type != 'application/ld+json']")


@pytest.mark.parametrize("template", READER_PAGES)
def test_headings_begin_with_one_h1_and_skip_no_level(renderer: Renderer, template: str) -> None:
    tree = html.document_fromstring(renderer.render(template, samples.PAGES[template]("en")))
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_story_reads_in_the_order_of_a_newspaper_page(renderer: Renderer) -> None:
    page = samples.article()
    tree = html.document_fromstring(renderer.render("article.html", page))
    for image in tree.iter("img"):
        image.tail = f" {image.get('alt')} " + (image.tail or "")
    text = re.sub(r"\s+", " ", tree.body.text_content())
    picture = page.article.picture
    assert picture is not None
    place = 0
    for expected in (
        page.site.logo_alt,
        page.meta.title,
        page.article.headline,
        picture.alt,
        f"{picture.caption} {picture.credit}",
        page.article.headline,
        *samples.WORDS["en"]["paragraphs"],
    ):
        place = text.index(expected, place) + len(expected)


def test_a_story_leaves_room_for_800_words_in_14_kilobytes(renderer: Renderer) -> None:
    for language in ("en", "km"):
        text = renderer.render("article.html", samples.article(language))
        # The sample is shorter than a long story: 800 words of prose weigh at most 3,500 bytes more than it does.
        assert len(gzip.compress(text.encode(), 6)) <= 14_000 - 3_500


def test_only_a_story_carries_the_beacon(renderer: Renderer) -> None:
    assert 'data-story="81"' in renderer.render("article.html", samples.article())
    front = renderer.render("front.html", samples.front())
    assert "data-story" not in front and "beacon" not in front


def test_text_is_escaped_and_structured_data_cannot_end_its_script(renderer: Renderer) -> None:
    page = samples.article()
    page = replace(page, article=replace(page.article, headline="<b>'\"&/"))
    text = renderer.render("article.html", page)
    assert "<h1>&lt;b&gt;&#x27;&quot;&amp;/</h1>" in text
    assert '"headline":"\\u003c/script>"' in text


def test_control_characters_never_reach_a_feed(renderer: Renderer) -> None:
    page = samples.feed()
    text = renderer.render("feed.xml", replace(page, title="a\x0bb\x00c"))
    assert "<title>abc</title>" in text


def test_an_empty_paper_has_a_front(renderer: Renderer) -> None:
    bare = replace(samples.front(), lead=None, seconds=(), latest=(), strips=())
    assert "Nothing has been published here yet." in renderer.render("front.html", bare)


def test_the_live_list_has_one_place_for_its_items(renderer: Renderer) -> None:
    assert renderer.render("most_viewed.html", samples.shell()).count("<!--items-->") == 1
    assert renderer.render("most_viewed_item.html", samples.item(bare=True)).startswith("<li>")


@pytest.mark.parametrize("asked", ["page.nothing", "nothing", "page.site.nothing"])
def test_a_name_that_the_page_does_not_hold_fails(tmp_path: Path, asked: str) -> None:
    renderer = themed(tmp_path, probe_html="{{ " + asked + " }}")
    with pytest.raises(RenderFault, match="nothing"):
        renderer.render("probe.html", samples.front())


def test_an_unknown_phrase_fails(tmp_path: Path) -> None:
    renderer = themed(tmp_path, probe_html='{{ _("Colour of the day") }}')
    with pytest.raises(UnknownPhrase, match="Colour of the day"):
        renderer.render("probe.html", samples.front())


def test_an_unknown_template_or_language_is_named() -> None:
    @dataclass(frozen=True)
    class Page:
        language: str

    with pytest.raises(UnknownTemplate, match=r"none\.html"):
        Renderer().render("none.html", Page("en"))
    with pytest.raises(UnknownLanguage, match="xx"):
        Renderer().render("sitemap.xml", Page("xx"))


def test_a_theme_stands_in_for_a_template_of_the_same_name(tmp_path: Path) -> None:
    renderer = themed(tmp_path, furniture__foot_html="<footer>Our own foot</footer>")
    assert "Our own foot" in renderer.render("message.html", samples.message())


def test_a_fingerprint_changes_exactly_with_the_family_of_its_template(tmp_path: Path) -> None:
    plain = Renderer()
    changed = themed(tmp_path, furniture__quotation_html="<q>{{ block.text }}</q>")
    differing = {name for name in samples.PAGES if plain.fingerprint(name) != changed.fingerprint(name)}
    assert differing == {"article.html", "live.html", "live_part.html"}
    assert plain.fingerprint("front.html") == Renderer(tmp_path / "none").fingerprint("front.html")


def test_a_fingerprint_changes_with_a_phrase_that_the_family_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.paper import rendering

    before = {name: Renderer().fingerprint(name) for name in samples.PAGES}
    said = rendering.phrase
    monkeypatch.setattr(
        rendering, "phrase", lambda text, language: said(text, language) + ("!" if text == "Most viewed" else "")
    )
    after = {name: Renderer().fingerprint(name) for name in samples.PAGES}
    assert {name for name in before if before[name] != after[name]} == {"most_viewed.html"}


@pytest.mark.parametrize("source", ["{% include page.meta.kind %}", "{{ _(page.heading) }}", "{% extends name %}"])
def test_a_template_that_hides_what_it_uses_gets_no_fingerprint(tmp_path: Path, source: str) -> None:
    with pytest.raises(UntraceableTemplate):
        themed(tmp_path, probe_html=source).fingerprint("probe.html")


def test_every_template_belongs_to_one_that_the_press_renders() -> None:
    renderer = Renderer()
    used = {name for template in (*samples.PAGES, "specimen.html") for name in renderer.family(template)}
    ours = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".xml")}
    assert ours == used


def test_what_a_macro_makes_once_is_what_it_makes(tmp_path: Path) -> None:
    shown = '{{ once("m.html", "tile", c, level=level) }}'
    made = '{% from "m.html" import tile %}{{ tile(c, level=level) }}'
    macro = (
        "{% macro tile(c, level) %}<b>{{ level }} {{ c.headline }} {{ c.address }} {{ _('Latest') }}</b>{% endmacro %}"
    )
    each = "{% for c in page.latest %}{% for level in [1, 2, 1] %}CALL{% endfor %}{% endfor %}"
    theme = {"m_html": macro, "once_html": each.replace("CALL", shown), "plain_html": each.replace("CALL", made)}
    renderer = themed(tmp_path, **theme)
    page = samples.front("km")
    cards = (replace(page.latest[0], headline="a < b"), *page.latest)
    for some in (cards, tuple(reversed(cards))):
        page = replace(page, latest=some)
        assert renderer.render("once.html", page) == renderer.render("plain.html", page)
    assert "a &lt; b" in renderer.render("once.html", page)
    assert renderer.family("once.html") == ("m.html", "once.html")


def test_a_fixed_phrase_is_escaped_where_it_is_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "words", lambda language: {"Latest": "<newest>"})
    renderer = themed(tmp_path, probe_html='{{ _("Latest") }}')
    assert renderer.render("probe.html", samples.front()) == "&lt;newest&gt;"


@pytest.mark.parametrize("package", ["big", "picture", "words"])
def test_a_front_leads_with_a_package_of_the_shape_that_its_stories_have(renderer: Renderer, package: str) -> None:
    page = samples.front()
    lead = page.lead if package != "words" else samples.card(0, "en", bare=True)
    beside = samples.cards("en", 20, 21) if package == "big" else ()
    topic = page.site.nav[0] if beside else None
    text = renderer.render("front.html", replace(page, package=package, lead=lead, topic=topic, beside=beside))
    tree = html.document_fromstring(text)
    (found,) = tree.xpath("//div[contains(@class, 'package')]")
    assert found.get("class") == f"package {package}"
    pictured = {"big": 4, "picture": 1, "words": 2}[package]
    assert len(found.xpath("div[@class='seconds']//picture")) == pictured
    assert len(found.xpath("section[@class='beside']//article")) == len(beside)
    assert len(tree.xpath("//link[@as='image']")) == (package != "words")


def test_a_strip_of_opinion_shows_its_writers(renderer: Renderer) -> None:
    page = samples.front()
    views = tuple(replace(c, portrait=samples.author("en").portrait, byline="Ana") for c in page.strips[0].cards)
    strip = replace(page.strips[0], cards=views, is_opinion=True)
    tree = html.document_fromstring(renderer.render("front.html", replace(page, strips=(strip,))))
    (found,) = tree.xpath("//section[contains(@class, 'opinion')]")
    assert len(found.xpath(".//picture[@class='thumb']")) == len(views)
    assert found.xpath(".//p[@class='writer']/text()") == ["Ana"] * len(views)


@pytest.mark.parametrize("form", ["", "opinion", "essay", "long"])
def test_a_story_is_set_in_its_form(renderer: Renderer, form: str) -> None:
    page = samples.article()
    tree = html.document_fromstring(
        renderer.render("article.html", replace(page, article=replace(page.article, form=form)))
    )
    assert tree.body.get("class") == {"": "story", "opinion": "story opinion"}.get(form, f"story {form} wide")
    portraits = tree.xpath("//div[@class='byline']//picture")
    assert len(portraits) == (form == "opinion")


def test_links_to_share_hand_on_the_address_and_nothing_else(renderer: Renderer) -> None:
    page = samples.article()
    tree = html.document_fromstring(renderer.render("article.html", page))
    links = tree.xpath("//nav[@class='share']//a")
    assert len(links) == 4
    for link in links:
        assert quote(page.meta.canonical, safe="/") in link.get("href") or quote(page.meta.canonical) in link.get(
            "href"
        )
        assert not {"onclick", "ping", "target"} & set(link.keys())


def test_templates_go_with_their_renderer() -> None:
    renderer = Renderer()
    gone = ref(renderer)
    renderer.render("front.html", samples.PAGES["front.html"]("en"))
    renderer.render("article.html", samples.article())
    del renderer
    gc.collect()
    assert gone() is None
