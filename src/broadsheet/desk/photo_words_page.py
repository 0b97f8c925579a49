"""Writes the words of many photos in one grid; what somebody else wrote meanwhile is shown, and never written over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from broadsheet.stories import photo_words
from broadsheet.stories.errors import PhotoMovedOn, TooLong
from broadsheet.stories.models import Photo
from broadsheet.stories.photo_words import FIELDS

MOST = 96
"""Photos that one grid holds."""
LABELS = {
    "caption": "Caption", "credit": "Credit line", "copyright": "Copyright", "alt": "Alternative text",
    "rights_expire_on": "Last day of use", "topics": "Topics",
}  # fmt: skip
WAYS = (("empty", "where it is empty"), ("set", "in place of what is there"), ("append", "behind what is there"))
_BETWEEN = {"caption": " ", "alt": " ", "topics": ", "}


@dataclass(slots=True)
class Cell:
    """One field of a photo in the grid; `theirs` is what somebody else wrote there meanwhile."""

    name: str
    label: str
    value: str
    theirs: str | None = None
    longest: int | None = None


@dataclass(slots=True)
class Row:
    photo: Photo
    seen: str
    cells: list[Cell]
    trouble: str = ""
    own: dict[str, str] = field(default_factory=dict)


def changeable(person: Any) -> QuerySet[Photo]:
    """The photos whose words this person may write."""
    found: QuerySet[Photo] = policy_registry.get_by_type(Photo).instances_user_has_permission_for(person, "change")
    return found


def may_change(person: Any) -> bool:
    """Whether this person may write the words of any photo."""
    allowed: bool = policy_registry.get_by_type(Photo).user_has_permission(person, "change")
    return allowed


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The grid; `act=fill` puts one value into a field of all rows, and saves nothing; `act=save` saves row by row."""
    if not may_change(request.user):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [int(one) for one in asked.getlist("photo") if one.isdecimal()][:MOST]
    photos = list(
        changeable(request.user).filter(pk__in=numbers).order_by("-created_at", "-pk")
        .prefetch_related("renditions", "tags")
    )  # fmt: skip
    if not photos:
        messages.warning(request, "Choose photos first, such as you may change.")
        return redirect("desk_photos")
    rows = [_row(photo, request.POST if request.method == "POST" else None) for photo in photos]
    if asked.get("act") == "fill":
        _fill(rows, asked)
    elif request.method == "POST":
        rows = _save(request, rows)
        if not rows:
            return redirect("desk_photos")
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_photos"), "label": "Photo desk"},
        {"url": "", "label": "Words"},
    ]
    context = {
        "page_title": "Words of photos",
        "header_title": "Words of photos",
        "header_icon": "image",
        "breadcrumbs_items": crumbs,
        "rows": rows,
        "fields": LABELS.items(),
        "ways": WAYS,
    }
    return render(request, "desk/photo_words.html", context)


def _row(photo: Photo, posted: QueryDict | None) -> Row:
    """As it stands in the library, or as the form that was sent has it."""
    own = photo_words.words_of(photo)
    told = {name: posted.get(f"{name}-{photo.pk}", own[name]) for name in FIELDS} if posted is not None else own
    seen = posted.get(f"seen-{photo.pk}", "") if posted is not None else ""
    cells = [Cell(name, LABELS[name], told[name], longest=_longest(name)) for name in FIELDS]
    return Row(photo, seen or photo_words.stamp(own), cells, own=own)


def _longest(name: str) -> int | None:
    longest: int | None = Photo._meta.get_field(name).max_length if name in photo_words.TEXTS else None
    return longest


def _fill(rows: list[Row], asked: QueryDict) -> None:
    name, way, value = asked.get("all", ""), asked.get("way", "empty"), asked.get("value", "").strip()
    for cell in (cell for row in rows for cell in row.cells if cell.name == name and value):
        if way == "set" or not cell.value.strip():
            cell.value = value
        elif way == "append" and name != "rights_expire_on":
            cell.value = f"{cell.value.rstrip()}{_BETWEEN.get(name, '/')}{value}"


def _save(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """Saves what can be; returns the rows that could not."""
    left, changed = [], 0
    for row in rows:
        words = {cell.name: cell.value for cell in row.cells}
        try:
            changed += photo_words.change(row.photo.pk, words, seen=row.seen, by=request.user)  # type: ignore[arg-type]
        except PhotoMovedOn as error:
            row.trouble = f"{error} What is there now stands below each field. Save once more to write yours."
            row.seen = photo_words.stamp(row.own)
            for cell in row.cells:
                cell.theirs = row.own[cell.name] if row.own[cell.name] != cell.value else None
            left.append(row)
        except (TooLong, ValidationError) as error:
            row.trouble = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            left.append(row)
    if changed:
        messages.success(request, f"The words of {changed} photo{'' if changed == 1 else 's'} are saved.")
    elif not left:
        messages.info(request, "Nothing was changed.")
    if left:
        messages.error(request, f"Not saved: {len(left)} photo{'' if len(left) == 1 else 's'}. See below why.")
    return left
