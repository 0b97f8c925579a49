"""What pages of ours share: readers find them at the readers' site, and a preview shows them as they will be there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from broadsheet.paperfile import current
from broadsheet.stories import previewing


class ReaderPage(Page):
    """A page whose public address is `reader_address`; the desk itself serves none."""

    # A public edition knows no readers' groups or passwords: what is secret is not published.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def reader_address(self) -> str:
        """Where readers find it, from "/" on; "" where they can't."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        address = self.reader_address() if parts else ""
        return (parts[0], current().address, address) if address else None

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:
        """The whole address: a local one, as Wagtail would give, would lead to the desk."""
        found: str | None = self.get_full_url(request)
        return found

    url = property(get_url)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.answer(self, request)
