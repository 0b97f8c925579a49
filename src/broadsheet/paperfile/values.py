"""Takes settings out of a parsed paper.toml; every complaint names file, table and key."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from broadsheet.text.languages import LANGUAGES, learn

FILE_NAME = "paper.toml"


class PaperFileError(Exception):
    """paper.toml is missing or says something that Broadsheet can't work with; the message says what to change."""


class Values:
    """Takes settings out of the parsed file; every complaint names file, table and key."""

    def __init__(self, path: Path, values: dict[str, Any]) -> None:
        self.path, self.values = path, values

    def complaint(self, table: str, key: str, what: str) -> PaperFileError:
        return PaperFileError(f"{self.path}: [{table}] {key} {what}")

    def value(self, table: str, key: str, default: Any) -> Any:
        group = self.values.get(table, {})
        if not isinstance(group, dict):
            raise PaperFileError(f"{self.path}: {table} must be a table: [{table}]")
        return group.get(key, default)

    def text(self, table: str, key: str, default: str | None) -> str:
        value = self.value(table, key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.complaint(table, key, 'must be a text, such as "The Mekong Courier".')
        return value.strip()

    def line(self, table: str, key: str, default: str) -> str:
        value = self.value(table, key, default)
        if not isinstance(value, str) or not value.isprintable():
            raise self.complaint(table, key, "must be a text of one line; it may be empty.")
        return value.strip()

    def flag(self, table: str, key: str, default: bool) -> bool:
        value = self.value(table, key, default)
        if not isinstance(value, bool):
            raise self.complaint(table, key, "must be true or false.")
        return value

    def texts(self, table: str, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.value(table, key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) and item.isprintable() for item in value):
            raise self.complaint(table, key, 'must be a list of texts, such as ["10.0.0.1"].')
        return tuple(value)

    def pairs(self, table: str, key: str, value: Any) -> tuple[tuple[str, str], ...]:
        """`value`, which must be a table of texts, as pairs."""
        if not isinstance(value, dict) or not all(isinstance(one, str) and one.strip() for one in value.values()):
            raise self.complaint(table, key, 'must be pairs of texts, such as { "organize" = "organise" }.')
        return tuple(value.items())

    def among(self, table: str, key: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
        """`values`, each of which must be one of `allowed`."""
        if set(values) - set(allowed):
            raise self.complaint(table, key, f"may hold {', '.join(allowed)}, nothing else.")
        return values

    def number(self, table: str, key: str, default: int, low: int, high: int) -> int:
        value = self.value(table, key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.complaint(table, key, f"must be a whole number from {low} to {high}.")
        return value

    def day(self, table: str, key: str, default: date) -> date:
        value = self.value(table, key, default)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.complaint(table, key, "must be a day without quotation marks, such as 2026-11-23.")
        return value

    def server(self, table: str, key: str) -> str:
        """The address of a Valkey or Redis, "" for none; from the environment where it must not stand in the file."""
        value = os.environ.get("BROADSHEET_VALKEY") or self.value(table, key, "")
        if not isinstance(value, str) or not re.match(r"(?:(?:valkey|redis)s?://[^/]+.*)?\Z", value):
            # Said without the value: there may be a password in it.
            raise self.complaint(table, key, 'must be an address such as "valkey://127.0.0.1:6379/0".')
        return value

    def origin(self, table: str, key: str, default: str) -> str:
        value = self.text(table, key, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise self.complaint(table, key, 'must be a scheme and a host, such as "https://news.example".')
        return value

    def link(self, table: str, key: str) -> str:
        """An address on the web; "" for none."""
        value = self.line(table, key, "")
        if value and not re.fullmatch(r"https?://[^/\s]+\S*", value):
            raise self.complaint(table, key, 'must be an address such as "https://hub.example/".')
        return value

    def database(self, table: str, url: object, *, file: object) -> str:
        """The URL of a PostgreSQL database: from the environment, else out of `file`, else `url`; "" for SQLite."""
        if file:
            try:
                url = (self.path.parent / str(file)).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise self.complaint(table, "database_file", f"can't be read: {error}") from error
        url = os.environ.get(f"BROADSHEET_{table.upper()}_DATABASE") or url
        # What was found is not repeated here: it may hold a password.
        if not isinstance(url, str) or (url and not url.startswith(("postgresql://", "postgres://"))):
            raise self.complaint(table, "database", 'must begin with "postgresql://"; without it SQLite is used.')
        return url

    def languages(self) -> tuple[str, ...]:
        value = self.value("paper", "languages", ["en"])
        if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
            raise self.complaint("paper", "languages", 'must be a list, such as ["en", "km"].')
        for code in value:
            learn(str(code), self.path.parent)
            if code not in LANGUAGES:
                known = ", ".join(sorted(LANGUAGES))
                way = f"Its words would lie in locale/{code}/paper.po (docs/languages.md)."
                raise self.complaint("paper", "languages", f"holds {code!r}; Broadsheet speaks {known}. {way}")
        return tuple(value)

    def timezone(self) -> ZoneInfo:
        name = self.text("paper", "timezone", "UTC")
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise self.complaint("paper", "timezone", f'is {name!r}; use a name such as "Asia/Phnom_Penh".') from error
