"""What somebody decided about the rights in a photo, which its owner's words alone would have kept from readers."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RightsDecision(models.Model):
    """One decision: who, when, why, and which grounds it answers (see `stories.photo_rights`).

    It holds for one story and its translations, or, where `story` is empty, wherever the photo is used. It answers the
    grounds that stood when it was made; one that comes later, such as another end of the rights, needs another one.
    """

    photo = models.ForeignKey("stories.Photo", on_delete=models.CASCADE, related_name="rights_decisions")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, null=True, related_name="+")
    grounds = models.JSONField(default=list, help_text="The names of the grounds, as they stood.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=254, help_text="Who decided, also when that person has left.")
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"photo {self.photo_id}: {', '.join(self.grounds)}"
