"""Files for the desk's own screens: photos for signed-in staff, and renditions and styles for previews."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils._os import safe_join

from broadsheet.edition.store import media_path
from broadsheet.paper.look import Look
from broadsheet.paper.picture_pieces import TYPES
from broadsheet.paperfile import current

_DIGEST = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+$)")


@login_required
def photo(request: HttpRequest, name: str) -> FileResponse:
    """An original or a desk rendition: drafts' photos are for staff alone."""
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"))


@login_required
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A reader's rendition, also of a story that is not published yet."""
    path = media_path(current().data / "renditions", name)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=TYPES.get(path.suffix[1:], "application/octet-stream"))


@lru_cache(maxsize=1)
def look() -> Look:
    return Look(current().theme)


def theme(request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet, script or drawing of the readers' pages, by its plain name or with its digest."""
    asset = look().assets.get(_DIGEST.sub("", name))
    if asset is None:
        raise Http404
    return HttpResponse(asset.content, content_type=asset.content_type)


@login_required
def to_readers(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """The same address at the readers' site: a preview's links lead where they will lead."""
    return HttpResponseRedirect(f"{current().address}/{address}")
