"""The shape of a database: its tables, indexes and triggers, and those that the migrations make.

What a query finds depends on indexes, and what a write does on triggers; so both are compared with
what a new database would have, text by text, as the database itself gives it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

__all__ = ["APP", "Shape", "made_shape", "migrate_whole", "shape_differences", "standing_shape"]

APP = "servanda_store"  # Django's label of our tables
OURS = ("servanda_", "django_migrations")  # how the names of our tables begin

Shape = dict[tuple[str, str, str], str]  # what defines each thing, by kind, table and name
Target = tuple[str, str | None]  # an app and the name of its last migration

_SQLITE = "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%%'"

# Everything of a schema that can change what a read or a write does.
_POSTGRES = """
WITH ours AS (SELECT oid, relname, relkind, relrowsecurity FROM pg_class
              WHERE relnamespace = %s AND relkind IN ('r', 'p', 'v', 'm', 'f'))
SELECT 'table', relname, '', concat(relkind, relrowsecurity) FROM ours
UNION ALL
SELECT 'column', ours.relname, attname, concat_ws(' ', format_type(atttypid, atttypmod),
       attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
  FROM ours JOIN pg_attribute ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = ours.oid AND adnum = attnum
UNION ALL
SELECT 'index', ours.relname, indexes.relname,
       concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisready, indislive)
  FROM ours JOIN pg_index ON indrelid = ours.oid
  JOIN pg_class AS indexes ON indexes.oid = indexrelid
UNION ALL
SELECT 'constraint', ours.relname, conname, concat_ws(' ', pg_get_constraintdef(pg_constraint.oid),
       convalidated)
  FROM ours JOIN pg_constraint ON conrelid = ours.oid
UNION ALL
SELECT 'trigger', ours.relname, tgname, concat_ws(' ', pg_get_triggerdef(pg_trigger.oid),
       tgenabled)
  FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND NOT tgisinternal
UNION ALL
SELECT 'internal trigger', ours.relname, '', string_agg(tgenabled::text, '' ORDER BY tgenabled)
  FROM ours JOIN pg_trigger ON tgrelid = ours.oid AND tgisinternal GROUP BY ours.relname
UNION ALL
SELECT 'rule', ours.relname, rulename, pg_get_ruledef(pg_rewrite.oid)
  FROM ours JOIN pg_rewrite ON ev_class = ours.oid
UNION ALL
SELECT 'policy', ours.relname, polname, polcmd::text FROM ours JOIN pg_policy ON polrelid = ours.oid
"""


def standing_shape(connection: BaseDatabaseWrapper) -> Shape:
    """The shape that the database has."""
    return _shape(connection, "quote_ident(current_schema())::regnamespace")


def made_shape(connection: BaseDatabaseWrapper, target: Target | None = None) -> Shape:
    """The shape of a new database of the same kind, by our migrations up to the target.

    target: None for all. Nothing that is kept is touched: SQLite makes it in memory, PostgreSQL
    among the temporary tables of this connection, in a transaction that is taken back.
    """
    if connection.vendor == "sqlite":
        with _empty_sqlite() as empty:
            migrate_whole(empty, target)
            return _shape(empty, "")
    with transaction.atomic(using=connection.alias):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL search_path TO pg_temp")
            migrate_whole(connection, target)
            return _shape(connection, "pg_my_temp_schema()")
        finally:
            transaction.set_rollback(True, using=connection.alias)


def shape_differences(standing: Shape, made: Shape) -> Iterator[str]:
    """What is missing, added or otherwise, a line each; tables of other programs are theirs."""
    of_others = any(not table.startswith(OURS) for kind, table, _ in standing if kind == "table")
    for key in sorted(made.keys() | standing.keys()):
        kind, table, name = key
        where = f"the {kind} {name or table}" + (f" of {table}" if name not in ("", table) else "")
        if key not in standing:
            yield f"{where} is missing"
        elif key not in made and (not of_others or table.startswith(OURS)):
            yield f"{where} is none of Servanda's"
        elif key in made and made[key] != standing[key]:
            yield f"{where} is not as Servanda makes it"


def migrate_whole(connection: BaseDatabaseWrapper, target: Target | None = None) -> None:
    """Carry out our migrations and record them, all in one commit; inside one where there is one.

    Django itself commits a migration first and its record afterwards.
    """
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes(None if target is None else APP)
    with _constraints_off(connection), transaction.atomic(using=connection.alias):
        executor.migrate(leaves if target is None else [target])


@contextmanager
def _constraints_off(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """No foreign keys during the block, as Django's changes of SQLite's tables ask for."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _empty_sqlite() -> Iterator[BaseDatabaseWrapper]:
    alias = f"servanda-shape-{secrets.token_hex(8)}"
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    with_defaults = connections.configure_settings({"default": {}, alias: config})
    connections.databases[alias] = with_defaults[alias]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _shape(connection: BaseDatabaseWrapper, schema: str) -> Shape:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE)
            return {
                (kind, table, "" if kind == "table" else name): " ".join((sql or "").split())
                for kind, table, name, sql in cursor.fetchall()
            }
        cursor.execute(f"SELECT oid, quote_ident(nspname) FROM pg_namespace WHERE oid = {schema}")
        oid, name = cursor.fetchone() or (0, "")
        cursor.execute(_POSTGRES, [oid])
        return {
            (kind, table, thing): _without_schema(definition, name)
            for kind, table, thing, definition in cursor.fetchall()
            if table.startswith(OURS)
        }


def _without_schema(definition: Any, schema: str) -> str:
    return re.sub(rf"\b(?:{re.escape(schema)}|pg_temp)\.", "", str(definition or ""))
