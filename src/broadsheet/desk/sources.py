"""The page "Sources": where copy comes from, how each source does, and what administrators may do with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.components import Component
from wagtail.log_actions import log

from broadsheet.desk.rights import may_look, may_manage_sources
from broadsheet.desk.source_forms import SectionWords, SourceForm
from broadsheet.desk.wire_means import means
from broadsheet.paperfile import current
from broadsheet.wire import health, missing_pictures
from broadsheet.wire.errors import WireError
from broadsheet.wire.models import Source, SourceDay, SourceHealth
from broadsheet.wire.sealing import Secret
from broadsheet.wire.state import State, state_of
from broadsheet.wire.trial import try_out

DAYS_SHOWN = 14
BAR_WIDTH, BAR_HEIGHT = 7, 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart; places and sizes in units of the drawing."""

    x: int
    y: int
    height: int
    day: date
    items: int


@dataclass(frozen=True, slots=True)
class Row:
    source: Source
    state: State
    bars: tuple[Bar, ...]

    @property
    def in_words(self) -> str:
        """The chart for who can't see it."""
        return f"Items a day, the last {DAYS_SHOWN} days: " + ", ".join(str(bar.items) for bar in self.bars)


def managers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` for those who may change sources; 403 for others."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage_sources(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def rows(now: datetime) -> list[Row]:
    """Every source with how it does, what alarms first."""
    today = now.astimezone(current().timezone).date()
    first = today - timedelta(days=DAYS_SHOWN - 1)
    counts: dict[tuple[int, date], int] = {
        (source_id, day): items
        for source_id, day, items in SourceDay.objects.filter(day__gte=first).values_list("source_id", "day", "items")
    }
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    found = []
    for source in missing_pictures.counted(Source.objects.select_related("health").order_by("name")):
        figures = [counts.get((source.pk, day), 0) for day in days]
        found.append(Row(source, state_of(source, now), bars(days, figures)))
    return sorted(found, key=lambda row: (not row.state.is_alarming, not row.source.active))


def bars(days: list[date], figures: list[int]) -> tuple[Bar, ...]:
    """The chart: the tallest bar fills it, and a day with anything at all can be seen."""
    most = max(figures, default=0) or 1
    heights = [max(1, round(figure * BAR_HEIGHT / most)) if figure else 0 for figure in figures]
    return tuple(
        Bar(number * BAR_WIDTH, BAR_HEIGHT - height, height, day, figure)
        for number, (day, height, figure) in enumerate(zip(days, heights, figures, strict=True))
    )


class SourcesPanel(Component):
    """Sources that fail or are silent, on the desk's first page; nothing where all are well."""

    name = "sources"
    template_name = "desk/source_alarms.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        alarming = [row for row in rows(timezone.now()) if row.state.is_alarming] if may_look(request.user) else []
        return {"rows": alarming}


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(SourcesPanel())


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All sources, for everybody who works with what comes from them."""
    if not may_look(request.user) and not may_manage_sources(request.user):
        raise PermissionDenied
    kinds = [(value, label) for value, label in Source.Kind.choices if value != Source.Kind.HAND]
    context = {"rows": rows(timezone.now()), "may_manage": may_manage_sources(request.user), "kinds": kinds}
    return render(request, "desk/sources.html", {**_frame("Sources"), **context, "width": DAYS_SHOWN * BAR_WIDTH})


@managers_only
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a new source of `kind`."""
    if kind not in Source.Kind.values or kind == Source.Kind.HAND:
        return redirect("desk_sources")
    return _form(request, Source(kind=kind), f"New source: {Source.Kind(kind).label}")


@managers_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    return _form(request, source, source.name)


def _form(request: HttpRequest, source: Source, title: str) -> HttpResponse:
    is_new = source.pk is None
    data = request.POST if request.method == "POST" else None
    form = SourceForm(data, instance=source, kind=source.kind)
    words = SectionWords(data, instance=source, prefix="words")
    if data is not None and form.is_valid() and words.is_valid():
        with transaction.atomic():
            saved = form.save()
            words.instance = saved
            words.save()
            log(instance=saved, action="wagtail.create" if is_new else "wagtail.edit")
        if is_new and saved.kind == Source.Kind.PUSH:
            return _show_new_key(request, saved)
        messages.success(request, f"The source “{saved.name}” is kept.")
        return redirect("desk_sources")
    context = {**_frame(title, title), "form": form, "words": words, "source": source, "is_new": is_new}
    return render(request, "desk/source_form.html", context)


@require_POST
@managers_only
@transaction.non_atomic_requests
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the source out, and say what was found. No transaction: a server may take its time to answer."""
    source = get_object_or_404(Source.objects.select_related("health"), pk=pk)
    try:
        messages.success(request, f"{source.name}: {try_out(source, means())} Nothing was taken.")
    except WireError as error:
        sentence = health.without_secret(health.sentence_of(error), source)
        messages.error(request, f"{source.name}: {sentence}")
    return redirect("desk_sources")


@require_POST
@managers_only
def look_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the source be due at once."""
    source = get_object_or_404(Source, pk=pk)
    SourceHealth.objects.update_or_create(source=source, defaults={"next_look_at": None})
    messages.success(request, f"{source.name} is looked at as soon as the wire comes to it.")
    return redirect("desk_sources")


@require_POST
@managers_only
def new_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a source that is sent to us a new key, and show that once."""
    source = get_object_or_404(Source, pk=pk, kind=Source.Kind.PUSH)
    log(instance=source, action="wagtail.edit")
    return _show_new_key(request, source)


@never_cache
def _show_new_key(request: HttpRequest, source: Source) -> HttpResponse:
    key = secrets.token_urlsafe(32)
    source.keep_secret(Secret(key))
    # In this answer and nowhere else: messages would be kept in a session.
    address = current().desk_address + reverse("desk_push", args=[source.slug])
    context = {**_frame("Key", source.name), "source": source, "key": key, "address": address}
    return render(request, "desk/source_key.html", context)


def _frame(title: str, below: str = "") -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_wire"), "label": "Wire"},
        {"url": reverse("desk_sources") if below else "", "label": "Sources"},
        *([{"url": "", "label": below}] if below else []),
    ]
    return {"page_title": title, "header_title": title, "header_icon": "download", "breadcrumbs_items": crumbs}
