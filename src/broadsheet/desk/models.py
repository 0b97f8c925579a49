"""What the desk keeps for itself: which alarms somebody has seen, and rights of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SeenKill(models.Model):
    """Somebody has seen the alarm about an agency's kill. The kill itself stands in the kill file."""

    number = models.PositiveIntegerField(unique=True)
    seen_at = models.DateTimeField()
    seen_by = models.EmailField()

    class Meta:
        default_permissions = ()
        permissions = (
            ("lift_kills", "Can lift kills"),
            ("read_everything", "Can read everything, drafts included"),
            ("take_down_photos", "Can take pictures off all pages at once"),
        )

    def __str__(self) -> str:
        return f"kill {self.number}"


class Presence(models.Model):
    """Where somebody is in a story, in one window: the field or block that has the cursor; forgotten within minutes."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "person", "tab"], name="one_presence_a_tab")]

    def __str__(self) -> str:
        return f"{self.person} in {self.story_id}: {self.place}"
