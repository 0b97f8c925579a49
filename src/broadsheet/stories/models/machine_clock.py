"""What the clocks of the machines that run schedulers showed, so that one that jumps is found out."""

from __future__ import annotations

from django.db import models


class MachineClock(models.Model):
    """One machine since it was started.

    `ahead` is by how many seconds its clock led the time since its start when a scheduler first looked, or when
    somebody last said that the clock is right. A clock that has jumped forward since stops the machine's schedulers.
    """

    boot = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=200)
    ahead = models.FloatField()
    jumped_at = models.DateTimeField(null=True, blank=True)
    """What the clock showed when the jump was noticed; empty where the clock is trusted."""
    jumped_by = models.FloatField(default=0.0)
    believed_by = models.CharField(max_length=254, blank=True)
    """Who last said that a clock that had jumped is right."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.host
