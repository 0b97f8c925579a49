"""Sample pages in a real browser: readable by all, no wider than any screen, counted once, quiet on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from visits import a_browser, needs_chromium

from broadsheet.kiosk.headers import CONTENT_SECURITY_POLICY as POLICY
from broadsheet.paper import sample_pages as samples
from broadsheet.paper.pieces import HOLE
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.styles import assets

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
KINDS = ("front.html", "article.html", "list.html", "message.html")
HOST = "http://courier.example"

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


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
            live = renderer.render("most_viewed.html", samples.shell(language)).replace(
                "<!--items-->",
                "".join(renderer.render("most_viewed_item.html", samples.item(i, language)) for i in range(6)),
            )
            html = renderer.render(template, samples.PAGES[template](language)).replace(HOLE, live)
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


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, width: int, scheme: str) -> None:
    page = page_of(browser, width=width, scheme=scheme, axe=True)
    for template in KINDS:
        for language in samples.LANGUAGES:
            page.goto(f"{HOST}/sample/{template}/{language}")
            found = Axe().run(page, options=RULES).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], (template, language)
    page.context.close()


def test_no_page_is_wider_than_its_screen(browser: Browser) -> None:
    for width in (320, 768, 1100):
        page = page_of(browser, width=width)
        for template in KINDS:
            for language in samples.LANGUAGES:
                page.goto(f"{HOST}/sample/{template}/{language}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (template, language)
        page.context.close()


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


def test_the_policy_of_the_reader_site_stops_nothing(browser: Browser) -> None:
    page = page_of(browser)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for template in KINDS:
        page.goto(f"{HOST}/sample/{template}/en")
    assert complaints == []
    page.context.close()


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
