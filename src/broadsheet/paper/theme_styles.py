"""Finds what is wrong with a theme's styles: weight, braces, tokens that nobody knows, addresses that lead nowhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from broadsheet.paper.rendering import TEMPLATES
from broadsheet.paper.styles import STATIC, TYPES, bundle, minified
from broadsheet.paper.theme_finding import Finding

LARGEST_STYLE = 12_000
"""Bytes of the compressed style sheet, ours and the theme's together."""

_SET = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*([,)])")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def style_findings(theme: Path) -> Iterator[Finding]:
    paths = sorted((theme / "css").glob("*.css"))
    ours = minified("\n".join(path.read_text("utf-8") for path in [*STATIC.rglob("*.css"), *TEMPLATES.rglob("*.css")]))
    said = {path: minified(path.read_text("utf-8")) for path in paths}
    together = "\n".join([ours, *said.values()])
    tokens, read = set(_SET.findall(ours)), {name for name, _ in _USED.findall(together)}
    known = set(_SET.findall(together))
    for path, css in said.items():
        name = f"css/{path.name}"
        bare = _STRING.sub('""', css)
        if bare.count("{") != bare.count("}"):
            yield Finding(name, "A brace is not closed, or one too many is: what follows is lost.")
        for token in sorted(set(_SET.findall(css)) - tokens - read):
            yield Finding(name, f"Sets the token {token}, which nothing reads.{_meant(token, tokens)}")
        for token in sorted({t for t, end in _USED.findall(css) if end == ")"} - known):
            yield Finding(name, f"Reads the token {token}, which nothing sets.{_meant(token, known)}")
        for url in _URL.findall(css):
            if re.match(r"(?:[a-z]+:)?//", url):
                yield Finding(name, f"Loads {url}: browsers refuse what is not the paper's own.")
            elif url not in TYPES and not url.startswith(("/", "#")):
                yield Finding(name, f"Names url({url}), which is none of the files in static.")
        if "@import" in bare:
            yield Finding(name, "Has @import, which browsers pass over here: lay the file in css.")
    size = len(gzip.compress(bundle(theme), 6))
    if paths and size > LARGEST_STYLE:
        words = f"The style sheet weighs {size:,} bytes compressed; readers are promised {LARGEST_STYLE:,} at most."
        yield Finding(f"css/{paths[-1].name}", words)


def _meant(token: str, known: set[str]) -> str:
    near = get_close_matches(token, sorted(known), 1, 0.7)
    return f" Is {near[0]} meant?" if near else ""
