"""Structured data for machines, and other small texts that stand in a page's head. **Source:** schema.org 29."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from broadsheet.paper.live_pieces import EntryPiece, LiveTelling
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Article, Author, Card, Link, PhotoBlock, Site

CONTEXT = "https://schema.org"


def news_article(
    article: Article, site: Site, address: str, description: str, *, live: LiveTelling | None = None
) -> str:
    """A NewsArticle and the way to it from the front, as JSON that is safe inside a script element.

    Told `live`, it is a LiveBlogPosting with the entries that stand on its page.
    """
    said: dict[str, Any] = {
        "@type": "OpinionNewsArticle" if article.form == "opinion" else "NewsArticle",
        "@id": address + "#article",
        "headline": article.headline,
        "description": description,
        "mainEntityOfPage": address,
        "url": address,
        "inLanguage": site.language,
        "datePublished": article.published.iso,
        "dateModified": (article.updated or article.published).iso,
        "articleSection": article.section.name,
        "isAccessibleForFree": True,
        "publisher": {"@id": _publisher_id(site)},
    }
    if article.topics:
        said["keywords"] = [topic.name for topic in article.topics]
    if article.dateline:
        said["locationCreated"] = {"@type": "Place", "name": article.dateline}
    if article.authors:
        said["author"] = [_person(author, site) for author in article.authors]
    elif article.agency:
        said["author"] = {"@type": "Organization", "name": article.agency}
    else:
        said["author"] = {"@id": _publisher_id(site)}
    if article.agency:
        said["creditText"] = article.agency
    if article.corrections:
        said["correction"] = [
            {"@type": "CorrectionComment", "text": c.text, "datePublished": c.made.iso} for c in article.corrections
        ]
    if article.picture:
        said["image"] = _image(article.picture, site)
    if live is not None:
        said |= _coverage(live, site)
    steps = [Link(site.publication, site.home), article.section]
    return _graph(said, publisher(site), _breadcrumb(steps, article.headline, site))


def _coverage(live: LiveTelling, site: Site) -> dict[str, Any]:
    said: dict[str, Any] = {"@type": "LiveBlogPosting", "coverageStartTime": live.opened.iso}
    if live.closed:
        said["coverageEndTime"] = live.closed.iso
    entries = {entry.number: entry for entry in (*live.pinned, *live.entries)}
    said["liveBlogUpdate"] = [_blog_posting(entries[number], site) for number in sorted(entries, reverse=True)]
    return said


def _blog_posting(entry: EntryPiece, site: Site) -> dict[str, Any]:
    author: dict[str, Any] = {"@id": _publisher_id(site)}
    if entry.author:
        author = {"@type": "Person", "name": entry.author.name, "url": site.base_url + entry.author.address}
    said: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": entry.headline or shortened(" ".join(entry.text.split()), 110),
        "datePublished": entry.posted.iso,
        "dateModified": (entry.corrected or entry.posted).iso,
        "url": site.base_url + entry.address,
        "articleBody": entry.text,
        "author": author,
    }
    if pictures := [_image(block.picture, site) for block in entry.body if isinstance(block, PhotoBlock)]:
        said["image"] = pictures
    return said


def front(site: Site, cards: Sequence[Card]) -> str:
    """The paper as a website and an organisation, and the stories that lead its front."""
    website = {
        "@type": "WebSite",
        "@id": site.base_url + site.home + "#website",
        "name": site.publication,
        "url": site.base_url + site.home,
        "inLanguage": site.language,
        "publisher": {"@id": _publisher_id(site)},
    }
    return _graph(website, publisher(site), _item_list(cards, site))


def listing(title: str, address: str, site: Site, *, cards: Sequence[Card], author: Author | None) -> str:
    """A section's, topic's or byline's page: what it is about, its stories, and the way to it from the front."""
    page: dict[str, Any] = {
        "@type": "ProfilePage" if author else "CollectionPage",
        "name": title,
        "url": address,
        "inLanguage": site.language,
        "isPartOf": {"@type": "WebSite", "name": site.publication, "url": site.base_url + site.home},
    }
    if author:
        page["mainEntity"] = _person(author, site) | ({"description": author.biography} if author.biography else {})
    elif cards:
        page["mainEntity"] = _item_list(cards, site)
    return _graph(page, publisher(site), _breadcrumb([Link(site.publication, site.home)], title, site))


def publisher(site: Site) -> dict[str, Any]:
    """The paper as an organisation."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": _publisher_id(site),
        "name": site.publication,
        "url": site.base_url + site.home,
        "logo": {"@type": "ImageObject", "url": site.base_url + site.logo},
    }


def _publisher_id(site: Site) -> str:
    return site.base_url + site.home + "#publisher"


def _person(author: Author, site: Site) -> dict[str, Any]:
    said: dict[str, Any] = {"@type": "Person", "name": author.name, "url": site.base_url + author.address}
    if author.role:
        said["jobTitle"] = author.role
    if author.portrait:
        said["image"] = site.base_url + author.portrait.largest
    return said


def _image(picture: Picture, site: Site) -> dict[str, Any]:
    # Search engines show a picture's credit where they find it beside `contentUrl`.
    address = site.base_url + picture.largest
    said: dict[str, Any] = {
        "@type": "ImageObject",
        "url": address,
        "contentUrl": address,
        "width": picture.width,
        "height": picture.height,
    }
    words = {"creditText": picture.credit, "caption": picture.caption}
    return said | {name: text for name, text in words.items() if text}


def _item_list(cards: Sequence[Card], site: Site) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": site.base_url + card.address}
            for place, card in enumerate(cards, start=1)
        ],
    }


def _breadcrumb(steps: Sequence[Link], last: str, site: Site) -> dict[str, Any]:
    places = [
        {"@type": "ListItem", "position": place, "name": step.name, "item": site.base_url + step.address}
        for place, step in enumerate(steps, start=1)
    ]
    places.append({"@type": "ListItem", "position": len(places) + 1, "name": last})
    return {"@type": "BreadcrumbList", "itemListElement": places}


def _graph(*things: dict[str, Any]) -> str:
    return safe_json({"@context": CONTEXT, "@graph": list(things)})


def safe_json(value: object) -> str:
    """`value` as JSON in which no end tag and no comment can begin."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def shortened(text: str, longest: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(None, 1)[0].rstrip(",;:.–- ") + "…"
