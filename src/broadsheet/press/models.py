"""The press's rows in the desk database: orders that wait, and pages that would not press."""

from __future__ import annotations

from django.db import models


class Order(models.Model):
    """Something changed, and the pages that read `key` must be looked at from `due_at` on.

    Written in the transaction of the act that changed it; crossed out (deleted) only when the edition holds the result.
    """

    key = models.CharField(max_length=200)
    due_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Failure(models.Model):
    """A page that could not be made; readers keep its last version until it can."""

    address = models.CharField(max_length=250, unique=True)
    recipe = models.CharField(max_length=60)
    template = models.CharField(max_length=120, blank=True)
    """What it was to be printed with; "" where it came not so far, or where no template is needed."""
    key = models.CharField(max_length=200, blank=True)
    """The first ordered key for which the page was looked at; "" where everything was pressed."""
    message = models.TextField()
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.address}: {self.message}"


class PressRun(models.Model):
    """What the desk may tell of the last runs: how many pages each looked at, made and changed."""

    run_at = models.DateTimeField(db_index=True)
    orders = models.PositiveIntegerField()
    looked_at = models.PositiveIntegerField()
    rendered = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    seconds = models.FloatField()
    addresses = models.JSONField(default=list, blank=True)
    """The addresses that readers get anew, articles first: some hundred at most, and of the last runs alone."""

    class Meta:
        verbose_name = "press run"

    def __str__(self) -> str:
        return f"{self.changed} pages at {self.run_at:%Y-%m-%d %H:%M:%S}"


class Purge(models.Model):
    """A cache in front of the kiosk must forget `address`, which the run `run` changed; the row goes when it has.

    The address "*" stands for everything.
    """

    address = models.CharField(max_length=1000)
    run = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    try_at = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    """Why it did not work the last time."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "address"], name="press_purge_once_a_run")]

    def __str__(self) -> str:
        return self.address


class PurgeMark(models.Model):
    """How far the edition's runs have been noted for purging; one row."""

    run = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "purge mark"

    def __str__(self) -> str:
        return f"noted to run {self.run}"
