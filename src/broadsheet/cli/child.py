"""What every process of a running paper does first: its log, its signals, and the promise to die with its parent."""

from __future__ import annotations

import ctypes
import json
import logging
import multiprocessing
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

PR_SET_PDEATHSIG = 1

SUPERVISOR = "BROADSHEET_SUPERVISOR"
"""Names the process that started this one in its environment."""


def begin() -> threading.Event:
    """Set the process up and return the event that is set when it must end."""
    die_with_parent()
    log_to_stderr()
    return told_to_end()


def told_to_end() -> threading.Event:
    """An event that is set on SIGINT and SIGTERM.

    Not by the handlers: they run in the main thread, which may hold the event's lock just then and would wait for
    itself for ever.
    """
    stopping = threading.Event()
    told: SimpleQueue[int] = SimpleQueue()

    def heed() -> None:
        told.get()
        stopping.set()

    threading.Thread(target=heed, name="signals", daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda told_number, _: told.put(told_number))
    return stopping


def log_to_stderr() -> None:
    """Log what happens as lines for people, or, where BROADSHEET_LOG is "json", as one JSON object a line.

    Neither names a reader: nothing that the kiosk logs holds an address or a path that somebody asked for.
    """
    handler = logging.StreamHandler(sys.stderr)
    if os.environ.get("BROADSHEET_LOG") == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, pid, message; `error` and `figures` where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "pid": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        figures = getattr(record, "figures", None)
        if figures:
            told["figures"] = figures
        return json.dumps(told, ensure_ascii=False)


def begin_worker() -> None:
    """Set up a granian worker, which must not outlive its server: it holds the port."""
    # Until granian has set handlers of the worker's own, those of the server stand, and swallow the word to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent()


def die_with_parent() -> None:
    """Be told to end when the supervisor is gone, even if it was killed (Linux only; elsewhere nothing happens)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # It may have been killed before this line, while this process still loaded its code.
    if os.getppid() != _parent():
        sys.exit(0)


def _parent() -> int:
    """The process that started this one, whether it still runs or not, as far as that is known."""
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        return server.pid
    return int(os.environ.get(SUPERVISOR) or os.getppid())
