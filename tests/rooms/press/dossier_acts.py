"""Acts upon dossiers as numbers choose them: stories come and go, the background changes, somebody is quoted."""

from __future__ import annotations

from collections.abc import Callable

from newsroom_acts import Newsroom

from broadsheet.stories import dossiers
from broadsheet.stories.models import Dossier, DossierPerson, DossierQuotation, DossierStory, Photo


def a_dossier(room: Newsroom, choice: int) -> Dossier:
    found = list(Dossier.objects.order_by("pk"))
    if len(found) < 1 + choice % 2:
        room.number += 1
        title = f"Running story {room.number}"
        found.append(Dossier.objects.create(title=title, language="en", slug=f"running-{room.number}"))
    return found[choice % len(found)]


def put_into_dossier(room: Newsroom, choice: int) -> None:
    if (story := room.story(choice)) and story.locale.language_code == "en":
        dossiers.put_in(a_dossier(room, choice), story, now=room.now, line="So it began" if choice % 3 == 0 else "")


def take_out_of_dossier(room: Newsroom, choice: int) -> None:
    rows = list(DossierStory.objects.order_by("pk"))
    if rows:
        row = rows[choice % len(rows)]
        dossiers.take_out(row.dossier, row.story, now=room.now)


def change_background(room: Newsroom, choice: int) -> None:
    dossier, target = a_dossier(room, choice), room.story(choice)
    room.number += 1
    link = f' <a linktype="page" id="{target.pk}">Before</a>' if target and choice % 2 else ""
    dossier.background = f"<p>Background {room.number}{link}</p>"
    if choice % 5 == 4:
        dossier.slug = f"renamed-{room.number}"
    dossier.save()


def quote_in_dossier(room: Newsroom, choice: int) -> None:
    dossier, story = a_dossier(room, choice), room.story(choice)
    if story is not None:
        DossierQuotation.objects.create(
            dossier=dossier, words=f"Words {choice}", speaker="A clerk", said_on=room.now.date(), story=story
        )
        photo = Photo.objects.order_by("pk").first() if choice % 2 else None
        DossierPerson.objects.create(dossier=dossier, name="A clerk", photo=photo)


def delete_dossier(room: Newsroom, choice: int) -> None:
    if choice % 3 == 0 and (dossier := Dossier.objects.order_by("pk").first()):
        dossier.delete()


ACTS: tuple[Callable[[Newsroom, int], None], ...] = (
    put_into_dossier, take_out_of_dossier, change_background, quote_in_dossier, delete_dossier,
)  # fmt: skip
