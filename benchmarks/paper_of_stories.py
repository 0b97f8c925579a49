"""Makes a paper of many stories in an empty folder: `python -m paper_of_stories FOLDER COUNT`."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

from broadsheet.cli.new import make_paper
from broadsheet.paperfile import FILE_NAME

SECTIONS = ["National", "World", "Business", "Sport", "Life"]


def make(folder: Path, count: int) -> None:
    """A paper of five sections and `count` stories, none of them pressed yet."""
    make_paper(folder, name="The Gazette", languages=["en"], timezone="Asia/Phnom_Penh", sections=SECTIONS)
    # No peer draws a picture for each story that has none.
    settings = folder / FILE_NAME
    text = re.sub(r"^share_cards_from = .*$", "share_cards_from = 9999-12-31", settings.read_text("utf-8"), flags=re.M)
    settings.write_text(text, "utf-8")
    from django.utils import timezone

    from broadsheet.demo.bulk import make_stories

    make_stories(count, now=timezone.now())


if __name__ == "__main__":
    logging.disable(logging.INFO)
    make(Path(sys.argv[1]), int(sys.argv[2]))
