"""The checks of `broadsheet doctor`, each a sentence: what is so, or what is wrong and what to do."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import socket
import sqlite3
import stat
from collections.abc import Iterator
from datetime import timedelta

from broadsheet import __version__, killfile
from broadsheet.cli import servers
from broadsheet.cli.finding import Finding, good
from broadsheet.edition.errors import EditionError
from broadsheet.edition.store import Edition, find_media
from broadsheet.paperfile import PaperFile, current

LEAST_FREE_BYTES = 1_000_000_000
LATE = timedelta(seconds=30)
OLDEST_SQLITE = (3, 35, 0)


def machine() -> Iterator[Finding]:
    """Python, its packages, SQLite."""
    version = platform.python_version()
    yield good(f"Broadsheet {__version__} on Python {version}, {platform.system()}.")
    lacking = [name for name in _requirements() if not _installed(name)]
    if lacking:
        names = ", ".join(lacking)
        yield Finding("bad", f"Packages are missing: {names}. Install from requirements/run.txt.")
    else:
        yield good("Every package that Broadsheet needs is installed.")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Finding("bad", f"SQLite is {sqlite3.sqlite_version}; 3.35 or newer is needed.")
    else:
        yield good(f"SQLite {sqlite3.sqlite_version}.")


def folder(paper: PaperFile) -> Iterator[Finding]:
    """The paper's folder: settings, secret, room on the disk, ports."""
    yield good(f"{paper.name}, in {', '.join(paper.languages)}, lies in {paper.folder}.")
    secret = paper.data / "secret"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield Finding("bad", f"Others can read {secret}. Run: chmod 600 {secret}")
    else:
        yield good("The paper's secret is its own.")
    free = shutil.disk_usage(paper.folder).free
    if free < LEAST_FREE_BYTES:
        yield Finding("bad", f"Only {free // 1_000_000} MB are free on the disk of {paper.folder}.")
    else:
        yield good(f"{free // 1_000_000_000} GB are free on the disk.")
    if not paper.address.startswith("https:") and "127.0.0.1" not in paper.address:
        yield Finding("warning", f"Readers come by {paper.address}: without HTTPS anybody can forge pages.")
    for what, port in (("readers' site", paper.port), ("desk", paper.desk_port)):
        answers = _answers(paper.host, port)
        yield good(f"The {what} answers on port {port}." if answers else f"Port {port} is free for the {what}.")


def desk(paper: PaperFile) -> Iterator[Finding]:
    """The desk database: whole, up to date, people in it, nothing stuck."""
    if paper.desk_url:
        finding = servers.desk(paper)
    elif not paper.desk_database.exists():
        finding = Finding("bad", f"There is no desk database. Make it with: broadsheet new {paper.folder}")
    else:
        with sqlite3.connect(f"file:{paper.desk_database}?mode=ro", uri=True) as connection:
            word = connection.execute("PRAGMA quick_check").fetchone()[0]
        finding = good("The desk database is whole.")
        if word != "ok":
            finding = Finding("bad", f"The desk database is damaged ({word}). Restore it from a backup.")
    yield finding
    if finding.state == "bad":
        return
    from broadsheet.cli.opening import open_desk, waiting_migrations

    open_desk(paper, must_exist=False)
    if waiting_migrations():
        yield Finding("bad", "The desk database is older than this version. `broadsheet run` brings it up.")
        return
    yield from _newsroom()
    yield from servers.purges(paper)


def kills(paper: PaperFile) -> Iterator[Finding]:
    """The kill file: every line can be understood."""
    try:
        killed = killfile.of(paper).killed()
    except killfile.KillFileDamaged as error:
        yield Finding("bad", str(error))
        return
    yield good(f"The kill file can be read; {len(killed.kills)} kills stand.")


