"""Connections that reach only a checked address, and give no server more time, lines or header than are due."""

from __future__ import annotations

import http.client
import io
import socket
from functools import partial
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from broadsheet.wire.addresses import Host
from broadsheet.wire.errors import FetchRefused
from broadsheet.wire.reaching import Deadline, Resolver, Rules, connect

_LONGEST_LINE = 64 * 1024


class Metered(io.RawIOBase):
    """What a socket sends: every read within what is left of the time, and no more bytes than are allowed."""

    def __init__(self, connection: socket.socket, deadline: Deadline, most: int) -> None:
        self._socket, self._deadline = connection, deadline
        self._file = connection.makefile("rb", buffering=0)
        self._left: int | None = most

    def allow(self, most: int | None) -> None:
        """From now on so many bytes; None for as many as come, where somebody else counts."""
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._deadline.remaining())
        got = self._file.readinto(buffer) or 0
        if self._left is not None:
            self._left -= got
            if self._left < 0:
                raise FetchRefused("The server sends more than what was asked for needs.")
        return got

    def close(self) -> None:
        self._file.close()
        super().close()


class BoundedLines(io.BufferedReader):
    """No line without an end: those between the pieces of a chunked body are read whole."""

    def readline(self, size: int | None = -1, /) -> bytes:
        bounded = size if size is not None and 0 <= size <= _LONGEST_LINE else _LONGEST_LINE + 2
        found = super().readline(bounded)
        if len(found) > _LONGEST_LINE + 1:
            raise FetchRefused("The server sends a line that does not end.")
        return found


class _Response(http.client.HTTPResponse):
    meter: Metered

    def begin(self) -> None:
        super().begin()
        self.meter.allow(None)


class PlainConnection(HTTPConnection):
    """`bind` first; then as any connection of urllib3."""

    def bind(
        self, host: Host, *, rules: Rules, usual: frozenset[int], deadline: Deadline,
        resolve: Resolver | None, header_bytes: int,
    ) -> None:  # fmt: skip
        self._deadline = deadline
        self._connect = partial(
            connect, host, int(self.port), rules=rules, usual=usual, deadline=deadline, resolve=resolve
        )

        def response(connection: socket.socket, *args: Any, **options: Any) -> _Response:
            made = _Response(connection, *args, **options)
            made.fp.close()
            made.meter = Metered(connection, deadline, header_bytes)
            # Small enough that what is read ahead of the body does not count much.
            made.fp = BoundedLines(made.meter, 4096)
            return made

        self.response_class = response  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        connection = self._connect()
        # Also the most that a handshake and the sending of the request may take, each.
        connection.settimeout(self._deadline.remaining())
        return connection


class SecureConnection(PlainConnection, HTTPSConnection):
    """The same with TLS: the certificate is verified for the name, whatever address the name led to."""
