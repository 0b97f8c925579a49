"""Sample pages in a real browser: readable by all, no wider than any screen, counted once, quiet on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from legible import complaints
from playwright.sync_api import Browser, Page, Route
from visits import CHROMIUM, FLAGS, a_browser, needs_chromium

from broadsheet.kiosk.headers import CONTENT_SECURITY_POLICY as POLICY
from broadsheet.paper import sample_pages as samples
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.styles import assets

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
KINDS = ("front.html", "article.html", "list.html", "message.html", "live.html", "dossier.html")
HOST = "http://courier.example"
ARABIC = "النهرالقديم"
MIRRORED = {
    "front.html": (".rail", ".languages", ".package", ".sections li", ".most-viewed li h3"),
    "article.html": (".story h1", ".byline", ".prose", ".prose blockquote, .quotation", ".table td", ".next a"),
}
"""Parts that stand on the other side where one reads from the right."""
MOVING = """
() => [
  getComputedStyle(document.documentElement).scrollBehavior,
  getComputedStyle(document.querySelector(".running-head")).animationTimingFunction,
  ...[...document.querySelectorAll("*")].map((e) => getComputedStyle(e).transitionDuration).filter((d) => d !== "0s"),
]
"""

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


def whole(renderer: Renderer, template: str, language: str) -> str:
    """A sample page with its live list."""
    items = "".join(renderer.render("most_viewed_item.html", samples.item(i, language)) for i in range(6))
    live = renderer.render("most_viewed.html", samples.shell(language)).replace("<!--items-->", items)
    return renderer.render(template, samples.PAGES[template](language)).replace(HOLE, live)


def in_arabic(html: str) -> str:
    """The page as an Arabic edition would be set, its words being Arabic ones of about the same length."""

    def said(word: re.Match[str]) -> str:
        return "".join(ARABIC[ord(letter) % len(ARABIC)] for letter in word[0])

    def words(text: re.Match[str]) -> str:
        return re.sub("[A-Za-z]+", said, text[0])

    head, body = html.replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"').split("<body", 1)
    return f"{head}<body{re.sub('(?<=>)[^<]+(?=<)', words, body)}"


def page_of(browser: Browser, *, width: int = 1280, scheme: str = "light", axe: bool = False) -> Page:
    """A tab in which HOST answers with sample pages under the reader site's own policy, and nothing else is reached."""
    renderer, files = Renderer(), assets()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        name = path.removeprefix("/-/")
        template, _, language = path.removeprefix("/sample/").partition("/")
        if name in files:
            content_type, raw = files[name]
            route.fulfill(content_type=content_type, body=raw)
        elif template in samples.PAGES:
            html = (
                in_arabic(whole(renderer, template, "en")) if language == "ar" else whole(renderer, template, language)
            )
            route.fulfill(
                content_type="text/html; charset=utf-8", body=html, headers={"Content-Security-Policy": POLICY}
            )
        else:
            route.fulfill(status=204)

    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=axe
    )
    context.route("**/*", answer)
    return context.new_page()


def test_axe_finds_nothing(browser: Browser) -> None:
    page = page_of(browser, width=360, scheme="dark", axe=True)
    for template in KINDS:
        for language in samples.LANGUAGES:
            page.goto(f"{HOST}/sample/{template}/{language}")
            found = Axe().run(page, options=RULES).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], (template, language)
    page.context.close()


def test_every_word_can_be_read_on_a_narrow_screen_and_a_wide_one(browser: Browser) -> None:
    # 320 px is also what 1280 px are at a zoom of 400 %.
    page = page_of(browser)
    found = {}
    for template, language in product((*KINDS, "archive.html", "search.html"), samples.LANGUAGES):
        page.goto(f"{HOST}/sample/{template}/{language}")
        for width in (320, 1100):
            page.set_viewport_size({"width": width, "height": 800})
            found[template, language, width] = complaints(page)
    page.context.close()
    assert {where: said for where, said in found.items() if said} == {}


def test_every_word_can_be_read_in_letters_four_times_as_large(browser: Browser) -> None:
    # What a reader sets in the browser: every em and rem is larger, those of media queries too.
    flags = [*FLAGS, "--blink-settings=defaultFontSize=64"]
    with browser.browser_type.launch(executable_path=str(CHROMIUM), args=flags) as large:
        page = page_of(large)
        found = {}
        for template, language in product(("front.html", "article.html", "list.html"), samples.LANGUAGES):
            page.goto(f"{HOST}/sample/{template}/{language}")
            found[template, language] = complaints(page)
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.most-viewed p')).fontSize)") >= 60
    assert {where: said for where, said in found.items() if said} == {}


def test_words_that_lie_over_each_other_or_are_cut_off_are_found(browser: Browser) -> None:
    page = page_of(browser, width=320, axe=True)
    page.goto(f"{HOST}/sample/message.html/en")
    assert complaints(page) == []
    for rule in ("h1 { margin-bottom: -2em }", "h1 { height: .5em; overflow: hidden }", "h1 { width: 40em }"):
        style = page.add_style_tag(content=rule)
        assert complaints(page), rule
        style.evaluate("(element) => element.remove()")
    page.context.close()


