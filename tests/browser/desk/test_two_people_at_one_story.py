"""Two people at a running desk: at one story neither loses a word, and one front is laid out by hand and by keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from desk_at_work import CHROMIUM, PATIENCE_SECONDS, Desk, complaints, kept, opened, photographed, saved
from playwright.sync_api import Page, expect
from running_paper import wait_until

CLIPBOARDS = Path(__file__).with_name("clipboards")
PASTE = """
([place, html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
  document.querySelector(place).dispatchEvent(paste);
}
"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


def test_two_who_write_at_one_story_lose_no_word(desk: Desk) -> None:
    mine, theirs = (opened(context, desk.editor) for context in (desk.chief, desk.maly))
    theirs.get_by_role("textbox", name="Headline").focus()
    expect(mine.locator("[data-desk-others]")).to_contain_text("maly@courier.example: Headline")

    theirs.get_by_role("textbox", name="Headline").fill("Lantern makers count twice")
    theirs.get_by_role("textbox", name="Standfirst").fill("The festival is near.")
    saved(theirs)
    wait_until(lambda: kept(theirs) == 0, seconds=PATIENCE_SECONDS, what="nothing is kept of what was confirmed")

    mine.get_by_role("textbox", name="Standfirst").fill("The festival is far.")
    mine.get_by_role("textbox", name="Kicker").fill("Festival")
    expect(mine.locator("[data-desk-conflict]")).to_be_visible()
    assert complaints(mine, "[data-desk-drafts]") == []
    mine.get_by_role("button", name="Lay both side by side").click()
    expect(mine.get_by_text("Nothing was saved yet.")).to_be_visible()
    row = mine.get_by_role("row").filter(has_text="Standfirst")
    expect(row).to_contain_text("The festival is near.")
    row.get_by_label("Yours").check()
    assert complaints(mine) == []
    photographed(mine, "two-drafts")
    mine.get_by_role("button", name="Make one draft of both").click()
    mine.wait_for_url(re.compile(r"/edit/"))
    expect(mine.get_by_role("textbox", name="Headline")).to_have_value("Lantern makers count twice")
    expect(mine.get_by_role("textbox", name="Standfirst")).to_have_value("The festival is far.")
    expect(mine.get_by_role("textbox", name="Kicker")).to_have_value("Festival")
    mine.close(run_before_unload=False)
    theirs.close(run_before_unload=False)


def test_a_section_that_was_saved_meanwhile_is_laid_beside_what_is_in_hand(desk: Desk) -> None:
    told = desk.chief.request.get(f"{desk.address}/desk/api/main/pages/{desk.story}/").json()
    section = f"{desk.address}/desk/pages/{told['meta']['parent']['id']}/edit/"
    mine, theirs = opened(desk.chief, section), opened(desk.chief, section)
    # By keys, as a person does: Wagtail looks at a form only twice a second.
    theirs.get_by_role("textbox", name="Description").press_sequentially("The world, as seen from the river.", delay=50)
    saved(theirs)
    mine.get_by_role("textbox", name="Description").fill("All that lies beyond the river.")
    # As it is sent where a page's scripts have not come.
    mine.evaluate("document.querySelector('[data-edit-form]').submit()")
    expect(mine.get_by_text("saved this page after you had opened it")).to_be_visible()
    expect(mine.get_by_role("row").filter(has_text="Description")).to_contain_text("The world, as seen from the river.")
    assert complaints(mine, ".desk-page") == []
    mine.get_by_role("button", name="Save mine in place of it").click()
    expect(mine.get_by_role("textbox", name="Description")).to_have_value("All that lies beyond the river.")
    mine.close(run_before_unload=False)
    theirs.close(run_before_unload=False)


def test_words_that_did_not_reach_the_desk_are_offered_when_it_is_there_again(desk: Desk) -> None:
    context = desk.chief
    page = opened(context, desk.editor)
    context.set_offline(True)
    page.get_by_role("textbox", name="Dateline").fill("Kratie")
    wait_until(lambda: kept(page) == 1, seconds=PATIENCE_SECONDS, what="the browser keeps what it can't send")
    # The laptop is closed.
    page.close(run_before_unload=False)
    context.set_offline(False)
    home = context.new_page()
    home.goto(f"{desk.address}/desk/")
    expect(home.locator("[data-desk-unsent]")).to_contain_text("Lantern makers")
    home.locator("[data-desk-unsent] a").click()
    expect(home.get_by_role("textbox", name="Dateline")).to_have_value("")
    expect(home.locator("[data-desk-left]")).to_be_visible()
    assert complaints(home, "[data-desk-drafts]") == []
    photographed(home, "kept-words")
    home.get_by_role("button", name="Save them").click()
    expect(home.get_by_role("textbox", name="Dateline")).to_have_value("Kratie")
    home.goto(f"{desk.address}/desk/")
    expect(home.get_by_role("link", name="Fronts")).to_be_visible()
    expect(home.locator("[data-desk-unsent]")).to_be_hidden()
    home.close(run_before_unload=False)


def test_a_front_is_laid_out_by_dragging_and_by_keys(desk: Desk) -> None:
    page = desk.chief.new_page()
    page.goto(f"{desk.address}/desk/fronts/")
    assert complaints(page) == []
    page.get_by_role("link", name="The Test Courier").first.click()
    offer = page.locator("li.desk-card").filter(has_text="Night market moves indoors")
    offer.drag_to(page.locator("[data-slot='1']"))
    expect(page.locator("[data-slot='1']")).to_contain_text("Night market moves indoors")
    expect(page.locator("[data-slot='1']")).to_contain_text("put here")
    page.locator("[data-slot='1'] .desk-card-title").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-slot='2']")).to_contain_text("Night market moves indoors")
    assert complaints(page) == []
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator("[data-slot='1']")).to_contain_text("Night market moves indoors")
    page.get_by_role("link", name="Preview: phone and desktop").click()
    phone = page.frame_locator("iframe").first
    expect(phone.locator(".lead")).to_contain_text("Night market moves indoors")
    assert complaints(page) == []
    page.close()


