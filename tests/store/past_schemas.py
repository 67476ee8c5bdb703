"""Data folders as every past Servanda left them, made by the code of that day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from servanda.settings import Settings
from servanda.store.connection import Database, connect, disconnect
from servanda.store.django_setup import set_up_django

FOLDER = Path(__file__).parent / "schemas"
PAST = sorted(folder.name for folder in FOLDER.iterdir())  # numbers of migrations: "0001"


def past_store(number: str, settings: Settings, *, is_recorded: bool = True) -> None:
    """Put a store of the past where the settings say.

    is_recorded: False leaves out the record of the last migration, as a Servanda did that was
    killed between the two commits of Django
    """
    _write_files(number, settings.data)
    database = settings.data / "past.sqlite3"
    with closing(sqlite3.connect(database)) as past:
        past.executescript((FOLDER / number / "servanda.sql").read_text(encoding="utf-8"))
        if not is_recorded:
            past.execute("DELETE FROM django_migrations WHERE name LIKE ?", [f"{number}%"])
            past.commit()
        if settings.database_url is not None:
            _copy_rows(past, number, settings)
    if settings.database_url is None:
        database.rename(settings.data / "servanda.sqlite3")
    else:
        database.unlink()


def _write_files(number: str, data: Path) -> None:
    for name, text in json.loads((FOLDER / number / "files.json").read_text()).items():
        folder, digest = name.split("/")
        path = data / folder / digest[:2] / digest[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _copy_rows(past: sqlite3.Connection, number: str, settings: Settings) -> None:
    set_up_django()
    from servanda.store.schema.shape import APP, migrate_whole

    names = [row[0] for row in past.execute("SELECT name FROM django_migrations ORDER BY id")]
    database = connect(settings, settings.data, 5.0)
    try:
        target = next(name for name in _all_migrations(database) if name.startswith(number))
        migrate_whole(database.connection, (APP, target))
        with database.connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE NOT name = ANY(%s)", [names])
            for table, columns, rows in _tables(past):
                marks = ", ".join(
                    "%s::int::boolean" if name == "from_folder" else "%s" for name in columns
                )
                named = ", ".join(f'"{name}"' for name in columns)
                cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
    finally:
        disconnect(database)


def _all_migrations(database: Database) -> list[str]:
    from django.db.migrations.loader import MigrationLoader

    return sorted(name for _, name in MigrationLoader(database.connection).graph.nodes)


def _tables(past: sqlite3.Connection) -> Iterator[tuple[str, list[str], list[Any]]]:
    """The filled tables with their columns and rows, those that others point at first."""
    first = ("servanda_version", "servanda_case")
    found = past.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    others = sorted(name for (name,) in found if name.startswith("servanda_") and name not in first)
    for table in (*first, *others):
        names = [row[1] for row in past.execute(f"PRAGMA table_info({table})")]
        if table != "servanda_case":  # whose id is a name: the others' are counted anew
            names = [name for name in names if name != "id"]
        named = ", ".join(f'"{name}"' for name in names)
        if rows := past.execute(f"SELECT {named} FROM {table}").fetchall():
            yield table, names, rows
