"""An editor at the desk, over HTTP: signs in by a one-time link, opens a story and presses its publish button."""

from __future__ import annotations

import time
from typing import Any

import requests
from lxml import html


class Editor:
    """Signed in at the desk whose one-time `link` is given."""

    def __init__(self, link: str, desk: str) -> None:
        self.desk = desk
        self.session = requests.Session()
        fields = self._form(link, "//form[@method='post']")
        answer = self.session.post(link, data=fields, headers={"Referer": link}, timeout=60)
        if not answer.ok or "/desk/" not in answer.url:
            raise SystemExit(f"The desk did not let us in: {answer.status_code} {answer.url}")

    def open(self, story_id: int, prose: str) -> dict[str, str]:
        """What the story's edit form would send; its script fills in the body, whose stored HTML is `prose`."""
        fields = self._form(self._address(story_id), "//form[@id='page-edit-form']")
        return fields | body_fields(prose) | {"action-publish": "action-publish"}

    def publish(self, story_id: int, fields: dict[str, str]) -> float:
        """Send the form; returns the seconds until the desk's answer."""
        address = self._address(story_id)
        began = time.monotonic()
        answer = self.session.post(
            address, data=fields, headers={"Referer": address}, allow_redirects=False, timeout=60
        )
        spent = time.monotonic() - began
        if answer.status_code != 302:
            complaints = html.fromstring(answer.text).xpath("//*[contains(@class, 'error-message')]")
            said = "; ".join(" ".join(c.text_content().split()) for c in complaints[:5])
            raise SystemExit(f"The desk answered {answer.status_code} to the publish request: {said}")
        return spent

    def _address(self, story_id: int) -> str:
        return f"{self.desk}/desk/pages/{story_id}/edit/"

    def _form(self, address: str, path: str) -> dict[str, str]:
        answer = self.session.get(address, timeout=60)
        answer.raise_for_status()
        forms: Any = html.fromstring(answer.text).xpath(path)
        if not forms:
            raise SystemExit(f"{address} shows no form.")
        return {name: value for name, value in forms[0].form_values() if not name.startswith("action-")}


def body_fields(prose: str) -> dict[str, str]:
    """The fields that the body's script makes for one block of paragraphs."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from broadsheet.stories.models.blocks import PROSE

    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "prose",
        "body-0-id": "",
        "body-0-value": ContentstateConverter(PROSE).from_database_format(prose),
    }
