"""One entry of the diary: written, changed, given up, and linked to the stories that cover it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from broadsheet.desk import diary
from broadsheet.desk.rights import may_write, writers_only
from broadsheet.staff.models import Staff
from broadsheet.stories.models import DiaryEntry, Section, Story

MOST_OFFERED = 200
"""Stories that are offered for coverage: those that were touched last."""


class Moment(forms.DateTimeInput):
    """The browser's own field for a day and an hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class StoryChoices(forms.ModelMultipleChoiceField[Story]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.draft_title}{'' if obj.live else ' (draft)'}"


class EntryForm(forms.ModelForm[DiaryEntry]):
    """An entry; the stories offered are those that this person may look into."""

    class Meta:
        model = DiaryEntry
        fields = (
            "kind", "title", "place", "starts_at", "ends_at", "section", "reporter", "photographer", "edition_day",
            "words", "notes", "stories",
        )  # fmt: skip
        widgets = {
            "starts_at": Moment(),
            "ends_at": Moment(),
            "edition_day": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "notes": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Staff.objects.filter(is_active=True).order_by("email")
        for name in ("reporter", "photographer"):
            self.fields[name] = forms.ModelChoiceField(people, required=False, label=name.title())
        sections = Section.objects.filter(live=True).order_by("path")
        self.fields["section"] = forms.ModelChoiceField(sections, required=False, label="Section")
        last = Story.objects.order_by("-latest_revision_created_at").values_list("pk", flat=True)[:MOST_OFFERED]
        present = list(self.instance.stories.values_list("pk", flat=True)) if self.instance.pk else []
        # What is linked stays so, also where this person may not look into it.
        allowed = diary.seen(person, list(last)) | set(present)
        offered = Story.objects.filter(pk__in=allowed).order_by("-latest_revision_created_at")
        self.fields["stories"] = StoryChoices(offered, required=False, label="Stories that cover it")


@never_cache
@require_http_methods(["GET", "POST"])
@writers_only
def edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A new entry, or one that there is; everybody who writes keeps the diary together."""
    entry = get_object_or_404(DiaryEntry, pk=pk) if pk else None
    if request.method == "POST" and not may_write(request.user):
        raise PermissionDenied
    if request.method == "POST" and entry is not None and "drop" in request.POST:
        entry.delete()
        messages.success(request, f"“{entry.title}” is no longer in the diary.")
        return redirect("desk_diary")
    start = {"starts_at": diary.midnight(diary.day_in(request)).replace(hour=9)} if "on" in request.GET else {}
    form = EntryForm(request.POST or None, instance=entry, person=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, f"“{saved.title}” stands in the diary.")
        return redirect(f"{reverse('desk_diary')}?on={timezone.localdate(saved.starts_at)}")
    title = entry.title if entry is not None else "New entry"
    context = {**diary.frame(title, reverse("desk_diary")), "form": form, "entry": entry}
    return render(request, "desk/diary_entry.html", {**context, "may_write": may_write(request.user)})
