"""The words of an item of AP: body, bylines, place, credit, subjects."""

from __future__ import annotations

import re
from typing import Any

from broadsheet.wire import markup
from broadsheet.wire.dispatch import Subject
from broadsheet.wire.formats.fields import Fields

_AGENCY = re.compile(r"(?:the )?associated press|ap", re.IGNORECASE)
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_BODIES = ("body_html", "body_nitf", "body_text", "body")
_MENTIONS = ("person", "organisation", "place", "event", "company")
_SUBJECT_NOISE = (
    *("rels", "creator", "editorial_subject", "topparent", "parentids", "types", "associatedstates", "teams"),
    *("locationtype", "geometry_geojson", "associatedevents", "industries", "symbols", "ids", "eventid"),
)
_FILE_NOISE = frozenset(
    ("rel", "type", "contentid", "digest", "orientation", "originalfilename", "fileextension", "mediafilterid", "words")
)
_SOURCE_NOISE = frozenset(("type", "url", "code"))


def as_ninjs(value: dict[str, Any]) -> dict[str, Any]:
    """The item with those fields spelt as ninjs spells them that AP makes lists or objects of."""
    item = dict(value)
    terms = item.get("usageterms")
    if isinstance(terms, list) and all(isinstance(term, str) for term in terms):
        item["usageterms"] = "\n".join(terms)
    bylines = item.get("bylines")
    if isinstance(bylines, list) and bylines and all(_is_byline(entry) for entry in bylines):
        item["byline"] = " and ".join(_byline(entry) for entry in item.pop("bylines"))
    photographer = item.get("photographer")
    if isinstance(photographer, dict) and isinstance(photographer.get("name"), str) and not item.get("byline"):
        item["byline"] = item.pop("photographer")["name"]
    if isinstance(item.get("description_creditline"), str):
        item["creditline"] = item.pop("description_creditline")
    sources = item.get("infosource")
    if isinstance(sources, list):
        item["infosource"] = [_without(held, _SOURCE_NOISE) for held in sources]
    files = item.get("renditions")
    if isinstance(files, dict):
        item["renditions"] = {name: _without(held, _FILE_NOISE) for name, held in files.items()}
    return item


def body(item: Fields, inlined: Any) -> tuple[str, str]:
    """The body as our paragraphs, from the item or from what came beside it, and where AP has it where none came.

    Errors: `Refused` where the body was refused by the markup's law.
    """
    beside = inlined if isinstance(inlined, dict) else {"body_nitf": inlined}
    inside = item.raw("nitf")
    own = inside if isinstance(inside, dict) else {"body_nitf": inside}
    texts = [value for held in (beside, own) for name in _BODIES if isinstance(value := held.get(name), str)]
    texts += [item.text(name) for name in _BODIES]
    for text in texts:
        if text.strip():
            looks_marked = "<" in text and ">" in text
            return (markup.from_html(_content(text)) if looks_marked else markup.from_text(text)), ""
    files = item.many("renditions", keyed=True)
    for file in files:
        file.skip(*file.names())
    return "", next((href for file in files if file.name.startswith("nitf") and (href := file.words("href"))), "")


def standfirst(item: Fields, headline: str, body: str) -> str:
    """AP's summary or longer headline; empty where headline or body say the same."""
    words = [markup.plain(item.text(name)) for name in ("description_summary", "headline_extended")]
    said = "".join(headline.split()) + "\n" + markup.letters(body)
    return next((text for text in words if text and "".join(text.split()).rstrip("….") not in said), "")


def place(item: Fields) -> str:
    """Where it was written or taken: city, region, country, as far as AP names them."""
    held = item.one("datelinelocation")
    if held is None:
        return ""
    held.skip("geometry_geojson", "countryareacode", "countrycode")
    names = [held.words(name) for name in ("city", "countryareaname", "countryname")]
    return ", ".join(name.title() if name.isupper() else name for name in names if name)


def credit(item: Fields) -> str:
    """Who supplied it, as a credit line: that of a picture, else the source that AP passes on, else AP."""
    names = [name for source in item.many("infosource") if (name := source.words("name"))]
    return item.words("creditline") or next(iter(names), "") or item.words("provider")


def subjects(item: Fields) -> tuple[Subject, ...]:
    """What the item is filed under: subjects, AP's one-letter categories, its profile and fixture."""
    found = [_subject(entry, "") for entry in item.many("subject")]
    found += [_subject(entry, "fixture") for entry in item.many("fixture")]
    found += [Subject(name, "", "profile") for name in [item.words("profile")] if name]
    return tuple(dict.fromkeys(subject for subject in found if subject.name or subject.code))


def mentions(item: Fields) -> tuple[Subject, ...]:
    """Whom and what the item names, and its keywords."""
    found = [_subject(entry, name) for name in _MENTIONS for entry in item.many(name)]
    found += [_subject(entry, "keyword") for entry in item.many("keywords")]
    return tuple(dict.fromkeys(mention for mention in found if mention.name or mention.code))


def _subject(entry: Fields, kind: str) -> Subject:
    rels = entry.raw("rels")
    entry.skip(*_SUBJECT_NOISE)
    is_category = isinstance(rels, list) and "category" in rels
    scheme = entry.words("scheme")
    return Subject(entry.words("name"), entry.words("code"), scheme or ("category" if is_category else kind))


def _without(held: Any, noise: frozenset[str]) -> Any:
    return {name: value for name, value in held.items() if name not in noise} if isinstance(held, dict) else held


def _content(text: str) -> str:
    """The body's content where `text` is a whole NITF document; else all of it."""
    start = text.find("<body.content")
    end = text.rfind("</body.content>")
    return text[start:end] if 0 <= start < end else text


def _is_byline(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("by"), str)


def _byline(entry: dict[str, Any]) -> str:
    name = _BY.sub("", entry["by"].strip())
    title = entry.get("title")
    said = title.strip() if isinstance(title, str) else ""
    return name if not said or _AGENCY.fullmatch(said) else f"{name}, {said}"
