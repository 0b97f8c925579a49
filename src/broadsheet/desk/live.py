"""The live desk: which stories are told live, and the page of one: a box to write in, the entries below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import Button
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page

from broadsheet.desk.reads import LOOKING
from broadsheet.desk.rights import may_read_everything, writers_only
from broadsheet.stories import live_blogs, style_gate
from broadsheet.stories.errors import StoryError
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import Byline, LiveBlog, LiveEntry, Photo, Story
from broadsheet.stories.typed_words import blocks_of

SHOWN = 200
"""Entries on the page, the newest; the readers' page has all."""
ACTS = 30


class QuickForm(forms.Form):
    """What is typed for a new entry; everything but the box may stay as it is."""

    text = forms.CharField(
        required=False, max_length=20_000, label="What happens", widget=forms.Textarea({"rows": 4, "autofocus": True})
    )
    headline = forms.CharField(required=False, max_length=150)
    byline = forms.ModelChoiceField(Byline.objects.order_by("name"), required=False)
    photo = forms.ModelChoiceField(Photo.objects.all(), required=False, widget=AdminImageChooser)
    caption = forms.CharField(required=False, max_length=500, label="Caption instead of the photo’s own")
    is_key = forms.BooleanField(required=False, label="Key point")
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def words(self) -> Words:
        said = self.cleaned_data
        body = blocks_of(said["text"])
        if said["photo"]:
            body.append({"type": "photo", "value": {"photo": said["photo"].pk, "caption": said["caption"]}})
        byline = said["byline"].pk if said["byline"] else None
        return Words(body, said["headline"], byline, is_key=said["is_key"])


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the desk lists it."""

    entry: LiveEntry
    paragraphs: tuple[str, ...]
    photos: int
    may_change: bool


@require_safe
@never_cache
@writers_only
def listing(request: HttpRequest) -> HttpResponse:
    """Every live blog, the open ones first."""
    blogs = LiveBlog.objects.select_related("story__locale").order_by("closed_at", "-opened_at")
    blogs_open = [blog for blog in blogs if blog.is_open]
    context = {**frame("Live blogs"), "open": blogs_open, "closed": [b for b in blogs if not b.is_open][:SHOWN]}
    return render(request, "desk/live_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One live blog; a POST is a new entry. Its words stay in the box where it is refused."""
    story = story_at(request, pk)
    blog = LiveBlog.objects.filter(story=story).first()
    form = QuickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and blog is not None and form.is_valid():
        by: Any = request.user
        act = live_blogs.post if live_blogs.may_post(by, story) else live_blogs.submit
        try:
            act(blog, form.words(), by=by, now=timezone.now(), token=form.cleaned_data["token"])
        except StoryError as error:
            messages.error(request, str(error))
        else:
            return redirect("desk_live", story.pk)
    context = {
        **frame(f"Live: {story.title}", listing=True),
        "story": story,
        "blog": blog,
        "form": form,
        "may_post": live_blogs.may_post(request.user, story),
        "may_submit": live_blogs.may_submit(request.user, story),
        "lines": lines(blog, request.user) if blog is not None else [],
        "acts": blog.acts.select_related("entry").filter(entry=None)[:ACTS] if blog is not None else [],
        "address": story.get_full_url() if story.live else "",
    }
    return render(request, "desk/live.html", context)


@require_safe
@never_cache
@writers_only
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of entries alone: what colleagues have posted meanwhile comes into a page that stands open."""
    story = story_at(request, pk)
    blog = get_object_or_404(LiveBlog, story=story)
    context = {"blog": blog, "lines": lines(blog, request.user), "may_post": live_blogs.may_post(request.user, story)}
    return render(request, "desk/live_entries.html", context)


@require_POST
@writers_only
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it, or close it."""
    story = story_at(request, pk)
    by: Any = request.user
    try:
        if request.POST.get("act") == "open":
            live_blogs.open_blog(story, by=by, now=timezone.now())
            messages.success(request, f"“{story.title}” is told live.")
        else:
            live_blogs.close_blog(get_object_or_404(LiveBlog, story=story), by=by, now=timezone.now())
            messages.success(request, f"The live blog of “{story.title}” is closed.")
    except StoryError as error:
        messages.error(request, str(error))
    return redirect("desk_live", story.pk)


def story_at(request: HttpRequest, pk: int) -> Story:
    """The story, for who may write for it, and to look at for who reads everything; 403 for others."""
    story: Story = get_object_or_404(Story.objects.defer_streamfields(), pk=pk)
    person = request.user
    looks = request.method in LOOKING and may_read_everything(person)
    if not looks and not live_blogs.may_submit(person, story) and not live_blogs.may_post(person, story):
        raise PermissionDenied
    return story


def lines(blog: LiveBlog, person: Any) -> list[Line]:
    """The newest entries: those that wait first, then those that readers have, then what was withdrawn as it lay."""
    found = list(blog.entries.select_related("byline", "made_by").order_by("-made_at", "-pk")[:SHOWN])
    found.sort(key=lambda one: (one.number is not None or one.withdrawn_at is not None, -(one.number or 0)))
    story = blog.story
    posts, edits = live_blogs.may_post(person, story), bool(story.permissions_for_user(person).can_edit())
    submits = live_blogs.may_submit(person, story)

    def may_change(one: LiveEntry) -> bool:
        return posts or (one.number is None and (edits or (submits and one.made_by_id == person.pk)))

    return [line_of(one, may_change=may_change(one)) for one in found]


def line_of(entry: LiveEntry, *, may_change: bool = False) -> Line:
    raw = entry.body.raw_data
    photos = sum(block["type"] == "photo" for block in raw)
    return Line(entry, tuple(style_gate.paragraphs(raw)), photos, may_change and entry.withdrawn_at is None)


def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu beside the title of a story's own screens."""
    yield from row_button(page, user)


def row_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row of a list."""
    if issubclass(page.specific_class or Page, Story) and page.permissions_for_user(user).can_edit():
        yield Button("Live blog", url=reverse("desk_live", args=[page.pk]), icon_name="history", priority=60)


def frame(title: str, *, listing: bool = False) -> dict[str, Any]:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    crumbs += [{"url": reverse("desk_live_list"), "label": "Live blogs"}] if listing else []
    crumbs += [{"url": "", "label": title}]
    return {"page_title": title, "header_title": title, "header_icon": "history", "breadcrumbs_items": crumbs}
