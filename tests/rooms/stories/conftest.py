"""What tests of stories share: a clock that everybody reads, and a database that refuses press orders."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from cast import NOW
from clock import Clock
from django.db import OperationalError, connection
from django.utils import timezone


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The moment that everybody reads, ours and Wagtail's; ask for it with `usefixtures`, before the cast is made."""
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def no_orders() -> Callable[[], AbstractContextManager[None]]:
    """While it is open, the database refuses to store a press order, as on a full disk."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "press_order"'):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(refuse)
