"""An export's target in S3-compatible storage: Amazon's, MinIO, Garage, Ceph, and what speaks as they do.

**Source:** "Authenticating Requests (AWS Signature Version 4)" in the Amazon S3 API reference; requests in path style.
"""

from __future__ import annotations

import hmac
import mimetypes
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from broadsheet.edition.errors import BucketFailed

TIMEOUT = urllib3.Timeout(connect=10, read=60)
RETRIES = Retry(
    total=5, backoff_factor=0.5, status_forcelist=(500, 502, 503, 504), allowed_methods=None, raise_on_status=False
)
NO_STORE = "no-cache"
"""For everything but media: a copy of a newspaper changes."""

FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Access:
    """Whose requests they are, and where they go."""

    key_id: str
    secret: str = field(repr=False)
    region: str
    endpoint: str
    """Scheme and host."""


def bucket_at(address: str, environment: Mapping[str, str] = os.environ) -> Bucket:
    """The target "s3://BUCKET/some/prefix", with the access that the usual variables name.

    Errors: `ValueError` where the address or a variable is missing.
    """
    parts = urlsplit(address)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError(f"{address} names no bucket; write s3://BUCKET or s3://BUCKET/folder.")
    lacking = [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not environment.get(name)]
    if lacking:
        raise ValueError(f"Set {' and '.join(lacking)} for access to {address}.")
    region = environment.get("AWS_REGION") or "us-east-1"
    endpoint = environment.get("AWS_ENDPOINT_URL") or f"https://s3.{region}.amazonaws.com"
    access = Access(
        environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], region, endpoint.rstrip("/")
    )
    return Bucket(parts.netloc, parts.path.strip("/"), access)


class Bucket:
    """The files below `prefix` in a bucket. A `Target`.

    Errors: `BucketFailed` from every method.
    """

    cheap_to_read = False

    def __init__(self, name: str, prefix: str, access: Access) -> None:
        self.name, self.prefix, self.access = name, prefix, access
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=RETRIES)

    def get(self, name: str) -> bytes | None:
        answer = self._ask("GET", name)
        return None if answer.status == 404 else answer.data

    def put(self, name: str, raw: bytes) -> None:
        kind, _ = mimetypes.guess_type(name)
        text = kind is None or kind.startswith("text/") or kind.endswith(("xml", "javascript"))
        kind = kind or "text/plain"
        headers = {
            "content-type": f"{kind}; charset=utf-8" if text else kind,
            "cache-control": FOREVER if name.startswith("media/") else NO_STORE,
        }
        self._ask("PUT", name, raw, headers)

    def delete(self, name: str) -> None:
        self._ask("DELETE", name)

    def _ask(
        self, method: str, name: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        path = "/" + "/".join(part for part in (self.name, self.prefix, name) if part)
        signed = signed_headers(self.access, method, path, body=body, headers=headers or {}, now=datetime.now(UTC))
        where = self.access.endpoint + quote(path, safe="/-_.~")
        try:
            answer = self._pool.request(method, where, body=body or None, headers=signed)
        except HTTPError as error:
            raise BucketFailed(self.name, str(error)) from error
        if answer.status >= 300 and not (answer.status == 404 and method in ("GET", "DELETE")):
            raise BucketFailed(self.name, f"{method} {name} was answered {answer.status}")
        return answer


def signed_headers(
    access: Access, method: str, path: str, *, body: bytes, headers: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """`headers` and those that sign the request; `path` is not quoted yet."""
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    digest = sha256(body).hexdigest()
    own = {name.lower(): value.strip() for name, value in headers.items()}
    own |= {"host": urlsplit(access.endpoint).netloc, "x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(sorted(own))
    lines = "".join(f"{name}:{own[name]}\n" for name in sorted(own))
    canonical = "\n".join((method, quote(path, safe="/-_.~"), "", lines, names, digest))
    scope = f"{moment[:8]}/{access.region}/s3/aws4_request"
    said = "\n".join(("AWS4-HMAC-SHA256", moment, scope, sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{access.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, said.encode(), "sha256").hexdigest()
    credential = f"{access.key_id}/{scope}"
    own["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={names},Signature={signature}"
    return own
