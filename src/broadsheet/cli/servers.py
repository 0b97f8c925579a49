"""Doctor's checks of PostgreSQL servers: can they be reached, are they new enough, may the kiosk only read?

No address is printed with its password.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from broadsheet.cli.finding import Finding, good
from broadsheet.edition.place import OnServer, shown
from broadsheet.paperfile import PaperFile

OLDEST = 140000
"""PostgreSQL 14, as Django 5.2 asks for."""
SECONDS = 5

_WRITES = """
SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE') ORDER BY relname
"""


def desk(paper: PaperFile) -> Finding:
    """The desk's server."""
    where = shown(OnServer(paper.data, paper.desk_url))
    try:
        with psycopg.connect(paper.desk_url, connect_timeout=SECONDS) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
            ).fetchone()
    except psycopg.Error as error:
        return Finding("bad", f"The desk database at {where} can't be reached: {_said(error)}")
    if version < OLDEST:
        return Finding("bad", f"The server at {where} is PostgreSQL {version // 10000}; 14 or newer is needed.")
    if row is None or row[0] != "UTF8":
        return Finding("bad", f"The desk database at {where} is not in UTF8. Make it with ENCODING 'UTF8'.")
    return good(f"The desk database at {where} can be reached (PostgreSQL {version // 10000}).")


def kiosk(paper: PaperFile) -> Iterator[Finding]:
    """What a kiosk may do with the edition's database; nothing to say where the edition is a file."""
    if not paper.kiosk_url:
        return
    where = shown(OnServer(paper.edition, paper.kiosk_url))
    try:
        with psycopg.connect(paper.kiosk_url, connect_timeout=SECONDS) as connection:
            role = connection.info.user
            connection.execute("SELECT 1 FROM pages LIMIT 1")
            writable = [name for (name,) in connection.execute(_WRITES)]
    except psycopg.Error as error:
        yield Finding("bad", f"A kiosk can't read the edition at {where}: {_said(error)}")
        return
    if writable:
        yield Finding(
            "warning",
            f"Kiosks read the edition as {role}, who may also write it ({', '.join(writable[:3])} …). "
            "Give them a role that can only read: docs/operating/postgresql.md",
        )
    else:
        yield good(f"Kiosks read the edition as {role}, who can change nothing.")


def purges(paper: PaperFile) -> Iterator[Finding]:
    """What caches in front of the kiosk, and a hub, have not been told yet; the desk must be open."""
    told = [name for name in (paper.purge.cache.replace("none", ""), paper.machines.hub) if name]
    if not told:
        return
    from broadsheet.press.models import Purge

    failing = Purge.objects.filter(tries__gt=0)
    worst = failing.order_by("-tries").first()
    if worst is None:
        yield good(f"{' and '.join(told)} {'has' if len(told) == 1 else 'have'} been told of every change.")
    else:
        yield Finding("bad", f"{failing.count()} changes have not reached {' and '.join(told)}: {worst.message}")


def _said(error: psycopg.Error) -> str:
    """The server's sentence on one line."""
    return " ".join(str(error).split())
