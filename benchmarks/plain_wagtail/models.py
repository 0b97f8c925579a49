"""An article: a headline, a body of rich text, and the six newest others beside it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class HomePage(Page):
    """The site's root."""


class ArticlePage(Page):
    """One story."""

    teaser = models.TextField(blank=True)
    body = StreamField([("prose", RichTextBlock())])

    template = "article.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        newest = ArticlePage.objects.live().exclude(pk=self.pk).order_by("-first_published_at")[:6]
        context: dict[str, Any] = super().get_context(request, *args, **kwargs) | {"newest": newest}
        return context
