"""Looks into a source's mailbox over IMAP and takes each message as the bytes that it is.

    fetched without marking ──▶ taken, durable, carried on ──▶ marked as seen, or moved ──▶ its UID noted

A machine that dies in between finds the message again, and it is a replay. UIDs count only under one UIDVALIDITY.
"""

from __future__ import annotations

import time

from broadsheet.wire import mail_connection
from broadsheet.wire.errors import FetchFailed
from broadsheet.wire.formats import MAX_BYTES
from broadsheet.wire.mail_connection import Mailbox
from broadsheet.wire.models import Source, SourceHealth
from broadsheet.wire.reaching import Deadline
from broadsheet.wire.receiving import Counts, Means, receive

MOST_AT_ONCE = 200
MOST_SECONDS = 240.0
"""How much one look takes; the rest follows in the next."""
_MORE_SECONDS = 60.0
"""What the last message of a look may take beyond that."""


def look(source: Source, health: SourceHealth, means: Means) -> Counts:
    """Take the messages that came since the last look.

    Errors: `FetchRefused`, `FetchFailed`, `SecretLost`.
    """
    counts, complaint, until = Counts(), "", time.monotonic() + MOST_SECONDS
    with mail_connection.opened(
        source.address,
        source.login_name,
        source.secret,
        reach=means.reach,
        deadline=Deadline(min(means.limits.seconds * 5, MOST_SECONDS + _MORE_SECONDS)),
    ) as mailbox:
        validity = mailbox.select(source.mail_folder)
        seen = health.last_uid if validity == health.uid_validity else 0
        rows = SourceHealth.objects.filter(source=source)
        rows.update(uid_validity=validity, last_uid=seen)
        for uid, size in mailbox.new_messages(seen, MOST_AT_ONCE):
            if time.monotonic() > until:
                break
            if size > MAX_BYTES:
                complaint = f"A message of {size // 1024 // 1024} MiB was left in the mailbox: that is too large."
            elif (raw := mailbox.message(uid, size)) is not None:
                done = receive(raw, source=source, name=f"mail {validity}/{uid}", means=means)
                counts = counts.plus(done)
                complaint = _put_away(mailbox, uid, source.mail_done_folder) or complaint
            rows.update(last_uid=uid)
    if complaint:
        raise FetchFailed(complaint)
    return counts


def _put_away(mailbox: Mailbox, uid: int, folder: str) -> str:
    """Why the message stays as it is, in a sentence; it was taken in any case, and others follow."""
    try:
        mailbox.put_away(uid, folder)
    except FetchFailed as error:
        return error.reason
    return ""
