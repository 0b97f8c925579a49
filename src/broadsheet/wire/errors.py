"""What can go wrong on the wire.

WireError
├── Refused            bytes or an item that can't be taken; the raw item is kept and the desk sees the sentence
├── PictureRefused     a picture's file that can't be taken; its text goes in without it
├── FetchRefused       an address that may not be fetched from, or an answer beyond the bounds; trying again won't help
├── FetchFailed        a server that can't be reached or answers with an error; later it may work
├── SecretLost         a sealed credential that can't be read any more; it must be entered again
└── PushRefused        what somebody sent us and we do not take; `status` is HTTP's word for why
"""

from __future__ import annotations


class WireError(Exception):
    """Any failure of the wire; `reason` is a sentence that a person understands."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Refused(WireError):
    """What was delivered can't be read; `where` is the path of the part meant, empty for the whole."""

    def __init__(self, reason: str, where: str = "") -> None:
        self.where = where
        super().__init__(reason)

    @property
    def sentence(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason


class PictureRefused(WireError):
    pass


class FetchRefused(WireError):
    pass


class FetchFailed(WireError):
    """`wait_seconds` is what the server asked for before the next try; 0 where it asked for nothing."""

    def __init__(self, reason: str, *, wait_seconds: int = 0) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(reason)


class SecretLost(WireError):
    pass


class PushRefused(WireError):
    """`wait_seconds` is how long the sender should wait before the next try; 0 where trying again won't help."""

    def __init__(self, reason: str, status: int, *, wait_seconds: int = 0) -> None:
        self.status, self.wait_seconds = status, wait_seconds
        super().__init__(reason)
