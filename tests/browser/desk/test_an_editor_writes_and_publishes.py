"""An editor at a running desk: in by a one-time link, a story written, looked at and published, and readers have it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from desk_at_work import CHROMIUM, FLAGS, PATIENCE_SECONDS, WATCHED, complaints, killed, photographed
from notes_to_readers import add_note, publish, told_in
from playwright.sync_api import Page, expect, sync_playwright
from running_paper import RunningPaper, wait_until
from whole_paper import column, desk_of, flood_in, sign_in, text_at, wait_for_watch

EDITING = re.compile(r"/pages/\d+/edit/")
HEADLINE = "Ferry runs again after the flood"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


@pytest.fixture(scope="module")
def running(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A new paper with the sections World and National, all of it running, and one person in its staff: the chief."""
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("desk") / "paper"))
    command = CommandLine(folder)
    command("user", "add", "chief@courier.example")
    with RunningPaper(folder) as paper:
        wait_until(
            lambda: "Sign in" in text_at(f"{desk_of(paper)}/desk/login/"),
            seconds=PATIENCE_SECONDS,
            what=f"the desk serves its sign-in page\n{paper.log}",
        )
        yield paper


@pytest.fixture(scope="module")
def flood(running: RunningPaper) -> tuple[str, str]:
    """The number and the address of a story that readers have; a dossier holds it."""
    return flood_in(running.folder)


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        # The preview follows the editor by itself, on a busy machine after a while.
        expect.set_options(timeout=PATIENCE_SECONDS * 1000)
        # axe is put into the page as a script.
        context = chromium.new_context(viewport={"width": 1440, "height": 950}, bypass_csp=True)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.add_init_script(WATCHED)
        yield context.new_page()
        chromium.close()


def test_a_story_written_at_the_desk_reaches_readers_as_it_was_previewed(running: RunningPaper, page: Page) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))

    sign_in(running, page)
    page.get_by_role("link", name="Stories").first.click()
    page.get_by_role("link", name="Add story").click()
    page.get_by_role("link", name="World").click()

    wait_for_watch(page)
    page.get_by_role("textbox", name="Headline").fill(HEADLINE)
    page.get_by_role("textbox", name="Standfirst").fill("The first boat left at dawn.")
    page.get_by_role("button", name=re.compile("Insert a block")).first.click()
    page.get_by_role("option", name="Paragraphs").click()
    paragraph = page.locator("[contenteditable=true]").first
    paragraph.press_sequentially("Forty people and a dog stood on the landing before six.")
    expect(paragraph).to_contain_text("before six.")

    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(preview.get_by_text("Forty people and a dog")).to_be_attached()
    expect(preview.get_by_role("heading", name="Most viewed")).to_be_attached()

    # Autosave has given the draft a page of its own by now, or does so soon: the words outlive a closed tab.
    page.wait_for_url(EDITING)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("status")).to_contain_text("has been published")
    live = page.get_by_role("status").get_by_role("link", name="View live").get_attribute("href")
    assert live is not None and live.startswith(running.address)
    assert live.endswith("/ferry-runs-again-after-the-flood"), "the slug is that of the whole headline"
    wait_until(lambda: HEADLINE in text_at(live), seconds=PATIENCE_SECONDS, what="readers have the story")
    page.goto(live)
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.get_by_text("The first boat left at dawn.")).to_be_visible()

    ours = (desk_of(running), running.address, "data:", "blob:")
    assert [address for address in asked if not address.startswith(ours)] == []
    assert faults == []


