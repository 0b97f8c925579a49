"""The demo paper as readers have it: open to all, light, quiet, whole, and asking nobody else for anything."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from by_keyboard import Keyboard
from demo_paper import ASKED, DemoPaper, Site, free_port
from lxml import html
from playwright.sync_api import Browser, Request, expect
from valid_pages import complaints, needs_java
from visits import a_browser, needs_chromium, visit
from without_a_network import await_kept, await_worker, follow, shelved

from broadsheet.paper.phrases import phrase

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
CONTRAST = {"runOnly": ["color-contrast"]}
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
LARGEST_STORY = 14_000
LARGEST_STYLE = 12_000
LARGEST_BEACON = 1_000
LANGUAGES = ("en", "km")
SPECIMEN = "/_specimen/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    paper = DemoPaper(tmp_path_factory.mktemp("demo") / "paper", free_port())
    site = Site.of(paper)
    process = paper.serve()
    yield site
    process.terminate()
    process.wait(15)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


@needs_chromium
def test_axe_finds_nothing(browser: Browser, site: Site) -> None:
    seen = visit(browser, axe=True)
    found = {}
    for kind, address in (site.kinds | {("specimen", "en"): SPECIMEN}).items():
        seen.page.goto(site.paper.address + address)
        # Dark changes colours and nothing else, and a wide page shows all that a narrow one does.
        for width, scheme, rules in ((320, "light", WCAG), (1440, "light", WCAG), (1440, "dark", CONTRAST)):
            seen.page.set_viewport_size({"width": width, "height": 900})
            seen.page.emulate_media(color_scheme=scheme)
            broken = Axe().run(seen.page, options=rules | ONLY_VIOLATIONS).response["violations"]
            found |= {(kind, width, scheme, rule["id"]): rule["nodes"][0]["html"] for rule in broken}
    seen.page.context.close()
    assert found == {}


@needs_chromium
def test_a_page_asks_nobody_else_complains_of_nothing_and_keeps_nothing(browser: Browser, site: Site) -> None:
    seen = visit(browser)
    for (kind, language), address in site.kinds.items():
        # What asks later than its load would be asked by these two.
        calm = "networkidle" if kind in ("home", "story") else "load"
        seen.page.goto(site.paper.address + address, wait_until=calm)
        # The browser itself says so of the page that was asked for.
        own = [c for c in seen.complaints if not (kind in ("missing", "gone") and "status of 4" in c)]
        assert own == [], (kind, language)
        seen.complaints.clear()
    assert {url for url in seen.requests if not url.startswith(site.paper.address + "/")} == set()
    assert seen.page.context.cookies() == []
    assert seen.page.evaluate("localStorage.length + sessionStorage.length") == 0
    seen.page.context.close()


@needs_chromium
def test_a_page_reads_the_same_without_javascript(browser: Browser, site: Site) -> None:
    without, usual = visit(browser, script=False), visit(browser)
    for (_, language), address in (item for item in site.kinds.items() if item[0][0] != "saved"):
        read, offered = [], " ".join(phrase(words, language) for words in ("Save for later", "Saved stories"))
        for seen in (without, usual):
            seen.page.goto(site.paper.address + address)
            # A browser that can't keep a story offers no button for it.
            read.append(" ".join(seen.page.inner_text("body").split()).replace(f"{offered} ", ""))
        assert read[0] == read[1], address
    assert not [url for url in without.requests if url.endswith(".js")]
    for seen in (without, usual):
        seen.page.context.close()


@needs_chromium
def test_no_page_scrolls_sideways(browser: Browser, site: Site) -> None:
    seen, wide = visit(browser), []
    for address in {*site.kinds.values(), SPECIMEN}:
        seen.page.goto(site.paper.address + address)
        for width in (320, 360, 768, 1024, 1440):
            seen.page.set_viewport_size({"width": width, "height": 900})
            if seen.page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    seen.page.context.close()
    assert wide == []


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cutting_begins_with_the_paper_and_the_headline(browser: Browser, site: Site, language: str) -> None:
    seen = visit(browser)
    seen.page.goto(site.paper.address + site.kinds["story", language])
    seen.page.emulate_media(media="print")
    folio = seen.page.locator(".folio")
    assert folio.inner_text() == seen.page.title()
    box = folio.bounding_box()
    assert box is not None and box["width"] > 100
    for part in (".rail", ".sections", ".foot", ".running-head"):
        assert not seen.page.locator(part).is_visible(), part
    seen.page.context.close()


@needs_chromium
@pytest.mark.parametrize(("language", "other"), [("en", "km"), ("km", "en")])
def test_a_reader_at_the_keyboard_finds_reads_keeps_and_changes_language(
    browser: Browser, site: Site, language: str, other: str
) -> None:
    home, story = (site.paper.address + site.kinds[kind, language] for kind in ("home", "story"))
    keys = Keyboard.at(visit(browser).page, home)
    keys.tab_to(".skip", most=1)
    keys.press("Enter")
    keys.tab_to("main a", most=1)
    keys = Keyboard.at(keys.page, home)
    keys.follow(".to-search")
    keys.tab_to("input[type=search]")
    keys.page.keyboard.type(ASKED[language])
    keys.press("Enter", leads_on=True)
    keys.follow(".hits a")
    keys = Keyboard.at(keys.page, story)
    keys.tab_to(".prose > .table")
    keys.tab_to(".keep button")
    for pressed in ("true", "false"):
        keys.press("Space")
        expect(keys.page.locator(".keep button")).to_have_attribute("aria-pressed", pressed)
    keys = Keyboard.at(keys.page, story)
    keys.follow(f".languages a[lang={other}]")
    assert keys.page.evaluate("document.documentElement.lang") == other
    keys.page.context.close()


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_is_told_what_the_parts_of_a_story_are(browser: Browser, site: Site, language: str) -> None:
    page = visit(browser).page
    page.goto(site.paper.address + site.kinds["story", language])
    told = page.locator("body").aria_snapshot()
    parts = re.findall(r'^- (banner|main|complementary|contentinfo|navigation "[^"]+")', told, re.MULTILINE)
    sections, following = phrase("Sections", language), page.locator(".next").get_attribute("aria-label")
    ways = [f'navigation "{name}"' for name in (sections, following)]
    assert parts == ["banner", ways[0], "main", "complementary", ways[1], "contentinfo"]
    assert told.count("[level=1]") == 1
    assert f'- button "{phrase("Save for later", language)}"' in told
    page.context.close()


def test_every_link_leads_somewhere(site: Site) -> None:
    waiting, known, bad = ["/", "/km"], {"/", "/km"}, {}
    while waiting:
        address = waiting.pop()
        answer = site.paper.get(address)
        if answer.status != 200:
            bad[address] = answer.status
        elif answer.headers["content-type"].startswith("text/html"):
            new = site.paper.links(answer.body) - known
            known |= new
            waiting += sorted(new)
    assert bad == {}
    assert {address for address in site.stories if address not in known} == set(), "no way leads there"


def test_no_page_leads_to_the_withdrawn_story(site: Site) -> None:
    gone = site.kinds["gone", "en"]
    assert site.paper.get(gone).status == 410
    assert [address for address in site.paper.addresses() if gone.encode() in site.paper.get(address).body] == []


def test_pages_are_light(site: Site) -> None:
    sizes = {address: len(site.paper.get(address, gzip=True).body) for address in site.stories}
    assert {address: size for address, size in sizes.items() if size > LARGEST_STORY} == {}
    page = html.document_fromstring(site.paper.get(site.stories[0]).body)
    (style,) = page.xpath("//link[@rel='stylesheet']/@href")
    beacon, offline = page.xpath("//script/@src")
    assert len(site.paper.get(style, gzip=True).body) <= LARGEST_STYLE
    assert len(site.paper.get(beacon).body) <= LARGEST_BEACON
    assert len(site.paper.get(offline, gzip=True).body) <= LARGEST_BEACON


@needs_chromium
@pytest.mark.parametrize(("language", "most"), [("en", 37_000), ("km", 52_000)])
def test_a_story_costs_little_to_fetch(browser: Browser, site: Site, language: str, most: int) -> None:
    context = browser.new_context(service_workers="block")
    page, sizes = context.new_page(), {}

    def fetched(request: Request) -> None:
        if request.resource_type != "image" or request.url.endswith(".svg"):
            told = request.sizes()
            sizes[request.url] = told["responseHeadersSize"] + told["responseBodySize"]

    page.on("requestfinished", fetched)
    # The longest of the demo, but for its photos.
    page.goto(site.paper.address + site.kinds["story", language], wait_until="networkidle")
    context.close()
    assert sum(url.endswith(".woff2") for url in sizes) >= 1
    assert sum(sizes.values()) < most, sizes


def test_the_scripts_are_two_and_nothing_stands_inline(site: Site) -> None:
    for kind, address in site.kinds.items():
        page = html.document_fromstring(site.paper.get(address).body)
        scripts = [s for s in page.xpath("//script") if s.get("type") != "application/ld+json"]
        assert [re.sub(r"\.[0-9a-f]{8,}", "", s.get("src", "inline")) for s in scripts] == (
            ["/theme/beacon.js", "/theme/offline.js"] if kind[0] == "story" else ["/theme/offline.js"]
        ), kind
        assert page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == [], kind


@needs_java
def test_the_checkers_of_markup_find_nothing_but_what_is_wrong(site: Site, tmp_path: Path) -> None:
    addresses = {*site.kinds.values(), *site.stories, SPECIMEN}
    pages = {address: site.paper.get(address).body for address in addresses}
    wrong = {"bad": b"<!doctype html><html lang=en><title>A</title><p><blink>"}
    assert set(complaints(pages | wrong, tmp_path)) == set(wrong)


def test_every_picture_says_what_it_shows_and_how_large_it_is(site: Site) -> None:
    for address in [*site.stories, *site.kinds.values()]:
        page = html.document_fromstring(site.paper.get(address).body)
        for image in page.xpath("//img"):
            assert image.get("alt") is not None, address
            assert int(image.get("height")) > 0 and int(image.get("width")) > 0, address
        for image in page.xpath("//figure//img"):
            assert image.get("alt").strip(), address


def test_headers_keep_pages_safe(site: Site) -> None:
    for kind, address in site.kinds.items():
        headers = site.paper.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"], kind
        assert "unsafe" not in headers["content-security-policy"], kind
        assert headers["x-content-type-options"] == "nosniff", kind
        assert headers["referrer-policy"], kind
        assert "set-cookie" not in headers, kind


@needs_chromium
def test_a_reader_without_a_network_has_what_he_read_and_saved_and_nothing_withdrawn(
    browser: Browser, site: Site
) -> None:
    page = visit(browser, width=360).page
    one, two, unread = [a for a in site.stories if not a.startswith("/km") and a != site.kinds["gone", "en"]][:3]
    page.goto(site.paper.address + "/")
    await_worker(page)
    await_kept(page, "pages", "/saved")
    headlines = []
    for address in (one, two):
        follow(page, site.paper.address + address)
        headlines.append(page.inner_text("h1"))
    button = page.get_by_role("button", name="Save for later")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")

    page.context.set_offline(True)
    page.goto(site.paper.address + "/")
    assert page.locator("main h2").count() > 3
    page.goto(site.paper.address + one)
    assert page.inner_text("h1") == headlines[0]
    # What he has never read leads to what he has.
    page.goto(site.paper.address + unread)
    expect(page.locator("[data-shelf=saved] li")).to_have_count(1)
    expect(page.locator("[data-shelf=pages] li")).to_have_count(2)
    assert (shelved(page, "saved"), sorted(shelved(page, "pages"))) == ([headlines[1]], sorted(headlines))

    page.context.set_offline(False)
    site.paper.withdraw(two.rpartition("/")[2])
    # Where the network is slow, as on a busy machine, a page is shown as it was kept, and asked for meanwhile.
    deadline = time.monotonic() + 30
    while (answer := page.goto(site.paper.address + two)) is None or answer.status != 410:
        assert time.monotonic() < deadline
        page.wait_for_timeout(500)
    for shelf in ("pages", "saved"):
        await_kept(page, shelf, two, there=False)
    page.context.close()


def test_a_search_finds_stories_of_its_language_alone(site: Site) -> None:
    for language, prefix in (("en", ""), ("km", "/km")):
        page = html.document_fromstring(site.paper.get(site.kinds["search", language]).body)
        found = page.xpath("//ol[@class='hits']//h3/a/@href")
        assert found and all(address in site.stories and address.startswith(f"{prefix}/20") for address in found)
