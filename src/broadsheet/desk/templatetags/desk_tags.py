"""What the desk's own templates ask of the paper."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from broadsheet.desk import alarms as above_all
from broadsheet.desk import checks, translations
from broadsheet.desk.wire_notes import notes_of
from broadsheet.paperfile import current
from broadsheet.wire import topic_finding
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.pictures import limits

register = template.Library()


@register.simple_tag
def paper_name() -> str:
    """The name of the newspaper, as its paper.toml has it."""
    return current().name


@register.inclusion_tag("desk/alarms.html", takes_context=True)
def alarms(context: dict[str, Any]) -> dict[str, Any]:
    """What stands above every page: nothing on most days, and the places where it would come."""
    request = context.get("request")
    return above_all.now_for(request) if request is not None else {}


@register.inclusion_tag("desk/wire_notes.html")
def wire_notes(page: Any) -> dict[str, Any]:
    """What the wire has to say about a story, above its editor."""
    return {"notes": notes_of(getattr(page, "pk", None))}


@register.inclusion_tag("desk/checks.html")
def style_notes(page: Any) -> dict[str, Any]:
    """What the house style says of a story, above its editor."""
    return checks.notes_of(page)


@register.inclusion_tag("desk/translation_notes.html", takes_context=True)
def translation_notes(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """What a story's other languages were told since it was last touched, above its editor."""
    return {"csrf_token": context.get("csrf_token"), **translations.notes_of(page)}


@register.inclusion_tag("desk/draft_notices.html", takes_context=True)
def draft_notices(context: dict[str, Any], page: Any = None) -> dict[str, Any]:
    """What the editor has to say of words that were not saved, and of colleagues in the same story."""
    last = page.latest_revision if page is not None and page.latest_revision_id else None
    return {
        "person": context["request"].user,
        "now": timezone.now().isoformat(),
        "last_by": last.user_id if last is not None else "",
    }


@register.simple_tag
def topic_names(codes: list[str]) -> list[str]:
    """The names of these Media Topics in the paper's first language, else in English."""
    return topic_finding.names(codes, current().languages[0]) if codes else []


@register.filter
def limits_of(picture: DispatchPicture) -> list[str]:
    """The words by which a picture's owner forbids to use it as a site does, and that it names no credit."""
    found = list(limits.find(picture.instructions, picture.usage_terms).values())
    named = picture.credit or picture.source or picture.copyright
    return found if named else ["It names no credit.", *found]


@register.filter
def named(mapping: dict[str, str], name: str) -> str:
    """What `mapping` holds under `name`; empty where it holds nothing."""
    return mapping.get(name, "")
