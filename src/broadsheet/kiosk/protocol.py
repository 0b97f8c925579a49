"""The part of RSGI that the kiosk uses, as types: granian passes such objects.

Source: the RSGI specification 1.5 in granian's documentation.
"""

from __future__ import annotations

from typing import Protocol

from broadsheet.kiosk.headers import Headers


class RequestHeaders(Protocol):
    def get(self, key: str) -> str | None: ...


class Scope(Protocol):
    """`path` is decoded; `client` is "address:port"."""

    proto: str
    method: str
    path: str
    query_string: str
    client: str

    @property
    def headers(self) -> RequestHeaders: ...


class Exchange(Protocol):
    """One request's answer, and the body that came with it."""

    async def __call__(self) -> bytes:
        """The whole body, however long; to be asked for only where its length was announced."""

    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_file(self, status: int, headers: Headers, file: str) -> None: ...
    def response_file_range(self, status: int, headers: Headers, file: str, start: int, end: int) -> None: ...
