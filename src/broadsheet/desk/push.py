"""Takes what agencies send us by themselves: signed requests, each once, answered only when its bytes are safe."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import OperationalError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.desk.wire_means import means
from broadsheet.paperfile import current
from broadsheet.wire import signing
from broadsheet.wire.errors import PushRefused, SecretLost
from broadsheet.wire.formats import MAX_BYTES
from broadsheet.wire.intake import Taken
from broadsheet.wire.models import RawItem, SeenPush, Source
from broadsheet.wire.rates import Rate
from broadsheet.wire.receiving import receive
from broadsheet.wire.sealing import Secret

_PIECE = 64 * 1024

deliveries = Rate(600, 60)
"""Of one source."""
failures = Rate(30, 60)
"""Of one address that sends what it has not signed."""
_readers = threading.BoundedSemaphore(2)
"""Bodies that are read at once: the desk has few threads, and people wait for the others."""


@csrf_exempt
@require_POST
@never_cache
@transaction.non_atomic_requests
def take(request: HttpRequest, slug: str) -> JsonResponse:
    """One delivery of the source `slug`. **Source:** docs/reference/wire-sources.md, Push.

    200: taken, and safe. 422: kept, and can't be read. 409: was here under this signature. Any other: not kept.
    """
    client = _client(request)
    try:
        done = _take(request, slug, client)
    except PushRefused as error:
        if error.status == 401:
            failures.count(client, time.monotonic())
        return _answer(error.status, {"error": error.reason}, error.wait_seconds)
    except OperationalError:
        return _answer(503, {"error": "The desk's database is busy; send it again."}, 5)
    refused = done.outcome == RawItem.Outcome.REFUSED
    said = {"delivery": done.raw_id, "outcome": done.outcome, "items": len(done.items)}
    return _answer(422 if refused else 200, said | ({"error": done.reason} if done.reason else {}))


def _take(request: HttpRequest, slug: str, client: str) -> Taken:
    if wait := failures.wait(client, time.monotonic()):
        raise PushRefused("Too many requests of yours were not signed.", 429, wait_seconds=int(wait) + 1)
    length = _length(request)
    signature = signing.read(request.headers.get(signing.HEADER, ""), now=timezone.now())
    source = Source.objects.filter(slug=slug, kind=Source.Kind.PUSH, active=True).first()
    with _turn():
        body = b"".join(_body(request, length))
    # A source that does not exist answers as one whose signature is wrong: who guesses learns nothing.
    signing.check(signature, body, slug=slug, secret=_secret(source))
    assert source is not None
    if wait := deliveries.wait(slug, time.monotonic()):
        raise PushRefused("That is more than a source may send in a minute.", 429, wait_seconds=int(wait) + 1)
    deliveries.count(slug, time.monotonic())
    if SeenPush.objects.filter(source=source, signature=signature.digest).exists():
        raise PushRefused("This very request was here before.", 409)
    done = receive(body, source=source, name=f"push {signature.digest[:12]}", means=means())
    _remember(source, signature.digest)
    return done


def _secret(source: Source | None) -> Secret:
    try:
        return source.secret if source else Secret("")
    except SecretLost:
        return Secret("")


def _length(request: HttpRequest) -> int:
    text = request.headers.get("Content-Length", "")
    if not text.isdigit():
        raise PushRefused("The request must say how long it is (Content-Length).", 411)
    if int(text) > MAX_BYTES:
        raise PushRefused(f"A delivery may have {MAX_BYTES // 1024 // 1024} MiB.", 413)
    return int(text)


@contextmanager
def _turn() -> Iterator[None]:
    if not _readers.acquire(blocking=False):
        raise PushRefused("Others are sending right now.", 503, wait_seconds=1)
    try:
        yield
    finally:
        _readers.release()


def _body(request: HttpRequest, length: int) -> Iterator[bytes]:
    left = length
    while left:
        piece = request.read(min(left, _PIECE))
        if not piece:
            raise PushRefused("The request ended before it was whole.", 400)
        left -= len(piece)
        yield piece


def _remember(source: Source, digest: str) -> None:
    """Note that a signature was used, after its bytes are safe: before that the sender may have to send them again."""
    now = timezone.now()
    SeenPush.objects.filter(seen_at__lt=now - timedelta(seconds=3 * signing.WINDOW_SECONDS)).delete()
    SeenPush.objects.get_or_create(source=source, signature=digest, defaults={"seen_at": now})


def _client(request: HttpRequest) -> str:
    """Where the request comes from: what a trusted proxy says, else who is at the other end."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_trusted(peer) else peer


def _is_trusted(peer: str) -> bool:
    try:
        address = ipaddress.ip_address(peer)
        return any(address in ipaddress.ip_network(proxy, strict=False) for proxy in current().trusted_proxies)
    except ValueError:
        return False


def _answer(status: int, said: dict[str, object], wait_seconds: int = 0) -> JsonResponse:
    answer = JsonResponse(said, status=status)
    if wait_seconds:
        answer["Retry-After"] = str(wait_seconds)
    return answer
