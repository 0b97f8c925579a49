"""A running desk with three stories, the chief and Maly in a browser each, and what is asked of both."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

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


def complaints(page: Page, part: str | dict[str, list[list[str]]] = "main") -> list[tuple[str, str]]:
    """What axe finds in our part of the page; the rest is Wagtail's own."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, context=part, options=WCAG).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def photographed(page: Page, name: str) -> None:
    """For docs/editing, where somebody asks for new pictures."""
    if folder := os.environ.get("BROADSHEET_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def killed(page: Page, editor: str, reason: str) -> None:
    """Kill the story of this editor as a person does it, from the story's own menu."""
    page.goto(editor)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Kill this story…").first.click()
    page.get_by_label("Reason, which stays on the record").fill(reason)
    assert complaints(page, ".desk-page") == []
    photographed(page, "kill")
    page.get_by_role("button", name="Kill this story").click()
    page.wait_for_url(re.compile(r"/desk/(?!kill/)"))
