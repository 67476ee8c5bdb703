"""Database connections, one for each open store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from servanda.settings import Settings

__all__ = ["SQLITE_FILE", "Database", "connect", "disconnect", "snapshot", "write_transaction"]

SQLITE_FILE = "servanda.sqlite3"

# WAL: readers and the one writer do not wait for each other. FULL: a commit that has returned
# survives a power cut. Django itself turns foreign keys on.
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: Django's alias for it, and its name for messages."""

    alias: str
    place: str  # a file, or a host and a name; no password
    patience_s: float  # how long to wait for another writer

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return connections[self.alias]


def connect(settings: Settings, folder: Path, patience_s: float) -> Database:
    """Connect to the database of the settings, under an alias that no other store shares."""
    alias = f"servanda-{secrets.token_hex(8)}"
    url = settings.database_url
    config = _sqlite(folder, patience_s) if url is None else _postgres(url, patience_s)
    with_defaults = connections.configure_settings({"default": {}, alias: config})
    connections.databases[alias] = with_defaults[alias]
    place = str(folder) if url is None else f"{config['HOST'] or 'localhost'}/{config['NAME']}"
    return Database(alias, place, patience_s)


def disconnect(database: Database) -> None:
    """Close this thread's connection and forget the alias."""
    database.connection.close()
    del connections[database.alias]
    del connections.databases[database.alias]


@contextmanager
def write_transaction(database: Database) -> Iterator[None]:
    """A transaction during which no other writer runs, from its first statement to its commit.

    SQLite: BEGIN IMMEDIATE, by the alias's settings. PostgreSQL: a lock on the log's table that
    does not block readers. Raises django.db.OperationalError when patience runs out.
    """
    with transaction.atomic(using=database.alias):
        if database.connection.vendor == "postgresql":
            with database.connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {_milliseconds(database.patience_s)}")
                cursor.execute("LOCK TABLE servanda_custody IN EXCLUSIVE MODE")
        yield


@contextmanager
def snapshot(database: Database) -> Iterator[None]:
    """A transaction that reads the database as of one moment and blocks no writer.

    Plain statements instead of `atomic`, which would take the write lock of SQLite.
    """
    postgres = database.connection.vendor == "postgresql"
    with database.connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgres else "BEGIN")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))  # PostgreSQL takes 0 for "wait for ever"


def _sqlite(folder: Path, patience_s: float) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / SQLITE_FILE),
        "OPTIONS": {
            "init_command": _SQLITE_PRAGMAS,
            "timeout": patience_s,
            "transaction_mode": "IMMEDIATE",
        },
    }


def _postgres(url: str, patience_s: float) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": str(max(2, round(patience_s))), **options},
    }
