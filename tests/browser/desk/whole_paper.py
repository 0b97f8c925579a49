"""A whole paper that runs, seen from its desk and from its readers: signing in, and what comes in by the wire."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import URLError

from command_line import CommandLine, clean_environment
from playwright.sync_api import Locator, Page
from running_paper import RunningPaper

FLOOD = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
import django
django.setup()
from django.utils import timezone
from wagtail.models import Locale
from broadsheet.stories import acts, dossiers
from broadsheet.stories.models import Dossier, Section
body = [{"type": "prose", "value": "<p>The river rose all day.</p>"}]
body += [{"type": "quotation", "value": {"text": "<p>It was high.</p>", "attribution": "Sok Dara"}}]
text = acts.StoryText("Flood water reaches the old bridge", body)
world = Section.objects.get(slug="world")
story = acts.create(world, text, by=None, now=timezone.now())
world.copy_for_translation(Locale.objects.get(language_code="km")).get_latest_revision().publish()
story = acts.publish(story, by=None, now=timezone.now())
dossier = Dossier.objects.create(title="The great flood", slug="flood", language="en")
dossiers.put_in(dossier, story, now=timezone.now())
print(story.pk, story.current_address())
"""
"""A story with a dossier, in a section that both languages have; prints its number and its address."""


def flood_in(folder: Path) -> tuple[str, str]:
    """Publish that story; its number and its address."""
    published = subprocess.run(
        [sys.executable, "-c", FLOOD], env=clean_environment() | {"BROADSHEET_PAPER": str(folder)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert published.returncode == 0, published.stderr
    number, address = published.stdout.split()[-2:]
    return number, address


def desk_of(paper: RunningPaper) -> str:
    return f"http://127.0.0.1:{paper.desk_port}"


def sign_in(running: RunningPaper, page: Page, link: str = "") -> None:
    """By `link`, which signs in once; without one as the chief, by a new one."""
    link = link or CommandLine(running.folder)("user", "add", "chief@courier.example", "--again")
    page.goto(re.sub(r"^https?://[^/]+", desk_of(running), link.split()[-1]))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/desk/"))


def text_at(address: str) -> str:
    """What is served at `address`; empty while nobody serves it."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return str(response.read().decode())
    except (URLError, OSError):
        return ""


def item(number: int, headline: str, *paragraphs: str, version: int = 1, **more: Any) -> dict[str, Any]:
    """One item of an agency, as it sends it."""
    return {
        "uri": f"urn:example:{number}",
        "type": "text",
        "language": "en",
        "version": str(version),
        "versioncreated": f"2026-11-23T0{version}:00:00Z",
        "headlines": [{"value": headline}] if headline else [],
        "bodies": [{"contenttype": "text/html", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}],
        "subjects": [{"name": "National"}],
        **more,
    }


def deliver(folder: Path, *items: dict[str, Any]) -> None:
    """Take these in, by the command line as an agency's receiver would."""
    files = []
    for value in items:
        files.append(folder.parent / f"{value['uri'].rpartition(':')[2]}-{value['version']}.json")
        files[-1].write_text(json.dumps(value), "utf-8")
    CommandLine(folder)("wire", "take", *map(str, files), "--source", "delta")


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(name))


def wait_for_watch(page: Page) -> None:
    """Wagtail takes what stands in a form two seconds after it was loaded for the saved one: only what is typed then is
    saved by itself, and sent to the preview. A person doesn't stop writing before that."""
    page.locator("[data-watched]").wait_for(state="attached")
