"""Serves a kiosk for the tests: `python serving.py PORT`, the rest is in the environment."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from pathlib import Path

from broadsheet.kiosk.app import Kiosk, build
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.protocol import Exchange, Scope
from broadsheet.kiosk.serving import server


def config() -> KioskConfig:
    return KioskConfig(
        edition=Path(os.environ["KIOSK_EDITION"]),
        ranking=Path(os.environ["KIOSK_RANKING"]),
        languages=("en", "km"),
        ranking_seconds=0.05,
        flush_seconds=0.05,
        poll_seconds=0.02,
        age_limit_days=40_000,
        image_beacon=True,
        valkey=os.environ.get("KIOSK_VALKEY", ""),
        reports=Path(os.environ["KIOSK_RANKING"]).with_name("reports"),
    )


def make() -> Kiosk:
    return build(config())


class Late(Kiosk):
    """Stands still at `KIOSK_LATE` ("made" or "begun") until the file `KIOSK_RELEASED` is there."""

    def __init__(self, config: KioskConfig) -> None:
        super().__init__(config)
        self._stand("made")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._stand("begun")
        super().__rsgi_init__(loop)

    def _stand(self, at: str) -> None:
        if os.environ["KIOSK_LATE"] == at:
            logging.getLogger("broadsheet.kiosk").warning("stands still")
            while not Path(os.environ["KIOSK_RELEASED"]).exists():
                time.sleep(0.01)


def make_late() -> Kiosk:
    return Late(config())


class Held(Kiosk):
    """Its loop stands still from a question for /hold on, until the file `KIOSK_RELEASED` is there."""

    def answer_at_once(self, scope: Scope, exchange: Exchange) -> bool:
        if scope.path == "/broken":
            raise ValueError(scope.path)
        return super().answer_at_once(scope, exchange)

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        released = Path(os.environ["KIOSK_RELEASED"])
        while scope.path == "/hold" and not released.exists():
            time.sleep(0.01)
        await super().__rsgi__(scope, exchange)


def make_held() -> Kiosk:
    return Held(config())


if __name__ == "__main__":
    workers = int(os.environ.get("KIOSK_WORKERS", "1"))
    made = "make_late" if "KIOSK_LATE" in os.environ else "make_held" if "KIOSK_RELEASED" in os.environ else "make"
    kiosk = server(f"{Path(__file__).stem}:{made}", int(sys.argv[1]), workers=workers)
    kiosk.stop_seconds = float(os.environ.get("KIOSK_STOP_SECONDS", kiosk.stop_seconds))
    kiosk.serve()
