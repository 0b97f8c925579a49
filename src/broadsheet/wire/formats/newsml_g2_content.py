"""The content of a NewsML-G2 item: its body in one of several wordings, its files, and what a package holds."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from broadsheet.wire import markup
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import newsml_g2_words, nitf_words, xml_markup, xml_words
from broadsheet.wire.formats.gathering import lasting
from broadsheet.wire.formats.xml_tree import Node

MAX_REFS = 500
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_SMALL = ("thumb", "preview", "watermark", "small", "icon")
_NOT_THE_BODY = ("headline", "teaser", "notice", "byline", "public", "nonpublic", "notepad", "title")


@dataclass(frozen=True, slots=True)
class Content:
    """What an item carries; every part may be empty."""

    headline: str = ""
    subheadline: str = ""
    byline: str = ""
    place: str = ""
    standfirst: str = ""
    body_html: str = ""
    pictures: tuple[DispatchPicture, ...] = ()
    warnings: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


def read(item: Node, guid: str, *, kind: str, headline: str) -> Content:
    """The first wording of the body that is readable, the pictures, and the items that belong to it.

    Errors: `Refused` where every wording there is was refused.
    """
    contents = [node for content in item.many("contentset") for node in content.many("inlinexml", "inlinedata")]
    remotes = [node for content in item.many("contentset") for node in content.many("remotecontent")]
    pictures, warnings = _pictures(remotes, guid, kind)
    linked, refs = _linked(item)
    words = _body(contents, guid, headline)
    is_text = kind not in ("picture", "video", "audio", "composite")
    return Content(
        headline=words.headline,
        subheadline=words.subheadline,
        byline=words.byline,
        place=words.place,
        standfirst=words.standfirst,
        body_html=words.body_html,
        pictures=(*pictures, *words.pictures, *(linked if is_text else ())),
        warnings=warnings,
        refs=refs,
    )


def package_refs(item: Node) -> tuple[str, ...]:
    """The guids of the items that a package names, in its order."""
    refs = [node.attribute("residref", "guidref", "href") for node in _item_refs(item)]
    return tuple(dict.fromkeys(ref for ref in refs if ref))[:MAX_REFS]


def package_body(item: Node, language: str) -> str:
    """A list of what a package holds, by headline or title; empty where it names none."""
    entries = []
    for node in _item_refs(item)[:MAX_REFS]:
        title = newsml_g2_words.worded(node.many("headline") or node.many("title"), language)
        summary = xml_words.together(xml_markup.lines(found) for found in node.many("description"))
        words = " – ".join(html.escape(text, quote=False) for text in (title, summary.replace("\n", " ")) if text)
        entries += [f"<li>{words}</li>"] if words else []
        node.leave_out("itemclass", "provider", "pubstatus", "versioncreated", "filename", "role")
    return markup.from_html(f"<ul>{''.join(entries)}</ul>") if entries else ""


def _item_refs(item: Node) -> list[Node]:
    return item.many("groupset/group/itemref", "itemref")


def _body(contents: list[Node], guid: str, headline: str) -> nitf_words.Words:
    """NITF and HTML before plain text; another wording of the same letters is no loss, one that says more is unread."""
    refusal: Refused | None = None
    chosen: nitf_words.Words | None = None
    said = ""
    for node in sorted(contents, key=_rank):
        if chosen is None or not chosen.body_html:
            if _is_data(node):
                continue
            try:
                chosen = _wording(node, guid, headline)
            except Refused as error:
                refusal = error
        else:
            said = said or markup.letters(chosen.body_html)
            if _same(node, said):
                node.skip()
    if chosen is None and refusal:
        raise refusal
    return chosen or nitf_words.Words()


def _wording(node: Node, guid: str, headline: str) -> nitf_words.Words:
    node.attribute("contenttype"), node.attribute("wordcount"), node.attribute("rendition"), node.attribute("id")
    node.attribute("custom"), node.attribute("lang"), node.attribute("charcount"), node.attribute("generator")
    nitf = node.one("nitf")
    if nitf:
        return nitf_words.read_body(nitf, guid, headline=headline)
    page = node.one("html") or node
    body = page.one("body") or page
    page.leave_out("head")
    if headline:
        for head in body.many("header"):
            # What dpa writes above the text is what it says in its metadata.
            titles = [inner for inner in head.walk() if inner.name == "h1"]
            if titles and "".join(titles[0].raw_text().split()) == "".join(headline.split()):
                head.text, head.nodes = "", []
    teasers = [inner for inner in body.walk() if inner.attributes.get("class") == "teaser"]
    standfirst = xml_words.together(xml_markup.lines(teaser) for teaser in teasers)
    for teaser in teasers:
        teaser.text, teaser.nodes = "", []
    found = xml_markup.paragraphs(body, headline=headline)
    return nitf_words.Words(standfirst=standfirst, body_html=found)


def _rank(node: Node) -> tuple[bool, bool, bool]:
    rendition = _rendition(node)
    return node.name == "inlinedata", rendition.endswith(_NOT_THE_BODY), not rendition.endswith(("text", "main", ""))


def _is_data(node: Node) -> bool:
    """Whether this is no text for readers: results, events, a file in letters and digits."""
    said = node.attributes.get("contenttype", "").lower()
    inner = node.nodes[0].name if node.nodes else ""
    is_known = inner in ("html", "body", "nitf", "p", "div", "section", "article") or "html" in said or "nitf" in said
    if node.name == "inlinexml":
        return not is_known and bool(node.nodes)
    return bool(node.attributes.get("encoding")) or (bool(said) and not said.startswith(("text/", "application/xhtml")))


def _same(node: Node, said: str) -> bool:
    """Whether a plain wording says the same words, broken into other lines. **Source:** dpa's 7901 renditions."""
    words = set(re.findall(r"\w+", node.raw_text()))
    return all(word in said for word in words)


