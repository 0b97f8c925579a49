"""What a colleague is told of a story, and which of that they want."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """Something happened with a story that one person should know: on their screen until seen, by mail where sent."""

    class Kind(models.TextChoices):
        GIVEN = "given", "a story is given to me"
        BACK = "back", "my story is sent back"
        WAITS = "waits", "a story comes to my stage"
        DUE = "due", "my story comes due"
        NOTE = "note", "somebody notes something about my story"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    """When the worker is handed its mail again; nothing where none is to be sent, or none any more."""
    mail_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    mail_error = models.CharField(max_length=300, blank=True, db_default="")
    """Why its mail has not gone; it stays where that was given up."""

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=models.Q(seen_at=None), name="notices_not_seen"),
            models.Index(
                fields=["mail_due_at"], condition=models.Q(mail_due_at__isnull=False), name="notices_to_be_mailed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.story}"


class NoticeChoice(models.Model):
    """Which notices somebody does not want, and whether any come by mail; without a row: all of them, by mail too."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choice")
    unwanted = models.JSONField(default=list)
    by_mail = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person)
