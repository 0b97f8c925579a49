"""The kiosk's process: granian with the RSGI application, and no Django anywhere.

Each worker loads all of our code and reads paper.toml itself: so the ones that SIGHUP starts have what lies on the disk
by then, settings and code.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from granian.log import LogLevels

from broadsheet.cli.child import begin_worker, die_with_parent, log_to_stderr
from broadsheet.kiosk.serving import server, with_inner_port
from broadsheet.paperfile import PaperFile, current, find, read

if TYPE_CHECKING:
    from broadsheet.kiosk.app import Kiosk
    from broadsheet.kiosk.config import KioskConfig


def kiosk_config(paper: PaperFile) -> KioskConfig:
    from broadsheet.kiosk.config import KioskConfig
    from broadsheet.ranking.chart import Rules

    return KioskConfig(
        edition=paper.edition,
        edition_url=paper.kiosk_url,
        ranking=paper.ranking,
        languages=paper.languages,
        most_viewed_count=paper.most_viewed,
        cache_bytes=paper.cache_mib * 1024 * 1024,
        trusted_proxies=paper.trusted_proxies,
        rules=Rules(paper.half_life_hours, paper.window_hours, paper.floor_readers),
        age_limit_days=paper.age_limit_days,
        valkey=paper.valkey,
        image_beacon=paper.image_beacon,
        reports=paper.reports,
        timezone=str(paper.timezone),
    )


def make() -> Kiosk:
    """The application, made by granian in its worker."""
    begin_worker()
    log_to_stderr()
    from broadsheet.kiosk.app import build

    return build(kiosk_config(read(find())))


def serve(paper: PaperFile) -> None:
    """Serve until told to stop."""
    made = server(
        "broadsheet.cli.kiosk_process:make",
        paper.port,
        host=paper.host,
        workers=paper.workers,
        log_level=LogLevels.warning,
    )
    if paper.inner_port:
        made = with_inner_port(made, reports=paper.reports, port=paper.inner_port)
    made.serve()


if __name__ == "__main__":
    die_with_parent()
    log_to_stderr()
    logging.getLogger("broadsheet").setLevel(logging.INFO)
    serve(current())
