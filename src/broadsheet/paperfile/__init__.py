"""Reads paper.toml into one typed object: where a paper lies and what its people have set.

DIR/paper.toml   settings           DIR/data/desk.sqlite3       everything, drafts included
DIR/theme/       overrides          DIR/data/edition/           what is public, media beside it
DIR/data/        all that is kept   DIR/data/ranking.sqlite3    counts of readers

Desk and edition may be PostgreSQL databases instead.
May call: text.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.paperfile.mail import MailPlan, mail_plan
from broadsheet.paperfile.purge import PurgePlan, purge_plan
from broadsheet.paperfile.style import StylePlan, style_plan
from broadsheet.paperfile.values import FILE_NAME, PaperFileError, Values

__all__ = [
    "AI_AGENTS", "FILE_NAME", "EditionPlace", "Machines", "PaperFile", "PaperFileError", "PurgePlan",
    "current", "find", "read",
]  # fmt: skip

AI_AGENTS = (
    "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai", "Diffbot",
    "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot", "meta-externalagent", "Omgilibot", "PerplexityBot",
    "Timpibot", "YouBot",
)  # fmt: skip
"""Robots that collect for machine learning, refused unless a paper says otherwise."""


SECOND_EYES = ("lead", "legal")
"""What a paper may ask a second pair of eyes for."""


@dataclass(frozen=True, slots=True)
class Machines:
    """What robots are told: whom robots.txt refuses, the Content-Signal line, and the reservation of text mining."""

    refuse_agents: tuple[str, ...]
    content_signal: str
    tdm_reservation: bool
    tdm_policy: str
    hub: str = ""
    """Address of the WebSub hub that is told of changed feeds; "" for none."""


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """Where the edition lies: in `file`, or, where `url` is not "", on that PostgreSQL server; media beside `file`."""

    file: Path
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One paper: its folder and its settings. Times in seconds, sizes as their names say."""

    folder: Path
    name: str
    languages: tuple[str, ...]
    """BCP 47 codes; the first is the main one, whose addresses have no prefix."""
    timezone: ZoneInfo
    address: str
    """Where readers find the paper: scheme and host, no trailing slash."""
    desk_address: str
    port: int
    desk_port: int
    host: str
    teaser_words: int
    specimen: bool
    """Whether readers find the specimen page of the paper's furniture."""
    share_cards_from: date
    """Stories without a photo that were published on this day or later have a share card of their own."""
    most_viewed: int
    cache_mib: int
    trusted_proxies: tuple[str, ...]
    machines: Machines
    workers: int
    inner_port: int
    """0: none."""
    offline: bool
    """Whether readers' browsers keep the front, the stories read last and those saved for later."""
    image_beacon: bool
    half_life_hours: int
    window_hours: int
    age_limit_days: int
    floor_readers: int
    valkey: str = field(repr=False)
    """Address of the Valkey or Redis that kiosks count in; empty: the file `ranking`."""
    desk_url: str = field(default="", repr=False)
    """The desk's PostgreSQL database; "" for the SQLite file. Like the next two, it may hold a password."""
    edition_url: str = field(default="", repr=False)
    """The edition's, as the press writes it."""
    kiosk_url: str = field(default="", repr=False)
    """The edition's, as a kiosk reads it; best as a role that can do nothing else."""
    wire_hosts: tuple[str, ...] = ()
    """Hosts inside the network, or on other ports, that the wire may fetch from."""
    versions: bool = False
    """Whether readers see how a story has changed since it was published."""
    second_eyes: tuple[str, ...] = ()
    """What goes out only when two people have seen it: "lead", "legal"."""
    style: StylePlan = field(default_factory=StylePlan)
    mail: MailPlan = field(default_factory=MailPlan)
    purge: PurgePlan = field(default_factory=PurgePlan)
    address_told: bool = True
    """False: `address` is only where this machine's usual port leads, for want of a better one."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def theme(self) -> Path:
        return self.folder / "theme"

    @property
    def desk_database(self) -> Path:
        return self.data / "desk.sqlite3"

    @property
    def edition(self) -> Path:
        return self.data / "edition" / "edition.sqlite3"

    @property
    def reports(self) -> Path:
        return self.data / "reports"

    @property
    def edition_place(self) -> EditionPlace:
        return EditionPlace(self.edition, self.edition_url)

    @property
    def ranking(self) -> Path:
        return self.data / "ranking.sqlite3"

    def secret(self) -> str:
        """The paper's own secret, made at first use and kept in the data folder, readable by its owner alone."""
        path = self.data / "secret"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text("ascii").strip()
        with os.fdopen(descriptor, "w") as file:
            secret = secrets.token_urlsafe(48)
            file.write(secret + "\n")
            file.flush()
            os.fsync(file.fileno())
        return secret


