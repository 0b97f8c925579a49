"""What can go wrong with an edition.

EditionError
├── EditionMissing      there is no edition here yet
├── FormatUnknown       written by another version of Broadsheet
├── EditionFailed       its database can't be read or written now
├── BucketFailed        the storage that an export goes to can't be reached, or refuses
└── AddressUnsafe       an address that can't be a file of an export
"""

from __future__ import annotations


class EditionError(Exception):
    """Any failure of the edition; the message is a sentence that says what to do."""


class EditionMissing(EditionError):
    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"There is no edition at {where}. Press one with: broadsheet press all")


class FormatUnknown(EditionError):
    def __init__(self, where: str, found: str) -> None:
        self.where, self.found = where, found
        super().__init__(
            f"The edition at {where} has format {found}, which this version cannot read. "
            "Delete it and press it again with: broadsheet press all"
        )


class EditionFailed(EditionError):
    """`cause` is what the engine said; `lacks_tables`: there is a database, but no edition in it.

    Nothing was changed by the transaction that met it.
    """

    def __init__(self, where: str, cause: Exception, *, lacks_tables: bool = False) -> None:
        self.where, self.cause, self.lacks_tables = where, cause, lacks_tables
        super().__init__(f"The edition at {where} can't be used: {cause}")


class AddressUnsafe(EditionError):
    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"The address {address!r} can't be written as a file. Give that page another address.")


class BucketFailed(EditionError):
    def __init__(self, bucket: str, reason: str) -> None:
        self.bucket, self.reason = bucket, reason
        super().__init__(
            f"The bucket {bucket} can't be used: {reason}. Begin again, and the export goes on where it was."
        )
