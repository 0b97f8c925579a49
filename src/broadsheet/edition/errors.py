"""What can go wrong with an edition.

EditionError
├── EditionMissing      there is no edition here yet
├── FormatUnknown       written by another version of Broadsheet
├── EditionFailed       its database can't be read or written now
└── AddressUnsafe       an address that can't be a file of an export
"""

from __future__ import annotations

from pathlib import Path


class EditionError(Exception):
    """Any failure of the edition; the message is a sentence that says what to do."""


class EditionMissing(EditionError):
    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"There is no edition at {path}. Press one with: broadsheet press all")


class FormatUnknown(EditionError):
    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(
            f"The edition at {path} has format {found}, which this version cannot read. "
            "Delete it and press it again with: broadsheet press all"
        )


class EditionFailed(EditionError):
    """`cause` is what the engine said. Nothing was changed by the transaction that met it."""

    def __init__(self, path: Path, cause: Exception) -> None:
        self.path, self.cause = path, cause
        super().__init__(f"The edition at {path} can't be used: {cause}")

    @property
    def lacks_tables(self) -> bool:
        """Whether there is a database, but no edition in it."""
        return "no such table" in str(self.cause)


class AddressUnsafe(EditionError):
    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"The address {address!r} can't be written as a file. Give that page another address.")
