"""Connects to hosts outside: resolves a name once, checks every answer, and connects to a checked answer and no other.

    name ──▶ answers ──▶ all public, or opened by the paper's settings? ──▶ socket to the very address that was checked

Whatever leaves this machine for the wire, HTTP or IMAP, goes through `connect`.
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from broadsheet.wire.addresses import Address, Host, Network, Place, host_of, place_of, unwrapped
from broadsheet.wire.errors import FetchFailed, FetchRefused

Resolver = Callable[[str, int], Sequence[str]]
"""A name and a port → addresses as text; may raise OSError."""

_ENTRY = re.compile(r"(?P<host>\[[^\]]+\]|[^:]+)(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of the setting `[wire] hosts`; `port` 0 means the usual ones."""

    host: str | Network
    port: int = 0

    def covers(self, host: Host) -> bool:
        # A name that only leads to an opened address is not opened: whoever owns the name could turn it there.
        if isinstance(host, str):
            return self.host == host
        return not isinstance(self.host, str) and unwrapped(host) in self.host


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom the wire may connect to: public addresses on the usual ports, and what the paper's settings open."""

    opened: tuple[Opened, ...] = ()

    @staticmethod
    def of(entries: Iterable[str]) -> Rules:
        """Errors: `FetchRefused`, which names the entry that is neither host nor network."""
        return Rules(tuple(map(_opened, entries)))

    def check_port(self, host: Host, port: int, usual: frozenset[int]) -> None:
        """Errors: `FetchRefused`."""
        if port in usual or any(entry.port == port and entry.covers(host) for entry in self.opened):
            return
        allowed = " or ".join(map(str, sorted(usual)))
        raise FetchRefused(
            f"Port {port} of {host} is not fetched from, only {allowed}. An administrator of the machine may open it "
            f'with hosts = ["{host}:{port}"] below [wire] in paper.toml.'
        )

    def check_address(self, host: Host, address: Address) -> None:
        """Errors: `FetchRefused` where `address`, one of those that `host` leads to, is not for us to reach."""
        place = place_of(address)
        if place is Place.PUBLIC:
            return
        if place is Place.INSIDE and any(entry.covers(host) for entry in self.opened):
            return
        leads = f"leads to {address}, which" if isinstance(host, str) else "is an address that"
        raise FetchRefused(f"{host} {leads} lies inside the network or is nobody's: nothing is fetched from there.")


@dataclass(frozen=True, slots=True)
class Reach:
    """How the wire gets out. `resolve` and `tls` are the machine's own where they are None."""

    rules: Rules
    resolve: Resolver | None = None
    tls: ssl.SSLContext | None = None


class Deadline:
    """The end of the time that one fetch may take, all its hops together."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self._clock = seconds, clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Seconds left, more than none.

        Errors: `FetchFailed` where none are left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise FetchFailed(f"The server took longer than {self.seconds:.0f} seconds.")
        return left


def connect(
    host: Host, port: int, *, rules: Rules, usual: frozenset[int], deadline: Deadline, resolve: Resolver | None = None
) -> socket.socket:
    """A connection to `host`, to an address that was checked.

    Errors: `FetchRefused` where it or any of its addresses is not for us to reach, `FetchFailed` where it can't be.
    """
    rules.check_port(host, port, usual)
    answers = _answers(host, port, resolve or addresses_of, deadline)
    for address in answers:
        rules.check_address(host, address)
    why = "it has no address"
    for address in answers:
        family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(deadline.remaining())
            connection.connect((str(address), port))
        except FetchFailed:
            connection.close()
            raise
        except OSError as error:
            connection.close()
            why = error.strerror or "it does not answer"
            continue
        return connection
    raise FetchFailed(f"{host} can't be reached on port {port}: {why}.")


def addresses_of(name: str, port: int) -> list[str]:
    """What the machine's resolver knows of `name`."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def _answers(host: Host, port: int, resolve: Resolver, deadline: Deadline) -> list[Address]:
    if not isinstance(host, str):
        return [host]
    results: queue.Queue[Sequence[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            results.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            results.put(error if isinstance(error, OSError) else OSError(str(error)))

    # The resolver knows no time limit: it is left behind where it takes longer than we have.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = results.get(timeout=deadline.remaining())
    except queue.Empty:
        raise FetchFailed(f"Nobody answered in time where {host} is.") from None
    if isinstance(found, OSError):
        raise FetchFailed(f"The host {host} can't be found: {found.strerror or 'nobody knows it'}.") from found
    return [_address(text) for text in found]


def _address(text: str) -> Address:
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise FetchRefused(f"{text} is an address of one network card, which nothing is fetched from.")
    return address


def _opened(entry: str) -> Opened:
    text = entry.strip()
    if "/" in text:
        try:
            return Opened(ip_network(text))
        except ValueError as error:
            raise FetchRefused(f"{entry!r} is no network: {error}.") from error
    found = _ENTRY.fullmatch(text)
    port = int(found["port"] or 0) if found else 0
    if port > 65535 or (found is None and text.count(":") < 2):
        raise FetchRefused(f"{entry!r} is neither a host, a host with its port, nor a network.")
    host = host_of(found["host"] if found else text)
    return Opened(host if isinstance(host, str) else ip_network(str(unwrapped(host))), port)
