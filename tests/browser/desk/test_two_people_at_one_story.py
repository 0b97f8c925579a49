"""Two people at a running desk: at one story neither loses a word, and one front is laid out by hand and by keys."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from command_line import clean_environment
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from running_paper import free_port, wait_until

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE_SECONDS = 60.0
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
WATCHED = "addEventListener('w-unsaved:watch-edits', () => document.documentElement.setAttribute('data-watched', ''))"

PEOPLE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from django.utils import timezone
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, roles
from broadsheet.stories.models import Section
for headline in ("Night market moves indoors", "Ferry carries its last lorry", "Lantern makers count their stock"):
    body = [{"type": "prose", "value": "<p>It was told at noon.</p>"}]
    story = acts.create(Section.objects.get(slug="world"), acts.StoryText(headline, body), by=None, now=timezone.now())
    acts.publish(story, by=None, now=timezone.now())
keys = []
for email, role in (("chief@courier.example", "administrator"), ("maly@courier.example", "front-editor")):
    person = Staff.objects.create_user(email, is_staff=True)
    person.groups.set(roles.groups_of(role))
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(json.dumps({"story": story.pk, "sessions": keys, "cookie": settings.SESSION_COOKIE_NAME}))
"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desk, the number of a story, and two browsers: the chief's and Maly's."""

    address: str
    story: int
    chief: BrowserContext
    maly: BrowserContext

    @property
    def editor(self) -> str:
        return f"{self.address}/desk/pages/{self.story}/edit/"


@pytest.fixture(scope="module")
def desk(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A paper with three stories and its desk alone: readers are served elsewhere."""
    folder, port = Path(shutil.copytree(founded, tmp_path_factory.mktemp("two") / "paper")), free_port()
    environment = clean_environment() | {"BROADSHEET_PAPER": str(folder), "BROADSHEET_DESK_PORT": str(port)}
    made = subprocess.run([sys.executable, "-c", PEOPLE], env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout.splitlines()[-1])
    with (folder / "desk.log").open("wb") as log, sync_playwright() as playwright:
        command = [sys.executable, "-m", "broadsheet.cli.desk_process"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: listens(port), seconds=PATIENCE_SECONDS, what="the desk listens")
            expect.set_options(timeout=PATIENCE_SECONDS * 1000)
            chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            address = f"http://127.0.0.1:{port}"
            chief, maly = (
                browser_of(chromium, {"name": told["cookie"], "value": key, "url": address}) for key in told["sessions"]
            )
            yield Desk(address, told["story"], chief, maly)
            chromium.close()
        finally:
            process.terminate()
            process.wait(30)


def browser_of(chromium: Browser, session: dict[str, str]) -> BrowserContext:
    """A browser of its own, in which the person whose session this is is signed in."""
    context = chromium.new_context(viewport={"width": 1440, "height": 950}, bypass_csp=True)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    context.add_init_script(WATCHED)
    context.add_cookies([session])  # type: ignore[list-item]
    return context


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def opened(context: BrowserContext, address: str) -> Page:
    """The editor at `address`, once it watches what is written."""
    page = context.new_page()
    page.goto(address)
    page.locator("[data-watched]").wait_for(state="attached")
    return page


def saved(page: Page) -> None:
    """Wait until the desk has confirmed what was written."""
    expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")


def kept(page: Page) -> int:
    """How many drafts this browser keeps."""
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-draft:')).length"))


def complaints(page: Page, part: str = "main") -> list[tuple[str, str]]:
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, context=part, options=WCAG).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def photographed(page: Page, name: str) -> None:
    """For docs/editing, where somebody asks for new pictures."""
    if folder := os.environ.get("BROADSHEET_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


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
