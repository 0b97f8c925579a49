"""Stories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from broadsheet.stories import clean_copy
from broadsheet.stories.models.blocks import BodyBlock
from broadsheet.stories.models.reader_page import ReaderPage


class Prominence(models.IntegerChoices):
    """How far up on a front a story may stand."""

    LEAD = 1, "Lead: first on the front"
    TOP = 2, "Top: beside the lead"
    NORMAL = 3, "Normal"
    BRIEF = 4, "Brief: only in its section"


class Story(ReaderPage):
    """One story in one language. `title` is its headline; its page in the tree lies under its section.

    Its address is made at first publication and kept in `StoryAddress`; a move between sections changes nothing there.
    """

    kicker = models.CharField(
        max_length=60, blank=True, help_text="A word or two above the headline: Analysis, Flooding."
    )
    standfirst = models.TextField(blank=True, help_text="One or two sentences below the headline.")
    dateline = models.CharField(max_length=120, blank=True, help_text="Where it was written: Siem Reap")
    lead_photo = models.ForeignKey("stories.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lead_caption = models.TextField("caption here", blank=True, help_text="Instead of the photo's own caption.")
    body = StreamField(BodyBlock(), blank=True)
    credit_line = models.CharField(max_length=120, blank=True, help_text="Whose copy this is, if not ours: AFP")
    prominence = models.PositiveSmallIntegerField(choices=Prominence.choices, default=Prominence.NORMAL)

    legal_risk = models.BooleanField(
        "legal risk",
        default=False,
        db_default=False,
        help_text="It could be sued over: the paper may ask for a second pair of eyes.",
    )

    content_panels = [
        FieldPanel("kicker"),
        FieldPanel("title", heading="Headline", help_text="As readers will see it."),
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                InlinePanel("story_bylines", label="Byline"),
                FieldRowPanel([FieldPanel("dateline"), FieldPanel("credit_line")]),
            ],
            heading="By",
        ),
        MultiFieldPanel([FieldPanel("lead_photo"), FieldPanel("lead_caption")], heading="Lead photo"),
        FieldPanel("body"),
        InlinePanel("story_topics", label="Topic", heading="Topics"),
        InlinePanel("corrections", label="Note to readers", heading="Corrections and other notes to readers"),
    ]
    promote_panels = [
        FieldPanel("prominence"),
        FieldPanel("legal_risk"),
        FieldPanel(
            "slug",
            heading="End of its address",
            help_text="Left empty, it is made of the headline. Its first publication fixes the address.",
        ),
        FieldPanel(
            "search_description",
            heading="Description for search engines",
            help_text="Left empty, the standfirst says it.",
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["stories.Section"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "stories"

    known_address: str | None = None
    """Its current address where a list has read those of all its rows at once."""

    def current_address(self) -> str:
        """Where readers find it, or would find it again; "" before its first publication."""
        if self.known_address is not None:
            return self.known_address
        if self.pk is None:
            return ""
        row = self.addresses.filter(current=True).values_list("address", flat=True).first()
        return row or ""

    def reader_address(self) -> str:
        return self.current_address() if self.live else ""


class StoryByline(Orderable):
    """A byline on a story, in the order in which they are printed."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="story_bylines")
    byline = models.ForeignKey("stories.Byline", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("byline")]


class StoryTopic(Orderable):
    """A topic of a story."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="story_topics")
    topic = models.ForeignKey("stories.Topic", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("topic")]


class StoryCorrection(models.Model):
    """A note below a story that says what was wrong in it or has become otherwise; it goes out with its draft."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction: it was wrong"
        CLARIFICATION = "clarification", "Clarification: it could be misread"
        UPDATE = "update", "Update: it has become otherwise"
        RETRACTION = "retraction", "Retraction: we no longer stand by it"

    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.CORRECTION)
    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField("what was wrong", help_text="For readers: what it said, and what is so.")

    panels = [FieldPanel("kind"), FieldPanel("text")]

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """What the form holds, without what no reader sees."""
        self.text = clean_copy.lines(self.text)
