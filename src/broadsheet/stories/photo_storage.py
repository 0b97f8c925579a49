"""Where uploaded photos lie: each is on the disk before the desk says that it is saved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files in MEDIA_ROOT, whole after a loss of power too.

    The row that names a photo is durable when its transaction is over; Django's own storage would leave the file to the
    system's leisure, and a row could name an empty one.
    """

    def _save(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(kept))
        _sync(path)
        for folder in path.parents:
            _sync(folder)
            if folder == Path(self.location):
                break
        return kept


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
