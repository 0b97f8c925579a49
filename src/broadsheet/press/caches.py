"""Tells caches in front of the kiosk what to forget: Varnish, nginx, Fastly, Cloudflare, each in its own words.

Wagtail's own back ends are not used: they log a refusal and go on, so that nothing could be tried again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

import urllib3

from broadsheet.paperfile import PaperFile
from broadsheet.press.hubs import Hub

EVERYTHING = "*"
SECONDS = 5.0
"""How long a cache may take to answer."""
TOLD_AT_ONCE = 30
"""Addresses in one call of Cloudflare's, as its documentation allows on every plan."""
NOT_HELD = (404, 412)
"""What modules for nginx answer where the page is not in the cache."""

FASTLY = "https://api.fastly.com"
CLOUDFLARE = "https://api.cloudflare.com/client/v4"


class Cache(Protocol):
    """One cache, or several that hold the same."""

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        """Have these forgotten; returns those for which that failed, with the reason."""
        ...

    def forget_all(self) -> str:
        """Have everything forgotten; returns why that failed, or ""."""
        ...


class Servers:
    """Caches of the house's own at `servers`, which take the method PURGE, and BAN for everything (`bans`)."""

    def __init__(self, servers: Sequence[str], *, host: str, bans: bool) -> None:
        self.servers, self.host, self.bans = servers, host, bans
        self._pool = _pool()

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        failed: dict[str, str] = {}
        for server in self.servers:
            down = ""
            for address in addresses:
                # One that doesn't answer is not waited for a hundred times.
                fault, down = (down, down) if down else self._ask("PURGE", server, quote(address))
                if fault:
                    failed[address] = fault
        return failed

    def forget_all(self) -> str:
        if not self.bans:
            return "This cache can't be told to forget everything."
        return "; ".join(filter(None, (self._ask("BAN", server, "/")[0] for server in self.servers)))

    def _ask(self, method: str, server: str, path: str) -> tuple[str, str]:
        """What went wrong, and whether it went wrong for the whole server."""
        try:
            response = self._pool.request(method, server + path, headers={"Host": self.host})
        except urllib3.exceptions.HTTPError as error:
            fault = f"{server} does not answer: {type(error).__name__}"
            return fault, fault
        if response.status < 300 or response.status in NOT_HELD:
            return "", ""
        return f"{server} answered {response.status} to {method} {path}", ""


class Fastly:
    """Fastly's purging, by address and for the whole service."""

    def __init__(self, service: str, token: str, *, host: str, api: str = FASTLY) -> None:
        self.service, self.host, self.api = service, host, api
        self._headers = {"Fastly-Key": token, "Accept": "application/json"}
        self._pool = _pool()

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        failed: dict[str, str] = {}
        down = ""
        for address in addresses:
            fault = down
            if not down:
                fault, status = _post(self._pool, f"{self.api}/purge/{self.host}{quote(address)}", self._headers)
                down = fault if status in (0, 401, 403, 429) else ""
            if fault:
                failed[address] = fault
        return failed

    def forget_all(self) -> str:
        return _post(self._pool, f"{self.api}/service/{self.service}/purge_all", self._headers)[0]


class Cloudflare:
    """Cloudflare's purging, thirty addresses a call."""

    def __init__(self, zone: str, token: str, *, origin: str, api: str = CLOUDFLARE) -> None:
        self.url, self.origin = f"{api}/zones/{zone}/purge_cache", origin
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._pool = _pool()

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        failed: dict[str, str] = {}
        for start in range(0, len(addresses), TOLD_AT_ONCE):
            some = addresses[start : start + TOLD_AT_ONCE]
            fault = self._post({"files": [self.origin + quote(address) for address in some]})
            failed |= dict.fromkeys(some, fault) if fault else {}
        return failed

    def forget_all(self) -> str:
        return self._post({"purge_everything": True})

    def _post(self, what: dict[str, object]) -> str:
        return _post(self._pool, self.url, self._headers, json.dumps(what).encode())[0]


class Several:
    """A cache and a hub: what either would not hear both hear again."""

    def __init__(self, caches: Sequence[Cache]) -> None:
        self.caches = caches
        self.bans = all(getattr(cache, "bans", True) for cache in caches)

    def forget(self, addresses: Sequence[str]) -> dict[str, str]:
        failed: dict[str, str] = {}
        for cache in self.caches:
            failed |= cache.forget(addresses)
        return failed

    def forget_all(self) -> str:
        return "; ".join(filter(None, (cache.forget_all() for cache in self.caches)))


def cache_of(paper: PaperFile) -> Cache | None:
    """Whom paper.toml names to be told of changes, a cache, a hub or both; None for nobody.

    Errors: `OSError` where the token's file can't be read.
    """
    cache = _cache_of(paper)
    hub = Hub(paper.machines.hub, origin=paper.address) if paper.machines.hub else None
    return Several([cache, hub]) if cache and hub else cache or hub


def _cache_of(paper: PaperFile) -> Cache | None:
    purge = paper.purge
    host = urlsplit(paper.address).netloc
    token = Path(paper.folder / purge.token_file).read_text("utf-8").strip() if purge.token_file else ""
    match purge.cache:
        case "varnish" | "nginx":
            return Servers(purge.servers, host=host, bans=purge.cache == "varnish")
        case "fastly":
            return Fastly(purge.service, token, host=host)
        case "cloudflare":
            return Cloudflare(purge.service, token, origin=paper.address)
        case _:
            return None


def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(SECONDS), retries=False)


def _post(pool: urllib3.PoolManager, url: str, headers: dict[str, str], body: bytes = b"") -> tuple[str, int]:
    """What went wrong, or "", and the status (0 for no answer); an answer that says `success: false` is a refusal."""
    name = urlsplit(url).netloc
    try:
        response = pool.request("POST", url, headers=headers, body=body)
    except urllib3.exceptions.HTTPError as error:
        return f"{name} does not answer: {type(error).__name__}", 0
    said = response.data[:300].decode("utf-8", "replace")
    if response.status >= 300:
        return f"{name} answered {response.status}: {said}", response.status
    try:
        answer = json.loads(response.data or b"{}")
    except ValueError:
        answer = {}
    refused = isinstance(answer, dict) and answer.get("success") is False
    return (f"{name} refused: {said}" if refused else ""), response.status
