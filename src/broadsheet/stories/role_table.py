"""The roles of a newspaper, as a table: what each is called, what it is for, and the rights that its group begins with.

The rights on pages hold for every story, except a section editor's, which hold below one section; Wagtail's words:
add (write, and edit one's own), change (edit anyone's), publish, lock, unlock, bulk_delete.
"""

from __future__ import annotations

from dataclasses import dataclass

ADMINISTRATOR = "administrator"
SECTION_EDITOR = "section-editor"

READ_EVERYTHING = "desk.read_everything"
TAKE_DOWN = "desk.take_down_photos"
"""To take pictures off all pages at once, to undo that, and to let out what a takedown holds."""
SHAPE_THE_PAPER = "stories.change_section"
"""To make, rename, order and take off sections, and to change the masthead."""


@dataclass(frozen=True, slots=True)
class Role:
    """`name` is what the command line calls it, `group` its group at the desk; `others` are rights as app.codename."""

    name: str
    group: str
    purpose: str
    pages: tuple[str, ...]
    photos: tuple[str, ...]
    others: tuple[str, ...] = ()


_WORDS = tuple(f"stories.{act}_{thing}" for act in ("add", "change") for thing in ("byline", "topic"))
_ENDS = ("stories.delete_byline", "stories.delete_topic", "stories.delete_dossier")
_DOSSIERS = ("stories.add_dossier", "stories.change_dossier")
"""What a dossier says goes out as it is saved: for those who publish."""
_CODES = ("wire.add_codemapping", "wire.change_codemapping", "wire.delete_codemapping")
_TRANSLATE = ("simple_translation.submit_translation",)
_STAFF = ("staff.add_staff", "staff.change_staff", "staff.delete_staff")
_GROUPS = ("auth.add_group", "auth.change_group", "auth.delete_group")
_EDITS = ("add", "change", "lock")
_PUBLISHES = (*_EDITS, "publish")
_EVERYTHING = (*_PUBLISHES, "unlock", "bulk_delete")
_TAKES_IN = ("add", "choose")
_ALL_PHOTOS = ("add", "change", "choose")

ROLES = (
    Role("reporter", "Reporters", "writes stories and submits them", ("add",), _TAKES_IN),
    Role("sub-editor", "Sub-editors", "edits any story and sends it back", _EDITS, _TAKES_IN, _WORDS + _TRANSLATE),
    Role(
        SECTION_EDITOR, "Section editors", "publishes in one section", _PUBLISHES, _TAKES_IN,
        _WORDS + _TRANSLATE + _DOSSIERS,
    ),
    Role(
        "photo-editor",
        "Photo editors",
        "keeps the photos, puts them into stories, takes them down",
        ("change", "lock"),
        _ALL_PHOTOS,
        (TAKE_DOWN,),
    ),
    Role(
        "front-editor", "Front editors", "publishes in every section", _PUBLISHES, _ALL_PHOTOS,
        _WORDS + _TRANSLATE + _DOSSIERS,
    ),
    Role(
        "editor-in-chief",
        "Editors in chief",
        "publishes, shapes the paper, lifts kills",
        _EVERYTHING,
        _ALL_PHOTOS,
        (*_WORDS, *_ENDS, *_DOSSIERS, *_CODES, *_TRANSLATE, SHAPE_THE_PAPER, "desk.lift_kills", TAKE_DOWN),
    ),
    Role(
        ADMINISTRATOR,
        "Administrators",
        "may do everything",
        _EVERYTHING,
        _ALL_PHOTOS,
        (
            *_WORDS, *_ENDS, *_DOSSIERS, *_CODES, *_TRANSLATE, SHAPE_THE_PAPER, "desk.lift_kills", TAKE_DOWN,
            "wire.change_source", *_STAFF, *_GROUPS,
        ),
    ),
    Role(
        # Wagtail shows pages only to who may do something with them. The right to delete many, without one to edit or
        # to delete a single one, does nothing.
        "auditor",
        "Auditors",
        "reads everything, changes nothing",
        ("bulk_delete",),
        ("choose",),
        (READ_EVERYTHING, "stories.view_byline", "stories.view_topic", "stories.view_dossier", "wire.view_codemapping"),
    ),
)  # fmt: skip


def role(name: str) -> Role:
    """The role that the command line calls `name`. Errors: `StopIteration` for one that there is not."""
    return next(one for one in ROLES if one.name == name)
