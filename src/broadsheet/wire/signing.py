"""Checks the signatures under which agencies send copy to us.

Broadsheet-Signature: t=1795579200,v1=5257a869…      t: seconds since 1970 · v1: HMAC-SHA256, hexadecimal

What is signed is `t`, a dot, the source's short name, a dot, and the body, byte for byte.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from broadsheet.wire.errors import PushRefused
from broadsheet.wire.sealing import Secret

HEADER = "Broadsheet-Signature"
WINDOW_SECONDS = 300
"""How far the sender's clock may be from ours, either way; within it a signature counts once."""

_FORM = re.compile(r"t=(?P<t>[0-9]{1,12}),v1=(?P<v1>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a sender says; not yet known to be true."""

    timestamp: int
    digest: str


def read(header: str, *, now: datetime) -> Signature:
    """The signature in `header`, from a time that counts.

    Errors: `PushRefused`; nothing of the body needs to have been read for that.
    """
    found = _FORM.fullmatch(header.strip())
    if found is None:
        raise PushRefused(f"The request needs a header {HEADER}: t=SECONDS,v1=HEX.", 401)
    signature = Signature(int(found["t"]), found["v1"])
    if abs(now.timestamp() - signature.timestamp) > WINDOW_SECONDS:
        raise PushRefused(f"The time of the signature is more than {WINDOW_SECONDS} seconds from ours.", 401)
    return signature


def check(signature: Signature, body: bytes, *, slug: str, secret: Secret) -> None:
    """Errors: `PushRefused` where `body` was not signed with `secret` for the source `slug`, or there is no secret."""
    right = hmac.compare_digest(digest(body, timestamp=signature.timestamp, slug=slug, secret=secret), signature.digest)
    if not (right and secret):
        raise PushRefused("The signature is not that of this source for these bytes.", 401)


def digest(body: bytes, *, timestamp: int, slug: str, secret: Secret) -> str:
    signer = hmac.new(secret.reveal().encode(), f"{timestamp}.{slug}.".encode(), hashlib.sha256)
    signer.update(body)
    return signer.hexdigest()


def header(body: bytes, *, timestamp: int, slug: str, secret: Secret) -> str:
    """What a sender puts into the header."""
    return f"t={timestamp},v1={digest(body, timestamp=timestamp, slug=slug, secret=secret)}"
