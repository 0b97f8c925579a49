"""The one style sheet is small and layered; a theme comes last; the files that pages link to are all there."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from broadsheet.edition.packing import pack_small
from broadsheet.paper.look import Look
from broadsheet.paper.rendering import TEMPLATES
from broadsheet.paper.styles import LAYERS, STATIC, TYPES, address, assets, bundle, fonts_of, minified


def test_the_style_sheet_compresses_to_12_kilobytes_at_most() -> None:
    assert len(gzip.compress(bundle(), 6)) <= 12_000


def test_layers_are_declared_and_come_in_order() -> None:
    css = bundle().decode()
    assert css.startswith("@layer " + ",".join(LAYERS) + ";")
    assert re.findall(r"^@layer (\w+){", css, re.MULTILINE) == [layer for layer in LAYERS if layer != "theme"]
    assert css.count("{") == css.count("}")


def test_a_theme_comes_last_in_its_own_layer(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "blue.css").write_text(":root { --accent: #124 }", "utf-8")
    assert bundle(tmp_path).endswith(b"\n@layer theme{:root{--accent:#124}}")


def test_lean_css_means_the_same() -> None:
    assert minified('/* why */ a :hover, b > c { content: "a;  /* b */ {" ; margin: 1px  calc(1px + 2px) ; }') == (
        'a :hover,b > c{content:"a;  /* b */ {";margin:1px calc(1px + 2px)}'
    )


def test_no_style_reaches_for_another_host() -> None:
    sheet = assets()["paper.css"][1]
    assert not re.search(rb"@import|https?:", sheet)
    assert {url[:7] for url in re.findall(rb"url\(([^)]*)\)", sheet)} == {b"/theme/"}


def test_styles_name_fonts_by_the_address_that_readers_find_them_at() -> None:
    found = assets()
    for name in ("serif.woff2", "khmer.woff2"):
        assert f"url({address(name, found[name][1])})".encode() in found["paper.css"][1]


def test_a_page_and_its_fonts_cost_a_reader_little() -> None:
    found = assets()
    every = ("paper.css", "beacon.js", "offline.js", "logo.svg", "favicon.svg")
    rest = sum(len(pack_small(found[name][1]).deflate) for name in every)
    for language, most in (("en", 27_500), ("km", 46_000)):
        # With the 14 kB that a story's HTML may have: 3.5 kB less than 45 kB, 15 kB less than 75 kB where it is Khmer.
        assert rest + sum(len(found[font][1]) for font in fonts_of(language)) < most


def test_pages_link_to_these_files() -> None:
    found = assets()
    assert {name: content_type for name, (content_type, _) in found.items()} == TYPES
    assert all(raw for _, raw in found.values())


def test_a_theme_may_bring_its_own_favicon(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "favicon.svg").write_bytes(b"<svg/>")
    assert assets(tmp_path)["favicon.svg"] == ("image/svg+xml", b"<svg/>")
    assert assets(tmp_path)["logo.svg"] == assets()["logo.svg"]


def test_a_drawn_logo_says_how_wide_it_is(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    assert Look(tmp_path).logo_ratio == 1
    drawings = {'<svg viewBox="0 0 300 75.5"/>': 300 / 75.5, "<svg viewBox='0,0,9,0'/>": 0, "<svg/>": 0}
    for drawing, ratio in drawings.items():
        (tmp_path / "static" / "logo.svg").write_text(drawing, "utf-8")
        assert Look(tmp_path).logo_ratio == ratio, drawing


def test_the_only_script_is_small_and_keeps_nothing() -> None:
    script = assets()["beacon.js"][1]
    assert len(script) <= 1_000
    assert not re.search(rb"cookie|storage|fetch|import", script.replace(b"stored", b""), re.IGNORECASE)


def test_the_font_is_asked_for_last_since_no_page_waits_for_it() -> None:
    head = (TEMPLATES / "page.html").read_text("utf-8").partition("</head>")[0]
    font = head.index('<link rel="preload" as="font"')
    assert font > max(head.rindex("<script"), head.rindex("{% block preload %}"), head.rindex("{% include"))
    assert 'fetchpriority="low"' in head[font:]


def test_the_colours_of_the_browser_are_those_of_the_paper() -> None:
    page = (TEMPLATES / "page.html").read_text("utf-8")
    tokens = (STATIC / "css" / "tokens.css").read_text("utf-8")
    stated = re.findall(r'name="theme-color" content="(#\w+)"', page)
    assert stated == re.findall(r"--paper: (#\w+)", tokens)


def test_every_style_stands_beside_a_template() -> None:
    for path in TEMPLATES.rglob("*.css"):
        assert path.with_suffix(".html").is_file(), path.name