def _rendition(node: Node) -> str:
    return re.split(r"[:/#]", node.attributes.get("rendition", "").lower())[-1]


def _pictures(remotes: list[Node], guid: str, kind: str) -> tuple[tuple[DispatchPicture, ...], tuple[str, ...]]:
    """The largest of the files of a picture item, or each picture that a text carries."""
    files = [node for node in remotes if _is_picture(node, kind)]
    if not files or kind in ("video", "audio"):
        return (), ()
    ranked = sorted(files, key=_size, reverse=True)
    for node in files:
        node.skip()
    own = lasting(guid if kind == "picture" else f"{guid}#1")
    return (_picture(ranked[0], own),), ()


def _picture(node: Node, guid: str) -> DispatchPicture:
    address = node.attribute("href") or node.word("altloc") or node.attribute("residref")
    return DispatchPicture(
        guid=guid,
        href=re.sub(r"\Afile:(?://)?/?\./\s*", "", address).removeprefix("./"),
        content_type=node.attribute("contenttype").lower(),
        width=nitf_words.number(node.attribute("width")),
        height=nitf_words.number(node.attribute("height")),
        role=_rendition(node),
    )


def _is_picture(node: Node, kind: str) -> bool:
    said = node.attributes.get("contenttype", "").strip().lower()
    path = node.attributes.get("href", "").lower().split("?", 1)[0]
    return said.startswith("image/") or (not said and (kind == "picture" or path.endswith(_ENDINGS)))


def _size(node: Node) -> tuple[int, bool, int]:
    width, height = node.attributes.get("width"), node.attributes.get("height")
    small = any(word in _rendition(node) or word in node.attributes.get("href", "").lower() for word in _SMALL)
    return (
        nitf_words.number(width) * nitf_words.number(height),
        not small,
        nitf_words.number(node.attributes.get("size")),
    )


def _linked(item: Node) -> tuple[tuple[DispatchPicture, ...], tuple[str, ...]]:
    """The pictures and the other items that an item links to as belonging to it."""
    pictures: list[DispatchPicture] = []
    refs: list[str] = []
    for node in item.many("itemmeta/link", "link"):
        ref = node.attribute("residref", "guidref")
        if not ref:
            continue
        refs.append(ref)
        classes = [inner.attribute("qcode") for inner in node.many("itemclass")]
        relation = node.attribute("rel").lower()
        if any(code.endswith(":picture") for code in classes) and not relation.endswith("derivedfrom"):
            node.attribute("rank"), node.attribute("version"), node.attribute("contenttype")
            title = node.word("title")
            pictures.append(DispatchPicture(guid=lasting(ref), href=node.attribute("href"), headline=title))
    return tuple(pictures), tuple(dict.fromkeys(refs))[:MAX_REFS]
