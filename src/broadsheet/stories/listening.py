"""Hears what Wagtail's own screens change: writes press orders for it, and refuses what may not go out."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, page_unpublished, post_page_move, task_rejected, task_submitted

from broadsheet.press import keys, orders
from broadsheet.stories import (
    dossiers,
    entry_gate,
    gate,
    meeting,
    note_times,
    notices,
    photo_rights,
    publication,
    second_eyes,
    style_gate,
)  # fmt: skip
from broadsheet.stories.models import (
    Byline,
    Dossier,
    DossierPerson,
    DossierQuotation,
    DossierStory,
    Front,
    LiveEntry,
    Photo,
    Section,
    Stage,
    Story,
    Topic,
)

_THINGS: dict[type[Model], str] = {Photo: "photo", Byline: "byline", Topic: "topic"}
"""Things whose every save changes what readers see → how their keys begin."""


def connect() -> None:
    """Begin to listen; called once at start-up."""
    page_published.connect(_refuse, sender=Story, dispatch_uid="refuse")
    pre_save.connect(_revision_is_saved, sender=Revision, dispatch_uid="gate-revision")
    pre_save.connect(_entry_is_saved, sender=LiveEntry, dispatch_uid="gate-entry")
    for kind in (Story, Section, Front):
        pre_save.connect(_page_is_saved, sender=kind, dispatch_uid=f"gate-{kind.__name__}")
        post_page_move.connect(_page_has_moved, sender=kind, dispatch_uid=f"gate-move-{kind.__name__}")
        page_published.connect(_page_changed, sender=kind, dispatch_uid=f"order-publish-{kind.__name__}")
        withdrawn = _story_withdrawn if kind is Story else _page_changed
        page_unpublished.connect(withdrawn, sender=kind, dispatch_uid=f"order-unpublish-{kind.__name__}")
        post_page_move.connect(_page_changed, sender=kind, dispatch_uid=f"order-move-{kind.__name__}")
    task_submitted.connect(_story_waits, dispatch_uid="notice-waits")
    task_rejected.connect(_story_comes_back, dispatch_uid="notice-back")
    pre_delete.connect(_story_leaves, sender=Story, dispatch_uid="order-story-delete")
    for sender in (Section, Front):
        post_delete.connect(_page_changed, sender=sender, dispatch_uid=f"order-delete-{sender.__name__}")
    for part in (Dossier, DossierStory, DossierPerson, DossierQuotation):
        post_save.connect(_dossier_changed, sender=part, dispatch_uid=f"order-{part.__name__}")
        post_delete.connect(_dossier_changed, sender=part, dispatch_uid=f"order-delete-{part.__name__}")
    for model, name in _THINGS.items():
        for signal in (post_save, post_delete):
            signal.connect(
                _thing_changed,
                sender=model,
                dispatch_uid=f"order-{name}-{id(signal)}",
            )


def _page_is_saved(instance: Page, update_fields: frozenset[str] | None = None, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    gate.page_is_saved(instance, update_fields)
    if isinstance(instance, Story) and update_fields is None:
        note_times.settle(instance)


def _entry_is_saved(instance: LiveEntry, raw: bool = False, **_: Any) -> None:
    if not raw:
        entry_gate.entry_is_saved(instance)


def _revision_is_saved(instance: Revision, raw: bool = False, **_: Any) -> None:
    if not raw:
        _keep_what_is_overwritten(instance)
        gate.revision_is_saved(instance)
        if instance.approved_go_live_at is not None and instance.content_type.model_class() is Story:
            story = instance.as_object()
            second_eyes.refuse_unseen(story)
            style_gate.refuse_faulty(story)


def _keep_what_is_overwritten(revision: Revision) -> None:
    """Autosave writes over its own last draft: another editor may have been opened on that one."""
    if revision.pk is None or revision.content_type.model_class() is not Story:
        return
    open_ = EditingSession.objects.available().filter(
        object_id=revision.object_id, content_type=revision.base_content_type
    )
    numbers = list(open_.order_by("-pk").values_list("pk", flat=True)[:2])
    if len(numbers) > 1:
        meeting.keep_overwritten(revision, others=numbers[0])


def _page_has_moved(instance: Page, **_: Any) -> None:
    gate.page_has_moved(instance)


def _refuse(sender: type[Story], instance: Story, **_: Any) -> None:
    # The gate that every publication passes: what it raises ends the transaction that published.
    photo_rights.refuse_held(instance, now=timezone.now())
    second_eyes.refuse_unseen(instance)
    style_gate.refuse_faulty(instance)


def _page_changed(sender: type[Page], instance: Page, **_: Any) -> None:
    # After a move Wagtail hands over the bare page: only the sender tells what it is.
    now = timezone.now()
    if issubclass(sender, Story):
        publication.record(instance.pk, now=now)
    else:
        language = keys.of("front", instance.locale.language_code)
        own = [keys.of("section", instance.pk)] if issubclass(sender, Section) else []
        orders.write([*own, language], now=now)
        section = Section.objects.filter(pk=instance.pk).first() if own else None
        if section is not None:
            publication.record_section(section, now=now)


def _story_withdrawn(sender: type[Story], instance: Story, **_: Any) -> None:
    # A page that is being deleted says so while it is still live.
    publication.record(instance.pk, now=timezone.now(), withdrawn=True)


def _story_waits(instance: TaskState, user: Any = None, **_: Any) -> None:
    story, stage = _story_of(instance), instance.task.specific
    if story is not None and isinstance(stage, Stage):
        notices.tell_stage(story, stage, now=timezone.now(), by=user)


def _story_comes_back(instance: TaskState, user: Any = None, **_: Any) -> None:
    story = _story_of(instance)
    if story is not None:
        notices.tell_workers(story, notices.Kind.BACK, now=timezone.now(), by=user, words=instance.comment)


def _story_of(task: TaskState) -> Story | None:
    # Wagtail hands over the bare page.
    state = task.workflow_state
    is_page = state.base_content_type.model_class() is Page
    return Story.objects.filter(pk=int(state.object_id)).first() if is_page else None


def _story_leaves(sender: type[Story], instance: Story, **_: Any) -> None:
    publication.forget(instance.pk, now=timezone.now())


def _thing_changed(sender: type[Model], instance: Any, **_: Any) -> None:
    orders.write([keys.of(_THINGS[sender], instance.pk)], now=timezone.now())


def _dossier_changed(sender: type[Model], instance: Any, origin: Any = None, raw: bool = False, **_: Any) -> None:
    number = instance.pk if isinstance(instance, Dossier) else instance.dossier_id
    if raw or number is None:
        return
    if issubclass(getattr(origin, "model", type(origin)), Page):
        # A story is being deleted and takes this row along; its listings went before.
        orders.write([keys.of("dossier", number)], now=timezone.now())
        return
    dossiers.record(number, now=timezone.now())
