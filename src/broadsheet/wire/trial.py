"""Tries a source out: what a look would find now, in a sentence, without taking any of it."""

from __future__ import annotations

from broadsheet.wire import formats, mail_connection, polling
from broadsheet.wire.errors import FetchFailed, Refused
from broadsheet.wire.models import Source
from broadsheet.wire.reaching import Deadline
from broadsheet.wire.receiving import Means


def try_out(source: Source, means: Means) -> str:
    """What lies there.

    Errors: `FetchRefused`, `FetchFailed`, `SecretLost`.
    """
    if source.kind == Source.Kind.FEED:
        return _feed(source, means)
    if source.kind == Source.Kind.MAILBOX:
        return _mailbox(source, means)
    if source.kind == Source.Kind.FOLDER:
        return _folder(source, means)
    return "Nothing can be tried from here: copy of this source is brought to us."


def _feed(source: Source, means: Means) -> str:
    fetched = means.fetcher(source).fetch(source.address)
    try:
        found = formats.recognise(fetched.raw)
        reading = found.read(fetched.raw)
    except Refused as error:
        raise FetchFailed(f"The address answers, but that can't be read: {error.reason}") from error
    count = len(reading.dispatches)
    first = next((dispatch.headline for dispatch in reading.dispatches if dispatch.headline), "")
    words = f"The address answers with {found.spoken}: {count} item{'s' if count != 1 else ''}"
    return f"{words}, such as “{first[:80]}”." if first else f"{words}."


def _mailbox(source: Source, means: Means) -> str:
    with mail_connection.opened(
        source.address,
        source.login_name,
        source.secret,
        reach=means.reach,
        deadline=Deadline(means.limits.seconds),
    ) as mailbox:
        validity = mailbox.select(source.mail_folder)
        health = getattr(source, "health", None)
        seen = health.last_uid if health and health.uid_validity == validity else 0
        count = len(mailbox.new_messages(seen, 1000))
    return f"The mailbox lets us in; {count or 'no'} new message{'s' if count != 1 else ''} in {source.mail_folder}."


def _folder(source: Source, means: Means) -> str:
    folder = means.folders / source.slug
    if not folder.is_dir():
        raise FetchFailed(f"There is no folder wire/{source.slug} in the paper's folder yet. Make it.")
    count = polling.waiting(folder, means.clock())
    return f"The folder is there; {count or 'no'} complete file{'s' if count != 1 else ''} in it."
