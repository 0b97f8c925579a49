"""The server that a kiosk runs in: granian, with the options that were measured to serve it best.

    main process ── owns the port's one queue; answers the inner port (metrics); a thread takes the signals
       ├─ worker    a kiosk of its own: granian's thread sends what is ready, the loop's does the rest
       └─ worker    …

SIGHUP puts new workers in the old ones' place, with the settings and the code that lie on the disk by then. All of them
take connections from one queue, so none is lost on the way. SIGTERM lets what is being answered be finished, for
`STOP_SECONDS` at most: then workers that still run are killed.
"""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import granian.net
import granian.server.mp
from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from broadsheet.kiosk import metrics

logger = logging.getLogger("broadsheet.kiosk")

HEADER_SECONDS = 10
"""A request's head must be whole by then, and a connection that waits for its next request is let go."""

LONGEST_HEAD = 32 * 1024
"""Bytes of a request's head, and of what is read ahead of a body."""

CONNECTIONS = 8192
"""Open at once in each worker. Those who only sit there must not keep others out."""

QUEUE = 2048

SILENT_SECONDS = 5
"""A connection waits in the queue until something is asked on it, or so long."""

SPARE_FILES = 256
"""Open files beside connections: photos on their way, the edition, the ranking."""

RELOAD_SECONDS = 2.0
"""From the start of a new worker to the end of the old one: it must be serving by then."""

LAST_ANSWERS_SECONDS = 30
"""What an old worker may take, after that, to finish what it is answering."""

STOP_SECONDS = 5.0
"""The same, for all workers together, where the kiosk is told to end. The supervisor waits for 15, Docker for 10."""

SWITCH_SECONDS = 0.0005
"""For how long the loop's thread may hold the interpreter while granian's waits to send a page. Python's own 0.005 was
what readers noticed most of a flood of beacons."""

ENDING = (signal.SIGINT, signal.SIGTERM)
HEEDED = (*ENDING, signal.SIGHUP)


class PromptServer(MPServer):
    """granian, but told to end it ends, whatever it and its workers are at.

    granian sets an event in its signal handler, which runs in the thread that may hold the event's lock just then, and
    it waits for ever for a worker that missed the word to end, as one does that hasn't begun to serve. So signals are
    blocked here and taken by a thread. A worker is born with them blocked: it must unblock them.
    """

    stop_seconds = STOP_SECONDS

    def startup(self, *rest: Any) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, HEEDED)
        threading.Thread(target=self._heed_signals, name="signals", daemon=True).start()
        super().startup(*rest)  # type: ignore[no-untyped-call]

    def _heed_signals(self) -> None:
        while signal.sigwait(HEEDED) not in ENDING:
            self.signal_handler_reload()  # type: ignore[no-untyped-call]
        self.interrupt_signal = True
        latest = time.monotonic() + self.stop_seconds
        while True:
            # More than once: granian clears it after other news.
            self.main_loop_interrupt.set()
            if time.monotonic() >= latest:
                for worker in multiprocessing.active_children():
                    worker.kill()
            time.sleep(0.1)

    def _respawn_workers(self, workers: list[int], *rest: Any, **how: Any) -> None:
        for number in workers:
            if not self.interrupt_signal:
                super()._respawn_workers([number], *rest, **how)


class KioskServer(PromptServer):
    """A prompt server whose workers share one queue, load the code on the disk, and send what is ready at once.

    granian gives each worker a queue of its own on Linux, whose connections die with it. Workers hear what was said
    while they were born as soon as their loop runs.
    """

    def _init_shared_socket(self) -> None:
        holder: Any = granian.net.SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()  # type: ignore[attr-defined]
        shared: dict[str, Any] = {"_ssp": None, "_shd": holder, "_sfd": holder.get_fd()}
        shared["_sso"] = queue = socket.socket(fileno=shared["_sfd"])
        queue.set_inheritable(True)
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            # A worker that ends closes connections on which nothing has been asked. So it gets none of these.
            queue.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_SECONDS)
        vars(self).update(shared)

    @staticmethod
    def _spawn_rsgi_worker(number: int, name: str | None, load: Callable[[], Any], *rest: Any) -> None:
        def load_anew() -> Any:
            # This runs in the new process, in which nothing else is served. It holds the main process's modules.
            for module in [known for known in sys.modules if known.partition(".")[0] == "broadsheet"]:
                del sys.modules[module]
            sys.setswitchinterval(SWITCH_SECONDS)
            kiosk = load()
            from broadsheet.kiosk.at_once import AtOnce

            def scheduler(loop: Any, callback: Any, **_: Any) -> AtOnce:
                # uvloop forgets signals that come before it runs.
                loop.call_soon(signal.pthread_sigmask, signal.SIG_UNBLOCK, HEEDED)
                return AtOnce(loop, callback, kiosk.answer_at_once)

            vars(granian.server.mp)["_new_cbscheduler"] = scheduler
            return kiosk

        MPServer._spawn_rsgi_worker(number, name, load_anew, *rest)


def server(
    target: str,
    port: int,
    *,
    host: str = "127.0.0.1",
    workers: int = 1,
    log_level: LogLevels = LogLevels.info,
) -> KioskServer:
    """A server of what the function `target` ("module:function") makes; its `serve()` runs until SIGTERM or SIGINT.

    Each worker is a process with a kiosk of its own; they share the edition and the ranking. Asyncio's tasks, because
    granian's own, a little faster, can't be cancelled: a slow sender of beacons would never be cut off.
    """
    return KioskServer(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        runtime_threads=1,
        runtime_mode=RuntimeModes.st,
        loop=Loops.uvloop,
        task_impl=TaskImpl.asyncio,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=LONGEST_HEAD),
        backlog=QUEUE,
        backpressure=allow_connections(CONNECTIONS),
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=RELOAD_SECONDS,
        workers_kill_timeout=LAST_ANSWERS_SECONDS,
        log_level=log_level,
    )


def with_inner_port(made: KioskServer, *, reports: Path, port: int, host: str = "127.0.0.1") -> KioskServer:
    """`made`, which will answer /metrics and /healthz on the inner `port` while it runs."""
    opened: list[Any] = []

    def begin() -> None:
        for left in reports.glob("kiosk-*.json"):
            left.unlink(missing_ok=True)
        try:
            opened.append(metrics.serve(reports, port, host=host))
        except OSError as error:
            logger.warning("The inner port %d can't be used (%s); readers are served without it.", port, error.strerror)

    made.on_startup(begin)
    made.on_shutdown(lambda: [inner.shutdown() for inner in opened])
    return made


def allow_connections(wished: int) -> int:
    """As many connections as the system lets this process and its children have, at most `wished`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wished + SPARE_FILES
    if soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(128, min(wished, soft - SPARE_FILES))
