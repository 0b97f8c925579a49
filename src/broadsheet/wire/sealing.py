"""Keeps credentials out of sight: sealed where they are stored, dots wherever they would be printed.

The key is made of the paper's own secret, which lies in a file beside the database and not in it: a copy of the
database, a query in a log or an error that quotes a row holds nothing that opens a door.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import NoReturn
from urllib.parse import quote, quote_plus

from cryptography.fernet import Fernet, InvalidToken

from broadsheet.wire.errors import SecretLost

DOTS = "•••"


class Secret:
    """A password, token or key. Only `reveal` gives it; to print, copy out or pickle it gives dots or an error."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Secret({DOTS})" if self._text else "Secret()"

    def __str__(self) -> str:
        return DOTS if self._text else ""

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not copied out of its process.")


def seal(secret: Secret, *, key: str) -> str:
    """`secret` as it may be stored, under the paper's secret `key`; empty for none."""
    return _box(key).encrypt(secret.reveal().encode()).decode("ascii") if secret else ""


def unseal(sealed: str, *, key: str) -> Secret:
    """What was sealed.

    Errors: `SecretLost` where it was sealed under another key or has been changed.
    """
    if not sealed:
        return Secret("")
    try:
        return Secret(_box(key).decrypt(sealed.encode()).decode())
    except (InvalidToken, UnicodeDecodeError) as error:
        raise SecretLost("Its password or key can't be read any more. Enter it again.") from error


def scrubbed(text: str, secret: Secret, *, user: str = "") -> str:
    """`text` with dots wherever `secret` stands in it, also in the forms in which it travels."""
    plain = secret.reveal()
    if not plain:
        return text
    forms = {plain, quote(plain, safe=""), quote_plus(plain), plain.replace("\\", "\\\\").replace('"', '\\"')}
    forms |= {base64.b64encode(value.encode()).decode() for value in (plain, f"{user}:{plain}", f"\0{user}\0{plain}")}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, DOTS)
    return text


def _box(key: str) -> Fernet:
    derived = hmac.new(key.encode(), b"broadsheet: credentials of sources", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
