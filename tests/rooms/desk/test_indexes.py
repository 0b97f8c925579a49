"""The questions that the desk asks of many stories are answered from an index."""

from __future__ import annotations

import pytest
from cast import NOW
from django.db import connection
from wagtail.models import Page, Revision

from broadsheet.desk.story_lists import NEWEST
from broadsheet.stories.models import Listing
from broadsheet.wire.models import Item

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are worded otherwise there.")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda: Page.objects.order_by(NEWEST)[:50], "desk_page_edited"),
        (lambda: Page.objects.filter(live=True, expire_at__lte=NOW).order_by("expire_at", "pk"), "desk_page_expiry"),
        (lambda: Page.objects.filter(depth=4, path__gte="0001", path__lt="0002"), "desk_page_level"),
        (lambda: Revision.page_revisions.filter(approved_go_live_at__lte=NOW), "desk_draft_due"),
        (lambda: Revision.page_revisions.filter(approved_go_live_at__isnull=False), "desk_draft_due"),
        (lambda: Item.objects.order_by("-received_at", "-id")[:50], "wire_item_newest"),
        (
            lambda: Listing.objects.filter(list="section/4").order_by("-published_at", "-story_id")[:50],
            "listing_newest",
        ),
    ],
)
def test_a_question_walks_its_index(asked, index) -> None:  # type: ignore[no-untyped-def]
    assert index in asked().explain()