def find(folder: Path | None = None) -> Path:
    """The folder of the paper meant: `folder`, else BROADSHEET_PAPER, else the working folder.

    Errors: `PaperFileError` where no paper.toml lies there.
    """
    meant = folder or Path(os.environ.get("BROADSHEET_PAPER") or ".")
    meant = meant.expanduser().resolve()
    if not (meant / FILE_NAME).is_file():
        raise PaperFileError(
            f"There is no paper in {meant}: it holds no {FILE_NAME}. "
            "Make one with `broadsheet new DIR`, or name its folder with --paper DIR."
        )
    return meant


def read(folder: Path) -> PaperFile:
    """The settings of the paper in `folder`.

    Errors: `PaperFileError`, which names the setting.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise PaperFileError(f"There is no {FILE_NAME} in {folder}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PaperFileError(f"{path} is not valid TOML: {error}") from error
    reader = Values(path, values)
    port = _port("BROADSHEET_PORT") or reader.number("kiosk", "port", 8000, 1, 65535)
    edition_url = reader.database(
        "edition", reader.value("edition", "database", ""), file=reader.value("edition", "database_file", "")
    )
    desk_port = _port("BROADSHEET_DESK_PORT") or reader.number("desk", "port", 8001, 1, 65535)
    return PaperFile(
        folder=folder,
        name=reader.text("paper", "name", None),
        languages=reader.languages(),
        timezone=reader.timezone(),
        address=reader.origin("paper", "address", f"http://127.0.0.1:{port}"),
        desk_address=reader.origin("desk", "address", f"http://127.0.0.1:{desk_port}"),
        port=port,
        desk_port=desk_port,
        host=reader.text("kiosk", "host", "127.0.0.1"),
        teaser_words=reader.number("paper", "teaser_words", 45, 5, 200),
        specimen=reader.flag("paper", "specimen", False),
        share_cards_from=reader.day("paper", "share_cards_from", date.min),
        most_viewed=reader.number("kiosk", "most_viewed", 6, 1, 20),
        cache_mib=reader.number("kiosk", "cache_mib", 64, 1, 65536),
        trusted_proxies=reader.texts("kiosk", "trusted_proxies"),
        machines=Machines(
            refuse_agents=reader.texts("machines", "refuse_agents", AI_AGENTS),
            content_signal=reader.line("machines", "content_signal", "search=yes, ai-train=no"),
            tdm_reservation=reader.flag("machines", "tdm_reservation", True),
            tdm_policy=reader.line("machines", "tdm_policy", ""),
            hub=reader.link("machines", "hub"),
        ),
        workers=reader.number("kiosk", "workers", 1, 1, 64),
        inner_port=reader.number("kiosk", "inner_port", 8002, 0, 65535),
        offline=reader.flag("readers", "offline", True),
        versions=reader.flag("readers", "versions", False),
        image_beacon=reader.flag("kiosk", "image_beacon", False),
        half_life_hours=reader.number("ranking", "half_life_hours", 6, 1, 168),
        window_hours=reader.number("ranking", "window_hours", 48, 3, 720),
        age_limit_days=reader.number("ranking", "age_limit_days", 30, 1, 36_500),
        floor_readers=reader.number("ranking", "floor_readers", 3, 1, 1_000_000),
        valkey=reader.server("ranking", "valkey"),
        desk_url=reader.database(
            "desk", reader.value("desk", "database", ""), file=reader.value("desk", "database_file", "")
        ),
        edition_url=edition_url,
        second_eyes=reader.among("desk", "second_eyes", reader.texts("desk", "second_eyes"), SECOND_EYES),
        style=style_plan(reader),
        mail=mail_plan(reader),
        purge=purge_plan(reader),
        address_told=bool(reader.value("paper", "address", "") or _port("BROADSHEET_PORT")),
        kiosk_url=reader.database(
            "kiosk", reader.value("kiosk", "database", edition_url), file=reader.value("kiosk", "database_file", "")
        ),
        wire_hosts=reader.texts("wire", "hosts"),
    )


def _port(variable: str) -> int:
    """The port that the command line asked for, on its way to the processes that it starts; 0: none."""
    value = os.environ.get(variable, "")
    return int(value) if value.isdigit() else 0


_current: PaperFile | None = None


def current() -> PaperFile:
    """The paper that this process works for: read at the first call, the same object ever after.

    Errors: `PaperFileError`.
    """
    global _current
    if _current is None:
        _current = read(find())
    return _current
