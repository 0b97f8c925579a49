"""The words of an entry of dpa's digitalwires: body, note for editors, pictures, subjects."""

from __future__ import annotations

import re
from dataclasses import replace

from broadsheet.wire import markup
from broadsheet.wire.dispatch import DispatchPicture, Subject
from broadsheet.wire.formats.fields import Fields
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.ninjs_pictures import MAX_PICTURES

_BY = re.compile(r"\A(?:von|by)\s+", re.IGNORECASE)
_SUBJECTS = {"dpasubject": "", "genre": "genre", "desk": "desk", "wire": "service", "rubric": "rubric"}
_MENTIONS = {"geosubject": "place", "poi": "place", "keyword": "keyword", "person": "person"}
_SUBJECTS_AS_NAMES = {"dpasubject_names": "", "genre_names": "genre", "desk_names": "desk", "rubric_names": "rubric"}
_MENTIONS_AS_NAMES = {"geosubject_names": "place", "poi_names": "place", "keyword_names": "keyword"}
_CATEGORY_NOISE = ("rank", "role", "geojson", "type", "name", "qcode", "wiki")


def body(entry: Fields) -> str:
    """The article with its box of facts and its links, as our paragraphs.

    Errors: `Refused` where the markup's law refuses one of them.
    """
    parts = (entry.text(name) for name in ("article_html", "infobox_html", "linkbox_html"))
    return "".join(markup.from_html(part) for part in parts if part)


def note(entry: Fields) -> str:
    """What dpa tells the editors, one line a paragraph: the notepad, then what only the list of notes has."""
    notepad = entry.one("notepad")
    lines: list[str] = []
    if notepad:
        notepad.skip("header_html")
        for name in ("public_html", "nonpublic_html"):
            lines += _lines(markup.from_html(notepad.text(name)))
    said = "".join("".join(lines).split())
    for ednote in entry.many("ednotes"):
        ednote.skip("role", "is_publishable")
        for words in ednote.text("ednote", "name").split("\n"):
            if "".join(words.lstrip("+- ").split()) not in said:
                lines.append(words.strip())
    return "\n".join(words for words in lines if words)


def pictures(entry: Fields, guid: str, *, has_body: bool) -> tuple[tuple[DispatchPicture, ...], str, str]:
    """The pictures, the kind of the entry, and what it says that it shows.

    An entry without an article whose only association is itself is that thing: a picture, an audio piece.
    """
    descriptions = entry.many("descriptions")
    for description in descriptions:
        description.skip("role")
    caption = markup.plain(" ".join(description.text("description", "name") for description in descriptions))
    found: list[DispatchPicture] = []
    kind = "text"
    for association in entry.many("associations"):
        said = association.words("type").lower()
        own = lasting(association.words("urn")) or f"{guid}#{len(found) + 1}"
        if said != "image":
            if own == guid and not has_body:
                kind = said[:40] or kind
                association.skip("headline", "caption", "version", "version_created", "rank", "urn", "creditline")
            continue
        if own == guid and not has_body:
            kind = "picture"
        if len(found) < MAX_PICTURES:
            found.append(_picture(association, own))
    if kind == "picture" and found:
        own_words = _BY.sub("", entry.words("byline"))
        found = [_filled(picture, caption, own_words) if picture.guid == guid else picture for picture in found]
    found.sort(key=lambda picture: picture.role != "lead")
    return tuple(found), kind, caption


def byline(said: str) -> str:
    """Who wrote it, without "Von"."""
    return _BY.sub("", said)


def subjects(entry: Fields) -> tuple[Subject, ...]:
    """What the entry is filed under."""
    return _words(entry, _SUBJECTS, _SUBJECTS_AS_NAMES)


def mentions(entry: Fields) -> tuple[Subject, ...]:
    """Places and keywords."""
    entry.skip("scope_names", "current_rubric_names")
    return _words(entry, _MENTIONS, _MENTIONS_AS_NAMES)


def _filled(picture: DispatchPicture, caption: str, creator: str) -> DispatchPicture:
    return replace(picture, caption=picture.caption or caption, creator=picture.creator or creator)


def _picture(association: Fields, own: str) -> DispatchPicture:
    association.skip("version", "version_created", "rank", "type")
    is_lead = association.raw("is_featureimage") is True
    files = []
    for file in association.many("renditions"):
        file.skip("size", "fovealarea")
        href, content_type = file.words("url", "href"), file.words("mimetype").lower()
        width, height = file.number("width", 0, 1_000_000), file.number("height", 0, 1_000_000)
        if href and (not content_type or content_type.startswith("image/")):
            files.append((width * height, width, height, href, content_type))
    _, width, height, href, content_type = max(files, default=(0, 0, 0, "", ""))
    return DispatchPicture(
        guid=own,
        headline=markup.plain(association.text("headline")),
        caption=markup.plain(association.text("caption")),
        credit=association.words("creditline"),
        creator=_BY.sub("", association.words("byline")),
        copyright=association.words("copyrightnotice"),
        usage_terms=association.text("usageterms"),
        alt=markup.plain(association.text("alttext", "alt")),
        href=href,
        content_type=content_type,
        width=width,
        height=height,
        role="lead" if is_lead else "",
    )


def _words(entry: Fields, kinds: dict[str, str], as_names: dict[str, str]) -> tuple[Subject, ...]:
    """Categories of these kinds; the plain lists of names only for what the categories do not hold."""
    found = []
    for category in entry.many("categories"):
        kind = category.words("type").lower().removeprefix("dnltype:")
        name, qcode = category.words("name"), category.words("qcode")
        category.skip(*_CATEGORY_NOISE)
        if kind in kinds and (name or qcode):
            scheme, _, code = qcode.rpartition(":")
            found.append(Subject(name, code, scheme or kinds[kind]))
    named = {subject.name for subject in found}
    for field, scheme in as_names.items():
        names = [name for listed in entry.many(field) if (name := listed.words("name"))]
        found += [Subject(name, "", scheme) for name in names if name not in named]
    return tuple(dict.fromkeys(found))


def _lines(ours: str) -> list[str]:
    return [markup.plain(block) for block in re.split(r"</(?:p|h3|li)>|<br/>", ours)]
