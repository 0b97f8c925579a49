"""The server that a kiosk runs in: granian, with the options that were measured to serve it best."""

from __future__ import annotations

from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes, TaskImpl
from granian.log import LogLevels
from granian.server import MPServer


def server(
    target: str,
    port: int,
    *,
    host: str = "127.0.0.1",
    workers: int = 1,
    log_level: LogLevels = LogLevels.info,
) -> MPServer:
    """A server of what the function `target` ("module:function") makes; its `serve()` runs until SIGTERM or SIGINT.

    Each worker is a process with a kiosk of its own; they share the edition and the ranking. Asyncio's tasks, because
    granian's own, a little faster, can't be cancelled: a slow sender of beacons would never be cut off.
    """
    return MPServer(
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
        websockets=False,
        respawn_failed_workers=True,
        log_level=log_level,
    )
