"""The wire's rows in the desk database: what was delivered, what it says, and every version of it.

Source ──▶ RawItem   the bytes, kept as they came
   └─────▶ Item ──▶ Version ──▶ ItemPicture
             └── current: the version whose words are shown; a cancellation sets `status` and never blanks it
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models

from broadsheet import paperfile
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Status
from broadsheet.wire.source_models import (
    SeenPush,
    Source,
    SourceDay,
    SourceHealth,
    SourceSecret,
    SourceSection,
)

__all__ = [
    "Item", "ItemPicture", "RawItem", "SeenPush", "Source", "SourceDay", "SourceHealth", "SourceSecret",
    "SourceSection", "Version", "picture_folder", "picture_storage",
]  # fmt: skip


def picture_storage() -> FileSystemStorage:
    """Where the wire's pictures lie: `data/wire/` of the paper, outside of what readers can ask for."""
    return FileSystemStorage(location=picture_folder(), base_url=None)


def picture_folder() -> Path:
    return paperfile.current().data / "wire"


class RawItem(models.Model):
    """One delivery, byte for byte. Stored and committed before anything reads it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        REFUSED = "refused"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="raw_items")
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    name = models.CharField(max_length=300, help_text="As delivered: a file's name or an address.")
    content = models.BinaryField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    format = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True, help_text="Why it, or a part of it, was refused.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="wire_raw_once")]
        indexes = [
            models.Index(fields=["outcome", "-received_at"], name="wire_raw_outcome"),
            models.Index(fields=["source", "-received_at"], name="wire_raw_source"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.outcome})"


class Item(models.Model):
    """One agency item through all its versions."""

    class State(models.TextChoices):
        NEW = "new"
        SEEN = "seen"
        USED = "used"
        DECLINED = "declined", "not for us"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    guid = models.CharField(max_length=300)
    current = models.ForeignKey("Version", on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in Status])
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    received_at = models.DateTimeField(help_text="When its last version came that changed it.")
    # What the inbox shows and filters by, in step with `current`: see `filing`.
    headline = models.TextField(blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    subjects = models.CharField(max_length=200, blank=True)
    section = models.BigIntegerField(null=True, help_text="Where in the paper its subjects would put it.")
    version_count = models.PositiveIntegerField(default=0)
    picture_count = models.PositiveIntegerField(default=0)
    group = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The first of those that say the same.",
    )
    thread = models.CharField(
        max_length=200,
        blank=True,
        help_text="What ties it to others of its source, where its format knows no identity.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="wire_item_once")]
        indexes = [
            models.Index(
                fields=["source", "thread", "-received_at"], name="wire_item_thread", condition=~models.Q(thread="")
            ),
            models.Index(fields=["-received_at", "-id"], name="wire_item_newest"),
            models.Index(fields=["state", "-received_at"], name="wire_item_state"),
            models.Index(fields=["source", "-received_at"], name="wire_item_source"),
            models.Index(fields=["section", "-received_at"], name="wire_item_section"),
            models.Index(fields=["urgency", "-received_at"], name="wire_item_urgency"),
            models.Index(fields=["status", "-received_at"], name="wire_item_status"),
            models.Index(fields=["language", "-received_at"], name="wire_item_language"),
        ]

    def __str__(self) -> str:
        return self.current.headline if self.current else self.guid


class Mark(models.Model):
    """Who set an item's state at the desk, and when; by the last number an open list learns of a change."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="marks")
    state = models.CharField(max_length=10, choices=Item.State)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"


class Likeness(models.Model):
    """The signature of an item's body, by which it is told whether another says the same (see `likeness`)."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="likeness")
    signature = models.BinaryField()

    class Meta:
        verbose_name_plural = "likenesses"

    def __str__(self) -> str:
        return f"signature of item {self.item_id}"


class Band(models.Model):
    """A part of a signature: items that share one are compared. Kept for a few days."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField()

    class Meta:
        # With the item in it: who shares a band is told from the index alone.
        indexes = [models.Index(fields=["value", "item"], name="wire_band_shared")]

    def __str__(self) -> str:
        return f"band {self.value} of item {self.item_id}"


class Version(models.Model):
    """One version of an item, as understood when it came; never changed and never deleted."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    raw = models.ForeignKey(RawItem, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=100)
    version_created = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=10)
    what = models.CharField(max_length=12, help_text="What it was to the versions before it.")
    kind = models.CharField(max_length=40)
    headline = models.TextField()
    fingerprint = models.CharField(max_length=64)
    dispatch_json = models.TextField()
    warnings = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="Codes of the Media Topics that its subjects mean.")
    carried = models.BooleanField(
        default=True, help_text="Whether what it changes was carried to the stories made from its item."
    )

    class Meta:
        indexes = [
            models.Index(fields=["item", "-received_at"], name="wire_version_newest"),
            models.Index(fields=["id"], name="wire_version_left", condition=models.Q(carried=False)),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (version {self.version})"

    @property
    def dispatch(self) -> Dispatch:
        """The dispatch as it was read."""
        return msgspec.json.decode(self.dispatch_json, type=Dispatch)


class ItemPicture(models.Model):
    """A picture that came with a version; `file` is empty while its file is not here."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    guid = models.CharField(max_length=300, db_index=True)
    picture_json = models.TextField()
    file = models.FileField(storage=picture_storage, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="wire_picture_once")]

    def __str__(self) -> str:
        return self.guid

    @property
    def picture(self) -> DispatchPicture:
        """The picture's words as they were read."""
        return msgspec.json.decode(self.picture_json, type=DispatchPicture)


# Below, as they point to `Source`.
from broadsheet.wire.picture_models import MissingPicture as MissingPicture  # noqa: E402
from broadsheet.wire.topic_models import CodeMapping as CodeMapping  # noqa: E402
from broadsheet.wire.topic_models import MediaTopic as MediaTopic  # noqa: E402
from broadsheet.wire.topic_models import TopicRefiling as TopicRefiling  # noqa: E402
