"""Serves the site with granian's WSGI server, one worker: `python -m plain_wagtail.serving PORT`."""

from __future__ import annotations

import os
import sys
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels


def make() -> Any:
    """The application, made by granian in its worker."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "plain_wagtail.settings"
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


if __name__ == "__main__":
    Granian(
        "plain_wagtail.serving:make",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=1,
        # One thread: more of them only wait for each other, and cost CPU time.
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()
