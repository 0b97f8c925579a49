"""The signed list of an export's files: what must lie there, and whether it does.

.broadsheet-export      a line a file, as sha256sum writes them: digest, two spaces, name
.broadsheet-export.sig  the Ed25519 signature of those lines, in hexadecimal; missing while an export is being made
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from broadsheet.edition.targets import Target

MANIFEST = ".broadsheet-export"
SIGNATURE = ".broadsheet-export.sig"

UNKNOWN = "0" * 64
"""The digest of a file that is about to be written."""

Manifest = dict[str, str]
"""Name → SHA-256 in hexadecimal."""


def read(target: Target) -> Manifest:
    """The files of the last export into `target`, the one that was broken off included; empty where there was none."""
    raw = target.get(MANIFEST)
    found: Manifest = {}
    for line in (raw or b"").decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ") if line[64:66] == "  " else (UNKNOWN, "", line)
        # The file is somebody's to edit; nothing outside the folder is deleted because of it.
        if name and not name.startswith("/") and ".." not in name.split("/"):
            found[name] = digest
    return found


def write(target: Target, files: Mapping[str, str], *, sign: Callable[[bytes], str] | None = None) -> None:
    """Lay the list down; with `sign` the signature too, without it none is left."""
    raw = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode()
    if sign is None:
        target.delete(SIGNATURE)
        target.put(MANIFEST, raw)
    else:
        target.put(MANIFEST, raw)
        target.put(SIGNATURE, sign(raw).encode())


def key_at(path: Path) -> Ed25519PrivateKey:
    """The paper's own key for exports, made at first need and readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii")))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "w") as file:
        file.write(key.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def public_hex(key: Ed25519PrivateKey) -> str:
    """What others check the key's signatures with."""
    return key.public_key().public_bytes_raw().hex()


def signer(key: Ed25519PrivateKey) -> Callable[[bytes], str]:
    return lambda raw: key.sign(raw).hex()


@dataclass(slots=True)
class Verdict:
    """What was found at a target. `signed` is None where there is no signature: the export is not finished."""

    files: int = 0
    signed: bool | None = None
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.files > 0 and self.signed is True and not self.missing and not self.changed


def verify(target: Target, public_key: str, *, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Compare every file of the list with its digest, and the list with its signature.

    Errors: `ValueError` for what is no public key.
    """
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    verdict = Verdict()
    raw, signature = target.get(MANIFEST), target.get(SIGNATURE)
    if raw is not None and signature is not None:
        verdict.signed = _holds(key, raw, signature)
    files = read(target)
    verdict.files = len(files)
    for done, (name, digest) in enumerate(files.items(), start=1):
        content = target.get(name)
        if content is None:
            verdict.missing.append(name)
        elif sha256(content).hexdigest() != digest:
            verdict.changed.append(name)
        if progress is not None:
            progress(done, len(files))
    return verdict


def _holds(key: Ed25519PublicKey, raw: bytes, signature: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature.decode("ascii")), raw)
    except (InvalidSignature, ValueError):
        return False
    return True
