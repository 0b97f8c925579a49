"""Tells the desk's first page that readers have pages without pictures and list, until somebody turns that off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from broadsheet.edition.brown_out import on_since
from broadsheet.paperfile import current


class BrownOutPanel(Component):
    """Nothing while the switch is off."""

    name = "brown-out"
    template_name = "desk/brown_out.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"lite_since": on_since(current().edition)}


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(BrownOutPanel())
