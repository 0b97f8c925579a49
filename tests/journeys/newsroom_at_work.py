"""A newsroom at work on a paper, in a process of its own: `python newsroom_at_work.py cast`, `… acts SEED COUNT`.

The paper is that of BROADSHEET_PAPER. Each act is one transaction, as at the desk.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import timedelta
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS / "rooms"), str(TESTS / "rooms" / "press")]
os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"

import django  # noqa: E402

django.setup()

import cast  # noqa: E402
import house_acts  # noqa: E402
import newsroom_acts  # noqa: E402
from django.core.exceptions import ObjectDoesNotExist  # noqa: E402
from django.db import DatabaseError, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from broadsheet.stories.models import Section, Story  # noqa: E402

ACTS = (
    newsroom_acts.write_and_publish, newsroom_acts.edit_and_publish, newsroom_acts.publish, newsroom_acts.withdraw,
    newsroom_acts.delete, newsroom_acts.move, newsroom_acts.change_slug, newsroom_acts.correct,
    house_acts.rename_section, house_acts.rename_byline, house_acts.change_credit, house_acts.change_masthead,
)  # fmt: skip


class Room(newsroom_acts.Newsroom):
    """The newsroom whose clock is everybody's."""

    @property
    def now(self):
        return timezone.now()

    @now.setter
    def now(self, _):
        return


class People:
    """Who the acts need of the cast."""

    editor = None

    @property
    def world(self):
        return Section.objects.get(slug="world")


def act(seed: int, count: int) -> None:
    chosen = random.Random(seed)
    room = Room(People(), timezone.now(), number=seed * 1000)
    for _ in range(count):
        do, choice = chosen.choice(ACTS), chosen.randrange(200)
        try:
            with transaction.atomic():
                do(room, choice)
        except (DatabaseError, ObjectDoesNotExist):
            # The other newsroom was at the same story: nothing has happened, as when the desk tells a person so.
            continue


def schedule(count: int) -> None:
    """Schedule `count` new stories for this very moment."""
    room = Room(People(), timezone.now(), number=900_000)
    for number in range(count):
        newsroom_acts.draft(room, number)
        story = Story.objects.order_by("pk").last()
        cast.acts.schedule(story, timezone.now() + timedelta(seconds=2), by=None, now=timezone.now())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cast"]:
            cast.make_cast()
        case ["acts", seed, count]:
            act(int(seed), int(count))
        case ["schedule", count]:
            schedule(int(count))
