"""Acts upon everything but stories, as numbers choose them: sections, people, photos, the masthead, looks, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.db.models import ProtectedError
from newsroom_acts import Newsroom

from broadsheet import paperfile
from broadsheet.paper.rendering import TEMPLATES
from broadsheet.paperfile import current
from broadsheet.stories import versions
from broadsheet.stories.founding import add_section
from broadsheet.stories.models import Byline, Front, Photo, PublishedVersion, Section, Topic

OWN_TEMPLATES = ("furniture/foot.html", "furniture/tail.html", "most_viewed_item.html", "feed.xml", "sitemap.xml")
"""Parts that can be changed by a line at their end."""

LANGUAGES = (("en", "km"), ("en",), ("km", "en"))


def rename_section(room: Newsroom, choice: int) -> None:
    section = room.section(choice)
    room.number += 1
    section.title = f"Section {room.number}"
    if choice % 2:
        section.slug = f"section-{room.number}"
    section.save_revision().publish()


def change_navigation(room: Newsroom, choice: int) -> None:
    """An item comes, goes or changes its place."""
    section = Section.objects.get(pk=room.section(choice).pk)
    match choice % 3:
        case 0:
            section.show_in_menus = not section.show_in_menus
            section.save_revision().publish()
        case 1:
            section.move(section.get_siblings().first(), pos="left")
        case _:
            room.number += 1
            add_section(Front.objects.get(locale__language_code="en"), f"Region {room.number}")


def take_a_section_off(room: Newsroom, choice: int) -> None:
    section = room.section(choice)
    if section.live:
        section.unpublish()
    else:
        section.save_revision().publish()


def rename_byline(room: Newsroom, choice: int) -> None:
    byline = Byline.objects.order_by("pk").first()
    if byline:
        byline.name = f"Writer {choice % 5}"
        if choice % 3 == 0:
            byline.slug = f"writer-{choice % 5}"
        if choice % 4 == 1:
            byline.portrait = Photo.objects.order_by("pk").first()
        byline.save()


def rename_topic(room: Newsroom, choice: int) -> None:
    if topic := Topic.objects.order_by("pk").first():
        topic.name = f"Topic {choice % 5}"
        topic.save()


def change_credit(room: Newsroom, choice: int) -> None:
    if photo := Photo.objects.order_by("pk").first():
        photo.credit = f"Agency {choice % 4}"
        photo.save()


def delete_photo(room: Newsroom, choice: int) -> None:
    if choice % 3 == 0 and (photo := Photo.objects.order_by("pk").first()):
        try:
            photo.delete()
        except ProtectedError:
            return


def change_masthead(room: Newsroom, choice: int) -> None:
    front = Front.objects.order_by("pk")[choice % 2]
    room.number += 1
    match choice % 4:
        case 0:
            front.tagline = f"Line {room.number}"
        case 1:
            front.title = f"Paper {room.number}"
        case 2:
            front.about = f"Imprint {room.number}"
        case _:
            front.logo = None if front.logo else Photo.objects.order_by("pk").first()
    front.save_revision().publish()


def change_template(room: Newsroom, choice: int) -> None:
    """The theme lays a file of its own over one of ours, or takes it away again."""
    name = OWN_TEMPLATES[choice % len(OWN_TEMPLATES)]
    room.number += 1
    _lay_over(current().theme / "templates" / name, f"{(TEMPLATES / name).read_text()}<!-- {room.number} -->", choice)
    room.reopened = True


def change_styles(room: Newsroom, choice: int) -> None:
    room.number += 1
    _lay_over(current().theme / "css" / "own.css", f".masthead {{ order: {room.number} }}", choice)
    room.reopened = True


def _lay_over(path: Path, text: str, choice: int) -> None:
    if path.exists() and choice % 2:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def change_teaser_length(room: Newsroom, choice: int) -> None:
    paperfile._current = replace(current(), teaser_words=5 + choice % 60)
    room.reopened = True


def change_languages(room: Newsroom, choice: int) -> None:
    """A language goes, comes back, or becomes the main one."""
    paperfile._current = replace(current(), languages=LANGUAGES[choice % len(LANGUAGES)])
    room.reopened = True


def show_versions(room: Newsroom, choice: int) -> None:
    """Readers see how stories have changed, or don't any more."""
    paperfile._current = replace(current(), versions=choice % 2 == 0)
    room.reopened = True


def withhold_a_version(room: Newsroom, choice: int) -> None:
    rows = list(PublishedVersion.objects.filter(withheld_at=None))
    if rows:
        versions.withhold(rows[choice % len(rows)], by=room.cast.editor, reason="Libel.", now=room.now)


ACTS: tuple[Callable[[Newsroom, int], None], ...] = (
    rename_section, change_navigation, take_a_section_off, rename_byline, rename_topic, change_credit, delete_photo,
    change_masthead, change_template, change_styles, change_teaser_length, change_languages,
    show_versions, withhold_a_version,
)  # fmt: skip
