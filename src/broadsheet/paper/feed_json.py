"""Writes a feed as JSON Feed 1.1. **Source:** jsonfeed.org, version 1.1."""

from __future__ import annotations

from typing import Any

import msgspec

from broadsheet.paper.part_pieces import FeedItem, FeedPage


def json_feed(page: FeedPage) -> bytes:
    """The feed as UTF-8 JSON, newest first."""
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": page.title,
            "home_page_url": page.home,
            "feed_url": page.address,
            "description": page.description,
            "language": page.language,
            "items": [_item(item) for item in page.items],
        }
        | ({"hubs": [{"type": "WebSub", "url": page.hub}]} if page.hub else {})
    )


def _item(item: FeedItem) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": item.guid,
        "url": item.address,
        "title": item.title,
        "content_text": item.description,
        "date_published": item.published,
        "date_modified": item.updated,
    }
    if item.creator:
        said["authors"] = [{"name": item.creator}]
    if item.category:
        said["tags"] = [item.category]
    if item.image:
        said["image"] = item.image
    return said
