"""Tells other sites what they need to show a link to a story as more than a link. **Source:** oembed.com, version 1.0.

/oembed?url=https://news.example/2026/11/23/flood ──▶ the story's own page ──▶ its head ──▶ JSON
"""

from __future__ import annotations

import json
import zlib
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

from broadsheet.edition.store import Edition
from broadsheet.kiosk.headers import SECURITY, Headers, plain_headers

ADDRESS = "/oembed"
CACHE = "public, max-age=60, s-maxage=60"
LONGEST_QUERY = 2_000
MOST_FIELDS = 10


class Head(HTMLParser):
    """What the head of a page says of it: `said` maps a meta's property to its content."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("property"):
            self.said.setdefault(str(given["property"]), given.get("content") or "")


def answer(edition: Edition, query: str) -> tuple[int, Headers, bytes]:
    """Status, headers and body for what is asked by `query`, the part of the address behind its question mark."""
    try:
        asked = parse_qs(query, max_num_fields=MOST_FIELDS) if len(query) <= LONGEST_QUERY else {}
    except ValueError:
        asked = {}
    url = asked.get("url", [""])[0]
    if not url:
        return 400, plain_headers(), b"Ask with the address of a story: /oembed?url=https://news.example/story.\n"
    if asked.get("format", ["json"])[0] != "json":
        return 501, plain_headers(), b"The answer is JSON; there is no other format.\n"
    said = _said_by(edition, url)
    if said is None:
        return 404, plain_headers(), b"There is no story at this address.\n"
    headers: Headers = [("content-type", "application/json"), ("cache-control", CACHE), *SECURITY]
    return 200, headers, json.dumps(_link(said), ensure_ascii=False).encode()


def _said_by(edition: Edition, url: str) -> dict[str, str] | None:
    """What the story at `url` says of itself; None unless it is a story that says it lies there."""
    try:
        path = unquote(urlsplit(url).path, errors="strict")
    except ValueError:
        return None
    page = edition.page(path) if path.startswith("/") and "\0" not in path else None
    if page is None or not page.content_type.startswith("text/html"):
        return None
    head = Head()
    text = zlib.decompressobj(-15).decompress(page.head.deflate).decode("utf-8", "replace")
    head.feed(text.partition("</head>")[0])
    own = head.said.get("og:url", "")
    here = head.said.get("og:type") == "article" and unquote(own) == unquote(url.partition("?")[0].partition("#")[0])
    return head.said if here else None


def _link(said: dict[str, str]) -> dict[str, object]:
    origin = urlsplit(said["og:url"])
    link: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": said.get("og:title", ""),
        "provider_name": said.get("og:site_name", ""),
        "provider_url": f"{origin.scheme}://{origin.netloc}/",
        "cache_age": 300,
    }
    width, height = said.get("og:image:width", ""), said.get("og:image:height", "")
    if said.get("og:image") and width.isdecimal() and height.isdecimal():
        link |= {
            "thumbnail_url": said["og:image"],
            "thumbnail_width": int(width),
            "thumbnail_height": int(height),
        }
    return link
