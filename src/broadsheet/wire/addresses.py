"""Judges hosts and addresses: which lie inside a network and must never be fetched from, however they are spelt.

127.0.0.1 = 2130706433 = 0x7f.1 = 0177.0.0.01 = [::ffff:7f00:1] = [64:ff9b::7f00:1] = １２７。０。０。１
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from broadsheet.wire.errors import FetchRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Host = str | IPv4Address | IPv6Address
"""A name in lower-case ASCII, or an address."""


class Place(StrEnum):
    """Where an address lies. "inside" may be opened by the paper's settings, "nowhere" never."""

    PUBLIC = "public"
    INSIDE = "inside"
    NOWHERE = "nowhere"


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(map(ip_network, texts))


_INSIDE = _networks(
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8",
    "100.64.0.0/10",  # carriers' own
    "::1/128", "fc00::/7",
)  # fmt: skip
_NOWHERE_4 = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # a cloud's own services, at an address that looks public
)  # fmt: skip
_UNICAST = IPv6Network("2000::/3")
"""What is given out of IPv6; everything beside it is special."""
_NOWHERE_6 = _networks(
    "2001::/23",  # Teredo, benchmarks, ORCHID
    "2001:db8::/32", "3fff::/20",
    "2002::/16",  # 6to4
)  # fmt: skip
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The third quarter of an address that has an IPv4 address as its last."""

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*")


def place_of(address: Address) -> Place:
    """Where `address` lies; an IPv4 address inside of an IPv6 one counts as itself."""
    plain = unwrapped(address)
    if any(plain in network for network in _INSIDE):
        return Place.INSIDE
    if isinstance(plain, IPv4Address):
        return Place.NOWHERE if any(plain in network for network in _NOWHERE_4) else Place.PUBLIC
    special = plain not in _UNICAST or any(plain in network for network in _NOWHERE_6)
    return Place.NOWHERE if special or int(plain) >> 32 & 0xFFFFFFFF in _ISATAP else Place.PUBLIC


def unwrapped(address: Address) -> Address:
    """The IPv4 address that a mapped or NAT64 address leads to; any other as it is."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def host_of(text: str) -> Host:
    """The host that `text` means, whatever its spelling.

    Errors: `FetchRefused` where it is none, or one that programs understand differently.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".").strip().lower()
    bare = plain[1:-1] if plain.startswith("[") and plain.endswith("]") else plain
    if ":" in bare:
        return _version_6(bare, text)
    plain = plain.removesuffix(".")
    if _NUMBER.fullmatch(plain.rpartition(".")[2]):
        return _version_4(plain, text)
    try:
        name = plain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _no_host(text) from error
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise _no_host(text)
    return name


def _version_6(bare: str, text: str) -> IPv6Address:
    try:
        address = ip_address(bare)
    except ValueError as error:
        raise _no_host(text) from error
    # A zone chooses a network card of this machine.
    if not isinstance(address, IPv6Address) or address.scope_id is not None:
        raise _no_host(text)
    return address


def _version_4(plain: str, text: str) -> IPv4Address:
    """Reads what C's inet_aton reads: one to four numbers, decimal, octal or hexadecimal, the last fills the rest."""
    parts = plain.split(".")
    if len(parts) > 4 or not all(map(_NUMBER.fullmatch, parts)):
        raise _no_host(text)
    try:
        numbers = [_number(part) for part in parts]
    except ValueError as error:
        raise _no_host(text) from error
    *heads, rest = numbers
    if any(number > 255 for number in heads) or rest >= 256 ** (4 - len(heads)):
        raise _no_host(text)
    return IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(heads)) + rest)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)


def _no_host(text: str) -> FetchRefused:
    return FetchRefused(f"{text[:80]!r} is no host's name.")
