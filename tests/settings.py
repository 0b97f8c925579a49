"""Django's settings for tests and type checks: those of a throw-away paper, one for each process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from broadsheet.cli.paper_toml import paper_toml

_folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
_process = os.getpid()


@atexit.register
def _throw_away() -> None:
    # A forked child must not take its parent's paper along when it ends.
    if os.getpid() == _process:
        shutil.rmtree(_folder, ignore_errors=True)


(_folder / "data").mkdir()
(_folder / "theme").mkdir()
(_folder / "paper.toml").write_text(
    paper_toml(name="The Test Courier", languages=["en", "km"], timezone="Asia/Phnom_Penh"), "utf-8"
)
# paperfile.current() reads it when Django's settings are first imported, and remembers it.
os.environ["BROADSHEET_PAPER"] = str(_folder)

from broadsheet.settings.django import *  # noqa: E402, F403
