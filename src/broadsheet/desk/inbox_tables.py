"""What the lists of the wire desk share: who may see them, their tabs, and cells that are templates of ours."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import BaseListingView

from broadsheet.desk.paging import CappedPaginator
from broadsheet.desk.rights import Guarded

A_PAGE = 50


class Words(BaseColumn):
    """A column whose cell is a template of ours; it receives the row as `instance`."""

    def __init__(self, name: str, template: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.cell_template_name = template


class WriterListing(Guarded, BaseListingView):
    """A list for those who work on stories, and for those who read everything."""

    paginate_by = A_PAGE
    paginator_class = CappedPaginator
    template_name = "desk/inbox.html"
    tab = ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["tab"] = self.tab
        return context
