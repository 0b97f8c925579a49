"""The desk's process: granian with Django's WSGI application."""

from __future__ import annotations

import os
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from broadsheet.cli.child import begin_worker, die_with_parent
from broadsheet.cli.opening import without_collecting
from broadsheet.paperfile import PaperFile, current


def make() -> Any:
    """The application, made by granian in its worker."""
    begin_worker()
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
    from django.core.wsgi import get_wsgi_application

    with without_collecting():
        return get_wsgi_application()


def serve(paper: PaperFile) -> None:
    """Serve until told to stop."""
    Granian(
        "broadsheet.cli.desk_process:make",
        factory=True,
        address=paper.host,
        port=paper.desk_port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # One that hasn't begun to serve can miss the word to end.
        workers_kill_timeout=8,
    ).serve()


if __name__ == "__main__":
    die_with_parent()
    serve(current())
