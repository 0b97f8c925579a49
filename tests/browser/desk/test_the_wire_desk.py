"""Editors at the wire desk and the photo desk: what comes in appears, and what must be gone is gone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from desk_at_work import CHROMIUM, FLAGS, PATIENCE_SECONDS, complaints, photographed
from drawn_photo import draw
from human_acts import Hands
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from running_paper import RunningPaper, wait_until
from whole_paper import deliver, desk_of, item, sign_in, text_at

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


@pytest.fixture(scope="module")
def running(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("wire") / "paper"))
    deliver(folder, *(item(number, f"Harbour {number} opens") for number in range(1, 6)))
    with RunningPaper(folder) as paper:
        wait_until(
            lambda: "Sign in" in text_at(f"{desk_of(paper)}/desk/login/"),
            seconds=PATIENCE_SECONDS,
            what=f"the desk serves its sign-in page\n{paper.log}",
        )
        yield paper


@pytest.fixture(scope="module")
def page(running: RunningPaper) -> Iterator[Page]:
    """A browser in which the chief has signed in."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        expect.set_options(timeout=PATIENCE_SECONDS * 1000)
        # axe is put into the page as a script.
        page = chromium.new_context(viewport={"width": 1440, "height": 950}, bypass_csp=True).new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        sign_in(running, page, CommandLine(running.folder)("user", "add", "chief@courier.example"))
        yield page
        chromium.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_what_comes_in_appears_without_a_reload_and_moves_nothing(running: RunningPaper, page: Page) -> None:
    # So low that the list is longer than the window: only then can it keep a row in its place.
    page.set_viewport_size({"width": 1440, "height": 400})
    page.goto(f"{desk_of(running)}/desk/wire/?state=new")
    page.evaluate("window.notReloaded = true")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Harbour 4 opens"
    before = page.evaluate("document.activeElement.getBoundingClientRect().top")
    deliver(running.folder, item(6, "Bridge opens"))
    expect(page.get_by_role("link", name="Bridge opens", exact=True)).to_be_visible()
    expect(page.locator("[data-desk-news]")).to_have_text("1 new item.")
    assert page.locator("[data-desk-rows] > tr").first.inner_text().find("Bridge opens") >= 0
    assert focused(page) == "Harbour 4 opens", "the reader's place is kept"
    assert abs(page.evaluate("document.activeElement.getBoundingClientRect().top") - before) <= 1
    assert page.evaluate("window.notReloaded") is True
    page.set_viewport_size({"width": 1440, "height": 950})
    assert complaints(page) == []


def test_keys_sort_the_list_and_make_a_story(running: RunningPaper, page: Page) -> None:
    page.goto(f"{desk_of(running)}/desk/wire/?state=new")
    expect(page.locator("[data-desk-keys]")).to_contain_text("make a story")
    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("x")
    expect(page.get_by_role("link", name=first, exact=True)).to_have_count(0)
    page.keyboard.press("u")
    expect(page.get_by_role("link", name=first, exact=True)).to_have_count(1)
    second = focused(page)
    page.keyboard.press("s")
    expect(page.get_by_role("link", name=second, exact=True)).to_have_count(0)
    third = focused(page)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox", name="Section")).to_be_focused()
    assert dialog.locator("option:checked").inner_text().startswith("National"), "as its subjects say"
    dialog.get_by_role("button", name="Make a story").click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    expect(page.get_by_role("textbox", name="Headline")).to_have_value(third)


def test_a_proposal_is_decided_and_nothing_of_ours_is_lost(running: RunningPaper, page: Page) -> None:
    deliver(running.folder, item(7, "Ferry sails", "Two boats left.", "The mayor spoke.", "It rained."))
    page.goto(f"{desk_of(running)}/desk/wire/?q=ferry")
    page.get_by_role("link", name="Ferry sails", exact=True).click()
    expect(page.get_by_role("button", name="Make a story")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Make a story").click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    editor = page.url
    page.get_by_role("textbox", name="Standfirst").fill("Our own standfirst.")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("status").first).to_contain_text("has been updated")
    three = ("Three boats left.", "The mayor spoke.", "It rained.")
    deliver(running.folder, item(7, "Ferry sails again", *three, version=2))

    page.goto(editor)
    page.get_by_role("link", name="See the proposal").click()
    expect(page.get_by_role("columnheader", name="Our draft")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name=re.compile("Take all that we did not touch")).click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    expect(page.get_by_role("textbox", name="Headline")).to_have_value("Ferry sails again")
    expect(page.get_by_role("textbox", name="Standfirst")).to_have_value("Our own standfirst.")
    expect(page.get_by_text("Three boats left.").first).to_be_attached()

    # The agency takes it back while the editor is still open: the alarm comes by itself.
    deliver(running.folder, item(7, "", version=3, pubstatus="canceled"))
    alarm = page.get_by_role("alert").filter(has_text="An agency has cancelled what we had")
    expect(alarm).to_be_visible()
    assert complaints(page, "#desk-alarms") == []


