"""The photo desk: the contact sheet of the library, what each photo lacks and may, and one photo with all about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broadsheet.desk.paging import CappedPaginator
from broadsheet.desk.photo_offers import among
from broadsheet.desk.photo_pages import pages_with
from broadsheet.desk.photo_words_page import changeable, may_change
from broadsheet.desk.rights import may_look, may_take_down, writers_only
from broadsheet.paper.rows import photo_row
from broadsheet.paper.shapes import CARD, SHARE, SQUARE, WHOLE, cut
from broadsheet.paperfile import current
from broadsheet.stories import kills, photo_finding, photo_rights, photo_uses, takedowns
from broadsheet.stories.models import Photo
from broadsheet.stories.photo_finding import Missing, Rights, Wanted
from broadsheet.wire.pictures import inscribing
from broadsheet.wire.pictures.inscribing import Inscription

A_PAGE = 48
PAGES_SHOWN = 60
SHAPES = (
    (WHOLE, "Whole: the story"), (CARD, "Card, 3 : 2: fronts and lists"), (SQUARE, "Square: Most viewed, portraits"),
    (SHARE, "Share: links on networks"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """A photo on the sheet: what holds it in words, whether it was taken down, how many stories show it."""

    photo: Photo
    grounds: tuple[str, ...]
    is_taken_down: bool
    ends_soon: bool
    missing: tuple[str, ...]
    uses: int


@dataclass(frozen=True, slots=True)
class Crop:
    """What a shape keeps, in pixels of the picture that the desk shows: x, y, width, height."""

    name: str
    box: str
    width: int
    height: int


def contacts(photos: list[Photo], today: date) -> list[Contact]:
    """What the sheet says of each, in a number of questions that does not grow."""
    grounds = photo_rights.grounds_of(photos, on=today)
    killed = kills.killed().pictures
    uses = photo_uses.counts(photos)
    return [
        Contact(
            photo,
            tuple(ground.words for ground in grounds[photo.pk]),
            photo.file_hash in killed,
            photo.rights_expire_on is not None
            and 0 <= (photo.rights_expire_on - today).days <= photo_finding.SOON_DAYS,
            tuple(missing.value for missing in Missing if not getattr(photo, photo_finding.COLUMNS[missing]).strip()),
            uses[photo.pk],
        )
        for photo in photos
    ]


def _ends_soon(photo: Photo, today: date) -> bool:
    last = photo.rights_expire_on
    return last is not None and 0 <= (last - today).days <= photo_finding.SOON_DAYS


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest) -> HttpResponse:
    """The sheet, filtered, a page at a time."""
    asked = request.GET
    wanted = Wanted(
        words=asked.get("q", "").strip(),
        credit=asked.get("credit", "").strip(),
        agency=asked.get("agency", "").strip(),
        rights=next((one for one in Rights if one.name.lower() == asked.get("rights")), None),
        missing=next((one for one in Missing if one.name.lower() == asked.get("missing")), None),
    )
    today = photo_rights.day_of(timezone.now())
    found = photo_finding.found(among(request.user), wanted, today=today)
    paginator = CappedPaginator(found, A_PAGE)
    paginator.whole = found.prefetch_related("renditions")
    page = paginator.get_page(asked.get("p"))
    context = {
        **_frame("Photo desk"),
        "wanted": wanted,
        "rights": [(one.name.lower(), one.value) for one in Rights],
        "missing": [(one.name.lower(), one.value) for one in Missing],
        "credits": takedowns.credits(),
        "agencies": takedowns.agencies(),
        "page_obj": page,
        "contacts": contacts(list(page), today),
        "may_take_down": may_take_down(request.user),
        "may_change": may_change(request.user),
        "paper": current().name,
        "now": timezone.now(),
    }
    return render(request, "desk/contact_sheet.html", context)


@require_safe
@never_cache
@writers_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo: where it stands, how each shape cuts it, what holds it."""
    photo = get_object_or_404(among(request.user), pk=pk)
    today = photo_rights.day_of(timezone.now())
    same = [photo.pk, *(pk for pk in kills.same_files([photo.file_hash]) if pk != photo.pk)]
    pages = pages_with(same)
    preview = photo.get_rendition("max-800x800")
    context = {
        **_frame("Photo desk", photo.title),
        "photo": photo,
        "contact": contacts([photo], today)[0],
        "stories": photo_uses.stories_with(same),
        "others": photo_uses.others_with(same),
        "pages": [(current().address + address, address) for address in list(pages)[:PAGES_SHOWN]],
        "more_pages": len(pages) - PAGES_SHOWN,
        "preview": preview,
        "crops": list(_crops(photo, preview.width, preview.height)),
        "can_hold": photo.filename.lower().endswith((".jpg", ".jpeg", ".png")),
        "may_take_down": may_take_down(request.user),
        "may_change": changeable(request.user).filter(pk=photo.pk).exists(),
    }
    return render(request, "desk/contact.html", context)


@require_safe
@never_cache
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The original with the desk's words in it; as it is where its kind holds none. 403 for who may not choose it."""
    if not may_look(request.user):
        raise PermissionDenied
    photo = get_object_or_404(among(request.user).prefetch_related("tags"), pk=pk)
    with photo.file.open("rb") as file:
        raw = file.read()
    name = Path(photo.filename).name
    answer = HttpResponse(inscribing.inscribed(raw, _inscription(photo)), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "replace").decode()}"'
    return answer


def _inscription(photo: Photo) -> Inscription:
    return Inscription(
        title=photo.title,
        caption=photo.caption,
        credit=photo.credit,
        creator=photo.creator,
        source=photo.source,
        copyright=photo.copyright,
        usage_terms=photo.usage_terms,
        instructions=photo.instructions,
        alt=photo.alt,
        expires_on=photo.rights_expire_on,
        keywords=tuple(sorted(tag.name for tag in photo.tags.all())),
    )


def _crops(photo: Photo, width: int, height: int) -> Iterable[Crop]:
    for shape, name in SHAPES:
        left, top, right, bottom = cut(shape, (width, height), photo_row(photo).focal).box
        x, y, w, h = left * width, top * height, (right - left) * width, (bottom - top) * height
        yield Crop(name, f"{x:.1f} {y:.1f} {w:.1f} {h:.1f}", round(w), round(h))


def _frame(title: str, below: str = "") -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_photos") if below else "", "label": "Photo desk"},
        *([{"url": "", "label": below}] if below else []),
    ]
    shown = below or title
    return {"page_title": shown, "header_title": shown, "header_icon": "image", "breadcrumbs_items": crumbs}
