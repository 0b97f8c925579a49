"""A server on loopback that answers as it is told, with or without TLS, certificates for it, and who may ask it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from broadsheet.wire.fetching import Fetcher, Limits
from broadsheet.wire.reaching import Rules

SMALL = Limits(seconds=20, body_bytes=1024 * 1024)

Answer = Callable[[bytes], Iterable[bytes]]
"""The head of a request → the pieces of what is sent back."""


def answer(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Server:
    """`requests` are the heads of all that was asked; `served` counts connections, also those that asked nothing."""

    def __init__(self, answering: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answering, self.tls = answering, tls
        self.requests: list[bytes] = []
        self.served = 0
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.close()
        for connection in self._open:
            connection.close()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.served += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self._open.append(connection)
            stack.callback(connection.close)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            self.requests.append(head)
            for part in self.answering(head):
                connection.sendall(part)


@contextlib.contextmanager
def serving(answering: Answer | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    fixed = answering
    server = Server((lambda _: [fixed]) if isinstance(fixed, bytes) else fixed, tls)
    try:
        yield server
    finally:
        server.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side for `name`, and the side of a client that trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client


def fetcher(*opened: str, limits: Limits = SMALL, **others: Any) -> Fetcher:
    """One that may also reach what is `opened`."""
    return Fetcher(Rules.of(opened), limits=limits, **others)


def local(port: int, **others: Any) -> Fetcher:
    """One that may also reach loopback on `port`."""
    return fetcher(f"127.0.0.1:{port}", **others)


def sends_on(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=to)
