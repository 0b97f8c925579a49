"""A note to readers, as an editor adds it to a story and publishes it, and as readers then have it."""

from __future__ import annotations

import json
import re

from desk_at_work import PATIENCE_SECONDS
from playwright.sync_api import Page, expect
from running_paper import wait_until
from whole_paper import text_at


def add_note(page: Page, editor: str, text: str, *, kind: str = "correction") -> None:
    """In the story's editor, at its end."""
    page.goto(editor)
    page.locator("[data-watched]").wait_for(state="attached")
    page.get_by_role("button", name="Add note to readers").click()
    page.get_by_label("Kind").last.select_option(kind)
    page.get_by_label("What was wrong").last.fill(text)


def publish(page: Page) -> str:
    """Publish what is in the editor; returns where readers find it."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    live = page.get_by_role("status").first.get_by_role("link", name="View live")
    expect(live).to_be_visible()
    return str(live.get_attribute("href"))


def told_in(page: Page, address: str, note: str, called: str) -> None:
    """Readers have the note on the story's page, with day and hour, and in its data."""
    wait_until(lambda: note in text_at(address), seconds=PATIENCE_SECONDS, what="readers have the note")
    page.goto(address)
    told = page.get_by_role("complementary", name=called)
    expect(told).to_contain_text(note)
    told.scroll_into_view_if_needed()
    assert re.search(r"[0-9០-៩]{2}:[0-9០-៩]{2}", told.inner_text()), told.inner_text()
    data = json.loads(page.locator("script[type='application/ld+json']").first.text_content() or "")
    (article,) = (one for one in data["@graph"] if "correction" in one)
    (said,) = article["correction"]
    assert (said["@type"], said["text"]) == ("CorrectionComment", note) and "T" in said["datePublished"]
