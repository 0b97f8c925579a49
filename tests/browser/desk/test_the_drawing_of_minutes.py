"""The drawing on the page "Most viewed", in a browser, with numbers of our own for the desk's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK = Path(__file__).parents[3] / "src" / "broadsheet" / "desk"
ORIGIN = "http://desk.example"
MINUTES = 60
FIRST = 28_333_516
"""16 minutes past an hour: the last of the sixty is a quarter past, and its time stands at the right edge."""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


def page_html() -> str:
    """The holder as the template has it, the script and the styles, and a row of the list."""
    template = (DESK / "templates" / "desk" / "most_viewed.html").read_text("utf-8")
    holder = re.search(r'<div class="desk-minutes".*?</div>', template, re.DOTALL)
    assert holder
    text = holder[0].replace("{{ numbers }}", "/numbers").replace("{{ lost }}", "")
    return (
        f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/desk.css">{text}'
        '<table><tr data-story="7"><td data-figure="readers">1</td><td data-figure="rise">3.2</td></tr></table>'
        '<script type="module" src="/most_viewed.js"></script>'
    )


def numbers(views: int) -> dict[str, object]:
    line = [0] * (MINUTES - 1) + [views]
    series = [
        {"story": 7, "headline": "The ferry <b>runs</b>", "views": line},
        {"story": 0, "headline": "Other stories", "views": [2] * MINUTES},
    ]
    drawn = {"first": FIRST, "series": series, "referrers": {"direct": 3, "search": 4}, "lost": "Lost: 17 views."}
    return {"rows": [{"story_id": 7, "readers": views, "rise": 0}], "minutes": drawn}


def test_it_shows_the_numbers_stays_in_its_frame_and_follows() -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        asked.append(path)
        if path == "/numbers" and asked.count(path) > 1:
            route.fulfill(status=503, body=json.dumps({"fault": "The counts are locked."}))
        elif path == "/numbers":
            route.fulfill(body=json.dumps(numbers(8)))
        elif path == "/most_viewed.js":
            route.fulfill(path=DESK / "static" / "desk" / "most_viewed.js", content_type="text/javascript")
        elif path == "/desk.css":
            route.fulfill(path=DESK / "static" / "desk" / "desk.css", content_type="text/css")
        else:
            route.fulfill(body=page_html(), content_type="text/html")

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        expect.set_options(timeout=40_000)
        page = chromium.new_page(viewport={"width": 1100, "height": 700})
        page.clock.install()
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        expect(page.get_by_role("status")).to_contain_text("As of ")
        expect(page.locator(".desk-bar")).to_have_count(MINUTES + 1)
        expect(page.locator(".desk-bar--0 title")).to_have_text("The ferry <b>runs</b>: 8")
        expect(page.locator(".desk-legend li")).to_have_text(["The ferry <b>runs</b> (8)", "Other stories (120)"])
        expect(page.locator(".desk-referrers")).to_have_text("Where they came from: direct 3 · search 4")
        expect(page.locator(".desk-lost")).to_have_text("Lost: 17 views.")
        assert page.locator("tr[data-story] td").all_inner_texts() == ["8", ""]

        frame = page.locator(".desk-minutes svg").bounding_box()
        words = [one.bounding_box() for one in page.locator("svg text").all()]
        bars = {name: page.locator(f".desk-bar--{name}").last.bounding_box() for name in ("0", "others")}
        assert frame and all(words) and len(words) == 5, "the scale, and four quarters of an hour"
        for box in words:
            assert box and box["x"] >= frame["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
        mine, others = bars["0"], bars["others"]
        assert mine and others and mine["height"] == pytest.approx(4 * others["height"], rel=0.05)
        assert others["y"] + others["height"] == pytest.approx(mine["y"], abs=2), "one stands on the other"

        page.clock.run_for(5_500)
        expect(page.get_by_role("status")).to_have_text("The numbers could not be fetched: The counts are locked.")
        chromium.close()
