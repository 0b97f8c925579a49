"""Where copy comes from: what administrators have set for each source, and how the source does.

Source ──▶ SourceSecret    its password or key, sealed      Source ──▶ SourceHealth   when it was looked at, what failed
   ├─────▶ SourceSection   its words, our sections             └─────▶ SourceDay      items a day
   └─────▶ SeenPush        signatures that it has used
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from broadsheet import paperfile
from broadsheet.wire.hours import QuietHours
from broadsheet.wire.sealing import Secret, seal, unseal


class Source(models.Model):
    """Where copy comes from; an item of one source never touches those of another."""

    class Kind(models.TextChoices):
        FOLDER = "folder", "a folder of this machine"
        FEED = "feed", "an address on the web"
        MAILBOX = "mailbox", "a mailbox (IMAP)"
        PUSH = "push", "what its agency sends us"
        HAND = "hand", "what people hand in"

    class Login(models.TextChoices):
        NONE = "none", "nothing"
        BASIC = "basic", "name and password"
        BEARER = "bearer", "token (Bearer)"
        HEADER = "header", "key in a header"
        PARAMETER = "parameter", "key in the address"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FOLDER)
    active = models.BooleanField(default=True)
    every_seconds = models.PositiveIntegerField(
        default=60, validators=[MinValueValidator(5), MaxValueValidator(7 * 86_400)]
    )
    quiet_from = models.TimeField(null=True, blank=True, help_text="By the paper's clock.")
    quiet_until = models.TimeField(null=True, blank=True)
    address = models.CharField(max_length=2000, blank=True, help_text="Of the feed, or the mailbox's host.")
    mail_folder = models.CharField(max_length=200, default="INBOX")
    mail_done_folder = models.CharField(max_length=200, blank=True)
    login = models.CharField(max_length=10, choices=Login, default=Login.NONE)
    login_name = models.CharField(max_length=200, blank=True, help_text="Of the user, the header or the parameter.")
    fetches_files = models.BooleanField(default=False)
    default_language = models.CharField(max_length=20, blank=True)
    default_credit = models.CharField(max_length=120, blank=True)
    default_section = models.CharField(max_length=36, blank=True, help_text="What its translations share.")

    def __str__(self) -> str:
        return self.name

    @property
    def quiet_hours(self) -> QuietHours:
        """When it is not looked at, and its silence means nothing."""
        return QuietHours(self.quiet_from, self.quiet_until, paperfile.current().timezone)

    @property
    def secret(self) -> Secret:
        """Its password, token or key; an empty one where there is none.

        Errors: `SecretLost`.
        """
        row = SourceSecret.objects.filter(source=self).first()
        return unseal(row.sealed, key=paperfile.current().secret()) if row else Secret("")

    @property
    def has_secret(self) -> bool:
        return SourceSecret.objects.filter(source=self).exists()

    def keep_secret(self, secret: Secret) -> None:
        """Let `secret` take the place of what was there; an empty one is none."""
        SourceSecret.objects.filter(source=self).delete()
        if secret:
            SourceSecret.objects.create(source=self, sealed=seal(secret, key=paperfile.current().secret()))


class SourceSecret(models.Model):
    """A source's password, token or key, sealed under the paper's own secret."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.TextField(editable=False)

    def __str__(self) -> str:
        return "sealed"


class SourceHealth(models.Model):
    """How a source does, and where the next look goes on. Written by machines alone."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="health")
    next_look_at = models.DateTimeField(null=True, help_text="None: at once.")
    looked_at = models.DateTimeField(null=True)
    well_at = models.DateTimeField(null=True, help_text="When a look last ended well.")
    item_at = models.DateTimeField(null=True, help_text="When something new last came.")
    error = models.TextField(blank=True, help_text="Why the last look failed; empty where it did not.")
    error_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    silent_since = models.DateTimeField(null=True, help_text="Set where the silence is longer than usual.")
    lease = models.CharField(max_length=32, blank=True, help_text="Whose look this is, while it lasts.")
    lease_until = models.DateTimeField(null=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=300, blank=True)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["next_look_at"], name="wire_health_due")]

    def __str__(self) -> str:
        return self.error or "well"


class SourceDay(models.Model):
    """What a source sent on one day of the paper's own time zone."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    items = models.PositiveIntegerField(default=0)
    deliveries = models.PositiveIntegerField(default=0)
    longest_gap_seconds = models.PositiveIntegerField(default=0, help_text="Of the silences that ended on this day.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="wire_source_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.items}"


class SourceSection(models.Model):
    """What a source calls a section of ours: a category, a subject or its code."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="sections")
    word = models.CharField(max_length=200)
    section = models.CharField(max_length=36, help_text="What the section's translations share.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "word"], name="wire_source_word_once")]

    def __str__(self) -> str:
        return self.word


class SeenPush(models.Model):
    """A signature that a delivery came under, remembered for as long as it would still be good."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "signature"], name="wire_push_once")]
        indexes = [models.Index(fields=["seen_at"], name="wire_push_age")]

    def __str__(self) -> str:
        return self.signature
