"""The last gate before readers: whoever acts must be allowed to publish at that place.

    editor · bulk · copy · alias · API · revert · schedule · workflow · move
        └── each of them makes a page live, gives a draft its hour, or moves what is live ──▶ here

Wagtail asks at each of these doors too. Here is asked once more, whatever door was forgotten or is new. Machines (the
scheduler, the wire, the command line) act for nobody: whoever gave a story its hour was asked then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page, Revision

from broadsheet.stories.errors import MayNotPublish

_acting: ContextVar[Callable[[], Any]] = ContextVar("acting", default=lambda: None)


@contextmanager
def acting(who: Callable[[], Any]) -> Iterator[None]:
    """What is done in this block is done by the person whom `who` gives when it is asked; None is a machine."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def person() -> Any | None:
    """Who acts now: a member of staff, or None for a machine."""
    who = _acting.get()()
    return who if who is not None and who.is_authenticated else None


def page_is_saved(page: Page, written: frozenset[str] | None) -> None:
    """Before a page of ours is written to its table; `written` names the columns, None all of them.

    Errors: `MayNotPublish` where this makes other words live, and by a person who may not.
    """
    if not page.live or (written is not None and not written & {"live", "live_revision"}):
        return
    who = person()
    if who is None:
        return
    before = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first() if page.pk else None
    if before != (True, page.live_revision_id):
        refuse_unless_allowed(page, who)


def revision_is_saved(revision: Revision) -> None:
    """Before a revision is written: one with an hour goes out by itself then. Errors: `MayNotPublish`."""
    who = person()
    if who is None or revision.approved_go_live_at is None:
        return
    page = Page.objects.filter(pk=revision.object_id).first() if revision.base_content_type.model == "page" else None
    if page is not None:
        refuse_unless_allowed(page, who)


def page_has_moved(page: Page) -> None:
    """After a live page came to another place. Errors: `MayNotPublish` where the person may not publish there."""
    who = person()
    if who is not None and page.live:
        refuse_unless_allowed(page, who)


def refuse_unless_allowed(page: Page, who: Any) -> None:
    """Errors: `MayNotPublish`; what the transaction has done until then is undone with it."""
    if page.permissions_for_user(who).can_publish():
        return
    if connection.in_atomic_block:
        # Wagtail answers a refusal itself, inside of the request's transaction: it would commit the half of an act.
        transaction.set_rollback(True)
    raise MayNotPublish(page)