FLASH = "Dam above Kratie gives way"
SAID = "The water will be in the town by noon."


def test_a_flash_reaches_the_front_in_under_60_s_of_human_work(running: RunningPaper, page: Page) -> None:
    """Two people: one takes it from the wire to readers and words the banner, the other, elsewhere, puts it up."""
    desk = desk_of(running)
    second = page.context.browser.new_context(bypass_csp=True).new_page()  # type: ignore[union-attr]
    second.set_default_timeout(PATIENCE_SECONDS * 1000)
    link = CommandLine(running.folder)("user", "add", "maly@courier.example", "--role", "front-editor")
    sign_in(running, second, link)
    second.goto(f"{desk}/desk/stories/")
    page.goto(f"{desk}/desk/wire/?state=new")
    one, other = Hands(page), Hands(second)

    deliver(running.folder, item(31, FLASH, "A dam above Kratie gave way at dawn.", urgency=1))
    expect(page.get_by_role("link", name=FLASH, exact=True)).to_be_visible()
    one.press("j")
    assert focused(page) == FLASH, "what came last stands first"
    photographed(page, "flash-wire")
    one.press("m")
    expect(page.get_by_role("dialog").get_by_role("combobox", name="Section")).to_be_focused()
    one.press("Tab", "Enter")
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    one.click(page.get_by_role("textbox", name="Standfirst"))
    one.write(SAID)
    one.click(page.get_by_role("button", name="More actions"))
    one.click(page.get_by_role("button", name="Publish"))
    one.click(page.get_by_role("status").get_by_role("link", name="Breaking news…"))
    expect(page.get_by_role("textbox", name="Words")).to_be_focused()
    expect(page.get_by_role("textbox", name="Words")).to_have_value(FLASH)
    assert complaints(page) == []
    one.press("Enter")
    expect(page.get_by_text("nobody has put it up")).to_be_visible()
    assert FLASH not in banner_in(running), "one person alone puts nothing up"

    # The other's page stands open and learns of it by itself.
    alarm = second.get_by_role("alert").filter(has_text="Breaking news waits for a second person")
    expect(alarm).to_be_visible()
    assert complaints(second, "[data-desk-alarms-place]") == []
    photographed(second, "flash-alarm")
    other.click(alarm.get_by_role("button", name="Put it up"))
    expect(second.get_by_role("status").first).to_contain_text("stands above the fronts")
    wait_until(lambda: FLASH in banner_in(running), seconds=PATIENCE_SECONDS, what="the front has the banner")
    second.goto(running.address)
    banner = second.get_by_role("complementary", name="Breaking news")
    places = [one.bounding_box() or {} for one in (banner, second.locator(".package"))]
    assert places[0]["y"] + places[0]["height"] <= places[1]["y"], "it stands above all else"
    photographed(second, "flash-reader")
    banner.get_by_role("link", name=FLASH).click()
    expect(second.get_by_text(SAID)).to_be_visible()
    second.context.close()

    clicks = one.acts.count("click") + other.acts.count("click")
    assert clicks <= 5 and one.acts.count("key") - len(SAID) <= 5, (one.acts, other.acts)
    assert one.seconds + other.seconds < 60, (one.seconds, other.seconds)


def banner_in(running: RunningPaper) -> str:
    """What stands above the front as breaking news."""
    found = re.search(r'<aside [^>]*"Breaking news".*?</aside>', running.get("/").text, re.DOTALL)
    return found[0] if found else ""


def test_a_source_is_set_up_with_what_was_left_out_told_at_its_field(running: RunningPaper, page: Page) -> None:
    page.goto(f"{desk_of(running)}/desk/wire/sources/add/mailbox/")
    page.locator("#id_name").fill("Delta mail")
    page.locator("#id_slug").fill("delta-mail")
    page.locator("#id_quiet_from").fill("23:00")
    assert complaints(page) == []
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("give both, or neither").first).to_be_visible()
    page.locator("#id_address").fill("imap.delta.example:143")
    page.locator("#id_login_name").fill("desk")
    page.locator("#id_secret").fill("not for anybody")
    page.locator("#id_quiet_until").fill("05:00")
    assert complaints(page) == []
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("link", name="Delta mail").first).to_be_visible()
    assert "not for anybody" not in page.content()
    assert complaints(page) == []


