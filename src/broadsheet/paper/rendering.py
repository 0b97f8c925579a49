"""Renders frozen pieces with the paper's templates, and says when a template's output may have changed.

The only module that knows the template engine. A theme's templates/NAME stands in for ours of the same name.
"""

from __future__ import annotations

import html
import re
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from weakref import proxy

from minijinja import Environment, TemplateError, safe

from broadsheet.paper.errors import RenderFault, UnknownTemplate, UntraceableTemplate
from broadsheet.paper.phrases import phrase, words
from broadsheet.text.languages import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"

_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_REFERENCE = re.compile(
    r"(?:{%[-+]?\s*(?:extends|include|import|from)\s+|(?<![\w.])once\(\s*)"
    r"(?:(['\"])(?P<name>[^'\"]+)\1|(?P<other>[^%)]*))"
)
_PHRASE = re.compile(r"(?<![\w.])_\(\s*(?:\"(?P<said>[^\"]*)\"|(?P<other>[^)]*))")
_BARE_PHRASE = re.compile(r"{{ _\(\"([^\"]*)\"\) }}")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


KEPT = 6_000
"""Pieces whose markup is kept: some 2 kB each."""


class Once:
    """`once("furniture/card.html", "card", c, shape="row")` in a template: what that macro makes of the piece `c`.

    It is made once and kept, because a card stands on a dozen pages. It may depend on nothing but what it is given.
    """

    def __init__(self, renderer: Renderer, language: str) -> None:
        self._renderer, self._language = renderer, language
        self._kept: dict[tuple[object, ...], tuple[object, str]] = {}
        self._calls: set[str] = set()
        """Templates that make such a call, by what they call and with which names."""

    def __call__(self, template: str, macro: str, piece: object, **how: object) -> str:
        key = (template, macro, id(piece), *how, *how.values())
        known = self._kept.get(key)
        # The piece is kept too: no other can then have its id.
        if known is None:
            if len(self._kept) >= KEPT:
                for oldest in list(islice(self._kept, KEPT // 2)):
                    del self._kept[oldest]
            known = self._kept[key] = piece, self._make(template, macro, piece, how)
        return known[1]

    def _make(self, template: str, macro: str, piece: object, how: dict[str, object]) -> str:
        environment = self._renderer._environments[self._language]
        # It ends as the template does, which decides what is escaped.
        call = f"{' '.join(how)} for {macro} of {template}"
        if call not in self._calls:
            # Each name written out, which takes a fifth less time than handing over a dict.
            named = "".join(f", {name}={name}" for name in how)
            source = f'{{% from "{template}" import {macro} %}}{{{{ {macro}(piece{named}) }}}}'
            environment.add_template(call, source)
            self._calls.add(call)
        return safe(_with_slashes(environment.render_template(call, piece=piece, **how)))


class Renderer:
    """The paper's templates, read once; `theme` is a paper's theme folder, which may be missing or empty."""

    def __init__(self, theme: Path | None = None) -> None:
        self._folders = (theme / "templates", TEMPLATES) if theme else (TEMPLATES,)
        self._sources: dict[str, str] = {}
        self._fingerprints: dict[str, bytes] = {}
        self._environments = {language: self._environment(language) for language in LANGUAGES}

    def render(self, template: str, page: object) -> str:
        """The finished text. `page` is one of `pieces`; its language is that of its site, or its own.

        Errors: `RenderFault` for a name that the page does not hold, `UnknownTemplate`, `UnknownPhrase`.
        """
        return _with_slashes(self._print(template, page))

    def render_bytes(self, template: str, page: object) -> bytes:
        """The same in UTF-8, for a page that is not looked at any more."""
        # Of bytes, because changing a text that has a dash or an accent in it takes four times as long.
        return self._print(template, page).encode().replace(b"&#x2f;", b"/")

    def _print(self, template: str, page: object) -> str:
        self.source(template)
        language = getattr(getattr(page, "site", page), "language", "")
        environment = self._environments.get(language)
        if environment is None:
            words(language)
            environment = self._environments[language] = self._environment(language)
        try:
            text = environment.render_template(template, page=page)
        except TemplateError as error:
            raise RenderFault(template, str(error)) from error
        return _NOT_XML.sub("", text) if template.endswith(".xml") else text

    def fingerprint(self, template: str) -> bytes:
        """16 bytes that change exactly when the template, one that it extends, includes or imports, or one of their
        phrases in any language changes.

        Errors: `UnknownTemplate`, `UntraceableTemplate`.
        """
        known = self._fingerprints.get(template)
        if known is None:
            known = self._fingerprints[template] = self._digest(template)
        return known

    def family(self, template: str) -> tuple[str, ...]:
        """The template and all that it leads to, sorted by name.

        Errors: as `fingerprint`.
        """
        found: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._named(_REFERENCE, name, "name")
        return tuple(sorted(found))

    def phrases(self, template: str) -> tuple[str, ...]:
        """The phrases (English wording) that this one template says, sorted.

        Errors: as `fingerprint`.
        """
        return tuple(sorted(set(self._named(_PHRASE, template, "said"))))

    def source(self, template: str) -> str:
        """The template as written.

        Errors: `UnknownTemplate`.
        """
        if template not in self._sources:
            for folder in self._folders:
                path = folder / template
                if path.is_file():
                    self._sources[template] = path.read_text("utf-8")
                    break
            else:
                raise UnknownTemplate(template)
        return self._sources[template]

    def _environment(self, language: str) -> Environment:
        # The engine's objects are unknown to Python's collector: one that led back to itself would stay for ever.
        here = proxy(self)
        loader = partial(Renderer._worded, here, language=language)
        environment = Environment(loader=loader, undefined_behavior="strict", trim_blocks=True, lstrip_blocks=True)
        environment.add_global("_", partial(phrase, language=language))
        environment.add_global("once", Once(here, language))
        return environment

    def _worded(self, template: str, *, language: str) -> str:
        """The template with its fixed words written out: asking for each on every page costs a tenth of rendering."""

        def said(match: re.Match[str]) -> str:
            known = words(language).get(match[1])
            # An unknown one fails where it is rendered, which says so better.
            return match[0] if known is None else html.escape(known)

        return _BARE_PHRASE.sub(said, self.source(template))

    def _named(self, pattern: re.Pattern[str], template: str, group: str) -> list[str]:
        names = []
        for match in pattern.finditer(_COMMENT.sub("", self.source(template))):
            if match[group] is None:
                raise UntraceableTemplate(template, match[0])
            names.append(match[group])
        return names

    def _digest(self, template: str) -> bytes:
        digest = blake2b(digest_size=16)

        def add(*texts: str) -> None:
            for text in texts:
                raw = text.encode()
                digest.update(len(raw).to_bytes(4, "big") + raw)

        for name in self.family(template):
            add(name, self.source(name))
            for message in self.phrases(name):
                add(message, *(phrase(message, language) for language in sorted(LANGUAGES)))
        return digest.digest()


def _with_slashes(text: str) -> str:
    # The engine escapes "/" too, which makes addresses six times as long and protects nothing in quoted attributes.
    return text.replace("&#x2f;", "/")
