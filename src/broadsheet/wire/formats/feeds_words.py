"""The words and pictures of a feed's entry, as feedparser hands it out: anything may be missing or of another type.

Asked as the plain dictionary that it is: feedparser's own `get` answers with other fields where one is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from broadsheet.wire import markup
from broadsheet.wire.characters import clean, line
from broadsheet.wire.dispatch import DispatchPicture, Subject
from broadsheet.wire.formats.fields import MAX_UNREAD
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.markup_tokens import unescape

MAX_PICTURES = 20
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_HTML = re.compile(
    r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,500})?/?>|&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE
)
_IMAGE = re.compile(r"<img\s[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(src|alt|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_KNOWN = frozenset(
    (
        *("id", "guidislink", "link", "links", "title", "title_detail", "summary", "summary_detail", "content"),
        *("author", "author_detail", "authors", "contributors", "publisher", "publisher_detail", "source", "language"),
        *("tags", "published", "published_parsed", "updated", "updated_parsed", "created", "created_parsed"),
        *(
            "rights",
            "rights_detail",
            "media_content",
            "media_credit",
            "credit",
            "media_thumbnail",
            "media_caption",
            "media_copyright",
            "enclosures",
            "image",
        ),
        *("href", "comments", "xml_lang", "base", "subtitle", "subtitle_detail"),
    )
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What the feed says once for all of its entries."""

    title: str
    language: str
    rights: str

    @classmethod
    def of(cls, feed: Any) -> Shared:
        return cls(plain(feed, "title"), text(feed, "language")[:35], text(feed, "rights"))


def text(entry: Any, name: str) -> str:
    """A field as text on one line; empty where there is none."""
    value = dict.get(entry, name)
    return line(value) if isinstance(value, str) else ""


def plain(entry: Any, name: str) -> str:
    """A field without its tags and entities."""
    value = dict.get(entry, name)
    return plain_of(value) if isinstance(value, str) else ""


def plain_of(value: str) -> str:
    return markup.plain(value)


def body(entry: Any) -> tuple[str, str]:
    """The body as our paragraphs, and the summary where it says other things than the body.

    Errors: `Refused` by the markup's law.
    """
    held = dict.get(entry, "content")
    wordings = [found for found in held if isinstance(found, dict)] if isinstance(held, list) else []
    values = [value for found in wordings if isinstance(value := found.get("value"), str) and value.strip()]
    summary = dict.get(entry, "summary")
    summary = summary if isinstance(summary, str) else ""
    chosen = _paragraphs(max(values, key=len)) if values else ""
    if not chosen:
        # Where nothing else is said, what is said of the film or picture is the entry's text. **Source:** YouTube.
        told = dict.get(entry, "media_caption")
        return _paragraphs(summary or (told if isinstance(told, str) else "")), ""
    words = markup.plain(summary)
    return chosen, "" if "".join(words.split()).rstrip("….") in markup.letters(chosen) else words


def byline(entry: Any) -> str:
    """Who wrote it, without addresses."""
    held = dict.get(entry, "authors")
    people = [found for found in held if isinstance(found, dict)] if isinstance(held, list) else []
    names = [name for found in people if isinstance(found.get("name"), str) and (name := _person(found["name"]))]
    said = text(entry, "author")
    # What feedparser takes for an address it tears out of the name, and leaves pieces of it.
    return ", ".join(dict.fromkeys(names)) if names and "@" not in said else _person(said)


def credit(entry: Any) -> str:
    """The publisher or the other feed that the entry names as its source."""
    source = dict.get(entry, "source")
    return (plain(source, "title") if isinstance(source, dict) else "") or _person(text(entry, "publisher"))


def language(entry: Any) -> str:
    for name in ("title_detail", "summary_detail"):
        held = dict.get(entry, name)
        if isinstance(held, dict) and isinstance(held.get("language"), str):
            return line(held["language"])[:35]
    return text(entry, "language")[:35]


def subjects(entry: Any) -> tuple[Subject, ...]:
    """The categories of the entry."""
    held = dict.get(entry, "tags")
    found = []
    for tag in held if isinstance(held, list) else []:
        term, label, scheme = (line(value) if isinstance(value := tag.get(name), str) else "" for name in _TAG_FIELDS)
        if term or label:
            found.append(Subject(markup.plain(label or term), term if label and term != label else "", scheme))
    return tuple(dict.fromkeys(found))[:MAX_UNREAD]


_TAG_FIELDS = ("term", "label", "scheme")


