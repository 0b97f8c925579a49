"""Proves a publication: fetches what a run changed through the kiosk, and compares it with the edition.

orders undone? ──▶ waiting
run done ──▶ fetch through the kiosk ──▶ as in the edition? ──▶ live or gone, on so many pages, in so many seconds
                                                 └── no ──▶ a moment ago? waiting : alarm, with the reason
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlsplit

from broadsheet.edition.errors import EditionError
from broadsheet.edition.store import Edition
from broadsheet.paperfile import PaperFile
from broadsheet.press import standstill
from broadsheet.press.models import Failure, Order, PressRun
from broadsheet.press.run import ADDRESSES_KEPT

OWN_FETCHED = 5
CHANGED_FETCHED = 20
FETCH_SECONDS = 2.0
"""How long the kiosk may take for one page."""
ALL_SECONDS = 5.0
"""How long it may take for all pages of one proof."""
WITHIN = timedelta(seconds=60)
"""A run later than this after an act is another act's."""
SETTLING = timedelta(seconds=2)
"""A kiosk asks ten times a second whether the edition changed: only after this is an old page a fault."""
PATIENCE = timedelta(seconds=10)
"""An order that waits so long means that no press is running."""
EVERYWHERE = ("0.0.0.0", "::", "")
"""Hosts that a kiosk listens on and that can't be called."""
NO_KIOSK = "The kiosk does not answer"


class State(StrEnum):
    WAITING = "waiting"
    LIVE = "live"
    GONE = "gone"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was upon: the key that it ordered, the catalogue row, its addresses, and whether readers have it.

    `live`: the first of `addresses` must answer 200; else all of them 410.
    """

    key: str
    row: str
    addresses: Sequence[str]
    live: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """`pages` that readers get anew, `seconds` from the act to the end of the run; `reason` of an alarm."""

    state: State
    pages: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the kiosk answers."""

    status: int
    etag: str


WAITING = Proof(State.WAITING)


def prove(subject: Subject, *, since: datetime, now: datetime, paper: PaperFile) -> Proof:
    """What readers get after the act upon `subject` at `since`; it never waits, except for the kiosk's answers."""
    waiting = Order.objects.filter(key=subject.key, due_at__lte=now).order_by("due_at").first()
    if waiting is not None:
        late = now - max(since, waiting.due_at)
        if late < PATIENCE:
            return WAITING
        known = standstill.reason()
        if known:
            return _alarm(f"The press can't work, and readers do not see this yet. {known}")
        return _alarm(
            f"The press has not begun for {late.total_seconds():.0f} seconds: readers do not see this yet. "
            "Is the press running? “broadsheet doctor” tells more."
        )
    runs = _runs(subject, since)
    fault = _failure(subject, runs)
    if fault:
        return _alarm(fault)
    changed = list(dict.fromkeys(address for run in runs for address in run.addresses))
    done_at = max((run.run_at + timedelta(seconds=run.seconds) for run in runs), default=since)
    own = list(subject.addresses)[:OWN_FETCHED]
    others = [address for address in changed if address not in own][:CHANGED_FETCHED]
    try:
        fault = _compare(subject, [*own, *others], paper)
    except EditionError as error:
        fault = str(error)
    if fault:
        return WAITING if now - done_at < SETTLING and not fault.startswith(NO_KIOSK) else _alarm(fault)
    count = max([len(changed), *(run.changed for run in runs if len(run.addresses) == ADDRESSES_KEPT)])
    seconds = max(0.0, (done_at - since).total_seconds())
    return Proof(State.LIVE if subject.live else State.GONE, count, round(seconds, 1))


def _alarm(reason: str) -> Proof:
    return Proof(State.ALARM, reason=reason)


def _runs(subject: Subject, since: datetime) -> list[PressRun]:
    """The runs after `since` that changed something of `subject`, or changed too much to name it all."""
    found = list(PressRun.objects.filter(run_at__gte=since, run_at__lt=since + WITHIN).order_by("pk")[:20])
    own = set(subject.addresses)
    touching = [run for run in found if len(run.addresses) == ADDRESSES_KEPT or own & set(run.addresses)]
    # A change of place alone leaves the story's own page as it was: then it was the run that came next.
    return touching or [run for run in found[:1] if run.run_at - since < PATIENCE]


def _failure(subject: Subject, runs: Iterable[PressRun]) -> str:
    """What would not press: the thing itself, else another page of the same run; "" for nothing."""
    own = Failure.objects.filter(address__in=[*subject.addresses, subject.row]).first()
    if own is not None:
        return f"Its page could not be pressed; readers keep what they had. {own.message}"
    others = Failure.objects.filter(tried_at__in=[run.run_at for run in runs if run.failed])
    first = others.order_by("address").first()
    if first is None:
        return ""
    count = others.count()
    pages = "1 page" if count == 1 else f"{count} pages"
    return f"It is out, but {pages} could not be pressed. {first.address}: {first.message}"


def _compare(subject: Subject, addresses: Sequence[str], paper: PaperFile) -> str:
    """The first thing that readers get otherwise than they should; "" for none."""
    edition = Edition(paper.edition_place)
    kiosk = _Kiosk(paper)
    began = time.monotonic()
    try:
        fault = _edition_fault(subject, edition)
        for address in addresses:
            if fault:
                break
            fault = _fault(address, kiosk.get(address), edition)
            if time.monotonic() - began > ALL_SECONDS:
                fault = fault or f"The kiosk took more than {ALL_SECONDS:.0f} seconds for {len(addresses)} pages."
    except (OSError, http.client.HTTPException) as error:
        return f"{NO_KIOSK} on port {paper.port}: {error or type(error).__name__}. Readers may see nothing at all."
    finally:
        kiosk.close()
        edition.close()
    return fault


def _edition_fault(subject: Subject, edition: Edition) -> str:
    if subject.live:
        address = subject.addresses[0]
        return "" if edition.has_page(address) else f"The edition has no page at {address}."
    kept = [address for address in subject.addresses if not edition.is_gone(address)]
    return f"{kept[0]} is still in the edition." if kept else ""


def _fault(address: str, answer: Answer, edition: Edition) -> str:
    """How the kiosk's answer differs from what the edition holds for `address`; "" for not at all."""
    page = edition.page(address)
    if page is not None:
        wanted = 200
    elif edition.redirect(address) is not None:
        wanted = 301
    else:
        wanted = 410 if edition.is_gone(address) else 404
    if answer.status != wanted:
        return f"Readers get {answer.status} at {address} instead of {wanted}."
    # The kiosk's ETag begins with the page's own; the live list and the encoding follow.
    if page is not None and not answer.etag.strip('"').startswith(page.etag.strip('"') + "-"):
        return f"Readers still get the version before at {address}."
    return ""


class _Kiosk:
    """The kiosk as a reader meets it, over loopback; one connection for all that is asked."""

    def __init__(self, paper: PaperFile) -> None:
        host = "127.0.0.1" if paper.host in EVERYWHERE else paper.host
        self.connection = http.client.HTTPConnection(host, paper.port, timeout=FETCH_SECONDS)
        self.headers = {"Host": urlsplit(paper.address).netloc, "Accept-Encoding": "gzip"}

    def get(self, address: str) -> Answer:
        """Errors: `OSError` or `HTTPException` where nobody answers in time."""
        self.connection.request("GET", quote(address), headers=self.headers)
        response = self.connection.getresponse()
        response.read()
        return Answer(response.status, response.headers.get("etag", ""))

    def close(self) -> None:
        self.connection.close()
