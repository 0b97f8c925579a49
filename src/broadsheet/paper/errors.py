"""What can go wrong while a reader page is made.

PaperError
├─ UnknownLanguage    no interface words in this language
├─ UnknownPhrase      a fixed string that the catalogue does not hold
├─ UnknownTemplate    no template of this name, neither ours nor the theme's
├─ UntraceableTemplate  a template that names another, or a phrase, by an expression
└─ RenderFault        a template asked for what its page does not hold, or is not valid
"""

from __future__ import annotations

from broadsheet.press.errors import PageFault


class PaperError(PageFault):
    """Any failure of this room; the press keeps a page's last version and tells the desk."""


class UnknownLanguage(PaperError):
    """The interface words have not been translated into `language`; use one of `text.languages.LANGUAGES`."""

    def __init__(self, language: str) -> None:
        super().__init__(f"Broadsheet has no interface words in {language!r}; add locale/{language}/paper.po.")
        self.language = language


class UnknownPhrase(PaperError):
    """`message` is missing in the words of `language`, or lacks a value that it needs."""

    def __init__(self, message: str, language: str) -> None:
        super().__init__(f"The phrase {message!r} can't be said in {language!r}; see locale/{language}/paper.po.")
        self.message, self.language = message, language


class UnknownTemplate(PaperError):
    """Nothing called `template` lies in the templates or in the theme."""

    def __init__(self, template: str) -> None:
        super().__init__(f"There is no template {template!r}.")
        self.template = template


class UntraceableTemplate(PaperError):
    """`template` uses `excerpt`, whose meaning is not known before it is rendered, so no fingerprint can be taken."""

    def __init__(self, template: str, excerpt: str) -> None:
        super().__init__(f"{template}: write the name out in quotes instead of {excerpt!r}.")
        self.template, self.excerpt = template, excerpt


class RenderFault(PaperError):
    """`template` could not be rendered; the message has the line and the name that was missing."""

    def __init__(self, template: str, detail: str) -> None:
        super().__init__(f"{template}: {detail}")
        self.template, self.detail = template, detail