def pictures(entry: Any, guid: str) -> tuple[DispatchPicture, ...]:
    """The pictures that go with the entry, of each the largest file; where none do, those that its text shows."""
    credits = [
        line(found["content"]) for found in _dicts(entry, "media_credit") if isinstance(found.get("content"), str)
    ]
    named = credits[0] if credits else ""
    caption = plain(entry, "media_caption")
    files = [_file(found, "url") for found in _dicts(entry, "media_content")]
    files += [_file(found, "href") for found in _enclosures(entry)]
    files = [file for file in files if file] or [_file(found, "url") for found in _dicts(entry, "media_thumbnail")]
    found = [file for file in files if file] or _shown(entry)
    best: dict[str, DispatchPicture] = {}
    for picture in found:
        # What differs only behind the question mark is another size where it says its size, else another picture.
        address = picture.href.split("?", 1)[0] if picture.width else picture.href
        if address not in best or _area(picture) > _area(best[address]):
            best[address] = picture
    # Files of other sizes lie beside each other under names that say so; one that names no size stands for itself.
    sized = sorted(best.values(), key=lambda picture: -picture.width)
    kept = [picture for number, picture in enumerate(sized) if not number or not _is_smaller(picture, sized[0])]
    return tuple(
        DispatchPicture(
            guid=lasting(f"{guid}#{picture.href.split('?', 1)[0] if picture.width else picture.href}"),
            alt=picture.alt,
            caption=caption if len(kept) == 1 else "",
            copyright=text(entry, "media_copyright") if len(kept) == 1 else "",
            credit=named if len(kept) == 1 else "",
            href=picture.href,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            role="picture",
        )
        for picture in kept[:MAX_PICTURES]
    )


def unread(entry: Any) -> tuple[str, ...]:
    """The names of what the entry holds and nobody asked for."""
    names = [
        line(str(name))[:200] for name, value in entry.items() if name not in _KNOWN and value not in (None, "", [], {})
    ]
    is_used = bool(pictures(entry, "")) or not (dict.get(entry, "summary") or dict.get(entry, "content"))
    names += ["media:description"] if text(entry, "media_caption") and not is_used else []
    sounds = [found for found in _enclosures(entry) if not _file(found, "href")]
    return tuple(sorted({*names, *(["enclosures"] if sounds else [])}))[:MAX_UNREAD]


def _paragraphs(value: str) -> str:
    return markup.from_html(value) if _HTML.search(value) else markup.from_text(unescape(value))


def _person(said: str) -> str:
    """A name without "By" and addresses: "desk@a.example (Sok Maly)" is Sok Maly."""
    inner = re.fullmatch(r"\S+@\S+\s*\(([^()]*)\)", said.strip())
    return _BY.sub("", line(_ADDRESS.sub("", inner[1] if inner else said)).strip(" ()<>,;"))


def _dicts(entry: Any, name: str) -> list[Any]:
    held = dict.get(entry, name)
    return [found for found in held if isinstance(found, dict)] if isinstance(held, list) else []


def _enclosures(entry: Any) -> list[Any]:
    return [found for found in _dicts(entry, "links") if found.get("rel") == "enclosure"]


def _file(found: Any, name: str) -> DispatchPicture | None:
    """The picture that an enclosure or a media element names; None where it names no picture."""
    href, said, medium = (value if isinstance(value := found.get(key), str) else "" for key in (name, "type", "medium"))
    href, said = line(href), line(said).lower()
    if not href or len(href) > 2000 or not _is_address(href):
        return None
    if not (
        said.startswith("image/") or medium == "image" or (not said and href.split("?")[0].lower().endswith(_ENDINGS))
    ):
        return None
    width, height = (_size(found.get(key)) for key in ("width", "height"))
    return DispatchPicture(guid="", href=href, content_type=said, width=width, height=height)


def _shown(entry: Any) -> list[DispatchPicture]:
    """The pictures inside of the text, but for the dots that count readers."""
    texts = [found["value"] for found in _dicts(entry, "content") if isinstance(found.get("value"), str)]
    texts += [value] if isinstance(value := dict.get(entry, "summary"), str) else []
    found = []
    for tag in _IMAGE.findall(" ".join(texts)[: markup.MAX_CHARACTERS])[:MAX_PICTURES]:
        said = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(tag)
        }
        width, height = _size(said.get("width")), _size(said.get("height"))
        href = line(said.get("src", ""))
        if href and len(href) <= 2000 and _is_address(href) and 1 not in (width, height):
            found.append(
                DispatchPicture(guid="", href=href, alt=line(clean(said.get("alt", ""))), width=width, height=height)
            )
    return found


def _area(picture: DispatchPicture) -> tuple[int, int]:
    return picture.width * picture.height, picture.width


def _is_smaller(picture: DispatchPicture, largest: DispatchPicture) -> bool:
    """Whether this is the largest picture again, in another size: the address differs in nothing but digits."""
    shape = re.sub(r"\d+", "0", picture.href.split("?", 1)[0])
    return 0 < picture.width < largest.width and shape == re.sub(r"\d+", "0", largest.href.split("?", 1)[0])


def _is_address(href: str) -> bool:
    try:
        return urlsplit(href).scheme in ("http", "https")
    except ValueError:
        return False


def _size(value: Any) -> int:
    digits = re.fullmatch(r"\s*([0-9]{1,6})(?:px|\.0+)?\s*", value, re.ASCII) if isinstance(value, str) else None
    return int(digits[1]) if digits else 0
