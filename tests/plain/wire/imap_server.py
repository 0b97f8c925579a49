"""A small IMAP server on loopback with TLS: as much of RFC 3501 as a source needs, and what can go wrong."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

USER, PASSWORD = "wire@delta.example", 'high "tide" \\5'


@dataclass
class Message:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """`fails` are names of commands that are answered NO; `commands` is all that was said."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.folders: dict[str, list[Message]] = {"INBOX": [], "Taken": []}
        self.validity = 7
        self.fails: set[str] = set()
        self.echoes = False
        self.starts_plain = False
        """Speaks in clear until STARTTLS; with "STARTTLS" in `fails` it does not offer that."""
        self.clear: list[str] = []
        """What was said in clear."""
        self.sent_ahead = b""
        self.says_size: int | None = None
        self.commands: list[str] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def deliver(self, raw: bytes, folder: str = "INBOX") -> Message:
        uids = [message.uid for messages in self.folders.values() for message in messages]
        message = Message(max(uids, default=0) + 1, raw)
        self.folders[folder].append(message)
        return message

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        if self.starts_plain and not self._until_tls(plain):
            plain.close()
            return
        with contextlib.suppress(OSError, ssl.SSLError), self._tls.wrap_socket(plain, server_side=True) as connection:
            reader = connection.makefile("rb")
            if not self.starts_plain:
                connection.sendall(b"* OK [CAPABILITY IMAP4rev1] tides\r\n")
            selected: list[Message] = []
            for line in reader:
                tag, _, command = line.decode("utf-8").strip().partition(" ")
                self.commands.append(command)
                name = re.sub("^UID ", "", command.upper()).partition(" ")[0]
                untagged: list[bytes] = []
                outcome = "OK done"
                if name in self.fails:
                    outcome = f"NO {command if self.echoes else 'not now'}"
                elif name == "LOGIN":
                    quoted = PASSWORD.replace("\\", "\\\\").replace('"', '\\"')
                    good = command == f'LOGIN "{USER}" "{quoted}"'
                    outcome = "OK in" if good else f"NO {command if self.echoes else 'no'}"
                elif name == "SELECT":
                    folder = command.partition(" ")[2].strip('"')
                    if folder in self.folders:
                        selected = self.folders[folder]
                        untagged = [
                            f"* {len(selected)} EXISTS".encode(),
                            f"* OK [UIDVALIDITY {self.validity}]".encode(),
                        ]
                    else:
                        outcome = "NO no such folder"
                else:
                    untagged = self._of_messages(name, command, selected)
                for part in untagged:
                    connection.sendall(part + b"\r\n")
                connection.sendall(f"{tag} {outcome}\r\n".encode())
                if name == "LOGOUT":
                    return

    def _until_tls(self, plain: socket.socket) -> bool:
        offered = "" if "STARTTLS" in self.fails else " STARTTLS"
        plain.sendall(f"* OK [CAPABILITY IMAP4rev1{offered}] tides\r\n".encode())
        reader = plain.makefile("rb", buffering=0)
        for line in reader:
            tag, _, command = line.decode().strip().partition(" ")
            self.clear.append(command)
            if command == "STARTTLS":
                plain.sendall(f"{tag} OK begin\r\n".encode() + self.sent_ahead)
                return True
            plain.sendall(f"* CAPABILITY IMAP4rev1{offered}\r\n{tag} OK done\r\n".encode())
        return False

    def _of_messages(self, name: str, command: str, selected: list[Message]) -> list[bytes]:
        if name == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1"]
        if name == "LOGOUT":
            return [b"* BYE"]
        if name == "SEARCH":
            first = int(re.search(r"UID (\d+):\*", command)[1])  # type: ignore[index]
            uids = [message.uid for message in selected]
            found = [uid for uid in uids if uid >= first] or uids[-1:]
            return [f"* SEARCH {' '.join(map(str, found))}".encode()]
        if name == "EXPUNGE":
            selected[:] = [message for message in selected if "\\Deleted" not in message.flags]
            return []
        numbers = re.search(r" ([\d,]+)( |$)", command)
        wanted = {int(number) for number in numbers[1].split(",")} if numbers else set()
        answers = []
        for place, message in enumerate(selected, 1):
            if message.uid not in wanted:
                continue
            if "RFC822.SIZE" in command:
                size = self.says_size if self.says_size is not None else len(message.raw)
                answers.append(f"* {place} FETCH (UID {message.uid} RFC822.SIZE {size})".encode())
            elif name == "FETCH":
                if "PEEK" not in command:
                    message.flags.add("\\Seen")
                head = f"* {place} FETCH (UID {message.uid} BODY[] {{{len(message.raw)}}}\r\n".encode()
                answers.append(head + message.raw + b")")
            elif name == "COPY":
                self.folders[command.rpartition(" ")[2].strip('"')].append(Message(message.uid + 1000, message.raw))
            elif name == "STORE":
                message.flags.update(re.findall(r"\\\w+", command))
        return answers


@contextlib.contextmanager
def imap_server(tls: ssl.SSLContext) -> Iterator[ImapServer]:
    server = ImapServer(tls)
    try:
        yield server
    finally:
        server.close()
