"""Has granian ask the kiosk for a ready answer in its own thread, before it gives a request to the event loop.

granian's thread:  request ──▶ answer_at_once ──yes──▶ sent
                                     └─no─┐
loop:                                     └─▶ task ──▶ __rsgi__ ──▶ sent

The way through the loop costs a coroutine, a task and two changes of thread: as much as all the rest of a hot page.
See docs/decisions/0020-ready-pages-bypass-the-event-loop.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from granian._granian import CallbackScheduler

from broadsheet.kiosk.protocol import Exchange, Scope

Answer = Callable[[Scope, Exchange], bool]

FAILURES = (ArithmeticError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError, ValueError)
"""What must not get out of granian's thread, which would never take up a request again."""


class AtOnce(CallbackScheduler):
    """Schedules requests as granian does for asyncio's tasks, but for those that `answer` has answered."""

    __slots__ = ()

    def __new__(cls, loop: asyncio.AbstractEventLoop, callback: Callable[[Any], Any], answer: Answer) -> AtOnce:
        # The others are for granian's own tasks.
        return super().__new__(cls, loop, callback, None, None, None)  # type: ignore[call-arg]

    def __init__(
        self, loop: asyncio.AbstractEventLoop, callback: Callable[[Any], Coroutine[Any, Any, None]], answer: Answer
    ) -> None:
        super().__init__()
        context = self._ctx

        def run(work: Coroutine[Any, Any, None], request: Any) -> None:
            request.taskref(loop.create_task(work))

        def schedule(request: Any) -> None:
            try:
                answered = answer(request.scope, request.proto)
            except FAILURES:
                # It fails again in the loop, where granian logs it and answers 500.
                answered = False
            if answered:
                request.done()
            else:
                loop.call_soon_threadsafe(run, callback(request), request, context=context)

        self._schedule_fn = schedule
