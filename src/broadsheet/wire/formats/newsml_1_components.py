"""The content of a NewsML 1 item: a tree of components, by whose roles texts, captions and pictures are told apart."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import newsml_1_words, nitf_words, xml_markup, xml_words
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.newsml_1_words import PICTURES, Words, role
from broadsheet.wire.formats.xml_tree import Node

MAX_PARTS = 2_000
_TITLES = frozenset({"title", "headline"})
_LEADS = frozenset({"lead", "abstract", "summary", "standfirst", "teaser"})
_CAPTIONS = frozenset({"caption", "legend"})
_ENDS = frozenset({"contact", "contacts", "aboutus", "boilerplate"})
_SILENT = frozenset({"stylesheet"})
_IMAGE = re.compile(r"image|photo|picture|graphic|jpe?g|png|gif|webp|tiff?\b", re.IGNORECASE)
_NO_TEXT = re.compile(r"css|audio|video|mp3|mpeg|pdf|base64|javascript|flash", re.IGNORECASE)
_SMALL = re.compile(r"thumb|quicklook|preview|icon", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """What an item carries; every part may be empty. `medium` is what it is made of where it has no words."""

    headline: str = ""
    subheadline: str = ""
    byline: str = ""
    dateline: str = ""
    place: str = ""
    standfirst: str = ""
    body_html: str = ""
    note: str = ""
    medium: str = ""
    pictures: tuple[DispatchPicture, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Part:
    """A content item with the roles above it (innermost first), its language and the component of whose words it is."""

    item: Node
    roles: list[str]
    language: str
    group: Node

    @property
    def role(self) -> str:
        return self.roles[0] if self.roles else ""

    @property
    def formats(self) -> str:
        found = self.item.many("mimetype", "format", "mediatype")
        return " ".join(node.attribute("formalname") for node in found)


@dataclass(slots=True)
class _Gathered:
    titles: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    nitf: list[nitf_words.Words] = field(default_factory=list)
    captions: dict[int, list[str]] = field(default_factory=dict)
    pictures: dict[int, list[_Part]] = field(default_factory=dict)
    mediums: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(item: Node, guid: str, words: Words) -> Content:
    """All that the item's components hold, in the language of the first of them.

    Errors: `Refused` where a letter of a text would be lost.
    """
    parts = list(_parts(item))
    if len(parts) > MAX_PARTS:
        raise Refused(f"The item {guid} has more than {MAX_PARTS:,} parts.")
    languages = [part.language for part in parts if part.language and part.role not in PICTURES]
    main = languages[0] if languages else ""
    gathered = _Gathered()
    for part in parts:
        if main and part.language not in ("", main) and _is_text(part):
            gathered.left_out.append(part.language)
        else:
            _take(part, gathered, guid, words.headline)
    pictures = [
        _picture(found, gathered.captions.get(key, []), f"{guid}#{number}", words)
        for number, (key, found) in enumerate(list(gathered.pictures.items())[: nitf_words.MAX_PICTURES], 1)
    ]
    nitf = gathered.nitf[0] if gathered.nitf else nitf_words.Words()
    languages = sorted(set(gathered.left_out))
    return Content(
        headline=next(iter(gathered.titles), nitf.headline),
        subheadline=next(iter(gathered.below), nitf.subheadline),
        byline=nitf.byline,
        dateline=nitf.dateline,
        place=nitf.place,
        standfirst="\n".join(gathered.leads) or nitf.standfirst,
        body_html="".join((*gathered.bodies, *gathered.ends)),
        note=nitf.note,
        medium=next(iter(gathered.mediums), ""),
        pictures=(*pictures, *(picture for found in gathered.nitf for picture in found.pictures)),
        warnings=tuple(f"It also holds a text in “{language}”, which was left out." for language in languages),
    )


def _parts(item: Node) -> Iterator[_Part]:
    """The content items in document order."""
    waiting: list[tuple[Node, list[str], str, Node]] = []
    waiting.extend((node, [], "", node) for node in reversed(item.many("newscomponent")))
    while waiting:
        component, above, language, group = waiting.pop()
        own = role(component)
        component.attribute("duid"), component.attribute("euid"), component.attribute("essential")
        component.attribute("equivalentslist")
        component.leave_out("basisforchoice")
        roles = [own, *above] if own else above
        language = component.attribute("lang").lower()[:2] or language
        # The words of a component inside of one with lines of its own are that one's.
        group = component if component.has("newslines") or (own in PICTURES and not _in_picture(above)) else group
        inner = [(node, roles, language, group) for node in component.many("newscomponent")]
        for found in component.many("contentitem"):
            yield _Part(found, roles, language, group)
        waiting += inner[::-1]


def _in_picture(roles: list[str]) -> bool:
    return any(found in PICTURES for found in roles)


def _is_text(part: _Part) -> bool:
    return part.item.has("datacontent") and not _IMAGE.search(part.formats)


def _take(part: _Part, gathered: _Gathered, guid: str, headline: str) -> None:
    formats = part.formats
    part.item.leave_out("characteristics", "comment")
    part.item.attribute("duid"), part.item.attribute("euid")
    href = part.item.attributes.get("href", "").strip()
    data = part.item.one("datacontent")
    is_image = bool(_IMAGE.search(formats)) or (_in_picture(part.roles) and bool(href))
    if part.role in _SILENT or "css" in formats.lower():
        part.item.skip()
    elif is_image and (href or not data):
        gathered.pictures.setdefault(id(part.group), []).append(part)
    elif data is None or _NO_TEXT.search(formats) or data.has("encoding"):
        part.item.read = False
        gathered.mediums += [found for found in part.roles[-1:] if found] or [formats.lower().split(" ")[0][:40]]
    elif part.role in _CAPTIONS or (_in_picture(part.roles) and part.role not in _TITLES):
        gathered.captions.setdefault(id(part.group), []).append(xml_markup.lines(data))
    elif _in_picture(part.roles):
        data.skip()
    elif part.role in _TITLES:
        _take_title(xml_markup.lines(data).replace("\n", " "), gathered, headline)
    elif part.role == "subheadline":
        gathered.below += [text for text in [xml_markup.lines(data).replace("\n", " ")] if text]
    elif part.role in _LEADS:
        gathered.leads += [text for text in [xml_markup.lines(data)] if text]
    else:
        _take_text(part, data, gathered, guid, headline)


def _take_title(title: str, gathered: _Gathered, headline: str) -> None:
    """The title of a story that has no headline is its headline; any other that says more stands above its text."""
    if not headline and not gathered.titles:
        gathered.titles += [title] if title else []
    elif title and title not in (headline, *gathered.titles):
        gathered.bodies.append(f"<h3>{html.escape(title, quote=False)}</h3>")


def _take_text(part: _Part, data: Node, gathered: _Gathered, guid: str, headline: str) -> None:
    nitf = data.one("nitf")
    if nitf:
        inner = nitf_words.read_body(nitf, guid, headline=headline)
        gathered.nitf.append(inner)
        gathered.bodies.append(inner.body_html)
        nitf.read_attributes = set(nitf.attributes)
        for head in nitf.many("head"):
            head.leave_out("title")
        return
    page = data.one("html") or data
    page.leave_out("head")
    found = xml_markup.paragraphs(page.one("body") or page, headline=headline)
    (gathered.ends if part.role in _ENDS else gathered.bodies).append(found)


def _picture(parts: list[_Part], captions: list[str], guid: str, words: Words) -> DispatchPicture:
    """The largest of a picture's files, with the words of the component that it is in."""
    best = max(parts, key=_size)
    for part in parts:
        part.item.skip()
    group = best.group
    is_own = newsml_1_words.role(group) in PICTURES
    lines = group.many("newslines") if is_own else []
    name = best.item.attributes.get("duid") or best.item.attributes.get("euid") or ""
    href = best.item.attribute("href")
    properties = _properties(best.item)
    return DispatchPicture(
        guid=lasting(href if ":" in href else f"{guid}:{name or href}"),
        headline=next((text for node in lines for text in [node.word("headline")] if text), ""),
        caption=xml_words.together(captions),
        credit=(newsml_1_words.credit_of(group) if is_own else "") or words.credit,
        creator=next((text for node in lines for text in [node.word("byline")] if text), ""),
        copyright=next((text for node in lines for text in [node.word("copyrightline")] if text), "")
        or words.copyright,
        usage_terms=newsml_1_words.usage([group]) or words.usage_terms,
        href=href,
        content_type=next((found for found in best.formats.lower().split() if found.startswith("image/")), ""),
        width=nitf_words.number(properties.get("width") or properties.get("pixelwidth")),
        height=nitf_words.number(properties.get("height") or properties.get("pixelheight")),
        role=best.role,
    )


def _size(part: _Part) -> tuple[int, bool, int]:
    found = _properties(part.item)
    width, height = found.get("width") or found.get("pixelwidth"), found.get("height") or found.get("pixelheight")
    small = bool(_SMALL.search(" ".join([part.role, part.formats, part.item.attributes.get("href", "")])))
    bytes_ = part.item.word("characteristics/sizeinbytes")
    return nitf_words.number(width) * nitf_words.number(height), not small, int(bytes_) if bytes_.isdecimal() else 0


def _properties(item: Node) -> dict[str, str]:
    found = item.many("characteristics/property")
    return {node.attributes.get("formalname", "").lower(): node.attributes.get("value", "") for node in found}