def test_a_page_set_from_right_to_left_is_the_other_way_round(browser: Browser) -> None:
    page = page_of(browser, axe=True)
    for template, parts in MIRRORED.items():
        page.goto(f"{HOST}/sample/{template}/ar")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert complaints(page) == [], (template, width)
            broken = Axe().run(page, options=RULES).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == [], (template, width)
        for part in parts:
            page.evaluate("document.documentElement.dir = 'ltr'")
            left, right = sides(page, part)
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert sides(page, part) == pytest.approx((1280 - right, 1280 - left), abs=1), part
    page.context.close()


def sides(page: Page, part: str) -> tuple[float, float]:
    box = page.locator(part).first.bounding_box()
    assert box, part
    return box["x"], box["x"] + box["width"]


def test_cards_below_a_story_keep_to_their_own_grid(browser: Browser) -> None:
    # A story's columns, for its byline and its text, were taken by each card in the strip below it as well.
    page = page_of(browser, width=800)
    page.goto(f"{HOST}/sample/article.html/en")
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.strip .card')].filter((card) => !card.querySelector('picture'))
          .map((card) => [card.clientWidth, card.querySelector('div').clientWidth])"""
    )
    page.context.close()
    assert bare and all(width == words for width, words in bare)


def test_nothing_moves_for_whom_movement_is_too_much(browser: Browser) -> None:
    page = page_of(browser)
    said = {}
    for wish in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=wish)  # type: ignore[arg-type]
        page.goto(f"{HOST}/sample/article.html/en")
        page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
        said[wish] = page.evaluate(MOVING)
    page.context.close()
    assert said == {"no-preference": ["smooth", "linear"], "reduce": ["auto", "steps(1, jump-start)"]}


def test_a_view_is_told_once_and_only_of_stories(browser: Browser) -> None:
    page = page_of(browser)
    told: list[tuple[str, str | None]] = []
    page.on(
        "request",
        lambda request: told.append((request.url, request.post_data)) if request.method == "POST" else None,
    )
    page.goto(f"{HOST}/sample/front.html/en")
    with page.expect_request(f"{HOST}/-/view?81"):
        page.goto(f"{HOST}/sample/article.html/en")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.goto(f"{HOST}/sample/message.html/en")
    assert told == [(f"{HOST}/-/view?81", None)]
    page.context.close()


def test_a_view_waits_until_the_page_is_there_or_the_reader_leaves(browser: Browser) -> None:
    page = page_of(browser)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.method == "POST" else None)
    # The second that it waits never ends.
    page.add_init_script("window.setTimeout = () => 0")
    page.goto(f"{HOST}/sample/article.html/en", wait_until="networkidle")
    assert told == []
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    with page.expect_request(f"{HOST}/-/view?81"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert told == [f"{HOST}/-/view?81"]
    page.context.close()


def test_the_policy_of_the_reader_site_stops_nothing(browser: Browser) -> None:
    page = page_of(browser)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for template in KINDS:
        page.goto(f"{HOST}/sample/{template}/en")
    assert complaints == []
    page.context.close()


def test_every_word_can_be_read_in_letters_twice_as_large_on_a_telephone(browser: Browser) -> None:
    # What a telephone does for its owner: letters grow, media queries don't.
    page = page_of(browser, width=360, axe=True)
    found = {}
    for template, language in product(("front.html", "article.html", "live.html", "dossier.html"), ("en", "km")):
        page.goto(f"{HOST}/sample/{template}/{language}")
        page.add_style_tag(content="html{font-size:200%}")
        found[template, language] = complaints(page)
    page.context.close()
    assert {where: said for where, said in found.items() if said} == {}


def test_the_running_head_comes_when_the_headline_has_gone(browser: Browser) -> None:
    page = page_of(browser)
    page.goto(f"{HOST}/sample/article.html/en")
    opacity = "getComputedStyle(document.querySelector('.running-head')).opacity"
    assert page.evaluate(opacity) == "0"
    page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
    page.wait_for_function(f"{opacity} === '1'")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.querySelector('.running-head')).visibility") == "hidden"
    page.context.close()


def test_a_cutting_bears_the_name_of_the_paper_and_the_story_alone(browser: Browser) -> None:
    page = page_of(browser)
    page.goto(f"{HOST}/sample/article.html/en")
    page.emulate_media(media="print")
    assert page.locator(".folio").bounding_box()["width"] > 100  # type: ignore[index]
    for part in (".running-head", ".rail", ".sections", ".foot"):
        assert not page.locator(part).is_visible()
    page.context.close()


def test_on_paper_a_table_has_the_whole_sheet_and_an_entry_its_lines(browser: Browser) -> None:
    page = page_of(browser, width=658)
    page.emulate_media(media="print")
    page.goto(f"{HOST}/sample/live.html/en")
    text, entry, table = (
        page.locator(part).first.bounding_box() for part in ("main > article > .prose > p", ".entry .prose", ".table")
    )
    assert text is not None and entry is not None and table is not None
    assert table["width"] > 1.8 * text["width"]
    assert page.evaluate("getComputedStyle(document.querySelector('.entry .prose')).columnCount") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('.table')).overflowX") == "visible"
    page.context.close()


def test_photos_of_an_essay_are_wider_than_its_text(browser: Browser) -> None:
    page = page_of(browser, width=1440)
    page.goto(f"{HOST}/sample/article.html/en")
    page.evaluate("document.body.classList.add('essay', 'wide')")
    photo, text = (page.locator(f".essay .prose > {part}").first.bounding_box() for part in (".photo", "p"))
    assert photo is not None and text is not None
    assert photo["width"] > 1.3 * text["width"]
    page.context.close()