def test_an_assignment_stands_in_the_diary_and_in_the_budget(desk: Desk) -> None:
    page = desk.chief.new_page()
    page.goto(f"{desk.address}/desk/diary/new/?on=2026-11-23")
    page.get_by_label("What").fill("Dam opens its gates")
    page.get_by_label("Where").fill("Kratie")
    page.get_by_label("For the edition of").fill("2026-11-24")
    page.get_by_label("Words wanted").fill("450")
    page.get_by_label("Photographer").select_option(label="maly@courier.example")
    assert complaints(page, "form[method=post]") == []
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="09:00 Dam opens its gates")).to_be_visible()
    assert complaints(page) == []
    photographed(page, "diary")
    page.get_by_role("link", name="Month").click()
    expect(page.get_by_role("link", name="09:00 Dam opens its gates")).to_be_visible()
    page.goto(f"{desk.address}/desk/diary/budget/?on=2026-11-24")
    expect(page.get_by_role("row").filter(has_text="Dam opens its gates")).to_contain_text("no story yet")
    assert complaints(page) == []
    page.close()


def test_words_are_searched_and_replaced_in_a_draft(desk: Desk) -> None:
    page = desk.chief.new_page()
    page.goto(desk.editor)
    page.get_by_role("link", name="Search and replace").click()
    page.get_by_label("Words", exact=True).fill("noon")
    page.get_by_label("In their place").fill("dawn")
    page.locator("#main").get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("1 place.")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Replace what is ticked").click()
    expect(page.locator("[contenteditable=true]").first).to_have_text("It was told at dawn.")
    page.close(run_before_unload=False)


