"""The words of a ninjs item: headline, body, standfirst, byline, credit, subjects, in every version of the standard."""

from __future__ import annotations

import re
from urllib.parse import unquote

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats.fields import Fields

HEADLINE_LENGTH = 120
_CREDIT_ROLES = ("creditline", "credit", "distributor", "source", "provider", "contributor", "originator", "")
_CREDIT_FIELDS = ("creditline", "credit", "source", "copyrightholder")
_LEADS = ("standfirst", "lead", "summary", "drophead", "text", "html", "short", "")
_CAPTIONS = ("caption", "text", "html", "")
_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_XML = re.compile(r"nitf|newsml|xml(?!ns)", re.IGNORECASE)
_HTML_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|table|section|article|strong|em|a)\b[^<>]{0,500}>", re.IGNORECASE)
_MENTIONS = (
    *("person", "people", "organisation", "organisations", "place", "places"),
    *("object", "objects", "event", "events"),
)


class _Version:
    """One of several wordings of the same thing: its role, its content type and its text as delivered."""

    __slots__ = ("content_type", "path", "role", "text")

    def __init__(self, role: str, content_type: str, text: str, path: str) -> None:
        self.role, self.content_type, self.text, self.path = role.lower(), content_type.lower(), text, path

    @property
    def is_html(self) -> bool:
        said = f"{self.content_type} {self.role}"
        return "html" in said or ("plain" not in said and bool(_HTML_TAG.search(self.text[:20_000])))

    @property
    def is_xml(self) -> bool:
        return "html" not in f"{self.content_type} {self.role}" and (
            bool(_XML.search(f"{self.content_type} {self.role}")) or self.text.startswith("<?xml")
        )


def file_name(href: str) -> str:
    """The name of a file without its ending, to serve as the headline of a picture that nobody has described."""
    return line(unquote(re.split(r"[?#]", href)[0].rstrip("/").rsplit("/", 1)[-1]).rsplit(".", 1)[0])[:HEADLINE_LENGTH]


def headline(item: Fields, body: str) -> str:
    """The headline; where the item has none, its title, else the beginning of its body."""
    found = _versions(item, "headlines", "headline")
    for role in ("main", "", "hedline", None):
        for version in found:
            if role in (None, version.role) and (words := markup.plain(version.text)):
                return words
    return markup.plain(item.text("title")) or beginning(markup.plain(body))


def beginning(text: str) -> str:
    """The beginning of a text that has no headline, to serve as one."""
    return text if len(text) <= HEADLINE_LENGTH else text[:HEADLINE_LENGTH].rsplit(" ", 1)[0] + " …"


def body(item: Fields) -> str:
    """The body as our paragraphs: the HTML wording before the plain one; empty where there is none.

    Errors: `Refused` where every wording there is was refused.
    """
    found = [version for version in _versions(item, "bodies", "body") if version.text]
    ranked = sorted(found, key=lambda version: (version.is_xml, not version.is_html, version.role != "main"))
    refusal: Refused | None = None
    chosen = said = ""
    if ranked and ranked[0].is_xml and (nitf := _of_nitf(ranked[0].text)):
        return nitf
    for version in ranked:
        if chosen or version.is_xml:
            # Another wording of the same letters is no loss.
            said = said or markup.letters(chosen)
            if version.is_xml or version.is_html or "".join(version.text.split()) not in said:
                item.odd(version.path)
            continue
        try:
            chosen = markup.from_html(version.text) if version.is_html else markup.from_text(version.text)
        except Refused as error:
            refusal = error
            item.odd(version.path)
    if refusal and not chosen:
        raise refusal
    # Superdesk keeps what stands below every text of a kind apart.
    footer = item.text("body_footer")
    return f"{chosen}{markup.from_html(footer)}" if chosen and footer else chosen


def _of_nitf(text: str) -> str:
    """The paragraphs of a body in NITF, where there is no other wording; empty where it is none."""
    start, end = text.find("<body.content"), text.rfind("</body.content>")
    return markup.from_html(text[start:end]) if 0 <= start < end else ""


def standfirst(item: Fields, body: str) -> str:
    """A summary that stands before the body; empty where it only repeats words of the body."""
    words = _description(item, _LEADS) or markup.plain(item.text("abstract"))
    lean = "".join(words.split()).rstrip("….")
    return words if lean and lean not in markup.letters(body) else ""


