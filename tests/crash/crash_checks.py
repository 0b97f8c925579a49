"""What must hold after a crash: at once for readers, and for everything once the paper has run again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crash_scenes import LATER, scheduler_at
from django.db import connection
from what_readers_get import TABLES, everything

from broadsheet.edition.errors import EditionMissing
from broadsheet.edition.store import Edition, media_path
from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current
from broadsheet.press.models import Failure, Order
from broadsheet.press.run import RETRY_AFTER
from broadsheet.press.verify import verify

MOST_RUNS = 10


@dataclass(frozen=True, slots=True)
class Findings:
    """What readers had right after the crash and have in the end, as digests, and everything that is wrong.

    `kept` takes in the files beside the edition too, `desk` is what the desk database says.
    """

    at_once: str
    in_the_end: str
    kept: str
    desk: str
    problems: tuple[str, ...]


def look_and_recover(proved: Collection[tuple[str, str]] = ()) -> Findings:
    """Look at what a crash left, start scheduler and press again, and look at what they make of it.

    An edition and a desk that are the same, byte for byte, as `proved` ones are not verified once more.
    """
    problems = [*_whole(), *_media_missing()]
    at_once = public()
    scheduler_at(LATER).step()
    with open_press() as press:
        runs = 0
        while press.run_once(LATER) is not None:
            runs += 1
            if runs > MOST_RUNS:
                problems.append("the press comes to no end")
                break
        if Failure.objects.exists():
            press.run_once(LATER + RETRY_AFTER)
        kept, desk = digest(everything(press.writer.reading)), desk_state()
        if (kept, desk) not in proved:
            told = verify(press, LATER).told()
            problems += [f"verify: {what}: {', '.join(where)}" for what, where in told.items() if where]
    problems += [f"not pressed: {failure}" for failure in Failure.objects.all()]
    problems += [f"order left: {order}" for order in Order.objects.filter(due_at__lte=LATER)]
    problems += _whole()
    problems += _torn()
    return Findings(at_once, public(), kept, desk, tuple(problems))


def end_state() -> tuple[str, str, str]:
    """What readers have, what lies there and what the desk says, when nothing was broken off."""
    found = look_and_recover()
    assert found.problems == (), found.problems
    return found.in_the_end, found.kept, found.desk


def public() -> str:
    """A digest of what readers are answered; files that nothing names are not answered with."""
    found: dict[str, object] = {}
    try:
        edition = Edition(current().edition)
    except EditionMissing:
        return digest({table: [] for table in TABLES})
    try:
        found |= {f"page {page.address}": page for page in edition.pages()}
        for table in TABLES:
            found[table] = sorted(edition.connection.execute(f"SELECT * FROM {table}"), key=repr)
    finally:
        edition.close()
    return digest(found)


def digest(found: dict[str, object]) -> str:
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:16]


def desk_state() -> str:
    """What the desk database says of every story; times of tries and runs left out."""
    asked = (
        "SELECT p.id, p.live, p.has_unpublished_changes, p.expired, p.title, p.first_published_at, p.last_published_at "
        "FROM stories_story s JOIN wagtailcore_page p ON p.id = s.page_ptr_id ORDER BY p.id",
        "SELECT address, story_id, current FROM stories_storyaddress ORDER BY address",
        "SELECT list, story_id, day FROM stories_listing ORDER BY list, story_id",
        "SELECT object_id, approved_go_live_at FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL",
        "SELECT page_id, action, count(*) FROM wagtailcore_pagelogentry GROUP BY page_id, action ORDER BY 1, 2",
        "SELECT page_id FROM stories_duefailure",
    )
    with connection.cursor() as cursor:
        rows = [cursor.execute(query).fetchall() for query in asked]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def _whole() -> list[str]:
    """SQLite's own word on both databases."""
    with connection.cursor() as cursor:
        words = {"desk": cursor.execute("PRAGMA integrity_check").fetchall()}
    if current().edition.exists():
        with closing(sqlite3.connect(current().edition)) as edition:
            words["edition"] = edition.execute("PRAGMA integrity_check").fetchall()
    return [f"the {name} database is damaged: {word}" for name, word in words.items() if word != [("ok",)]]


def _media_missing() -> list[str]:
    """Files that the edition names and that are not there, whole."""
    try:
        edition = Edition(current().edition)
    except EditionMissing:
        return []
    try:
        names = edition.media_names()
    finally:
        edition.close()
    renditions = current().data / "renditions"
    missing = [name for name in names if not _same(edition.media_folder, renditions, name)]
    return [f"media missing or torn: {name}" for name in missing]


def _same(media: Path, renditions: Path, name: str) -> bool:
    one, other = media_path(media, name), media_path(renditions, name)
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _torn() -> list[str]:
    """Temporary files and notes that nobody took away."""
    folder = current().edition.parent / "media"
    return [f"left behind: {path.name}" for path in folder.rglob(".*") if path.is_file()]
