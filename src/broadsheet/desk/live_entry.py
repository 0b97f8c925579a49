"""One entry of a live blog at the desk: written anew in its blocks, posted, marked, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.desk import live
from broadsheet.desk.rights import writers_only
from broadsheet.staff.models import Staff
from broadsheet.stories import live_blogs
from broadsheet.stories.errors import EntryMovedOn, StoryError
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import LiveEntry


class EntryForm(WagtailAdminModelForm):
    """An entry in its blocks."""

    class Meta:
        model = LiveEntry
        fields = ("headline", "body", "byline")

    def words(self) -> Words:
        said = self.cleaned_data
        body = [{"type": one["type"], "value": one["value"]} for one in said["body"].get_prep_value()]
        return Words(body, said["headline"], said["byline"].pk if said["byline"] else None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an entry anew. Where a colleague was faster, both are shown, and nothing is written over unseen."""
    entry = get_object_or_404(LiveEntry.objects.select_related("blog__story"), pk=pk)
    live.story_at(request, entry.blog.story_id)
    if not live_blogs.may_change(request.user, entry) or entry.withdrawn_at is not None:
        raise PermissionDenied
    seen, theirs = entry.changes, None
    form = EntryForm(request.POST or None, instance=LiveEntry.objects.get(pk=pk), for_user=request.user)
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            live_blogs.correct(entry, form.words(), by=by, now=timezone.now(), seen=_number(request, "seen"))
        except EntryMovedOn as error:
            messages.error(request, str(error))
            theirs = error.entry
        except StoryError as error:
            messages.error(request, str(error))
        else:
            return redirect(f"{reverse('desk_live', args=[entry.blog.story_id])}#entry-{entry.pk}")
    elif request.method == "POST":
        seen = _number(request, "seen")
    context = {
        **live.frame(str(entry), listing=True),
        "entry": entry,
        "form": form,
        "seen": seen,
        "theirs": live.line_of(theirs) if isinstance(theirs, LiveEntry) else None,
        "last": entry.acts.filter(did="changed").first(),
        "former": entry.acts.filter(did="changed")[: live.ACTS],
    }
    return render(request, "desk/live_entry.html", context)


@require_POST
@writers_only
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Post an entry that waits, make it a key point or pin it, or withdraw it."""
    entry = get_object_or_404(LiveEntry.objects.select_related("blog__story"), pk=pk)
    story = live.story_at(request, entry.blog.story_id)
    by: Any = request.user
    try:
        _done(request.POST.get("act", ""), entry, by, seen=_number(request, "seen"))
    except StoryError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('desk_live', args=[story.pk])}#entry-{entry.pk}")


def _done(wanted: str, entry: LiveEntry, by: Staff, *, seen: int) -> None:
    now = timezone.now()
    match wanted:
        case "post":
            live_blogs.post_waiting(entry, by=by, now=now, seen=seen)
        case "key" | "plain":
            live_blogs.mark(entry, key=wanted == "key", pinned=entry.is_pinned, by=by, now=now)
        case "pin" | "unpin":
            live_blogs.mark(entry, key=entry.is_key, pinned=wanted == "pin", by=by, now=now)
        case "withdraw":
            live_blogs.withdraw(entry, by=by, now=now)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
