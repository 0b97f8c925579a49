"""Lists of stories: all of them under "Stories", and those of one section where its page is explored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page, PageQuerySet

from broadsheet.desk import reach
from broadsheet.desk.inbox_tables import Words
from broadsheet.desk.paging import CappedPaginator
from broadsheet.desk.section_choice import ChooseSection
from broadsheet.desk.story_filters import FEW, StoryFilters
from broadsheet.desk.wire_notes import waiting_for
from broadsheet.stories.models import Story, StoryAddress, StoryByline

NEWEST = "-latest_revision_created_at"

COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label="Headline", classname="title"),
    ParentPageColumn("parent", label="Section"),
    Column("by", label="By", accessor="by_names"),
    DateColumn(
        "latest_revision_created_at",
        label="Last edited",
        sort_key="latest_revision_created_at",
        width="12%",
    ),
    PageStatusColumn("status", label="Status", width="12%"),
    Words("wire", "desk/cells/proposal_waits.html", label="Wire", width="9%"),
]


class StoryList(IndexView):
    """Stories, last edited first, found and ordered as the desk does it."""

    model = Story
    paginator_class = CappedPaginator
    base_columns = COLUMNS
    default_ordering = NEWEST

    def parts(self, place: str) -> list[Q] | None:
        """What of the paper is listed, told by the path of the section in the column `place`; None for all of it."""
        raise NotImplementedError

    def get_base_queryset(self) -> QuerySet[Page]:
        """The pages of stories, without what stories have beyond pages: no index has both in order."""
        pages: QuerySet[Page] = Page.objects.alias(
            parent_path=reach.ParentPath(), lies_in=reach.ParentPath(walked=False), kind=reach.Kind()
        ).filter(kind=ContentType.objects.get_for_model(Story).pk)
        allowed = self.parts("lies_in")
        if allowed is None:
            return pages
        return pages.filter(reduce(or_, allowed)) if allowed else pages.none()

    def order_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return ordered(queryset, self)

    def search_queryset(self, queryset: QuerySet[Page]) -> Any:
        return found(queryset, self)

    def get_ordering(self) -> str:
        return ordering_of(self)

    def get_paginator(self, queryset: Any, *args: Any, **kwargs: Any) -> CappedPaginator:
        paginator: CappedPaginator = super().get_paginator(queryset, *args, **kwargs)
        paginator.whole = ordered(annotated(Story.objects.all()), self)
        # What is found by its words, or has a status that few have, is not looked for where it lies.
        if not self.is_searching and self.request.GET.get("status") not in FEW:
            paginator.parts = [queryset.filter(part) for part in self.parts("parent_path") or ()]
        return paginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        fill_in(context["object_list"])
        return context


class AllStories(StoryList):
    """Every story that the person may look into, last edited first."""

    page_title = "Stories"
    header_icon = "doc-full"

    def parts(self, place: str) -> list[Q] | None:
        # A section's stories are in its language.
        sections = reach.sections(self.request.user, language=self.request.GET.get("locale", ""))
        if sections is None:
            return None
        single = reach.single_stories(self.request.user)
        return [Q((place, path)) for path in sections] + ([Q(path__in=single)] if single else [])


class SectionStories(StoryList, ExplorableIndexView):
    """The stories of one section, where its page is explored."""

    add_item_label = "Write a story"

    @cached_property
    def explorable_columns(self) -> list[Column]:
        return [column for column in self.columns if column.name != "parent"]

    def parts(self, place: str) -> list[Q]:
        person, path = self.request.user, self.parent_page.path
        here = Q((place, path))
        return [here if reach.reaches(person, path) else here & Q(path__in=reach.single_stories(person))]


class StoryPages(PageViewSet):
    """Wagtail's views of a story, with our list where a section is explored."""

    model = Story
    index_view_class = SectionStories
    filterset_class = StoryFilters


class StoryListing(PageListingViewSet):
    """All stories, at /desk/stories/."""

    model = Story
    name = "stories"
    url_prefix = "stories"
    icon = "doc-full"
    menu_label = "Stories"
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = AllStories
    choose_parent_view_class = ChooseSection
    filterset_class = StoryFilters


def annotated(stories: PageQuerySet) -> QuerySet[Story]:
    """With all that a row shows, the body left out."""
    found: QuerySet[Story] = (
        stories.defer_streamfields()
        .select_related("locale", "content_type", "locked_by")
        .prefetch_related("sites_rooted_here")
        .prefetch_workflow_states()
        .annotate_has_untranslated_locale()
        .annotate_site_root_state()
        .annotate_approved_schedule()
    )
    return found


def ordered(stories: QuerySet[Any], view: Any) -> QuerySet[Any]:
    # Plainly by column: a rule for empty values would keep the database from walking the index.
    return stories.order_by(view.ordering or NEWEST, "-pk")


def found(stories: Any, view: Any) -> Any:
    """Search results in the order of the list: in a newspaper the newest match is the best one."""
    if not view.is_searching:
        return stories
    return stories.autocomplete(view.search_query, order_by_relevance=False).get_queryset()


def ordering_of(view: Any) -> str:
    wanted: str = view.request.GET.get("ordering", NEWEST)
    return wanted if wanted in view.get_valid_orderings() else NEWEST


def fill_in(stories: Sequence[Any]) -> None:
    """Give each story its writers' names as `by_names`, its address and its proposal, by one question each."""
    ids = [story.pk for story in stories]
    names: dict[int, list[str]] = defaultdict(list)
    rows = StoryByline.objects.filter(story_id__in=ids).order_by("sort_order")
    for story_id, name in rows.values_list("story_id", "byline__name"):
        names[story_id].append(name)
    where = StoryAddress.objects.filter(story_id__in=ids, current=True)
    addresses = dict(where.values_list("story_id", "address"))
    waiting = waiting_for(ids)
    for story in stories:
        story.waiting_proposal = waiting.get(story.pk)
        story.by_names = ", ".join(names[story.pk])
        story.known_address = addresses.get(story.pk, "")
