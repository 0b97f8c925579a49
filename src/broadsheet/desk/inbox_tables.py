"""What the lists of the wire desk share: who may see them, their tabs, and cells that are templates of ours."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.desk.paging import CappedPaginator

A_PAGE = 50


class Words(BaseColumn):
    """A column whose cell is a template of ours; it receives the row as `instance`."""

    def __init__(self, name: str, template: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.cell_template_name = template


class WriterListing(PermissionCheckedMixin, BaseListingView):
    """A list for those who may add stories."""

    permission_required = "add"
    paginate_by = A_PAGE
    paginator_class = CappedPaginator
    template_name = "desk/inbox.html"
    tab = ""

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["tab"] = self.tab
        return context
