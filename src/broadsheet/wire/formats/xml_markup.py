"""Writes the body of an XML item (XHTML, NITF, an agency's own markup) as HTML for `wire.markup`, every letter of it.

Elements that hold files (pictures, films) are left to the caller and stay unread, so that they are listed if nobody
takes them.
"""

from __future__ import annotations

import html
import re

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.formats.xml_tree import Node

MEDIA = frozenset({"media", "img", "object", "iframe", "video", "audio", "embed", "svg"})
_SILENT = frozenset({"script", "style", "head", "title", "docdata"})
_SAME_NAMES = (
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote pre br hr b strong i em "
    "cite q sub sup u a div section article header footer aside figure figcaption address center details summary main "
    "nav hl1 hl2 span small s del ins"
)
_SAME = frozenset(_SAME_NAMES.split())
_OURS = {
    "block": "div",
    "bq": "blockquote",
    "nitf-table": "table",
    "credit": "p",
    "tagline": "p",
    "mellis": "h3",
    "rubrik": "h3",
    "mellanrubrik": "h3",
    "citat": "p",
    "note": "div",
    "para": "p",
    "subhead": "h3",
}
"""NITF's own elements, and those of agencies' dialects (TT), as the HTML that they mean."""

_HOLDS_WORDS_NAMES = (
    "p h1 h2 h3 h4 h5 h6 li dt dd td th caption b strong i em cite q sub sup u a span small s del ins hl1 hl2 credit "
    "tagline citat mellis rubrik byline byttl figcaption summary para subhead mellanrubrik fn label font"
)
_HOLDS_WORDS = frozenset(_HOLDS_WORDS_NAMES.split())
_INLINE_NAMES = (
    "person org location chron num money event function object.title virtloc copyrite copyrite.year copyrite.holder "
    "city state region country sublocation frac frac-num frac-den frac-sep alt-code pronounce classifier postaddr "
    "name.given name.family byttl abbr acronym time font bdo tt code kbd samp var label ruby rb rt rp rtc fn"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"</?(?:p|div|li|h\d|hl\d|ul|ol|dl|dt|dd|tr|table|section|header|article|blockquote)>|<[bh]r/>")
_PARAGRAPH = re.compile(r"<p>([^<]+)</p>")
_BLOCK = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|section|article|tr)\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|table|section|article|strong|em|a|b|i)\b[^<>]{0,500}>", re.IGNORECASE
)


def as_html(*nodes: Node) -> str:
    """What is inside of the nodes as HTML; all of it counts as read but for `MEDIA`."""
    pieces: list[str] = []
    for node in nodes:
        node.read = True
        _write(node, pieces)
    return "".join(pieces)


def paragraphs(node: Node, *, headline: str = "") -> str:
    """Our paragraphs of what is inside of a node, be it elements, or HTML or plain text written as text.

    A heading at the beginning that only repeats `headline` is left out.

    Errors: `Refused`.
    """
    if node.nodes:
        body = markup.from_html(as_html(node))
    else:
        node.skip()
        text = _PARAGRAPH.sub(lambda found: f"<p>{_of_lines(found[1])}</p>", node.text)
        if looks_like_html(text):
            body = markup.from_html(text if _BLOCK.search(text) else _of_inline(text))
        else:
            body = markup.from_text(text)
    return without_headline(body, headline)


def looks_like_html(text: str) -> bool:
    """Whether a text holds tags that its agency wrote as text."""
    return bool(_HTML_TAG.search(text[:20_000]))


def without_headline(body: str, headline: str) -> str:
    """`body` without a first heading or paragraph that only repeats the headline."""
    first = re.match(r"<(p|h3)>(.*?)</\1>", body, re.DOTALL)
    said = "".join(headline.split())
    if not first or not said or markup.letters(first[0]) != said or first.end() == len(body):
        return body
    return body[first.end() :]


def lines(node: Node) -> str:
    """All text inside of a node, a line for each paragraph."""
    if not node.nodes:
        node.skip()
        return "\n".join(said for words in node.text.splitlines() if (said := line(words)))
    # What was written here holds no tag but those that are meant as one.
    pieces = _LINE_END.split(as_html(node))
    return "\n".join(words for piece in pieces if (words := line(html.unescape(_TAG.sub("", piece)))))


def _write(top: Node, pieces: list[str]) -> None:
    waiting: list[Node | str] = [top]
    while waiting:
        held = waiting.pop()
        if isinstance(held, str):
            pieces.append(held)
            continue
        opening, closing = ("", "") if held is top else _tags(held)
        is_plain = held.name in ("p", "para") and not held.nodes
        pieces += [opening, _of_lines(_escaped(held.text)) if is_plain else _escaped(held.text)]
        held.read = held.read_text = True
        held.read_attributes = set(held.attributes)
        inner: list[Node | str] = []
        is_mixed = held.name in _HOLDS_WORDS or held.name in _INLINE or _has_words(held)
        for node in held.nodes:
            if node.name in _SILENT:
                node.skip()
            elif node.name not in MEDIA:
                around = "" if is_mixed or node.name in _INLINE or _is_known(node) else "div"
                inner += [f"<{around}>", node, f"</{around}>"] if around else [node]
            inner.append(_escaped(node.tail))
        waiting += [closing, *reversed(inner)]


def _of_inline(text: str) -> str:
    """A text with marks but no paragraphs as HTML: parted at blank lines, else at every line. **Source:** Belga."""
    groups = re.split(r"\n\s*\n", text.strip())
    groups = text.strip().split("\n") if len(groups) == 1 else groups
    return "".join(f"<p>{group}</p>" for group in groups if group.strip())


def _of_lines(text: str) -> str:
    """The HTML of a paragraph that holds a plain text of many lines, as old systems wrote them. **Source:** Reuters.

    Lines that are all indented were only laid out so by a program, and are one.
    """
    lines = [words for words in text.replace("\r", "").split("\n") if words.strip()]
    indented = [words[0].isspace() for words in lines]
    if len(lines) < 2 or all(indented[1:]):
        return text
    groups: list[list[str]] = []
    for words, is_indented in zip(lines, indented, strict=True):
        if is_indented or not groups:
            groups.append([])
        groups[-1].append(words.strip())
    return "</p><p>".join((" " if _is_wrapped(group) else "<br/>").join(group) for group in groups)


def _is_wrapped(lines: list[str]) -> bool:
    return len(lines) > 1 and all(45 <= len(words) <= 110 for words in lines[:-1])


def _tags(node: Node) -> tuple[str, str]:
    name = _OURS.get(node.name, node.name)
    if name not in _SAME:
        return "", ""
    if name in ("br", "hr"):
        return f"<{name}/>", ""
    href = node.attributes.get("href", "").strip() if name == "a" else ""
    if name == "a" and not href:
        return "", ""
    return (f'<a href="{html.escape(href)}">' if href else f"<{name}>"), f"</{name}>"


def _is_known(node: Node) -> bool:
    return node.name in _SAME or node.name in _OURS


def _has_words(node: Node) -> bool:
    """Whether words stand between the elements: then these are marks within a paragraph."""
    return bool(node.text.strip()) or any(inner.tail.strip() for inner in node.nodes)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
