"""The wire tests' own copy: one story and one photo, written for this purpose, in each dialect of ninjs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[4] / "shared"
"""Real samples that may lie beside the repository; tests that need them are skipped where they don't."""

HEADLINE = "Ferry to the island sails again"
FIRST = "The ferry to Koh Tamuon sailed again on Monday after a week of storms."
SECOND = "“We had rice for two more days,” said the harbour master, Chan Dara."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
CAPTION = "Passengers board the ferry at first light."


def raw(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def ninjs_1() -> dict[str, Any]:
    return {
        "$standard": {"name": "ninjs", "version": "1.4"},
        "uri": "urn:example:ferry",
        "type": "text",
        "version": "3",
        "versioncreated": "2024-05-06T07:08:09+07:00",
        "firstcreated": "2024-05-06T00:00:00Z",
        "pubstatus": "usable",
        "urgency": 4,
        "language": "en",
        "headline": HEADLINE,
        "byline": "Sok Maly",
        "located": "Koh Tamuon",
        "description_text": "A week of storms had cut the island off.",
        "body_text": f"{FIRST}\n{SECOND}",
        "body_xhtml": BODY,
        "copyrightholder": "Delta News",
        "usageterms": "Newspapers only",
        "ednote": "Adds quotation",
        "subject": [{"name": "Shipping", "scheme": "http://lists.example/topics/", "code": "t12"}],
        "person": [{"name": "Chan Dara"}],
        "associations": {
            "main": {
                "uri": "urn:example:photo:ferry",
                "type": "picture",
                "headline": "Ferry",
                "byline": "Kim Phalla",
                "description_text": CAPTION,
                "copyrightholder": "Delta Photo",
                "renditions": {
                    "thumb": {"href": "small.jpg", "mimetype": "image/jpeg", "width": 100, "height": 50},
                    "original": {"href": "ferry.jpg", "mimetype": "image/jpeg", "width": 2000, "height": 1000},
                },
            },
            "film": {"uri": "urn:example:film", "type": "video"},
        },
    }


def ninjs_2() -> dict[str, Any]:
    return {
        "uri": "urn:example:ferry",
        "standard": {"name": "ninjs", "version": "2.2"},
        "type": "text",
        "version": "3",
        "versioncreated": "2024-05-06T00:08:09Z",
        "firstcreated": "2024-05-06T00:00:00Z",
        "pubstatus": "usable",
        "urgency": 4,
        "language": "en",
        "headlines": [{"role": "short", "value": "Ferry sails"}, {"role": "main", "value": HEADLINE}],
        "by": "Sok Maly",
        "located": "Koh Tamuon",
        "descriptions": [{"role": "lead", "value": "A week of storms had cut the island off."}],
        "bodies": [
            {"role": "plain", "contenttype": "text/plain", "value": f"{FIRST}\n{SECOND}"},
            {"role": "main", "contenttype": "text/html", "value": BODY},
        ],
        "copyrightholder": "Delta News",
        "usageterms": "Newspapers only",
        "ednote": "Adds quotation",
        "infosources": [{"name": "Delta", "role": "isc:distributor"}, {"name": "Delta/Sok", "role": "isc:creditline"}],
        "subjects": [{"name": "Shipping", "uri": "http://lists.example/topics/t12", "rel": "about"}],
        "people": [{"name": "Chan Dara"}],
        "associations": [
            {
                "name": "main",
                "uri": "urn:example:photo:ferry",
                "type": "picture",
                "headlines": [{"value": "Ferry"}],
                "by": "Kim Phalla",
                "descriptions": [{"role": "caption", "value": CAPTION}],
                "infosources": [{"name": "Delta Photo", "role": "isc:creditline"}],
                "renditions": [
                    {"name": "thumb", "href": "small.jpg", "contenttype": "image/jpeg", "width": 100, "height": 50},
                    {"name": "big", "href": "ferry.jpg", "contenttype": "image/jpeg", "width": 2000, "height": 1000},
                ],
            }
        ],
    }


def ninjs_3() -> dict[str, Any]:
    """The same in the third version, whose names have capitals."""
    capitals = {
        "versioncreated": "versionCreated",
        "firstcreated": "firstCreated",
        "pubstatus": "pubStatus",
        "copyrightholder": "copyrightHolder",
        "usageterms": "usageTerms",
        "ednote": "edNote",
        "infosources": "infoSources",
        "contenttype": "contentType",
    }

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {capitals.get(name, name): renamed(held) for name, held in value.items()}
        return [renamed(held) for held in value] if isinstance(value, list) else value

    item: dict[str, Any] = renamed(ninjs_2())
    item["standard"]["version"] = "3.1"
    return item


def superdesk() -> dict[str, Any]:
    return {
        "guid": "urn:example:ferry",
        "type": "text",
        "version": 3,
        "versioncreated": "2024-05-06T00:08:09+0000",
        "firstcreated": "2024-05-06T00:00:00+0000",
        "pubstatus": "usable",
        "priority": 6,
        "urgency": 4,
        "language": "en",
        "headline": HEADLINE,
        "byline": "Sok Maly",
        "located": "Koh Tamuon",
        "description_html": "<p>A week of storms had cut the island off.</p>",
        "body_html": BODY,
        "source": "Delta",
        "copyrightholder": "",
        "usageterms": "Newspapers only",
        "ednote": "Adds quotation",
        "service": [{"code": "n", "name": "National"}],
        "subject": [{"name": "Shipping", "qcode": "t12", "scheme": "topics"}],
        "person": [{"name": "Chan Dara"}],
        "extra": {"colour": "blue"},
        "associations": {
            "featuremedia": {
                "guid": "urn:example:photo:ferry",
                "type": "picture",
                "headline": "Ferry",
                "byline": "Kim Phalla",
                "description_text": CAPTION,
                "source": "Delta Photo",
                "pubstatus": "usable",
                "renditions": {
                    "original": {"href": "ferry.jpg", "mimetype": "image/jpeg", "width": "2000", "height": 1000}
                },
            },
            "second": None,
        },
    }


DIALECTS = {"ninjs 1": ninjs_1, "ninjs 2": ninjs_2, "ninjs 3": ninjs_3, "Superdesk": superdesk}
