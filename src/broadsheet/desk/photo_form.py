"""The form by which photos come in at the desk: every file is judged before anything opens it.

Wagtail makes all its forms for images from this one: the single upload, the upload of many, the one in the chooser, and
a new file for a photo that is there.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.stories import photo_bans
from broadsheet.wire import picture_files
from broadsheet.wire.errors import PictureRefused


class PhotoFileField(WagtailImageField):
    """Refuses what the wire refuses, with the same sentence."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            if data.size > picture_files.MAX_BYTES:
                raise ValidationError(
                    self.error_messages["file_too_large"]
                    % {"file_size": data.size, "max_filesize": self.max_upload_size_text}
                )
            data.seek(0)
            raw = data.read()
            data.seek(0)
            try:
                picture_files.judge(raw, data.name)
                photo_bans.refuse_killed(raw)
            except PictureRefused as error:
                raise ValidationError(error.reason, code="refused") from error
        return super().to_python(data)


class PhotoForm(BaseImageForm):
    """Wagtail's form of an image, with our field for its file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = self.fields.get("file")
        if isinstance(present, forms.FileField):
            ours = PhotoFileField(label=present.label, required=present.required, widget=present.widget)
            ours.help_text = present.help_text
            self.fields["file"] = ours
