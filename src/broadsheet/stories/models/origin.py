"""Which dispatch a story or a photo was made from."""

from __future__ import annotations

from django.db import models


class StoryOrigin(models.Model):
    """A story made from a wire item, and the version of it that our text rests on."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="origins")
    item = models.ForeignKey("wire.Item", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("wire.Version", on_delete=models.PROTECT, related_name="+")
    revision_id = models.PositiveBigIntegerField(
        default=0, help_text="The draft that was made from that version; a later one is an editor's."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "item"], name="once_an_item")]

    def __str__(self) -> str:
        return f"story {self.story_id} from item {self.item_id}"


class PhotoOrigin(models.Model):
    """A photo made from a picture of the wire: by it a cancellation finds the photo, whichever story shows it."""

    photo = models.ForeignKey("stories.Photo", on_delete=models.CASCADE, related_name="origins")
    picture = models.ForeignKey("wire.ItemPicture", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["photo", "picture"], name="once_a_picture")]

    def __str__(self) -> str:
        return f"photo {self.photo_id} from picture {self.picture_id}"
