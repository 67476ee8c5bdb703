"""The check of the database itself: its own integrity, its shape, and its indexes.

Readers ask through indexes and a walk over tables does not, so a walk alone does not see what an
index hides from them.
"""

from __future__ import annotations

import json

from django.db.backends.base.base import BaseDatabaseWrapper

from servanda.errors import CustodyError
from servanda.store.connection import Database
from servanda.store.schema.shape import made_shape, shape_differences, standing_shape

__all__ = ["ADVICE", "check_indexes", "check_shape"]

ADVICE = "restore the data folder and its database from a backup, and find out who changed them"

# The b-tree indexes of our tables, with their columns and what rows they leave out.
_POSTGRES_INDEXES = """
SELECT tables.relname, indexes.relname, pg_get_expr(indpred, indrelid),
       (SELECT array_agg(quote_ident(attname)
                         || CASE WHEN opcname LIKE '%%pattern_ops' THEN ' USING ~<~' ELSE '' END
                         ORDER BY place)
          FROM unnest(indkey::int[], indclass::oid[]) WITH ORDINALITY AS parts(number, class, place)
          JOIN pg_attribute ON attrelid = indrelid AND attnum = number
          JOIN pg_opclass ON pg_opclass.oid = class)
  FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid
  JOIN pg_class AS tables ON tables.oid = indrelid
 WHERE tables.relnamespace = quote_ident(current_schema())::regnamespace
   AND tables.relname LIKE 'servanda\\_%%'
 ORDER BY 1, 2
"""
_ONLY_INDEXES = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; " \
    "SET LOCAL enable_sort = off; SET LOCAL enable_indexonlyscan = off"  # fmt: skip
_ONLY_TABLES = "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = off"
_EVERYTHING = "SET LOCAL enable_indexscan = on; SET LOCAL enable_bitmapscan = on; " \
    "SET LOCAL enable_sort = on; SET LOCAL enable_indexonlyscan = on"  # fmt: skip


def check_shape(database: Database) -> None:
    """Compare tables, indexes and triggers with those of a new database. Raises CustodyError.

    Outside any transaction.
    """
    connection = database.connection
    for difference in shape_differences(standing_shape(connection), made_shape(connection)):
        raise CustodyError(f"{difference}; {ADVICE}")


def check_indexes(database: Database) -> None:
    """Let the database check its pages and indexes. Inside a transaction. Raises CustodyError."""
    if database.connection.vendor == "sqlite":
        _check_sqlite(database.connection)
    else:
        _check_postgres(database.connection)


def _check_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (told,) = cursor.fetchone()
        if told != "ok":
            line = " ".join(told.split())
            raise CustodyError(f"the database says of itself: {line}; {ADVICE}")
        cursor.execute("PRAGMA foreign_key_check")
        if broken := cursor.fetchone():
            raise CustodyError(
                f"row {broken[1]} of {broken[0]} names a row of {broken[2]} that is gone; {ADVICE}"
            )


def _check_postgres(connection: BaseDatabaseWrapper) -> None:
    """Count the rows of each table by itself and by each index; they must be as many."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_INDEXES)
        for table, index, condition, columns in cursor.fetchall():
            rows = f'"{table}"' + (f" WHERE {condition}" if condition else "")
            cursor.execute(_ONLY_TABLES)
            cursor.execute(f"SELECT count(*) FROM {rows}")
            in_table = cursor.fetchone()[0]
            cursor.execute(_ONLY_INDEXES)
            cursor.execute("SET LOCAL enable_indexscan = on")
            by_index = f"SELECT ctid FROM {rows} ORDER BY {', '.join(columns)}"
            cursor.execute(f"EXPLAIN (FORMAT JSON) {by_index}")
            plan = cursor.fetchone()[0]
            if f'"{index}"' in (plan if isinstance(plan, str) else json.dumps(plan)):
                cursor.execute(f"SELECT count(*) FROM ({by_index} OFFSET 0) AS found")
                if cursor.fetchone()[0] != in_table:
                    raise CustodyError(f"the index {index} hides rows of {table}; {ADVICE}")
            cursor.execute(_EVERYTHING)