def test_the_board_and_the_house_style_work_by_keys_and_for_everybody(running: RunningPaper, page: Page) -> None:
    sign_in(running, page)
    desk = desk_of(running)
    page.goto(f"{desk}/desk/stories/choose_parent/")
    page.get_by_role("link", name="World").click()
    wait_for_watch(page)
    page.get_by_role("textbox", name="Headline").fill("Kite school opens")
    page.get_by_role("button", name=re.compile("Insert a block")).first.click()
    page.get_by_role("option", name="Paragraphs").click()
    page.locator("[contenteditable=true]").first.press_sequentially("Forty pupils came yesterday.")
    expect(page.locator("[contenteditable=true]").first).to_contain_text("yesterday.")
    # Saved while autosave makes the page, it would be made twice.
    page.wait_for_url(EDITING)
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Kite school opens")
    remarks = page.locator("[data-desk-checks-list]")
    expect(remarks).to_contain_text("give the date")
    page.wait_for_load_state()
    paragraph = page.locator("[contenteditable=true]").first
    paragraph.press("End")
    paragraph.press_sequentially(" He left today.")
    # Once nothing is typed for a moment.
    expect(remarks).to_contain_text("today")
    assert page.evaluate("CSS.highlights.get('desk-remark').size") >= 2, "and are marked in the text"
    assert complaints(page, ".desk-checks") == []
    photographed(page, "house-style")

    page.goto(f"{desk}/desk/board/")
    card = page.locator("[data-card]").filter(has_text="Kite school opens")
    card.get_by_role("link", name="Kite school opens", exact=True).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(column(page, "Copy desk")).to_contain_text("Kite school opens")
    page.locator("[data-card]").filter(has_text="Kite school opens").get_by_role("link").first.focus()
    page.keyboard.press("Alt+ArrowLeft")
    page.get_by_role("textbox", name="What is to be done").fill("Name the teacher.")
    assert complaints(page) == []
    page.get_by_role("button", name="Send it back").click()
    expect(column(page, "Draft")).to_contain_text("Sent back: Name the teacher.")
    page.locator("[data-card]").filter(has_text="Kite school opens").drag_to(column(page, "Copy desk"))
    expect(column(page, "Copy desk")).to_contain_text("Kite school opens")
    assert complaints(page) == []
    photographed(page, "board")

    page.get_by_role("link", name="Notes on Kite school opens").click()
    page.get_by_label("Note").fill("Ring the teacher.")
    assert complaints(page) == []
    page.get_by_role("button", name="Note it").click()
    page.goto(f"{desk}/desk/translations/")
    expect(page.get_by_text("of the last stories need nothing.")).to_be_visible()
    assert complaints(page) == []
    photographed(page, "translations")


def test_a_correction_reaches_readers_in_both_languages(
    running: RunningPaper, page: Page, flood: tuple[str, str]
) -> None:
    desk, english = desk_of(running), running.address + flood[1]
    wrong, in_khmer = "The bridge was not closed.", "ស្ពានមិនបានបិទទេ។"
    sign_in(running, page)
    page.goto(f"{desk}/desk/translations/")
    page.get_by_role("link", name="Translate Flood water").click()
    page.get_by_role("checkbox").check()
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(EDITING)
    khmer_editor = page.url
    wait_for_watch(page)
    page.get_by_role("textbox", name="Headline").fill("ទឹកជំនន់មកដល់ស្ពានចាស់")
    khmer = publish(page)

    add_note(page, f"{desk}/desk/pages/{flood[0]}/edit/", wrong)
    assert publish(page) == english
    told_in(page, english, wrong, "Correction")
    photographed(page, "correction-reader")
    page.goto(f"{desk}/desk/translations/")
    row = page.get_by_role("row").filter(has_text="Flood water")
    expect(row).to_contain_text("corrected on one side")
    assert complaints(page) == []
    photographed(page, "translations")

    row.get_by_role("link", name="ទឹកជំនន់").click()
    expect(page.get_by_text("after this was last touched")).to_be_visible()
    add_note(page, khmer_editor, in_khmer)
    photographed(page, "correction")
    assert publish(page) == khmer
    told_in(page, khmer, in_khmer, "ការកែតម្រូវ")
    for languages in ("from=en&to=km", "from=km&to=en"):
        page.goto(f"{desk}/desk/translations/?{languages}")
        expect(page.get_by_text("of the last stories need nothing.")).to_be_visible()
        expect(page.get_by_text("corrected on one side")).to_have_count(0)
    assert wrong in text_at(english) and in_khmer not in text_at(english)
    for home, note in (("", wrong), ("/km", in_khmer)):
        assert all(note in text_at(f"{running.address}{home}/corrections{end}") for end in ("", "/rss.xml"))


