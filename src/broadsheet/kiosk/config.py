"""What a kiosk must be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.edition.place import OnServer, Place
from broadsheet.ranking.chart import Rules


@dataclass(frozen=True, slots=True)
class KioskConfig:
    """Where a kiosk finds the edition and the ranking, and how it serves them."""

    edition: Path
    ranking: Path
    languages: tuple[str, ...]
    """The first is the default; the others' addresses begin with their code: /km/…"""
    most_viewed_count: int = 6
    cache_bytes: int = 64 * 1024 * 1024
    ranking_seconds: float = 10.0
    """How often the chart is made anew, and how old a list can be."""
    flush_seconds: float = 2.0
    """How often counted views are written; half a chart's time and less keeps the list as fresh as promised."""
    poll_seconds: float = 0.1
    """How often the edition is asked whether it changed."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For is believed."""
    rules: Rules = field(default_factory=Rules)
    """How the chart is made."""
    age_limit_days: int = 30
    """Stories that went out longer ago stand in no list for being read."""
    valkey: str = field(default="", repr=False)
    """Address of the Valkey or Redis that several machines' kiosks count in; empty: the file `ranking`."""
    image_beacon: bool = False
    """Whether pages without JavaScript count through an image."""
    reports: Path | None = None
    """Folder for what each process counted, which the inner port adds up; None: nobody asks."""
    edition_url: str = field(default="", repr=False)
    """The PostgreSQL database of the edition, best as a role that can only read it; "" for the file `edition`."""

    timezone: str = "UTC"
    """The paper's clock, by which a search's days begin and end."""

    @property
    def place(self) -> Path | Place:
        return OnServer(self.edition, self.edition_url) if self.edition_url else self.edition
