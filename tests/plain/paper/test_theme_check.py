"""`theme check` says of each file of a theme what it breaks, and nothing of a theme that breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.paper.rendering import TEMPLATES
from broadsheet.paper.theme_check import check
from broadsheet.paper.theme_styles import LARGEST_STYLE

HARMLESS = {
    "css/blue.css": ":root { --accent: #124; --own: 1px } .foot { border: var(--own) solid; width: var(--other, 2px) }",
    "templates/furniture/foot.html": '{% include "furniture/own.html" %}<footer>{{ site.publication }}</footer>',
    "templates/furniture/own.html": "<p>{{ site.about }}</p>",
    "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "files/ads.txt": "none",
}

HEAVY = "".join(f".c{n * 7919 % 99991} {{ margin: {n * 31337 % 9973}px }}\n" for n in range(4000))

BROKEN = {
    "readme.md": ("words", "lie in templates, css, static, files"),
    "template/article.html": ("words", "Is templates meant?"),
    "templates/artikel.html": ("words", "Stands in for nothing"),
    "templates/furniture/foot.css": (".a {}", "styles lie in css"),
    "static/logo.png": ("words", "Is logo.svg meant?"),
    "static/serif.woff2": ("words", "no font"),
    "files/ads.exe": ("words", "Is not served"),
    "css/colours.css": (":root { --acent: red }", "Is --accent meant?"),
    "css/unknown.css": (".foot { color: var(--inc) }", "Reads the token --inc, which nothing sets"),
    "css/brace.css": (".foot { color: red", "A brace is not closed"),
    "css/address.css": (".foot { background: url(//cdn.example/a.png) }", "browsers refuse"),
    "css/file.css": (".foot { background: url(cat.png) }", "none of the files in static"),
    "css/heavy.css": (
        HEAVY,
        "weighs",
    ),
    "templates/furniture/foot.html": ("{{ site.imprint }}", "undefined"),
    "templates/furniture/tail.html": ("{% if %}", "syntax error"),
    "templates/furniture/share.html": ('{{ _("Tell them") }}', "can't be said"),
    "templates/furniture/nav.html": ('<script src="https://tracker.example/a.js"></script>', "tracker.example"),
    "templates/furniture/latest.html": ("<p style='color:red'></p>", "script or style inside the page"),
    "templates/most_viewed.html": ("<ol></ol>", "no place for its items"),
    "templates/list.html": ('{% extends "page.html" %}{% block main %}<h1>A</h1><h1>B</h1>{% endblock %}', "one <h1>"),
}


def lay(theme: Path, name: str, text: str) -> None:
    path = theme / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_theme_that_breaks_nothing_is_told_so(tmp_path: Path) -> None:
    assert check(tmp_path / "none", ["en"]) == []
    for name, text in HARMLESS.items():
        lay(tmp_path, name, text)
    assert check(tmp_path, ["en", "km"]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_file_breaks_is_said_of_that_file(tmp_path: Path, name: str) -> None:
    text, words = BROKEN[name]
    lay(tmp_path, name, text)
    found = check(tmp_path, ["en"])
    assert [finding.file for finding in found] == [name] * len(found)
    assert any(words in finding.words for finding in found), found


def test_a_page_that_lacks_a_block_or_a_part_is_said_to(tmp_path: Path) -> None:
    ours = (TEMPLATES / "page.html").read_text("utf-8")
    skip_target = '<span id="main" class="unseen" tabindex="-1"></span>'
    for gone in ("{% block preload %}{% endblock %}", "<!--hole:most-viewed-->", skip_target):
        assert gone in ours
        ours = ours.replace(gone, "")
    lay(tmp_path, "templates/page.html", ours.replace('href="{{ site.style }}"', 'href="/own.css"'))
    said = " ".join(finding.words for finding in check(tmp_path, ["en"]))
    for words in ("block preload", "no place for Most viewed", "Skip to content", "style sheet"):
        assert words in said
    assert {finding.file.split("/")[0] for finding in check(tmp_path, ["en"])} == {"templates"}


def test_a_theme_may_use_what_is_left_of_the_styles_weight(tmp_path: Path) -> None:
    lay(tmp_path, "css/a.css", ".foot { color: red }")
    assert check(tmp_path, ["en"]) == []
    assert LARGEST_STYLE == 12_000
