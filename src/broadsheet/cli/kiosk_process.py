"""The kiosk's process: granian with the RSGI application, and no Django anywhere."""

from __future__ import annotations

from granian.log import LogLevels

from broadsheet.cli.child import begin_worker, die_with_parent
from broadsheet.kiosk.app import Kiosk, build
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.serving import server
from broadsheet.paperfile import PaperFile, current


def kiosk_config(paper: PaperFile) -> KioskConfig:
    return KioskConfig(
        edition=paper.edition,
        edition_url=paper.kiosk_url,
        ranking=paper.ranking,
        languages=paper.languages,
        most_viewed_count=paper.most_viewed,
        cache_bytes=paper.cache_mib * 1024 * 1024,
        trusted_proxies=paper.trusted_proxies,
    )


def make() -> Kiosk:
    """The application, made by granian in its worker."""
    begin_worker()
    return build(kiosk_config(current()))


def serve(paper: PaperFile) -> None:
    """Serve until told to stop."""
    server(
        "broadsheet.cli.kiosk_process:make",
        paper.port,
        host=paper.host,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    die_with_parent()
    serve(current())
