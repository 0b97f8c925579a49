"""What the desk's own templates ask of the paper."""

from __future__ import annotations

from django import template

from broadsheet.paperfile import current

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """The name of the newspaper, as its paper.toml has it."""
    return current().name
