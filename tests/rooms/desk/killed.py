"""What tests of kills at the desk share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from broadsheet import killfile
from broadsheet.killfile import Kill
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import kills
from broadsheet.stories.models import Story

KILLS = "/desk/kills/"


def forget_kills() -> None:
    """No kill file, and nothing remembered of it: it outlives a test's transaction."""
    (current().data / "kills.jsonl").unlink(missing_ok=True)
    killfile._files.pop(current().folder, None)


def standing() -> tuple[Kill, ...]:
    return kills.killed().kills


def kill(story: Story, *, by: str = "chief@courier.example", now: datetime | None = None) -> Kill:
    """A kill that was not made through the desk's page."""
    return kills.kill(story, by=by, reason="Court order", now=now or timezone.now())[0]


def page(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def post(client: Client, address: str, **words: Any) -> Any:
    return client.post(address, words)


def give_right_to_lift(email: str) -> None:
    Staff.objects.get(email=email).user_permissions.add(Permission.objects.get(codename="lift_kills"))
