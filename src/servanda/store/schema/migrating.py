"""Bringing a database up to date: a migration and its record are one commit.

A Servanda of before committed them one after the other. Where it was killed in between, the tables
of a migration stand and its record does not; that is seen from the shape of the tables, and the
record is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.executor import MigrationExecutor

from servanda.errors import StoreError
from servanda.store.connection import Database
from servanda.store.schema.shape import (
    APP,
    made_shape,
    migrate_whole,
    shape_differences,
    standing_shape,
)

__all__ = ["bring_up_to_date", "holds_log"]


def bring_up_to_date(database: Database) -> None:
    """Carry out the migrations that a database has not had. Raises StoreError."""
    if not _missing_migrations(database):
        return
    with _database_lock(database):
        if _missing_migrations(database):  # not if another machine has just done it
            _record_standing_migrations(database)
            migrate_whole(database.connection)


def holds_log(database: Database) -> bool:
    """True if the table of the custody log is there, empty or not."""
    return "servanda_custody" in database.connection.introspection.table_names()


def _missing_migrations(database: Database) -> list[tuple[str, str]]:
    executor = MigrationExecutor(database.connection)
    loader = executor.loader
    unknown = {
        app for app, name in loader.applied_migrations if (app, name) not in loader.graph.nodes
    }
    if APP in unknown:
        raise StoreError(
            f"{database.place} was written by a newer Servanda; update this one and try again"
        )
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _ in plan]


def _record_standing_migrations(database: Database) -> None:
    """Record the migrations whose tables stand already."""
    connection = database.connection
    if not holds_log(database):
        return
    recorder = MigrationExecutor(connection).recorder
    recorder.ensure_schema()
    waiting = [name for app, name in _missing_migrations(database) if app == APP]
    for number, name in enumerate(waiting):
        made = made_shape(connection, (APP, name))
        if not any(shape_differences(standing_shape(connection), made)):
            for recorded in waiting[: number + 1]:
                recorder.record_applied(APP, recorded)
            return


@contextmanager
def _database_lock(database: Database) -> Iterator[None]:
    """Let no other machine migrate this PostgreSQL database; it may use another data folder."""
    if database.connection.vendor != "postgresql":
        yield
        return
    key = "hashtext('servanda ' || current_schema())"
    with database.connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {max(1, round(database.patience_s * 1000))}")
        cursor.execute(f"SELECT pg_advisory_lock({key})")
        try:
            yield
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock({key})")
            cursor.execute("RESET lock_timeout")
