"""Who may change the shape of the paper: a right on stories is none on the fronts and sections above them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PagePermissionTester

from broadsheet.stories.role_table import SHAPE_THE_PAPER


def may_shape(person: Any) -> bool:
    """Whether this person may make, rename, order and take off sections, and change the masthead."""
    allowed: bool = person.has_perm(SHAPE_THE_PAPER)
    return allowed


class ShapeRights(PagePermissionTester):
    """What a person may do with a front or section itself: only what Wagtail allows and `may_shape`.

    Stories are added to a section by whoever may write there.
    """

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.shapes = may_shape(user)

    def can_edit(self) -> bool:
        return self.shapes and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.shapes and bool(super().can_delete(ignore_bulk))

    def can_publish(self) -> bool:
        return self.shapes and bool(super().can_publish())

    def can_unpublish(self) -> bool:
        return self.shapes and bool(super().can_unpublish())

    def can_lock(self) -> bool:
        return self.shapes and bool(super().can_lock())

    def can_unlock(self) -> bool:
        return self.shapes and bool(super().can_unlock())


class FrontRights(ShapeRights):
    """Below a front lie sections."""

    def can_add_subpage(self) -> bool:
        return self.shapes and bool(super().can_add_subpage())

    def can_publish_subpage(self) -> bool:
        return self.shapes and bool(super().can_publish_subpage())

    def can_reorder_children(self) -> bool:
        return self.shapes and bool(super().can_reorder_children())
