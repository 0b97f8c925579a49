"""Asks for which section a new story is; a reporter with one section is not asked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.desk.rights import may_write, own_sections
from broadsheet.stories.models import Section


class ChooseSection(WagtailAdminTemplateMixin, TemplateView):
    """The sections under which this person may add stories, as links to the editor."""

    template_name = "desk/choose_section.html"
    page_title = "Write a story"
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request.user):
            raise PermissionDenied
        self.sections = list(own_sections(request.user))
        if len(self.sections) == 1:
            return HttpResponseRedirect(_editor(self.sections[0]))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        crumbs = [{"url": reverse("stories:index"), "label": "Stories"}, {"url": "", "label": self.page_title}]
        return [*super().get_breadcrumbs_items(), *crumbs]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sections"] = [(section, _editor(section)) for section in self.sections]
        return context


def _editor(section: Section) -> str:
    return reverse("wagtailadmin_pages:add", args=["stories", "story", section.pk])