def test_notices_and_published_versions_are_for_everybody(desk: Desk) -> None:
    page = desk.maly.new_page()
    page.goto(f"{desk.address}/desk/board/{desk.story}/")
    page.get_by_label("Who works on it").select_option(label="chief@courier.example")
    page.get_by_label("Note").fill("Ring the lantern makers.")
    page.get_by_role("button", name="Note it").click()
    chief = desk.chief.new_page()
    chief.goto(f"{desk.address}/desk/versions/{desk.story}/")
    assert complaints(chief) == []
    chief.get_by_role("link", name="Notices (1)").click()
    expect(chief.get_by_text("Ring the lantern makers.")).to_be_visible()
    assert complaints(chief) == []
    photographed(chief, "notices")
    chief.get_by_role("listitem").filter(has_text="Given to you").get_by_role("link").click()
    chief.wait_for_url(re.compile(r"/edit/"))
    expect(chief.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    for one in (page, chief):
        one.close(run_before_unload=False)


STORY = [
    ("header-three", 0, "What comes next"),
    (
        "unstyled",
        0,
        "The <BOLD>last lorry</BOLD> crossed on <ITALIC>Monday</ITALIC>, said <LINK>the harbourmaster</LINK>",
    ),
    ("unordered-list-item", 0, "The north landing"),
    ("unordered-list-item", 1, "and its café"),
    ("unordered-list-item", 0, "The south landing"),
]
WORD = [
    ("unstyled", 0, "Two boats will be sold; the crew<SUPERSCRIPT>2</SUPERSCRIPT> stays."),
    ("ordered-list-item", 0, "<BOLD>Sell</BOLD> the lorries"),
    ("unstyled", 0, "2025 | 9,100"),
    ("unstyled", 0, "កប៉ាល់\u200bចុងក្រោយ\u200bចេញ at dawn"),
    ("unstyled", 0, "1 Told by telephone."),
]
DOCS = [
    ("unstyled", 0, "One line\nand the next."),
    ("unstyled", 0, "<BOLD,ITALIC>Both</BOLD,ITALIC> at dawn."),
]


def test_what_is_pasted_comes_out_clean(desk: Desk) -> None:
    page = opened(desk.chief, desk.editor)
    told = page.locator("[data-desk-pasted]")
    for name, wanted in (("word", [*STORY, *WORD]), ("google-docs", [*STORY, *DOCS]), ("libreoffice", STORY)):
        found = pasted(page, (CLIPBOARDS / f"{name}.html").read_text("utf-8"))
        text = "".join(words for _, _, words in found)
        for kind, depth, words in wanted:
            assert any(one[:2] == (kind, depth) and one[2].startswith(words) for one in found), (name, words, found)
        assert all(words for _, _, words in found), "no paragraph is empty"
        assert not re.search("\u00ad|\u00a0(?!km)|One boat|Ring him|google|  ", text), (name, text)
        expect(told).to_contain_text("" if name == "libreoffice" else "A table was pasted as lines")
        if name == "word":
            expect(told).to_contain_text("Comments in the text were left out. Words that were struck out")
            assert complaints(page, "[data-desk-pasted]") == []
            told.scroll_into_view_if_needed()
            photographed(page, "pasted")
    page.get_by_role("textbox", name="Headline").focus()
    page.evaluate("document.activeElement.select()")
    page.evaluate(PASTE, ["[name=title]", "", "Lantern\r\n\r\n makers\u00ad  count\u00a0\u200btheirs "])
    expect(page.get_by_role("textbox", name="Headline")).to_have_value("Lantern makers count theirs")
    page.close(run_before_unload=False)


def pasted(page: Page, html: str) -> list[tuple[str, int, str]]:
    """The blocks that the first editor holds after `html` took the place of what was in it, its marks as tags."""
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    value = "JSON.parse(document.querySelector('[name=body-0-value]').value)"
    wait_until(lambda: not page.evaluate(f"{value}?.blocks[0].text"), seconds=PATIENCE_SECONDS, what="it is empty")
    page.evaluate(PASTE, ["[contenteditable=true]", html, "What comes next"])
    wait_until(lambda: bool(page.evaluate(f"{value}?.blocks[1]")), seconds=PATIENCE_SECONDS, what="it was pasted")
    return [(block["type"], block["depth"], marked(block)) for block in page.evaluate(f"{value}.blocks")]


def marked(block: dict[str, Any]) -> str:
    ranges = [(one["style"], one) for one in block["inlineStyleRanges"]]
    ranges += [("LINK", one) for one in block["entityRanges"]]
    here = [
        sorted(name for name, one in ranges if one["offset"] <= at < one["offset"] + one["length"])
        for at in range(len(block["text"]))
    ]
    found, before = "", []
    for letter, names in zip([*block["text"], ""], [*here, []], strict=True):
        if names != before:
            found += (f"</{','.join(before)}>" if before else "") + (f"<{','.join(names)}>" if names else "")
        found, before = found + letter, names
    return found
