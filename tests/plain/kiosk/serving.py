"""Serves a kiosk for the tests: `python serving.py PORT`, the rest is in the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from broadsheet.kiosk.app import Kiosk, build
from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.serving import server


def make() -> Kiosk:
    return build(
        KioskConfig(
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
    )


if __name__ == "__main__":
    workers = int(os.environ.get("KIOSK_WORKERS", "1"))
    server(f"{Path(__file__).stem}:make", int(sys.argv[1]), workers=workers).serve()
