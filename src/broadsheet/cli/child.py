"""What every process of a running paper does first: its log, its signals, and the promise to die with its parent."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def begin() -> threading.Event:
    """Set the process up and return the event that is set when it must end."""
    die_with_parent()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


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
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)
