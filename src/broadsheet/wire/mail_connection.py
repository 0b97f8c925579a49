"""Speaks IMAP with a checked host over TLS, and takes no more of what it says than was asked for.

port 993   TLS from the first byte
port 143   STARTTLS before anything of ours is said; a server that does not offer it gets neither name nor password
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imap_tools.consts import MailMessageFlags
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from broadsheet.wire.addresses import Host, host_of
from broadsheet.wire.bounded_connection import BoundedLines, Metered
from broadsheet.wire.errors import FetchFailed, FetchRefused
from broadsheet.wire.formats import MAX_BYTES
from broadsheet.wire.reaching import Deadline, Reach, connect
from broadsheet.wire.sealing import Secret

PORT = 993
STARTTLS_PORT = 143
USUAL = frozenset({PORT, STARTTLS_PORT})
SMALL_ANSWER = 4 * 1024 * 1024
"""Of any command but the fetching of a message."""
_ADDRESS = re.compile(r"(?P<host>\[[^\]]+\]|[^:/@\s]+)(?::(?P<port>\d{1,5}))?")
_SIZE = re.compile(rb"\bUID (\d+)\b.*\bRFC822\.SIZE (\d+)|\bRFC822\.SIZE (\d+)\b.*\bUID (\d+)")
_FAULTS = (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError, EOFError, LookupError)


def target_of(address: str) -> tuple[Host, int]:
    """Host and port of `imap.example` or `imap.example:993`.

    Errors: `FetchRefused`.
    """
    found = _ADDRESS.fullmatch(address.strip())
    port = int(found["port"] or PORT) if found else 0
    if found is None or not 0 < port < 65536:
        raise FetchRefused("The mailbox's address must be a host, such as imap.example.")
    return host_of(found["host"]), port


class _Client(imaplib.IMAP4):
    """imaplib on a connection of ours."""

    meter: Metered

    def __init__(self, host: str, port: int, connection: socket.socket, deadline: Deadline) -> None:
        self._given, self._deadline = connection, deadline
        super().__init__(host, port)

    def open(self, host: str = "", port: int = PORT, timeout: float | None = None) -> None:
        self.host, self.port, self.sock = host, port, self._given
        self.meter = Metered(self._given, self._deadline, SMALL_ANSWER)
        self.file = BoundedLines(self.meter, 16 * 1024)

    def secure(self, context: ssl.SSLContext) -> None:
        """Go on over TLS. Nothing that the server said before counts: neither what it can do nor what it sent ahead."""
        if self.state != "NONAUTH" or "STARTTLS" not in self.capabilities:
            raise self.error("no STARTTLS")
        said, _ = self._simple_command("STARTTLS")
        if said != "OK":
            raise self.error("STARTTLS was refused")
        self._given = context.wrap_socket(self.sock, server_hostname=self.host)
        self.untagged_responses = {}
        self.open(self.host, self.port)
        self._get_capabilities()

    def read(self, size: int) -> bytes:
        found: bytes = self.file.read(size)  # type: ignore[assignment]
        if len(found) < size:
            raise EOFError("the connection ended within a message")
        return found

    def readline(self) -> bytes:
        found: bytes = self.file.readline()  # type: ignore[assignment]
        return found

    def send(self, data: Any) -> None:
        self.sock.settimeout(self._deadline.remaining())
        self.sock.sendall(data)


class _Box(BaseMailBox):
    client: _Client

    def __init__(self, client: _Client) -> None:
        self._made = client
        super().__init__()  # type: ignore[no-untyped-call, unused-ignore]

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


class Mailbox:
    """A mailbox that we are let into. Every failure is a `FetchFailed` that quotes nothing the server said."""

    def __init__(self, box: _Box, host: Host) -> None:
        self._box, self._host = box, host

    def select(self, folder: str) -> int:
        """Open `folder`; returns its UIDVALIDITY."""
        with self._sentence(f"The mailbox at {self._host} has no folder {folder!r}."):
            self._box.folder.set(_printable(folder))
            said = self._box.client.response("UIDVALIDITY")[1]
            return int(said[0] or 0)

    def new_messages(self, seen: int, most: int) -> list[tuple[int, int]]:
        """UID and size in bytes of the messages after UID `seen`, the oldest first, at most `most`."""
        with self._sentence(f"The mailbox at {self._host} does not say what lies in it."):
            uids = sorted({int(uid) for uid in self._box.uids(f"UID {seen + 1}:* UNDELETED")})
            # `n:*` always gives the last message, also where it comes before n.
            wanted = [uid for uid in uids if uid > seen][:most]
            if not wanted:
                return []
            data = self._fetched(",".join(map(str, wanted)), "(UID RFC822.SIZE)")
            sizes = {}
            for row in data:
                if isinstance(row, bytes) and (found := _SIZE.search(row)):
                    sizes[int(found[1] or found[4])] = int(found[2] or found[3])
            return [(uid, sizes.get(uid, MAX_BYTES)) for uid in wanted]

    def message(self, uid: int, size: int) -> bytes | None:
        """The message's bytes, left unseen; None where it is gone."""
        with self._sentence(f"The mailbox at {self._host} did not give message {uid}."):
            # What servers say of a message's size need not be exact.
            self._box.client.meter.allow(size + size // 8 + SMALL_ANSWER)
            data = self._fetched(str(uid), "(BODY.PEEK[])")
            self._box.client.meter.allow(SMALL_ANSWER)
            return next((bytes(row[1]) for row in data if isinstance(row, tuple)), None)

    def _fetched(self, uids: str, parts: str) -> list[Any]:
        said, data = self._box.client.uid("FETCH", uids, parts)
        if said != "OK":
            raise LookupError(said)
        return list(data)

    def put_away(self, uid: int, folder: str) -> None:
        """Move the message to `folder`; where that is empty, mark it as seen."""
        if folder:
            with self._sentence(f"A message can't be moved to the folder {folder!r} of the mailbox."):
                self._box.move([str(uid)], _printable(folder))
            return
        with self._sentence(f"The mailbox at {self._host} does not let us mark what was read."):
            self._box.flag([str(uid)], [MailMessageFlags.SEEN], True)

    @contextmanager
    def _sentence(self, words: str) -> Iterator[None]:
        try:
            yield
        except _FAULTS as error:
            raise FetchFailed(words) from error


@contextmanager
def opened(address: str, user: str, password: Secret, *, reach: Reach, deadline: Deadline) -> Iterator[Mailbox]:
    """The mailbox of `user` at `address`, logged out of at the end.

    Errors: `FetchRefused` where the host is not for us to reach, `FetchFailed` where it can't be or does not let us in.
    """
    host, port = target_of(address)
    plain = connect(host, port, rules=reach.rules, usual=USUAL, deadline=deadline, resolve=reach.resolve)
    with plain:
        client = _secured(plain, host, port, deadline, reach.tls)
        with client.sock:
            _log_in(client, host, user, password)
            yield Mailbox(_Box(client), host)
            with suppress(*_FAULTS, FetchFailed, FetchRefused):
                client.logout()


def _secured(plain: socket.socket, host: Host, port: int, deadline: Deadline, tls: ssl.SSLContext | None) -> _Client:
    try:
        plain.settimeout(deadline.remaining())
        context = tls or ssl.create_default_context()
        if port == STARTTLS_PORT:
            client = _Client(str(host), port, plain, deadline)
            client.secure(context)
            return client
        return _Client(str(host), port, context.wrap_socket(plain, server_hostname=str(host)), deadline)
    except ssl.SSLCertVerificationError as error:
        raise FetchFailed(f"{host} has a certificate that can't be trusted: {error.verify_message}.") from error
    except _FAULTS as error:
        how = "with STARTTLS" if port == STARTTLS_PORT else "over TLS"
        raise FetchFailed(f"{host} does not speak IMAP {how} on port {port}; no password was sent.") from error


def _log_in(client: _Client, host: Host, user: str, password: Secret) -> None:
    words = password.reveal()
    if not (user + words).isprintable():
        raise FetchRefused("The name or password of the mailbox holds characters that IMAP can't carry.")
    box = _Box(client)
    try:
        enter = box.login if (user + words).isascii() else box.login_utf8
        enter(user, words, initial_folder=None)
    except (imaplib.IMAP4.abort, OSError, EOFError):
        raise FetchFailed(f"{host} closed the connection while we gave our name.") from None
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError):
        # Without its cause: what the server says may hold what it was sent.
        raise FetchFailed(f"{host} does not accept the name or the password.") from None


def _printable(folder: str) -> str:
    if not folder.isprintable() or len(folder) > 200:
        raise ValueError("no name of a folder")
    return folder
