"""The desk's process: granian with Django's WSGI application."""

from __future__ import annotations

import gc
import os
import signal
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from broadsheet.cli.child import begin_worker, die_with_parent
from broadsheet.cli.opening import without_collecting
from broadsheet.kiosk.serving import HEEDED, PromptServer
from broadsheet.paperfile import PaperFile, current

COLLECT_AFTER = 20_000
"""So many objects made and not thrown away, and Python looks for garbage among them. At 700, its own figure, each
seventh request of an editor waited 0.1 to 0.16 s more, while it looked through all that Django and Wagtail keep."""

STOP_SECONDS = 8
"""What a request may take when the desk is told to end. The supervisor waits for 15, Docker for 10."""


def make() -> Any:
    """The application, made by granian in its worker."""
    begin_worker()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEEDED)
    return load()


def load() -> Any:
    """The application with all its addresses, views and forms, among which nobody looks for garbage any more."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
    with without_collecting():
        from django.core.wsgi import get_wsgi_application
        from django.urls import resolve

        application = get_wsgi_application()
        resolve("/desk/")
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    return application


class DeskServer(PromptServer):
    """A prompt server that gives an editor's request some more time to be finished."""

    stop_seconds = STOP_SECONDS


def serve(paper: PaperFile) -> None:
    """Serve until told to stop."""
    DeskServer(
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
        workers_kill_timeout=STOP_SECONDS,
    ).serve()


if __name__ == "__main__":
    die_with_parent()
    serve(current())