def caption(item: Fields) -> str:
    """What a picture shows; its body where it has no description."""
    if words := _description(item, _CAPTIONS):
        return words
    for version in _versions(item, "bodies", "body"):
        if not version.is_xml and (words := markup.plain(version.text)):
            return words
    return ""


def byline(item: Fields) -> str:
    """Who wrote it, as the agency writes it but for an English "By"; else the names of its authors."""
    said = _BY.sub("", markup.plain(item.text("byline")) or markup.plain(item.text("by")))
    item.skip("byline", "by")
    authors = [name for author in item.many("authors") if (name := author.words("name"))]
    return said or ", ".join(authors)


def credit(item: Fields) -> str:
    """Who supplied it, as a credit line. The role of a credit line comes first, the owner of the rights last."""
    sources = [(source.words("role"), source.words("name", "literal", "code")) for source in _sources(item)]
    fields = {name: item.words(name) for name in _CREDIT_FIELDS}
    by_role = {role.lower().rsplit(":", 1)[-1].rsplit("/", 1)[-1]: name for role, name in reversed(sources) if name}
    line = by_role.get("creditline") or fields["creditline"] or fields["credit"]
    others = [by_role[role] for role in _CREDIT_ROLES if role in by_role]
    return line or next(iter(others), "") or fields["source"] or fields["copyrightholder"]


def dateline(item: Fields) -> str:
    """The dateline as the agency writes it."""
    if isinstance(item.raw("dateline"), str):
        return item.words("dateline")
    held = item.one("dateline")
    return held.words("text") if held else ""


def subjects(item: Fields) -> tuple[Subject, ...]:
    """What the item is filed under."""
    found = [_subject(entry, "") for name in ("subject", "subjects") for entry in item.many(name)]
    found += [_subject(entry, "service") for entry in item.many("service")]
    return tuple(dict.fromkeys(subject for subject in found if subject.name or subject.code))


def mentions(item: Fields) -> tuple[Subject, ...]:
    """Whom and what the item is about or names."""
    found = [_subject(entry, _singular(name)) for name in _MENTIONS for entry in item.many(name)]
    found += [_subject(entry, "keyword") for entry in item.many("keywords")]
    found += [_subject(entry, "genre") for name in ("genre", "genres") for entry in item.many(name)]
    return tuple(dict.fromkeys(mention for mention in found if mention.name or mention.code))


def alternative_ids(item: Fields, role: str) -> list[str]:
    """Other identities of the item in one role: an object of them in 1.x, a list from 2.x."""
    held = item.raw("altids")
    if isinstance(held, dict):
        found = item.one("altids")
        return [value] if found and (value := found.words(role)) else []
    entries = item.many("altids")
    return [value for entry in entries if entry.words("role").lower() == role and (value := entry.words("value"))]


def _description(item: Fields, roles: tuple[str, ...]) -> str:
    found = _versions(item, "descriptions", "description")
    for role in roles:
        for version in found:
            if version.role == role and (words := markup.plain(version.text)):
                return words
    return ""


def _versions(item: Fields, many: str, one: str) -> list[_Version]:
    """All wordings: the list of 2.x and 3.x, then `headline` or `body_html`, `body_text` … of 1.x."""
    found = []
    for entry in item.many(many):
        text = entry.text("value", "name")
        entry.skip("charcount", "wordcount")
        found.append(_Version(entry.words("role"), entry.words("contenttype", "mimetype"), text, entry.path))
    for name in item.names():
        if name == one or (name.startswith(f"{one}_") and name != "body_footer"):
            found.append(_Version(name[len(one) + 1 :], "", item.text(name), name))
    return found


def _sources(item: Fields) -> list[Fields]:
    return [*item.many("infosources"), *item.many("infosource")]


def _subject(entry: Fields, scheme: str) -> Subject:
    address = entry.words("uri")
    code = entry.words("qcode", "code", "literal") or address.rstrip("/").rsplit("/", 1)[-1]
    entry.skip("rel", "relevance", "confidence", "creator", "lang", "guid", "qcode", "code", "literal")
    listed = entry.words("scheme") or (address[: -len(code)].rstrip("/") if address.endswith(code) else address)
    return Subject(entry.words("name"), code, listed or scheme)


def _singular(name: str) -> str:
    return "person" if name in ("person", "people") else name.removesuffix("s")
