"""One agency's item about a harbour, in as many versions as a test needs, and what becomes of it at the desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cast import NOW

from broadsheet.stories import lineage
from broadsheet.stories.models import Story
from broadsheet.wire.intake import TakenItem, take
from broadsheet.wire.models import Item, Source


def item(number: int = 1, **others: Any) -> dict[str, Any]:
    """Version `number` of one story, as an agency sends it."""
    return {
        "uri": "urn:example:harbour",
        "standard": {"name": "ninjs", "version": "2.2"},
        "type": "text",
        "version": str(number),
        "versioncreated": f"2026-11-23T0{number}:00:00Z",
        "pubstatus": "usable",
        "language": "en",
        "located": "Sihanoukville",
        "headlines": [{"role": "main", "value": f"Harbour opens, version {number}"}],
        "bodies": [{"contenttype": "text/html", "value": f"<p>Ships come in. {number}</p>"}],
        "infosources": [{"name": "Delta", "role": "isc:creditline"}],
        "subjects": [{"name": "Shipping"}, {"name": "national"}],
        **others,
    }


def picture() -> dict[str, Any]:
    return {
        "name": "main",
        "uri": "urn:example:photo",
        "type": "picture",
        "by": "Kim Phalla",
        "headlines": [{"value": "Harbour"}],
        "descriptions": [{"role": "caption", "value": "The harbour at noon."}],
        "infosources": [{"role": "isc:creditline", "name": "Delta Photo"}],
        "renditions": [
            {"name": "original", "href": "harbour.jpg", "contenttype": "image/jpeg", "width": 600, "height": 400}
        ],
    }


def deliver(value: dict[str, Any], folder: Path | None = None, *, by: str = "delta") -> TakenItem:
    source, _ = Source.objects.get_or_create(slug=by, defaults={"name": f"{by.title()} News"})
    taken = take(json.dumps(value).encode(), source=source, name="harbour.json", now=NOW, folder=folder)
    (one,) = taken.items
    return one


def draft(taken: TakenItem) -> Story:
    return lineage.make_story(Item.objects.get(pk=taken.item_id), section=None, by=None, now=NOW)


def latest(story: Story) -> Story:
    found: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    return found


def body(story: Story) -> str:
    return "".join(str(block.value) for block in story.body)
