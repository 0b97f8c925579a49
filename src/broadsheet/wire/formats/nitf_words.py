"""The words and pictures inside of NITF's body, be it a document of its own or the content of a NewsML item."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.formats import datelines, xml_markup
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.xml_tree import Node

MAX_PICTURES = 200
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_PICTURES = frozenset({"image", "photo", "photograph", "picture", "graphic", ""})


@dataclass(frozen=True, slots=True)
class Words:
    """What a body says; every part may be empty."""

    headline: str = ""
    subheadline: str = ""
    byline: str = ""
    dateline: str = ""
    place: str = ""
    standfirst: str = ""
    body_html: str = ""
    distributor: str = ""
    note: str = ""
    copyright: str = ""
    pictures: tuple[DispatchPicture, ...] = ()


def read_body(nitf: Node, guid: str, *, headline: str = "") -> Words:
    """The words of a `nitf` element, of its `body`, or of an element that holds paragraphs directly.

    `guid` is that of the item, for pictures without a name. Errors: `Refused` where a letter would be lost.
    """
    nitf.read = True
    body = nitf.one("body") or nitf
    body.read = True
    head = body.one("body.head") or Node("body.head", "body.head", {})
    hedline = head.one("hedline", "headline")
    headlines = hedline.many("hl1") if hedline else []
    first = next((words for node in headlines if (words := node.words())), headline)
    seconds = [words for node in hedline.many("hl2") if (words := node.words())] if hedline else []
    seconds += [words for node in headlines if (words := node.words()) and words != first]
    made, pictures = _content(body, guid)
    body_html = xml_markup.without_headline(made, first)
    dateline, place = _dateline(head)
    rights = [owner for node in head.many("rights") for owner in [node.word("rights.owner") or node.words()] if owner]
    return Words(
        headline=first,
        subheadline="; ".join(dict.fromkeys(words for words in seconds if words != first)),
        byline=", ".join(byline for node in head.many("byline") if (byline := byline_of(node))),
        dateline=dateline,
        place=place,
        standfirst=standfirst([xml_markup.lines(node) for node in head.many("abstract")], body_html),
        body_html=body_html,
        distributor=head.word("distributor"),
        note="\n".join(words for node in head.many("note") if (words := xml_markup.lines(node))),
        copyright=", ".join(rights),
        pictures=pictures,
    )


def byline_of(node: Node) -> str:
    """Who wrote it, without an English "By", with the writer's title behind a comma."""
    titles = [words for inner in node.everywhere("byttl") if (words := inner.words())]
    name = "".join(_without(node, "byttl"))
    node.skip()
    return ", ".join(words for words in (_BY.sub("", line(name)).rstrip(" ,"), *titles) if words)


def standfirst(leads: list[str], body_html: str) -> str:
    """A summary that stands before the body; empty where it only repeats words of the body."""
    words = "\n".join(dict.fromkeys(words for words in leads if words))
    lean = "".join(words.split()).rstrip("….")
    return words if lean and lean not in markup.letters(body_html) else ""


def _without(node: Node, name: str) -> list[str]:
    pieces = [node.text]
    for inner in node.nodes:
        pieces += [] if inner.name == name else [inner.raw_text()]
        pieces.append(inner.tail)
    return pieces


def _dateline(head: Node) -> tuple[str, str]:
    """The dateline as it is written but for a time, and the place that it names."""
    node = head.one("dateline")
    if node is None:
        return "", ""
    place = node.word("location/city", "location")
    words = line("".join(_without(node, "story.date")))
    node.skip()
    if not place and not re.search(r"\d", words):
        place = datelines.place(words)
    return words, place.rstrip(" ,")


def _content(body: Node, guid: str) -> tuple[str, tuple[DispatchPicture, ...]]:
    contents = body.many("body.content")
    if not contents:
        contents = [Node("div", "div", {}, body.text, "", [node for node in body.nodes if node.name != "body.head"])]
        body.read_text = True
    ends = body.many("body.end")
    shown = [_shown(node) for node in contents]
    made = markup.from_html("".join(f"<div>{piece}</div>" for piece in [*shown, *(_shown(node) for node in ends)]))
    made = re.sub(r"<p>[^<]+(?:<br/>[^<]+)+</p>", _unwrapped, made)
    pictures: list[DispatchPicture] = []
    for content in contents:
        for node in content.everywhere("media"):
            if node.attributes.get("media-type", "").strip().lower() in _PICTURES and len(pictures) < MAX_PICTURES:
                pictures += _picture(node, f"{guid}#{len(pictures) + 1}")
    return made, tuple(pictures)


def _unwrapped(paragraph: re.Match[str]) -> str:
    """A paragraph whose lines were broken at a column by a machine, on one line. **Source:** AAP."""
    lines = paragraph[0][3:-4].split("<br/>")
    is_wrapped = all(45 <= len(html.unescape(words)) <= 80 for words in lines[:-1])
    return f"<p>{' '.join(lines)}</p>" if is_wrapped else paragraph[0]


def _shown(node: Node) -> str:
    """An element's content as HTML; one without elements may hold HTML written as text."""
    if node.nodes or not xml_markup.looks_like_html(node.text):
        return xml_markup.as_html(node)
    node.skip()
    return node.text


def _picture(media: Node, guid: str) -> list[DispatchPicture]:
    """The picture of a `media` element, with the largest of its files; none where it names no picture."""
    files = [node for node in media.many("media-reference") if _is_picture(node)]
    if not files:
        return []
    media.read = True
    media.attribute("media-type", "style", "class", "id")
    best = max(files, key=lambda node: number(node.attributes.get("width")) * number(node.attributes.get("height")))
    for node in files:
        node.skip()
    href = best.attribute("source", "src", "href", "data-location")
    producer = ", ".join(words for node in media.many("media-producer") if (words := node.words()))
    caption = "\n".join(words for node in media.many("media-caption") if (words := xml_markup.lines(node)))
    media.leave_out("media-object")
    return [
        DispatchPicture(
            guid=lasting(href if ":" in href else f"{guid}:{href}"),
            caption=caption,
            credit=media.word("media-credit") or producer,
            creator=producer,
            source=best.attribute("copyright"),
            alt=best.attribute("alternate-text", "alt"),
            href=href,
            content_type=best.attribute("mime-type").lower(),
            width=number(best.attribute("width")),
            height=number(best.attribute("height")),
            role=best.attribute("name"),
        )
    ]


def number(text: str | None) -> int:
    """A width or height in pixels; 0 where `text` is none."""
    digits = re.fullmatch(r"\s*([0-9]{1,6})(?:px|\.0*)?\s*", text or "", re.ASCII)
    return int(digits[1]) if digits else 0


def _is_picture(node: Node) -> bool:
    said = node.attributes.get("mime-type", "").strip().lower()
    return said.startswith("image/") or not said
