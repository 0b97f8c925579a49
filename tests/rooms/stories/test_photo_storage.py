"""A photo that the desk says is saved is on the disk, its folder's entry too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cast import make_photo
from django.conf import settings

from broadsheet.paperfile import PaperFile


def test_an_uploaded_photo_is_on_the_disk_before_its_row_is(paper: PaperFile, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    path = Path(make_photo("Boats").file.path)
    assert synced == [path, path.parent, Path(settings.MEDIA_ROOT)]