def _newsroom() -> Iterator[Finding]:
    from django.utils import timezone

    from broadsheet.press.models import Failure, Order
    from broadsheet.press.standstill import EVERYTHING
    from broadsheet.staff.models import Staff
    from broadsheet.stories import clock_watch
    from broadsheet.stories.models import DueFailure
    from broadsheet.wire.models import RawItem

    now = timezone.now()
    if Staff.objects.filter(is_active=True, is_superuser=True).exists():
        yield good("Somebody can administer the desk.")
    else:
        yield Finding("bad", "Nobody can administer the desk. Run: broadsheet user add YOU@EXAMPLE.ORG")
    late = Order.objects.filter(due_at__lt=now - LATE).count()
    if late:
        yield Finding("warning", f"{late} press orders have waited for over {LATE.seconds} s. Is the press running?")
    else:
        yield good("No press order waits.")
    for failure in Failure.objects.order_by("-tried_at")[:5]:
        what = "Nothing can" if failure.address == EVERYTHING else f"{failure.address} can't"
        yield Finding("bad", f"{what} be pressed: {failure.message}")
    for due in DueFailure.objects.order_by("since")[:5]:
        yield Finding("bad", f"Story {due.page_id} was due and was refused: {due.reason}")
    for clock in clock_watch.jumped():
        words = f"The clock of {clock.host} jumped forward by {clock.jumped_by:,.0f} s; its scheduler stands still."
        yield Finding("bad", f"{words} Put it right, or say on the desk's first page that it is right.")
    yield from _mail()
    yield from _sources()
    waiting = RawItem.objects.filter(outcome=RawItem.Outcome.WAITING).count()
    if waiting:
        yield Finding("warning", f"{waiting} wire deliveries are kept and not read yet.")


def _mail() -> Iterator[Finding]:
    from django.utils import timezone

    from broadsheet.stories import notices

    now = timezone.now()
    failed = notices.unsent(now=now)
    last = failed.first()
    if last is not None:
        given_up = failed.filter(mail_due_at=None).count()
        words = f"{failed.count()} notices of this week have not gone by mail, {given_up} of them are given up."
        yield Finding("warning", f"{words} The server said last: {last.mail_error} Look at [mail] in paper.toml.")
    elif current().mail.host:
        yield good("No notice waits in vain for its mail.")


def _sources() -> Iterator[Finding]:
    from django.utils import timezone

    from broadsheet.wire.errors import FetchRefused
    from broadsheet.wire.models import Source
    from broadsheet.wire.reaching import Rules
    from broadsheet.wire.state import state_of

    try:
        Rules.of(current().wire_hosts)
    except FetchRefused as error:
        yield Finding("bad", f"paper.toml, [wire] hosts: {error.reason}")
    sources = list(Source.objects.filter(active=True).select_related("health").order_by("slug"))
    states = [(source, state_of(source, timezone.now())) for source in sources]
    for source, state in states:
        if state.is_alarming:
            yield Finding("warning", f"Source {source.slug}: {state.sentence}")
    if sources and not any(state.is_alarming for _, state in states):
        yield good(f"{len(sources)} sources of the wire, all well.")


def edition(paper: PaperFile) -> Iterator[Finding]:
    """The edition: there, whole, of this format, with its media."""
    try:
        held = Edition(paper.edition_place)
    except EditionError as error:
        yield Finding("bad", str(error))
        return
    try:
        damage = held.database.damage()
        if damage:
            yield Finding("bad", f"The edition is damaged ({damage}). Delete it, then: broadsheet press all")
            return
        pages = held.page_count()
        lost = [name for name in held.media_names() if not find_media(held.media_folder, name).exists()]
    finally:
        held.close()
    yield good(f"The edition is whole and holds {pages} pages.")
    yield from servers.kiosk(paper)
    if lost:
        yield Finding("bad", f"{len(lost)} pictures of the edition are missing. Run: broadsheet press verify --repair")


def theme(paper: PaperFile) -> Iterator[Finding]:
    """The theme: every template can be read."""
    from broadsheet.paper.errors import PaperError
    from broadsheet.paper.look import Look

    try:
        count = len(Look(paper.theme).template_fingerprints())
    except PaperError as error:
        yield Finding("bad", f"The theme in {paper.theme}: {error}")
        return
    yield good(f"The theme can be read ({count} templates).")


def _requirements() -> list[str]:
    needed = importlib.metadata.requires("broadsheet") or []
    plain = (line for line in needed if "extra ==" not in line)
    return [line.split(";")[0].split("[")[0].split("~")[0].split(">")[0].strip() for line in plain]


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0
