"""The law of markup: every letter is kept, nothing runs, and the editor can open what comes out."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.wire import markup
from broadsheet.wire.errors import Refused

BLOCK = re.compile(
    r"<(p|h3)>(.+?)</\1>|<(li)>(.+?)(?=</?(?:li|ul|ol)>)"
    r"|<(table)>((?:<tr>(?:<th>(?:(?!</?t).)*</th>|<td>(?:(?!</?t).)*</td>){2,}</tr>)+)</table>",
    re.DOTALL,
)
QUOTATION = re.compile(r"</?blockquote>(?=<p>|\Z|<(?:h3|ul|ol|table|blockquote)>)")
LISTS = re.compile(r"(?:</?(?:ul|ol)>|</li>)*")
INLINE = re.compile(r'</?[bi]>|<br/>|<a href="(?:https?://|mailto:)[^"<>\s]+">|</a>')


def check_shape(ours: str) -> None:
    """Blocks stand at the top and hold nothing but words, marks, links and closed breaks."""
    ours = QUOTATION.sub("", ours)
    assert LISTS.fullmatch(BLOCK.sub("", ours)), ours
    check_lists(ours)
    for block in BLOCK.finditer(ours):
        if block[5]:
            for words in re.findall(r"<t[hd]>(.*?)</t[hd]>", block[6], re.DOTALL):
                assert words == words.strip(" ") and not re.search("[<>]", INLINE.sub("", words)), words
            continue
        for words in [block[2] or block[4]]:
            assert not re.search("[<>]", INLINE.sub("", words)), words
            assert words == words.strip(" ")
            assert not words.startswith("<br/>")
            assert not words.endswith("<br/>")


def check_lists(ours: str) -> None:
    """Lists hold items, items hold words and then lists, and all of them are closed in their order."""
    opened: list[str] = []
    for closes, name in re.findall(r"<(/?)(ul|ol|li|p|h3|table)>", ours):
        if closes:
            assert opened.pop() == name, ours
        else:
            assert (opened[-1:] in (["ul"], ["ol"])) == (name == "li"), ours
            assert name in ("ul", "ol", "li") or not opened, ours
            opened.append(name)
    assert not opened, ours
    assert not re.search(r"<(?:ul|ol)>(?!<li>)|<li>(?=</?(?:li|ul|ol))", ours), ours


@pytest.mark.parametrize(
    ("agency", "ours"),
    [
        ("", ""),
        ("<p> </p><p>&nbsp;</p>", ""),
        ("One.", "<p>One.</p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<p>a\n  b</p>\n\n<p>c</p>", "<p>a b</p><p>c</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<h1>A</h1><h2>B</h2><p>c</p>", "<h3>A</h3><h3>B</h3><p>c</p>"),
        ("<hl2>A</hl2><p>c</p>", "<h3>A</h3><p>c</p>"),
        ("<p><strong>a</strong><em>b</em> c</p>", "<p><b>a</b><i>b</i> c</p>"),
        ("<p><b>a<i>b</b>c</i></p>", "<p><b>a</b><b><i>b</i></b><i>c</i></p>"),
        ("a<br>b<br/>c", "<p>a<br/>b<br/>c</p>"),
        ("a<br><br />b", "<p>a</p><p>b</p>"),
        ("<p><br/>a<br/></p>", "<p>a</p>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br/>b</li></ol>"),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
        ("<ul><li>a<ul><li>b</ul>c</ul>d", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>d</p>"),
        ("<ul><ul><ul><li>a</ul></ul><li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "<ul><li>a<ul><li>b</ul><ol><li>c</ol></ul>",
            "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul>",
        ),
        ("<ul>a</ul><ol><li>b</ol>", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("<blockquote><p>a</p>b</blockquote>c", "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"),
        ("<blockquote>a<blockquote>b</blockquote>c", "<blockquote><p>a</p><p>b</p><p>c</p></blockquote>"),
        ("<blockquote>a<ul><li>b</ul></blockquote>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        (
            "<blockquote><a href='https://a.example/'>x</a></blockquote>",
            '<blockquote><p><a href="https://a.example/">x</a></p></blockquote>',
        ),
        (f"<blockquote>{'word ' * 300}</blockquote>", f"<p>{' '.join(['word'] * 300)}</p>"),
        (
            "x<table><caption>c</caption><tr><th>a<th>b<tr><td><p>1</p></td><td><b>2</b> &amp;</td></table>y",
            "<p>x</p><p>c</p><table><tr><th>a</th><th>b</th></tr>"
            "<tr><td>1</td><td><b>2</b> &amp;</td></tr></table><p>y</p>",
        ),
        (
            "<table><tr><td colspan=2>a<tr><td>1<td>2<tr><td><td></table>",
            "<table><tr><td>a</td><td></td></tr><tr><td>1</td><td>2</td></tr></table>",
        ),
        ("<table><tr><td>a<td>b</table>", "<p>a | b</p>"),
        ("<table><tr><td>a<tr><td>b</table>", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d", "<p>a | b</p><p>c | d</p>"),
        ("<table>lost?<tr><td>a<td>b<tr><td>c<td>d</table>", "<p>lost?</p><p>a | b</p><p>c | d</p>"),
        (
            "<table><tr><td>a<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
            "<p>a |</p><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        ),
        ("<pre>a\n b</pre>", "<p>a<br/>b</p>"),
        ('<a href="https://a.example/?b=1&amp;c=2">x</a>', '<p><a href="https://a.example/?b=1&amp;c=2">x</a></p>'),
        ('<a href="mailto:desk@a.example">x</a>', '<p><a href="mailto:desk@a.example">x</a></p>'),
        (
            '<a href="https://a.example/">x<br>y</a>z',
            '<p><a href="https://a.example/">x</a><br/><a href="https://a.example/">y</a>z</p>',
        ),
        ("<a href='javascript:x()'>x</a>", "<p>x</p>"),
        ("<a href='java\nscript:x()'>x</a>", "<p>x</p>"),
        ("<a href='http://a.example:x/'>x</a> <a href='http://a%zz.example/'>y</a>", "<p>x y</p>"),
        ("<a href='//a.example'>x</a> <a href='http://['>y</a>", "<p>x y</p>"),
        ("<p onclick='x()'>a</p><img src=x onerror=x()>", "<p>a</p>"),
        ("<svg onload=x()><text>a</text></svg>", "<p>a</p>"),
        ("<script>x()</script><style>p{}</style><title>t</title>a", "<p>a</p>"),
        ("<html><head><title>t</title></head><body>a</body></html>", "<p>a</p>"),
        ("<!-- no --><?xml no?><!DOCTYPE html>a<![CDATA[ <b> ]]>", "<p>a &lt;b&gt;</p>"),
        ("a &lt;b&gt; &amp;amp; &eacute;&#233;", "<p>a &lt;b&gt; &amp;amp; éé</p>"),
        ("shares <AAPL.O> rose, x <y and z", "<p>shares &lt;AAPL.O&gt; rose, x &lt;y and z</p>"),
        ("<o:p>a</o:p><person>b</person> 1 < 2 <3>", "<p>ab 1 &lt; 2 &lt;3&gt;</p>"),
        ("<p title='a > b'>c</p>", "<p>c</p>"),
        ("<p title='a>b</p>", "<p>b</p>"),
        ("a <b and c> d <!-- e", "<p>a &lt;b and c&gt; d &lt;!-- e</p>"),
        ("a&#0;b&#xd800;c&#" + "9" * 5000 + ";", "<p>a\ufffdb\ufffdc\ufffd</p>"),
        ("ភាសា\u200bខ្មែរ", "<p>ភាសា\u200bខ្មែរ</p>"),
    ],
)
def test_agency_markup_becomes_our_paragraphs(agency: str, ours: str) -> None:
    assert markup.from_html(agency) == ours
    check_shape(ours)
    assert markup.from_html(ours) == ours


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("", ""),
        ("One.\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\n\n \nTwo", "<p>One</p><p>Two</p>"),
        ("One\nline\r\n\r\nTwo", "<p>One<br/>line</p><p>Two</p>"),
        ("a < b & c <script>", "<p>a &lt; b &amp; c &lt;script&gt;</p>"),
        ("x" * 60 + "\n" + "y" * 60 + "\nz", "<p>" + "x" * 60 + " " + "y" * 60 + " z</p>"),
    ],
)
def test_plain_text_becomes_paragraphs(text: str, ours: str) -> None:
    assert markup.from_text(text) == ours


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="|"), min_size=1, max_size=12
)
NAMES = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h3",
        "ul",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "b",
        "strong",
        "i",
        "em",
        "a",
        "span",
        "blockquote",
        "pre",
        "section",
        "font",
        "u",
        "o:p",
        "figure",
        "figcaption",
    ]
)
ATTRIBUTES = st.sampled_from(
    ["", " class='x'", ' title="a > b"', " href='https://a.example/'", " href='javascript:x()'"]
)


@st.composite
def marked(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """Markup as an agency may write it, badly nested and left open, and the text that a reader sees of it."""
    written, seen = [], []
    for _ in range(draw(st.integers(1, 4))):
        match draw(st.integers(0, 5 if depth else 2)):
            case 0 | 1:
                text = draw(TEXT)
                written.append(html.escape(text) if draw(st.booleans()) else re.sub("[<&]", "", text))
                seen.append(html.unescape(written[-1]))
            case 2:
                written.append(
                    draw(st.sampled_from(["<br>", "<hr/>", "<!-- x -->", "<script>x<y</script>", "</p>", "</b>"]))
                )
            case _:
                name, (inner, inside) = draw(NAMES), draw(marked(depth - 1))
                closing = f"</{name}>" if draw(st.integers(0, 3)) else ""
                written.append(f"<{name}{draw(ATTRIBUTES)}>{inner}{closing}")
                seen.append(inside)
    return "".join(written), "".join(seen)


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


@settings(deadline=None, max_examples=200)
@given(marked())
@example(("<ul>0<ul>0<blockquote>0", "000"))
@example(("<p><ul>0</ul><blockquote><br><ul>0", "00"))
@example(("<blockquote><ul>0<ul>00</blockquote>", "000"))
@example(("<blockquote><ul><li>0<blockquote>0</blockquote>0</ul>0</blockquote>0", "00000"))
def test_no_letter_is_lost_and_the_shape_is_ours(case: tuple[str, str]) -> None:
    written, seen = case
    ours = markup.from_html(written)
    assert squeezed(html.unescape(re.sub("<[^>]*>", "", ours))) == squeezed(seen)
    check_shape(ours)
    assert markup.from_html(ours) == ours


PIECES = [*"<>/=\"'!-[]&#;? \n\tapbux", "script", "<li>", "<ul>", "CDATA["]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_paragraphs_of_our_shape(text: str) -> None:
    check_shape(markup.from_html(text))
    check_shape(markup.from_text(text))
    assert markup.plain(text) == markup.plain(text).strip()


@settings(deadline=None)
@given(TEXT)
def test_plain_text_keeps_every_letter(text: str) -> None:
    ours = markup.from_text(text)
    assert "".join(html.unescape(re.sub("<[^>]*>", "", ours)).split()) == "".join(text.split())


def seconds(nest: str) -> float:
    start = time.process_time()
    markup.from_html(nest)
    return time.process_time() - start


def test_a_nest_of_lists_of_400_kb_costs_less_than_a_second() -> None:
    assert seconds("<ul><li>" * 50_000 + "end") < 1


@pytest.mark.parametrize(
    "piece",
    [
        "<table>",
        "<table><tr><td>1<td>2</table>",
        "<blockquote>",
        "<div>",
        "<b>",
        "<b><p>",
        "<a href='http://a.example'>",
        "<table><tr><td>",
        "<x ",
        "<!--",
        "<![CDATA[",
        "</script><script>",
        '<a ="',
        '<zz ="<zz " ',
        "<font color='",
        "<",
        "&#",
        "<pre>\n",
    ],
)
def test_a_nest_costs_no_more_than_its_length(piece: str) -> None:
    # Work that grew with the square of the length would take minutes.
    assert seconds(piece * (100_000 // len(piece)) + "end>") < 0.8


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="takes up to"):
        markup.from_html("x" * (markup.MAX_CHARACTERS + 1))
