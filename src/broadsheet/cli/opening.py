"""Opens the paper that a command is for, and its desk database where the command needs it."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.paperfile import PaperFile, current, find

NONE_PRIVATE = "wagtailcore_pageviewrestriction"


def paper_of(context: click.Context) -> PaperFile:
    """The paper named by --paper, $BROADSHEET_PAPER or the working folder.

    Errors: `PaperFileError`, which the command line prints.
    """
    folder: Path | None = context.find_root().obj["paper"]
    os.environ["BROADSHEET_PAPER"] = str(find(folder))
    return current()


def open_desk(paper: PaperFile, *, must_exist: bool = True) -> None:
    """Start Django on the paper's desk database.

    Errors: `Failed` where the database has not been made or is older than this version.
    """
    os.environ["BROADSHEET_PAPER"] = str(paper.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings.django"
    import django

    with without_collecting():
        django.setup()
    if must_exist and not paper.desk_url and not paper.desk_database.exists():
        raise Failed(
            f"The paper in {paper.folder} has no desk database yet. Make it with: broadsheet new {paper.folder}"
        )
    if must_exist and waiting_migrations():
        raise Failed("The desk database is older than this version of Broadsheet. `broadsheet run` brings it up first.")


@contextmanager
def without_collecting() -> Iterator[None]:
    """Load code without looking for garbage in it, then, later or at the end: half of what a short command costs."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def hush() -> None:
    """Keep Wagtail's account of every page it touches out of what a command prints."""
    logging.getLogger("wagtail").setLevel(logging.WARNING)


def migrate() -> None:
    """Bring the desk database to this version; a paper of before roles gets them, a new language its front."""
    from django.core.management import call_command

    from broadsheet.paperfile import current
    from broadsheet.stories import founding, roles
    from broadsheet.stories.models import Front

    call_command("migrate", verbosity=0, interactive=False)
    if Front.objects.exists():
        roles.make()
        founding.add_fronts(current())
    measure()


def measure() -> None:
    """Let SQLite know how its tables are filled: unknowing, it walks a section's 20,000 pages to find one slug."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A sample of each index: some 10 ms, whatever the archive's size.
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
            # Of an empty table it notes nothing, and SQLite takes it for a large one: asked in each list for pages that
            # are for some readers only, of which a paper has none, it would begin with all pages.
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = %s", [NONE_PRIVATE])
            cursor.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, NULL, '1')", [NONE_PRIVATE])
            cursor.execute("ANALYZE sqlite_schema")


def waiting_migrations() -> bool:
    """Whether the desk database is older than this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
