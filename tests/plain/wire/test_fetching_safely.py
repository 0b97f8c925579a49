"""Nothing is fetched from inside the network, however it is asked for; a password goes to its own host alone."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from loopback import answer, certificate, fetcher, local, sends_on, serving

from broadsheet.wire.errors import FetchFailed, FetchRefused
from broadsheet.wire.fetching import Credentials, target_of
from broadsheet.wire.sealing import Secret

PASSWORD = "tide/&high=5+5"


@pytest.mark.parametrize(
    "address",
    ["http://{}:{port}/", "http://[::ffff:{}]:{port}/"],
)
@pytest.mark.parametrize("spelling", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "１２７.0.0.1"])
def test_no_spelling_reaches_a_server_inside(address: str, spelling: str) -> None:
    with serving(answer(b"secret")) as server:
        with pytest.raises(FetchRefused):
            fetcher().fetch(address.format(spelling, port=server.port))
        # The port opened, for somebody else.
        with pytest.raises(FetchRefused):
            fetcher(f"receiver.lan:{server.port}").fetch(address.format(spelling, port=server.port))
        assert server.served == 0


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://news.example/x", "gopher://news.example/", "//news.example/", "news.example/feed",
     "http://", "http:///feed", "http://user:pass@news.example/", "http://news.example\\@10.0.0.1/",
     "http://news.example/a\r\nHost: x", "http://news.example:99999/", "http://news.example:22/", "", "http://[::1/",
     "https://news.example:8443/", "http://" + "a" * 5000],
)  # fmt: skip
def test_other_schemes_ports_and_puzzling_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        fetcher(resolve=never).fetch(address)
    assert "pass" not in str(refusal.value).replace("password", "") and len(str(refusal.value)) < 400


def never(name: str, port: int) -> list[str]:
    raise AssertionError(f"{name} was looked up")


@pytest.mark.parametrize(
    "to",
    ["http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://[::ffff:a9fe:a9fe]/", "file:///etc/passwd",
     "http://localhost:{other}/", "http://127.0.0.1:{other}/", "//0x7f000001:{other}/", "http://10.0.0.1/"],
)  # fmt: skip
def test_a_redirect_leads_nowhere_that_the_address_itself_could_not(to: str) -> None:
    with serving(answer(b"secret")) as other, serving(sends_on(to.format(other=other.port))) as server:
        with pytest.raises(FetchRefused):
            local(server.port).fetch(f"http://127.0.0.1:{server.port}/")
        assert (server.served, other.served) == (1, 0)


def test_redirects_are_followed_to_their_end_and_not_for_ever() -> None:
    def hops(head: bytes) -> list[bytes]:
        number = int(head.split(b" ")[1][1:] or b"0")
        return [answer(b"there") if number == 5 else sends_on(f"/{number + 1}", "308 Permanent Redirect")]

    with serving(hops) as server:
        got = local(server.port).fetch(f"http://127.0.0.1:{server.port}/0")
        assert (got.raw, got.address) == (b"there", f"http://127.0.0.1:{server.port}/5")
        with pytest.raises(FetchRefused, match="5 times"):
            local(server.port).fetch(f"http://127.0.0.1:{server.port}/-1")


def test_a_name_is_asked_for_once_a_hop_and_the_checked_answer_is_the_one_connected_to() -> None:
    """Who owns a name may answer otherwise the second time: there is none."""
    asked = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with serving(answer(b"copy")) as server:
        got = fetcher(f"receiver.lan:{server.port}", resolve=resolve).fetch(f"http://receiver.lan:{server.port}/feed")
    assert (got.raw, asked) == (b"copy", ["receiver.lan"])
    assert f"Host: receiver.lan:{server.port}\r\n".encode() in server.requests[0]


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], ["fe80::1%1"]])
def test_one_answer_inside_the_network_spoils_the_name(answers: list[str]) -> None:
    with pytest.raises(FetchRefused):
        fetcher(resolve=lambda name, port: answers).fetch("http://rebind.example/")


def test_a_name_that_nobody_knows_fails_and_may_be_tried_again() -> None:
    def resolve(name: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(FetchFailed, match=r"lost\.example can't be found"):
        fetcher(resolve=resolve).fetch("http://lost.example/")


def test_the_certificate_is_verified_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    ours, trusting = certificate(tmp_path, "receiver.lan")
    with serving(answer(b"copy"), tls=ours) as server:
        opened = [f"receiver.lan:{server.port}", f"other.lan:{server.port}"]
        resolve = lambda name, port: ["127.0.0.1"]  # noqa: E731
        good = fetcher(*opened, resolve=resolve, tls=trusting)
        assert good.fetch(f"https://receiver.lan:{server.port}/").raw == b"copy"
        with pytest.raises(FetchFailed, match="certificate"):
            good.fetch(f"https://other.lan:{server.port}/")
        with pytest.raises(FetchFailed, match="certificate"):
            fetcher(*opened, resolve=resolve).fetch(f"https://receiver.lan:{server.port}/")


def test_nobody_is_sent_on_from_https_to_http(tmp_path: Path) -> None:
    ours, trusting = certificate(tmp_path, "receiver.lan")
    with serving(answer(b"x")) as plain, serving(sends_on(f"http://127.0.0.1:{plain.port}/"), tls=ours) as server:
        opened = [f"receiver.lan:{server.port}", f"127.0.0.1:{plain.port}"]
        with pytest.raises(FetchRefused, match="without HTTPS"):
            fetcher(*opened, resolve=lambda name, port: ["127.0.0.1"], tls=trusting).fetch(
                f"https://receiver.lan:{server.port}/"
            )
        assert plain.served == 0


LOGINS = {
    "basic": ("maly", "Authorization: Basic bWFseTp0aWRlLyZoaWdoPTUrNQ=="),
    "bearer": ("", f"Authorization: Bearer {PASSWORD}"),
    "header": ("X-Api-Key", f"X-Api-Key: {PASSWORD}"),
    "parameter": ("apikey", "GET /feed?page=1&apikey=tide%2F%26high%3D5%2B5 HTTP/1.1"),
}


@pytest.mark.parametrize("login", LOGINS)
def test_credentials_go_to_their_own_origin_and_nowhere_else(login: str) -> None:
    name, sent = LOGINS[login]
    with serving(answer(b"copy")) as other, serving(sends_on(f"http://127.0.0.1:{other.port}/feed?page=1")) as server:
        home = f"http://127.0.0.1:{server.port}/feed?page=1"
        own = Credentials(home, login, name, Secret(PASSWORD))  # type: ignore[arg-type]
        fetcher("127.0.0.1", f"127.0.0.1:{server.port}", f"127.0.0.1:{other.port}", credentials=own).fetch(home)
    assert sent in server.requests[0].decode()
    assert not any(form in other.requests[0].decode() for form in (PASSWORD, sent, "tide%2F", "Authorization", "Api"))


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(
    "raw",
    [b"", answer(status="403 Forbidden"), answer(Content_Length="999999999999")],
    ids=["none", "forbidden", "huge"],
)
def test_no_failure_shows_a_password(login: str, raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(raw) as server, pytest.raises((FetchFailed, FetchRefused)) as failure:
        home = f"http://127.0.0.1:{server.port}/"
        own = Credentials(home, login, LOGINS[login][0] or "x", Secret(PASSWORD))  # type: ignore[arg-type]
        local(server.port, credentials=own).fetch(home)
    said = "".join(traceback.format_exception(failure.value)) + repr(own) + caplog.text
    assert PASSWORD not in said and "bWFseTp0" not in said


def test_a_password_that_would_break_a_header_is_not_sent() -> None:
    with serving(answer()) as server:
        home = f"http://127.0.0.1:{server.port}/"
        own = Credentials(home, "bearer", "", Secret("a\r\nX: y"))
        with pytest.raises(FetchRefused) as refusal:
            local(server.port, credentials=own).fetch(home)
    assert "X: y" not in "".join(traceback.format_exception(refusal.value)) and not server.requests


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer(b"proxy")) as proxy, serving(answer(b"direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert local(server.port).fetch(f"http://127.0.0.1:{server.port}/").raw == b"direct"
        assert proxy.served == 0


def test_letters_beyond_ascii_are_spelt_as_the_web_does() -> None:
    assert target_of("http://news.example/ភាសា?q=ទឹក").path.isascii()
    assert target_of("http://news.example/a%20b?x=%2F").path == "/a%20b?x=%2F"
