"""One story on the board: passed on, sent back, given to somebody, and what colleagues noted about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import TaskState

from broadsheet.desk import board
from broadsheet.desk.rights import may_read_everything, may_write, writers_only
from broadsheet.staff.models import Staff
from broadsheet.stories import notices, stages
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Assignment, DeskNote, Story

BACK = "back"


class AssignmentForm(forms.ModelForm[Assignment]):
    """Who works on it, by when, and a note for them."""

    note = forms.CharField(required=False, max_length=2_000, widget=forms.Textarea({"rows": 3}))

    class Meta:
        model = Assignment
        fields = ("person", "due_at")
        widgets = {"due_at": AdminDateTimeInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Staff.objects.filter(is_active=True).order_by("email")
        self.fields["person"] = forms.ModelChoiceField(people, required=False, label="Who works on it")


@never_cache
@require_http_methods(["GET", "POST"])
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works on the story, and everything that was noted on its way."""
    story = _seen(request, pk)
    may_change = bool(story.permissions_for_user(request.user).can_edit())
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    present = Assignment.objects.filter(story=story).first()
    form = AssignmentForm(request.POST or None, instance=present or Assignment(story=story))
    if request.method == "POST" and form.is_valid():
        _noted(form, story, by=request.user)
        messages.success(request, f"“{story.title}” is noted so on the board.")
        return redirect("desk_board")
    passed = TaskState.objects.filter(workflow_state__object_id=str(story.pk), finished_at__isnull=False)
    context = {
        **_frame(story.title, story),
        "form": form,
        "may_change": may_change,
        "notes": story.desk_notes.all()[:100],
        "passed": passed.select_related("task", "finished_by").order_by("-finished_at")[:100],
    }
    return render(request, "desk/board_card.html", context)


def _noted(form: AssignmentForm, story: Story, *, by: Any) -> None:
    """Keep what was noted, and tell whom it concerns."""
    given, now = form.save(), timezone.now()
    note = form.cleaned_data["note"].strip()
    if "person" in form.changed_data and given.person is not None:
        notices.tell([given.person], story, notices.Kind.GIVEN, now=now, by=by, words=note)
    elif note:
        notices.tell_workers(story, notices.Kind.NOTE, now=now, by=by, words=note)
    if note:
        DeskNote.objects.create(story=story, by_name=str(by), text=note)


@require_POST
@writers_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the story on from the stage that the page showed; to send it back, its reason is asked for."""
    story = _seen(request, pk)
    if request.POST.get("to") == BACK:
        return redirect("desk_board_back", pk)
    task = story.current_workflow_task if story.workflow_in_progress else None
    if request.POST.get("from", "") != (task.name if task is not None else board.DRAFT):
        messages.warning(request, f"Nothing was moved: “{story.title}” is elsewhere by now.")
        return redirect("desk_board")
    try:
        if task is None:
            stages.submit(story, by=request.user)  # type: ignore[arg-type]
        else:
            stages.pass_on(story, by=request.user)  # type: ignore[arg-type]
    except StoryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{story.title}” was passed on.")
    return redirect("desk_board")


@never_cache
@require_http_methods(["GET", "POST"])
@writers_only
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is to be done, then give the story back to whoever works on it."""
    story = _seen(request, pk)
    if request.method == "POST":
        try:
            stages.send_back(story, by=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
        except StoryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{story.title}” was sent back.")
            return redirect("desk_board")
    return render(request, "desk/board_back.html", _frame("Send back", story))


class YoursPanel(Component):
    """On the desk's first page: what was given to this person, came back to them, or waits for them."""

    name = "yours"
    template_name = "desk/home_yours.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        person = parent_context["request"].user
        if not may_write(person):
            return {"person": person, "cards": []}
        return {
            "person": person,
            "cards": [card for column in board.columns(person, person=str(person.pk)) for card in column.cards],
        }


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(YoursPanel())


def _seen(request: HttpRequest, pk: int) -> Story:
    story: Story = get_object_or_404(Story, pk=pk)
    person: Any = request.user
    if not (may_read_everything(person) or person.is_superuser or story.permissions_for_user(person).permissions):
        raise PermissionDenied
    return story


def _frame(title: str, story: Story) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_board"), "label": "Board"},
        {"url": "", "label": title},
    ]
    frame = {"page_title": title, "header_title": title, "header_icon": "tasks", "breadcrumbs_items": crumbs}
    return {**frame, "story": story, "now": timezone.now()}
