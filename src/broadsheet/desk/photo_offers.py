"""Offers the photo that is there already where one that looks like it comes in; nothing is merged by itself.

upload of one, of many, in the chooser ──▶ "this looks like …": keep the new one, or take the other and delete it
draft made from the wire               ──▶ a line in its editor ──▶ both side by side ──▶ its lead photo is the other
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods
from wagtail.images.views.chooser import ImageUploadView
from wagtail.images.views.images import CreateView
from wagtail.images.views.multiple import AddView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.killfile import Kill
from broadsheet.stories import cancelling, look_alikes
from broadsheet.stories.models import Photo, Story, StoryOrigin


def among(person: Any) -> QuerySet[Photo]:
    """The photos that this person may choose."""
    found: QuerySet[Photo] = policy_registry.get_by_type(Photo).instances_user_has_permission_for(person, "choose")
    return found


class UploadOfOne(CreateView):
    """Wagtail's form for one photo, and a line where it looks like another."""

    def save_instance(self) -> Photo:
        photo: Photo = super().save_instance()
        kill = look_alikes.taken_down(photo)
        if kill is not None:
            messages.warning(self.request, like_one_taken_down(photo, kill))
            return photo
        for other in look_alikes.of(photo, among=among(self.request.user)):
            where = reverse("wagtailimages:edit", args=[other.pk])
            line = 'It looks like <a href="{}">{}</a>, which is in the library. Delete the new one if it is the same.'
            messages.warning(self.request, format_html(line, where, other.title))
        return photo


def like_one_taken_down(photo: Photo, kill: Kill) -> SafeString:
    """What an editor is told of a photo that looks like one that readers must not see."""
    line = '“{}” looks like a picture that was taken down on {}: {} <a href="{}">All kills</a>'
    return format_html(line, photo.title, date_format(localtime(kill.at), "j F Y"), kill.reason, reverse("desk_kills"))


class UploadOfMany(AddView):
    """Wagtail's upload of many photos, which asks about duplicates; ours asks about look-alikes too."""

    def get_edit_object_response_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().get_edit_object_response_data()
        alike = [] if data.get("duplicate") else look_alikes.of(self.object, among=among(self.request.user))
        if alike:
            data.update(duplicate=True, confirm_duplicate_upload=self.get_confirm_duplicate_upload_response(alike))
        return data


class UploadInChooser(ImageUploadView):
    """The upload in the chooser. Wagtail has looked for the same bytes before it comes to these answers."""

    def get_chosen_response(self, image: Photo) -> HttpResponse:
        return self._asking(image) or super().get_chosen_response(image)

    def render_select_format_response(self, image: Photo, form: Any) -> HttpResponse:
        return self._asking(image) or super().render_select_format_response(image, form)

    def _asking(self, image: Photo) -> HttpResponse | None:
        alike = look_alikes.of(image, among=among(self.request.user))
        if not alike:
            return None
        asked: HttpResponse = self.render_duplicate_found_response(self.request, image, alike[0])
        return asked


def tell_in_editor(request: HttpRequest, page: Page) -> None:
    """In the editor of a draft made from the wire: its lead photo looks like one that was there."""
    if request.method != "GET" or page.live or not issubclass(page.specific_class or Page, Story):
        return
    if not StoryOrigin.objects.filter(story_id=page.pk).exists():
        return
    lead = Story.objects.get(pk=page.pk).get_latest_revision_as_object().lead_photo
    if lead is not None and look_alikes.of(lead, among=among(request.user)):
        where = reverse("desk_photo_offer", args=[page.pk])
        line = 'Its lead photo looks like one that is in the library. <a href="{}">Compare them</a>'
        messages.info(request, format_html(line, where))


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead photo of a draft and those that look like it, side by side; one of them can take its place."""
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = story.get_latest_revision_as_object()
    if draft.lead_photo is None:
        raise Http404
    alike = look_alikes.of(draft.lead_photo, among=among(request.user))
    if request.method == "POST":
        chosen = next((photo for photo in alike if str(photo.pk) == request.POST.get("photo")), None)
        if chosen is None:
            raise Http404
        if story.permissions_for_user(request.user).page_locked():
            raise PermissionDenied
        cancelling.stands_for(chosen, draft.lead_photo)
        draft.lead_photo = chosen
        draft.save_revision(user=request.user, log_action=True)
        messages.success(request, f"“{chosen.title}” is the lead photo of the draft now.")
        return redirect("wagtailadmin_pages:edit", pk)
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[pk]), "label": draft.title},
        {"url": "", "label": "Photos that look alike"},
    ]
    context = {
        "page_title": "Photos that look alike",
        "header_title": "Photos that look alike",
        "header_icon": "image",
        "breadcrumbs_items": crumbs,
        "story": story,
        "lead": draft.lead_photo,
        "alike": alike,
    }
    return render(request, "desk/photo_offer.html", context)
