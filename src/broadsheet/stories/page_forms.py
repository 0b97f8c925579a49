"""The form of a page: the end of its address is made of its headline, in ASCII, until its first publication."""

from __future__ import annotations

import re
from typing import Any

from django.forms import CharField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from broadsheet.stories import clean_copy
from broadsheet.text.slugs import slug


class ReaderPageForm(WagtailAdminPageForm):
    """A page's form in which the slug may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Empty where it is to be made anew: autosave must not keep the slug of a headline that was half typed."""
        given: str = self.cleaned_data["slug"]
        before = self.instance
        if before.first_published_at is not None:
            return given or before.slug
        made = re.escape(slug(before.title)) if before.title else ""
        return "" if made and re.fullmatch(rf"{made}(?:-\d+)?", given) else given

    def clean(self) -> dict[str, Any]:
        """What is to be stored: words without what no reader sees, a short field's on one line; a free slug."""
        self._clean_words()
        headline = self.cleaned_data.get("title")
        if headline and not self.cleaned_data.get("slug", "-"):
            self.cleaned_data["slug"] = self._free(slug(headline))
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _clean_words(self) -> None:
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if isinstance(value, str) and type(field) is CharField:
                short = field.max_length is not None
                self.cleaned_data[name] = clean_copy.line(value) if short else clean_copy.lines(value)

    def _free(self, wanted: str) -> str:
        """`wanted`, with a number where another page beside this one has it."""
        candidate, number = wanted, 1
        while not Page._slug_is_available(candidate, self.parent_page, self.instance):
            number += 1
            candidate = f"{wanted}-{number}"
        return candidate
