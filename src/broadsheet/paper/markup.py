"""Structured data for machines, and other small texts that stand in a page's head."""

from __future__ import annotations

from typing import Any

import msgspec

from broadsheet.paper.pieces import Article, Site


def news_article(article: Article, site: Site, address: str, description: str) -> str:
    """A schema.org NewsArticle as JSON that is safe inside a script element. **Source:** schema.org 29, NewsArticle."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": description,
        "mainEntityOfPage": address,
        "inLanguage": site.language,
        "datePublished": article.published.iso,
        "dateModified": (article.updated or article.published).iso,
        "articleSection": article.section.name,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": site.publication,
            "url": site.base_url,
        },
    }
    if article.authors:
        said["author"] = [
            {"@type": "Person", "name": a.name, "url": site.base_url + a.address} for a in article.authors
        ]
    elif article.agency:
        said["author"] = {"@type": "Organization", "name": article.agency}
    if article.picture:
        said["image"] = {
            "@type": "ImageObject",
            "url": site.base_url + article.picture.largest,
            "width": article.picture.width,
            "height": article.picture.height,
            "creditText": article.picture.credit,
            "caption": article.picture.caption,
        }
    return safe_json(said)


def safe_json(value: object) -> str:
    """`value` as JSON in which no end tag and no comment can begin."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def shortened(text: str, longest: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `longest` characters."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(None, 1)[0].rstrip(",;:.–- ") + "…"
