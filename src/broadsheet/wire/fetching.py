"""Fetches over HTTP and HTTPS for the wire: the one function by which anything is.

    address ──▶ scheme, host, port, every answer of the resolver ──▶ pinned connection ──▶ bounded, decoded bytes
       ▲                                                                  │
       └───────────────── a redirect is an address like any other ◀───────┘

No proxy, cookie or netrc of the environment is used. Certificates are always verified.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Literal
from urllib.parse import quote, urlencode, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from broadsheet import __version__
from broadsheet.wire.addresses import Host, host_of
from broadsheet.wire.bounded_connection import PlainConnection, SecureConnection
from broadsheet.wire.characters import line
from broadsheet.wire.errors import FetchFailed, FetchRefused
from broadsheet.wire.reaching import Deadline, Resolver, Rules
from broadsheet.wire.sealing import Secret
from broadsheet.wire.unpacking import Unpacker

PORTS = {"http": 80, "https": 443}
_MIB = 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = "%/:=&?~#+!$,;'@()*[]"
LONGEST_WAIT_SECONDS = 24 * 3600

Login = Literal["none", "basic", "bearer", "header", "parameter"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, its redirects included. `body_bytes` holds before and after decompression, each."""

    redirects: int = 5
    seconds: float = 60.0
    header_bytes: int = 64 * 1024
    body_bytes: int = 64 * _MIB


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens the doors of one origin: that of `home`. They are sent nowhere else.

    `name` is the user's with "basic", the header's with "header", the parameter's with "parameter".
    """

    home: str
    login: Login = "none"
    name: str = ""
    secret: Secret = field(default_factory=lambda: Secret(""))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What we have already: only something newer is wanted."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. Where `is_new` is false the server has nothing newer, and `raw` is empty."""

    address: str
    """Where it came from in the end."""
    is_new: bool
    raw: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts."""

    scheme: str
    host: Host
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, Host, int]:
        return self.scheme, self.host, self.port


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Everything that stays the same from one fetch to the next."""

    rules: Rules
    limits: Limits = Limits()
    credentials: Credentials | None = None
    resolve: Resolver | None = None
    tls: ssl.SSLContext | None = None

    def fetch(self, address: str, *, conditions: Conditions | None = None) -> Fetched:
        """What lies at `address`.

        Errors: `FetchRefused` where the address or the answer is beyond what is allowed; `FetchFailed` where the server
        can't be reached, answers with an error or breaks off. Their sentences quote neither query nor credentials.
        """
        deadline = Deadline(self.limits.seconds)
        target = target_of(address)
        for _ in range(self.limits.redirects + 1):
            connection = self._connection(target, deadline)
            try:
                answer = self._ask(connection, target, conditions or Conditions())
                if answer.status not in _REDIRECTS:
                    return self._read(answer, address, target, deadline)
                following = answer.headers.get("location", "")
            except (HTTPError, HTTPException, OSError, ValueError) as error:
                raise FetchFailed(f"{target.host} {_what_happened(error)}.") from error
            finally:
                connection.close()
            if not following:
                raise FetchFailed(f"{target.host} sends us on without saying where to.")
            address = urljoin(address, following)
            target = self._next(target, target_of(address))
        raise FetchRefused(f"{target.host} sends us on more than {self.limits.redirects} times.")

    def _next(self, before: Target, after: Target) -> Target:
        if before.scheme == "https" and after.scheme != "https":
            raise FetchRefused(f"{before.host} sends us on to an address without HTTPS.")
        return after

    def _connection(self, target: Target, deadline: Deadline) -> HTTPConnection:
        kind = PlainConnection if target.scheme == "http" else SecureConnection
        connection = kind(str(target.host), target.port)
        connection.bind(
            target.host,
            rules=self.rules,
            usual=frozenset(PORTS.values()),
            deadline=deadline,
            resolve=self.resolve,
            header_bytes=self.limits.header_bytes,
        )
        if isinstance(connection, SecureConnection):
            connection.ssl_context = self.tls or ssl.create_default_context()
        return connection

    def _ask(self, connection: HTTPConnection, target: Target, conditions: Conditions) -> urllib3.HTTPResponse:
        headers = {
            "User-Agent": f"Broadsheet/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if conditions.etag:
            headers["If-None-Match"] = conditions.etag
        if conditions.last_modified:
            headers["If-Modified-Since"] = conditions.last_modified
        path = self._let_in(target, headers)
        connection.request("GET", path, headers=headers, preload_content=False, decode_content=False)
        return connection.getresponse()

    def _let_in(self, target: Target, headers: dict[str, str]) -> str:
        """Puts the credentials into `headers` or the path, where the target is theirs; returns the path."""
        own = self.credentials
        if own is None or own.login == "none" or target_of(own.home).origin != target.origin:
            return target.path
        secret = own.secret.reveal()
        if not (own.name + secret).isprintable() or (own.login != "basic" and not secret.isascii()):
            raise FetchRefused("The name or password of the source holds characters that HTTP can't carry.")
        if own.login == "basic":
            headers["Authorization"] = "Basic " + b64encode(f"{own.name}:{secret}".encode()).decode()
        elif own.login == "bearer":
            headers["Authorization"] = f"Bearer {secret}"
        elif own.login == "header":
            headers[own.name] = secret
        else:
            joint = "&" if "?" in target.path else "?"
            return f"{target.path}{joint}{urlencode({own.name: secret})}"
        return target.path

    def _read(self, answer: urllib3.HTTPResponse, address: str, target: Target, deadline: Deadline) -> Fetched:
        if answer.status == 304:
            return Fetched(address, is_new=False)
        if answer.status != 200:
            raise FetchFailed(
                f"{target.host} answered {answer.status} {line(answer.reason or '')[:60]}".rstrip() + ".",
                wait_seconds=_seconds(answer.headers.get("retry-after", "")),
            )
        most = self.limits.body_bytes
        if _seconds(answer.headers.get("content-length", "")) > most or int(answer.length_remaining or 0) > most:
            raise _too_large(target, most)
        raw = b"".join(self._decoded(answer, target))
        return Fetched(
            address,
            is_new=True,
            raw=raw,
            content_type=answer.headers.get("content-type", "")[:200],
            etag=_header(answer, "etag"),
            last_modified=_header(answer, "last-modified"),
        )

    def _decoded(self, answer: urllib3.HTTPResponse, target: Target) -> Iterator[bytes]:
        """The body in pieces, decompressed, at most `limits.body_bytes` of what is sent and of what it becomes."""
        most = self.limits.body_bytes
        coding = line(answer.headers.get("content-encoding", "")).lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchRefused(f"{target.host} packs its answer as {coding[:40]!r}, which was not asked for.")
        unpacker = Unpacker(coding) if coding not in ("", "identity") else None
        sent = made = 0
        for piece in _pieces(answer):
            sent += len(piece)
            if sent > most:
                raise _too_large(target, most)
            for part in unpacker.unpack(piece) if unpacker else (piece,):
                made += len(part)
                if made > most:
                    raise _too_large(target, most)
                yield part
        if unpacker is not None and not unpacker.is_whole:
            raise FetchFailed(f"{target.host} broke off before its answer was whole.")


def target_of(address: str) -> Target:
    """Scheme, host, port and path of an absolute address.

    Errors: `FetchRefused`, with a sentence that quotes no more of it than its host.
    """
    if not address.isprintable() or "\\" in address or len(address) > 4000:
        raise FetchRefused("The address holds characters that no address has, or is too long.")
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise FetchRefused("The address can't be understood.") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchRefused(f"Only http: and https: are fetched from, not {scheme[:20] + ':' if scheme else 'this'}.")
    if not parts.hostname:
        raise FetchRefused("The address names no host.")
    if "@" in parts.netloc:
        raise FetchRefused("The address holds a name or password. Put them into the fields that are for them.")
    host = host_of(parts.hostname)
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Target(scheme, host, port if port is not None else PORTS[scheme], path)


def _pieces(answer: urllib3.HTTPResponse) -> Iterator[bytes]:
    yield from answer.stream(_CHUNK, decode_content=False)


def _header(answer: urllib3.HTTPResponse, name: str) -> str:
    """A header that is sent back later; one that is too long or not printable counts as none."""
    value = answer.headers.get(name, "")
    return value if value.isprintable() and value.isascii() and len(value) <= 300 else ""


def _seconds(text: str) -> int:
    return min(int(text), 2**62) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _too_large(target: Target, most: int) -> FetchRefused:
    return FetchRefused(f"{target.host} sends more than {most // _MIB} MiB, which is the most that is taken at once.")


def _what_happened(error: Exception) -> str:
    """What went wrong on the way, without the words of libraries, which may quote what was sent."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that can't be trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "speaks no HTTPS that can be understood"
        if isinstance(cause, TimeoutError):
            return "took too long"
        if isinstance(cause, ConnectionError):
            return "closed the connection"
        cause = cause.__cause__ or cause.__context__
    return "broke off or sent what is no HTTP"
