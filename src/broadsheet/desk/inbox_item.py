"""One wire item: what it says, every version of it, its pictures and raw bytes, and what the desk may do with it."""

from __future__ import annotations

import re
from pathlib import Path

import nh3
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from broadsheet.desk.inbox import MOST_ALIKE, back_to
from broadsheet.desk.rights import own_sections, writers_only
from broadsheet.stories import lineage
from broadsheet.stories.errors import StoryError
from broadsheet.stories.filing import section_for
from broadsheet.stories.models import StoryOrigin
from broadsheet.wire import standing_words
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.marking import mark as mark_items
from broadsheet.wire.models import Item, ItemPicture, Mark, RawItem, Source, Version

PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
"""Kinds of picture that are shown in the browser; others are offered as files."""

TAG_NAMES = "p h2 h3 h4 ul ol li b i strong em sub sup br blockquote a table tr th td"
TAGS = frozenset(TAG_NAMES.split())


@require_safe
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The item's page; `?version=` shows an older version instead of the current one."""
    item = get_object_or_404(Item.objects.select_related("source", "current"), pk=pk)
    columns = Version.objects.filter(item=item).select_related("raw").defer("raw__content", "dispatch_json")
    versions = list(columns.order_by("-received_at", "-pk"))
    wanted = request.GET.get("version", "")
    chosen = item.current
    if wanted:
        chosen = get_object_or_404(Version, item=item, pk=int(wanted) if wanted.isdigit() else 0)
    if chosen is None:
        raise Http404
    words = standing_words.of(chosen)
    dispatch = words.dispatch
    headline = dispatch.headline or item.headline or item.guid
    context = {
        "page_title": item.headline or item.guid,
        "header_title": headline,
        "breadcrumbs_items": _crumbs(headline),
        "header_icon": "download",
        "item": item,
        "version": chosen,
        "versions": versions,
        "dispatch": dispatch,
        "lender": words.lender,
        "body": _body(dispatch),
        "pictures": list(chosen.pictures.select_related("missing")),
        "alike": _alike(item),
        "origins": StoryOrigin.objects.filter(item=item).select_related("story"),
        "sections": own_sections(request.user),
        "usual": _usual(dispatch, item.source),
        "cancelled": item.status == Status.CANCELLED,
    }
    return render(request, "desk/inbox_item.html", context)


@require_POST
@writers_only
def make_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of the item in the section asked for, and go to its editor."""
    item = get_object_or_404(Item, pk=pk)
    wanted = request.POST.get("section", "")
    section = own_sections(request.user).filter(pk=int(wanted)).first() if wanted.isdigit() else None
    if section is None:
        messages.error(request, "Choose a section that you may write for.")
        return redirect("desk_wire_item", pk)
    try:
        story = lineage.make_story(item, section=section, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except StoryError as error:
        messages.error(request, str(error))
        return redirect("desk_wire_item", pk)
    messages.success(request, f"“{story.title}” is a draft in {section.title} now.")
    return redirect("wagtailadmin_pages:edit", story.pk)


@require_POST
@writers_only
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the item as seen, not for us, or new again; one that a story was made from stays used."""
    state = request.POST.get("state", "")
    if state not in (Item.State.SEEN, Item.State.DECLINED, Item.State.NEW):
        raise Http404
    ids = [pk]
    if "whole" in request.GET:
        # The row stands for all that say the same; else the next of them would take its place.
        ids += _alike_to_mark(pk, state)
    changed = mark_items(ids, state, by=request.user, now=timezone.now())
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    if not changed and Item.objects.filter(pk=pk, state=Item.State.USED).exists():
        messages.warning(request, "A story was made of this item; it stays marked as used.")
        return redirect("desk_wire_item", pk)
    return redirect(back_to(request))


@require_safe
@writers_only
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The delivery, byte for byte, as a file: never anything that a browser would run."""
    found = get_object_or_404(RawItem, pk=pk)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(found.name).name).strip("-.") or "delivery"
    response = HttpResponse(bytes(found.content), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@writers_only
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """A picture's file."""
    found = get_object_or_404(ItemPicture, pk=pk)
    if not found.file:
        raise Http404
    kind = PICTURE_TYPES.get(Path(str(found.file.name)).suffix.lower())
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=kind is None, content_type=kind or "application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _alike(item: Item) -> list[Item]:
    """Other items that say the same, the last one first."""
    if item.group_id is None:
        return []
    others = Item.objects.filter(group_id=item.group_id).exclude(pk=item.pk).select_related("source")
    return list(others.order_by("-received_at", "-pk")[:MOST_ALIKE])


def _alike_to_mark(pk: int, state: str) -> list[int]:
    """The others of the item's group that are new; to be new again, those that were marked in the same act with it."""
    others = Item.objects.filter(group__in=Item.objects.filter(pk=pk, group__isnull=False).values("group"))
    if state == Item.State.NEW:
        last = Mark.objects.filter(item_id=pk).order_by("-pk").values_list("at", flat=True)[:1]
        others = others.filter(marks__at__in=list(last))
    else:
        others = others.filter(state=Item.State.NEW)
    return list(others.values_list("pk", flat=True).distinct())


def _crumbs(headline: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_wire"), "label": "Wire"},
        {"url": "", "label": headline},
    ]


def _usual(dispatch: Dispatch, source: Source) -> int:
    """The section that the item's subjects name; 0 where the paper has none."""
    try:
        return int(section_for(dispatch, source).pk)
    except StoryError:
        return 0


def _body(dispatch: Dispatch) -> SafeString:
    # It was cleaned when it was taken; cleaned again, an old fault of that cleaning can't reach an editor's browser.
    return mark_safe(nh3.clean(dispatch.body_html, tags=set(TAGS), attributes={"a": {"href"}}))
