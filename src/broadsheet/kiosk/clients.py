"""Finds out where a request comes from, believing only proxies that are trusted."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks(addresses: tuple[str, ...]) -> Networks:
    """`addresses` and networks ("10.0.0.0/8") as networks.

    Errors: `ValueError` for what is neither.
    """
    return tuple(ip_network(address, strict=False) for address in addresses)


def client_address(client: str, forwarded_for: str | None, *, trusted: Networks) -> str:
    """The reader's IP address; may be anything where the connection says nothing better.

    `client` is the connection's "address:port". From the end of X-Forwarded-For, which each proxy adds to, the first
    address that isn't a trusted proxy's is the reader's; what stands before it he may have written himself.
    """
    address = client.rpartition(":")[0].strip("[]") or client
    if not trusted or not forwarded_for or not _is_trusted(address, trusted):
        return address
    for hop in reversed(forwarded_for.split(",")):
        address = hop.strip()
        if not _is_trusted(address, trusted):
            break
    return address


def _is_trusted(address: str, trusted: Networks) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