def test_a_photo_without_credit_is_decided_about(running: RunningPaper, page: Page) -> None:
    draw(file := running.folder.parent / "harbour.jpg")
    Image.open(file).convert("L").save(file := running.folder.parent / "bare.jpg")
    page.goto(f"{desk_of(running)}/desk/images/add/")
    page.locator("#id_file").set_input_files(str(file))
    page.locator("#id_title").fill("Harbour at noon")
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("link", name="Harbour at noon").first.click()
    page.wait_for_url(re.compile(r"/images/\d+/"))
    number = re.findall(r"/images/(\d+)/", page.url)[0]
    page.goto(f"{desk_of(running)}/desk/photo-rights/{number}/")
    expect(page.get_by_text("it has no credit line")).to_be_visible()
    assert complaints(page) == []
    page.locator("#desk-rights-reason").fill("Taken by ourselves.")
    page.get_by_role("button", name="Let it go out").click()
    page.wait_for_url(re.compile(r"/images/\d+/"))
    expect(page.get_by_text("It is on the record").first).to_be_visible()
    page.goto(f"{desk_of(running)}/desk/photo-rights/")
    expect(page.get_by_text("Taken by ourselves.")).to_be_visible()
    assert complaints(page) == []


def published_with_a_picture(running: RunningPaper, number: int) -> tuple[str, set[str]]:
    """The address of a story that readers have with its picture, and the addresses of all its renditions."""
    folder = running.folder.parent
    draw(folder / "pier.jpg")
    picture = {
        "name": "main",
        "uri": f"urn:example:{number}:photo",
        "type": "picture",
        "infosources": [{"role": "isc:creditline", "name": "Ana Ruiz/Delta"}],
        "renditions": [{"name": "original", "href": "pier.jpg", "contenttype": "image/jpeg"}],
    }
    value = item(number, f"Pier {number} burns", "Nobody was hurt.", associations=[picture])
    (file := folder / f"pier-{number}.json").write_text(json.dumps(value), "utf-8")
    CommandLine(running.folder)("wire", "take", str(file), "--publish-as-staff", "chief@courier.example")
    link = re.compile(rf'"(/\d{{4}}/\d\d/\d\d/pier-{number}[^"#]*)"')
    wait_until(
        lambda: link.search(running.get("/").text) is not None, seconds=PATIENCE_SECONDS, what="the front has it"
    )
    found = link.search(running.get("/").text)
    assert found is not None
    return found[1], media_in(running, "/", found[1])


def media_in(running: RunningPaper, *addresses: str) -> set[str]:
    """The photos that these pages name; drawn cards of links are none."""
    pages = "".join(running.get(address).text for address in addresses)
    return {name for name in re.findall(r"/media/[0-9a-z-]+\.[a-z]+", pages) if not name.endswith(".png")}


def test_a_picture_taken_down_answers_410_in_every_size_and_leaves_every_page(
    running: RunningPaper, page: Page
) -> None:
    story, names = published_with_a_picture(running, 21)
    assert len(names) > 5 and {running.get(name).status for name in names} == {200}
    page.goto(f"{desk_of(running)}/desk/photo-desk/?credit=ana+ruiz")
    assert complaints(page) == []
    page.get_by_role("list", name="Photos").get_by_role("link").first.click()
    expect(page.get_by_role("img", name="Square: Most viewed, portraits")).to_be_visible()
    expect(page.get_by_role("link", name="Pier 21 burns")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("link", name="Write its words…").click()
    page.get_by_label("Alternative text of").fill("A pier in flames")
    assert complaints(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The words of 1 photo are saved.")).to_be_visible()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Take them down…").click()
    expect(page.get_by_text("1 picture, 1 story")).to_be_visible()
    assert complaints(page) == []
    page.get_by_label("Reason").fill("The photographer asked us to")
    page.get_by_role("button", name="Take it down").click()
    expect(page.get_by_text("1 picture taken down: readers lose it now.")).to_be_visible()
    wait_until(
        lambda: {running.get(name).status for name in names} == {410},
        seconds=PATIENCE_SECONDS,
        what="every size and format is gone",
    )
    wait_until(
        lambda: media_in(running, "/", story, "/national") == set(), seconds=PATIENCE_SECONDS, what="no page names it"
    )
    assert running.get(story).status == 200
    page.emulate_media(color_scheme="dark")
    for address in ("photo-desk/", "takedown/", "kills/", "dashboard/"):
        page.goto(f"{desk_of(running)}/desk/{address}")
        assert complaints(page) == []
    page.emulate_media(color_scheme="light")