def test_a_live_blog_evening_reaches_readers_entry_by_entry(
    running: RunningPaper, page: Page, flood: tuple[str, str]
) -> None:
    """Two readers' pages look on: one without script, one that is told of what is new."""
    number, address = flood
    story = running.address + address
    sign_in(running, page)
    page.goto(f"{desk_of(running)}/desk/pages/{number}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Live blog").first.click()
    page.get_by_role("button", name="Tell this story live").click()

    box = page.get_by_role("textbox", name="What happens")
    for words in ("The water stands at 9.4 metres.", "The old bridge is closed.", "> We have a boat. — Sok Dara"):
        box.fill(words)
        told = words.partition(" — ")[0].removeprefix("> ")
        box.press("Control+Enter")
        wait_until(lambda said=told: said in text_at(story), seconds=PATIENCE_SECONDS, what="readers have it")  # type: ignore[misc]
        expect(page.get_by_role("list", name="Entries")).to_contain_text(told)

    reader = page.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    reader.goto(story)
    expect(reader.locator("[data-entry]")).to_have_count(3)
    assert reader.locator("[data-entry]").first.get_attribute("data-entry") == "3", "the newest first"
    # A context of its own: its clock is moved by hand.
    latest = page.context.browser.new_context(bypass_csp=True).new_page()  # type: ignore[union-attr]
    latest.clock.install()
    latest.goto(story)

    page.get_by_role("button", name="Key point 2").click()
    expect(page.get_by_role("list", name="Entries")).to_contain_text("key point")
    page.get_by_role("link", name="Edit entry 2").click()
    words = page.locator("[contenteditable=true]").first
    words.press("End")
    words.press_sequentially(" Boats cross.")
    expect(words).to_contain_text("Boats cross.")
    # Draftail is Wagtail's own.
    assert complaints(page, {"include": [[".desk-live"]], "exclude": [[".Draftail-Editor"]]}) == []
    photographed(page, "live-entry")
    page.get_by_role("button", name="Change it for readers").click()
    wait_until(lambda: "Boats cross." in text_at(story), seconds=PATIENCE_SECONDS, what="readers have the correction")
    reader.reload()
    expect(reader.get_by_text("Changed")).to_be_visible()
    reader.get_by_role("region", name="Key points").get_by_role("link").click()
    expect(reader.locator("#entry-2")).to_contain_text("The old bridge is closed. Boats cross.")

    box.fill("The rain has ended.")
    page.get_by_role("button", name="Post", exact=True).click()
    wait_until(lambda: "The rain has ended." in text_at(story), seconds=PATIENCE_SECONDS, what="readers have it")
    latest.clock.run_for(11_000)
    expect(latest.get_by_role("link", name="1 new entry")).to_be_visible()
    expect(latest.locator("[data-entry]")).to_have_count(3)
    photographed(latest, "live-blog-reader")
    assert complaints(latest) == []
    latest.context.close()
    assert complaints(page, ".desk-live") == []
    page.goto(f"{desk_of(running)}/desk/live/{number}/")
    photographed(page, "live-blog")
    for other in ("live/", "dossiers/1/quotations/"):
        page.goto(f"{desk_of(running)}/desk/{other}")
        assert complaints(page, ".desk-page") == [], other
    page.goto(f"{desk_of(running)}/desk/dossiers/edit/1/")
    assert complaints(page, {"include": [["main form"]], "exclude": [[".Draftail-Editor"]]}) == []
    page.goto(f"{desk_of(running)}/desk/dossiers/1/quotations/")
    page.get_by_role("checkbox", name="It was high.").check()
    page.get_by_role("button", name="Put them into the ledger").click()
    wait_until(
        lambda: "It was high." in text_at(f"{running.address}/dossier/flood"),
        seconds=PATIENCE_SECONDS,
        what="the ledger",
    )
    page.goto(f"{desk_of(running)}/desk/live/{number}/")
    page.get_by_role("button", name="Withdraw entry 4").click()
    wait_until(lambda: "The rain has ended." not in text_at(story), seconds=PATIENCE_SECONDS, what="it is withdrawn")
    page.get_by_role("button", name="Close the live blog").click()
    wait_until(lambda: "has ended" in text_at(story), seconds=PATIENCE_SECONDS, what="readers see the end")
    reader.goto(story)
    assert reader.locator("[data-entry]").first.get_attribute("data-entry") == "1", "from the beginning"
    reader.context.close()


def test_a_killed_story_is_gone_from_every_page_and_stays_gone(
    running: RunningPaper, page: Page, flood: tuple[str, str]
) -> None:
    number, address = flood
    lists = [running.address + path for path in ("/", "/world", "/rss.xml", "/dossier/flood", "/search?q=bridge")]
    assert all(address in text_at(one) for one in lists[:3])
    sign_in(running, page)
    killed(page, f"{desk_of(running)}/desk/pages/{number}/edit/", "A court forbids it.")
    wait_until(lambda: running.get(address).status == 410, seconds=PATIENCE_SECONDS, what="its address says gone")
    wait_until(
        lambda: not any(address in text_at(one) for one in lists), seconds=PATIENCE_SECONDS, what="no list leads to it"
    )
    page.goto(f"{desk_of(running)}/desk/pages/{number}/edit/")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.goto(f"{desk_of(running)}/desk/kills/")
    expect(page.get_by_text("A court forbids it.").first).to_be_visible()
    assert running.get(address).status == 410
