"""The Media Topics in the desk database, and which of them each source's own codes mean."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from broadsheet.wire.topics.codes import medtop


class MediaTopic(models.Model):
    """One topic of IPTC's, as its last loaded release has it. `means_now` is another code for a retired one."""

    code = models.CharField(max_length=8, unique=True)
    names = models.JSONField(default=dict, help_text="Language → name.")
    broader = models.CharField(max_length=8, blank=True, db_index=True)
    retired_on = models.DateField(null=True)
    modified_on = models.DateField(null=True)
    successor = models.CharField(max_length=8, blank=True, help_text="What a retired topic itself names in its stead.")
    means_now = models.CharField(max_length=8, blank=True, help_text="What stands for it today.")
    same = models.JSONField(default=list, help_text="IPTC's older subject codes that mean the same.")
    close = models.JSONField(default=list, help_text="Subject codes that mean nearly the same.")

    class Meta:
        default_permissions = ()
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name("en")

    def name(self, language: str) -> str:
        """Its name in that language, else in English, else its code."""
        names: dict[str, str] = self.names
        return names.get(language) or names.get("en") or self.code


class CodeMapping(models.Model):
    """A code of a source's own and a Media Topic that it means; without a source, one of IPTC's subject codes."""

    source = models.ForeignKey("wire.Source", on_delete=models.CASCADE, null=True, related_name="code_mappings")
    scheme = models.CharField(
        max_length=200,
        blank=True,
        help_text="The list that the code is from, as it comes with items. Empty: any.",
    )
    code = models.CharField(max_length=200, help_text="As it comes with items, or the name where no code comes.")
    topic = models.CharField("Media Topic", max_length=8, help_text="Eight digits, such as 15000000 for sport.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "scheme", "code", "topic"], name="wire_code_once"),
        ]
        indexes = [models.Index(fields=["code", "source"], name="wire_code")]
        ordering = ["source", "scheme", "code"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code} → {self.topic}"

    def clean(self) -> None:
        code = medtop(self.topic)
        if not code:
            raise ValidationError({"topic": "A Media Topic has eight digits, such as 15000000 for sport."})
        if MediaTopic.objects.exists() and not MediaTopic.objects.filter(code=code).exists():
            raise ValidationError({"topic": f"No loaded Media Topic has the code {code}."})
        self.topic = code


class TopicRefiling(models.Model):
    """What came in before a release or a map was loaded, and is still to be filed by it (see `topic_refiling`)."""

    source = models.OneToOneField("wire.Source", on_delete=models.CASCADE, null=True, help_text="Empty: every source.")
    after_version = models.BigIntegerField(default=0, help_text="The last version that is done.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"after version {self.after_version}"
