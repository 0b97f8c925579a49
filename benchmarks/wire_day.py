"""An agency's day, generated: 20,000 deliveries of ninjs, of which some update, repeat or cancel earlier ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from broadsheet.demo.sentences import headline, paragraph

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
PARAGRAPHS = 9
WORDS_BELOW = "Newspapers and their sites in Cambodia only."


def deliveries(count: int, *, paragraphs: int = PARAGRAPHS) -> Iterator[bytes]:
    """The bytes of `count` deliveries, always the same: of a hundred 76 are new, 15 updates, 3 corrections, 5 the same
    again, 1 a cancellation.
    """
    dice = Random(20_000)
    sent: list[tuple[int, int, bytes]] = []
    for number in range(count):
        now = BEGIN + timedelta(seconds=4 * number)
        roll = dice.random()
        if len(sent) < 100 or roll < 0.76:
            raw, version, item = _item(number, 1, now, Random(number), paragraphs), 1, number
        else:
            item, version, raw = sent[-dice.randrange(1, 100)]
            if roll < 0.94:
                version += 1
                signal = {"signal": "correction", "ednote": "Corrects the name"} if roll >= 0.91 else {}
                raw = _item(item, version, now, Random(number), paragraphs, **signal)
            elif roll >= 0.99:
                raw = json.dumps(
                    {
                        "uri": _guid(item),
                        "version": str(version + 1),
                        "versioncreated": now.isoformat(),
                        "pubstatus": "canceled",
                    }
                ).encode()
        sent.append((item, version, raw))
        del sent[:-100]
        yield raw


def _guid(item: int) -> str:
    return f"urn:newsml:agency.example:20261123:{item:06}"


def _item(item: int, version: int, now: datetime, dice: Random, paragraphs: int, **others: Any) -> bytes:
    photo = {
        "name": "main",
        "uri": f"{_guid(item)}:photo",
        "type": "picture",
        "headlines": [{"value": headline(dice)}],
        "descriptions": [{"role": "caption", "value": paragraph(dice)}],
        "infosources": [{"role": "isc:creditline", "name": "Agency"}],
        "renditions": [{"name": "original", "href": f"{item}.jpg", "contenttype": "image/jpeg", "width": 3000}],
    }
    return json.dumps(
        {
            "uri": _guid(item),
            "standard": {"name": "ninjs", "version": "2.2"},
            "type": "text",
            "version": str(version),
            "versioncreated": now.isoformat(),
            "pubstatus": "usable",
            "urgency": dice.randrange(1, 9),
            "language": "en",
            "headlines": [{"role": "main", "value": headline(dice)}],
            "slugline": "-".join(headline(dice).split()[:2]),
            "by": "Sok Maly",
            "located": "Phnom Penh",
            "copyrightnotice": "© Agency 2026",
            "usageterms": WORDS_BELOW,
            "subjects": [{"name": "Politics", "uri": "http://cv.iptc.org/newscodes/mediatopic/11000000"}],
            "people": [{"name": "Chan Dara"}],
            "bodies": [
                {
                    "role": "main",
                    "contenttype": "text/html",
                    "value": "".join(f"<p>{paragraph(dice)}</p>" for _ in range(paragraphs)),
                }
            ],
            "associations": [photo] if not item % 4 else [],
            **others,
        },
        ensure_ascii=False,
    ).encode()
