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
_settings = paper_toml(name="The Test Courier", languages=["en", "km"], timezone="Asia/Phnom_Penh")
if os.environ.get("BROADSHEET_TEST_DATABASE") == "postgresql":
    from tests.postgres_server import server

    # Django makes a database beside this one for the tests.
    _settings = _settings.replace("[desk]\n", f'[desk]\ndatabase = "{server().new_database()}"\n')
(_folder / "paper.toml").write_text(_settings, "utf-8")
# paperfile.current() reads it when Django's settings are first imported, and remembers it.
os.environ["BROADSHEET_PAPER"] = str(_folder)

from broadsheet.settings.django import *  # noqa: E402, F403
