"""No spelling of an address inside the network passes as one outside."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.addresses import Place, host_of, place_of
from broadsheet.wire.errors import FetchRefused
from broadsheet.wire.reaching import Rules

INSIDE = [
    "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "::1", "fd00:ec2::254", "fc00::1",
]  # fmt: skip
NOWHERE = [
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16",
    "::", "fe80::1", "fec0::1", "ff02::1", "100::1", "2001:db8::1", "3fff::1", "5f00::1", "2001:2::1", "2001:10::1",
    "::127.0.0.1", "::8.8.8.8",  # IPv4-compatible
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b:1::8.8.8.8",  # NAT64 of one network
    "2002:7f00:1::", "2002:808:808::1",  # 6to4
    "2001:0:53aa:64c:0:fbff:80ff:fffe",  # Teredo
    "2001:4860::5efe:10.0.0.1", "2001:4860::200:5efe:8.8.8.8",  # ISATAP
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1", "223.255.255.1"]


@pytest.mark.parametrize("text", INSIDE)
def test_an_address_inside_the_network_is_known_as_one(text: str) -> None:
    assert place_of(ip_address(text)) is Place.INSIDE


@pytest.mark.parametrize("text", NOWHERE)
def test_an_address_that_nobody_may_open_is_known_as_one(text: str) -> None:
    assert place_of(ip_address(text)) is Place.NOWHERE


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_public(text: str) -> None:
    assert place_of(ip_address(text)) is Place.PUBLIC


@given(st.ip_addresses(v=4))
def test_no_address_counts_as_public_that_the_registry_keeps_for_itself(address: IPv4Address) -> None:
    if place_of(address) is Place.PUBLIC:
        assert address.is_global and not address.is_multicast


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_counts_as_public_that_the_registry_keeps_for_itself(address: IPv6Address) -> None:
    if place_of(address) is Place.PUBLIC:
        assert address.is_global or address in ip_network("64:ff9b::/96")


@st.composite
def spellings(draw: st.DrawFn, address: IPv4Address) -> str:
    """One of the many ways in which C's inet_aton, browsers and resolvers read an IPv4 address."""
    numbers = list(address.packed)
    parts = draw(st.integers(1, 4))
    rest = int.from_bytes(bytes(numbers[parts - 1 :]), "big")
    spelt = [
        draw(st.sampled_from(["{}", "0{:o}", "000{:o}", "0x{:x}", "0X{:X}", "0x000{:x}"])).format(number)
        for number in [*numbers[: parts - 1], rest]
    ]
    text = ".".join(spelt) + draw(st.sampled_from(["", "."]))
    if draw(st.booleans()):
        text = text.translate({ord(c): 0xFEE0 + ord(c) for c in "0123456789abcdefx"})
    return text.replace(".", draw(st.sampled_from([".", "。", "．", "｡"])))


@given(st.data(), st.ip_addresses(v=4))
def test_every_spelling_of_an_ipv4_address_means_it(data: st.DataObject, address: IPv4Address) -> None:
    assert host_of(data.draw(spellings(address))) == address


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "64:ff9b::{}"]))
def test_an_ipv4_address_inside_of_an_ipv6_one_counts_as_itself(address: IPv4Address, form: str) -> None:
    wrapped = host_of(f"[{form.format(address)}]")
    assert isinstance(wrapped, IPv6Address)
    assert place_of(wrapped) is place_of(address)


@given(st.ip_addresses(v=4), st.integers(0, 2**80 - 1), st.integers(0, 2**64 - 1))
def test_tunnels_are_never_public(address: IPv4Address, tail: int, server: int) -> None:
    number = int(address)
    for tunnel in (
        0x2002 << 112 | number << 80 | tail,  # 6to4
        0x2001_0000 << 96 | server << 32 | number ^ 0xFFFFFFFF,  # Teredo
        number,  # IPv4-compatible
        0x0064_FF9B_0001 << 80 | number,  # NAT64 of one network
    ):
        assert place_of(IPv6Address(tunnel)) is not Place.PUBLIC


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "a..b", "256.1.1.1", "1.2.3.4.5", "08", "4294967296", "a_b c", "%31", "1.2.3.4%eth0",
     "[fe80::1%eth0]", "[::1", "[1.2.3.4]x", "-a.example", "a" * 64 + ".example", "news.example/x", "a@b", "x.0x1g1.9"],
)  # fmt: skip
def test_what_is_no_host_or_none_for_sure_is_refused(text: str) -> None:
    with pytest.raises(FetchRefused):
        host_of(text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("News.Example.", "news.example"),
        ("ｎｅｗｓ.example", "news.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_name_is_one_name_however_it_is_written(text: str, host: str) -> None:
    assert host_of(text) == host


def test_settings_open_a_host_and_nothing_beside_it() -> None:
    rules = Rules.of(["receiver.lan:8080", "10.0.0.0/24", "[fd00::5]", "localhost"])
    rules.check_port("receiver.lan", 8080, frozenset({80}))
    rules.check_address("receiver.lan", ip_address("192.168.0.9"))
    rules.check_address(IPv4Address("10.0.0.7"), IPv4Address("10.0.0.7"))
    rules.check_address(IPv6Address("::ffff:10.0.0.7"), IPv6Address("::ffff:10.0.0.7"))
    rules.check_address(IPv6Address("fd00::5"), IPv6Address("fd00::5"))
    rules.check_address("localhost", IPv4Address("127.0.0.1"))
    for host, address in [
        ("other.lan", "192.168.0.9"),
        # Its owner may turn it to an opened address; that opens nothing.
        ("evil.example", "10.0.0.7"),
        # Never, whoever asks: here clouds keep the keys of their machines.
        ("receiver.lan", "169.254.169.254"),
    ]:
        with pytest.raises(FetchRefused):
            rules.check_address(host, ip_address(address))
    with pytest.raises(FetchRefused, match="Port 8081"):
        rules.check_port("receiver.lan", 8081, frozenset({80}))
    with pytest.raises(FetchRefused, match="Port 8080"):
        rules.check_port("localhost", 8080, frozenset({80}))


@pytest.mark.parametrize("entry", ["", "a b", "receiver.lan:99999", "10.0.0.1/8", "10.0.0.0/24:80", "http://x", ":80"])
def test_an_entry_of_the_settings_that_means_nothing_is_refused_by_its_name(entry: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        Rules.of([entry])
    assert not entry or entry[:4] in str(refusal.value)
