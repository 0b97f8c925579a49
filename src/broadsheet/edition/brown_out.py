"""The brown-out switch: a file beside the edition, on while it is there.

Whoever can write there can throw it, whatever else is dead; every kiosk on the machine sees it at once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path


def switch_of(edition: Path) -> Path:
    """The file that stands for the switch of the edition at `edition`."""
    return edition.with_name("lite")


def turn(edition: Path, on: bool, *, now: datetime) -> bool:
    """Throw the switch; False where it stood so already.

    Errors: `OSError` where the folder can't be written.
    """
    switch = switch_of(edition)
    if switch.exists() is on:
        return False
    if on:
        switch.write_text(now.isoformat(timespec="seconds") + "\n", "ascii")
    else:
        switch.unlink()
    return True


def on_since(edition: Path) -> datetime | None:
    """When the switch was turned on; None while it is off."""
    try:
        return datetime.fromtimestamp(switch_of(edition).stat().st_mtime, UTC)
    except OSError:
        return None
