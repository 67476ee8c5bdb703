"""Translation of database and disk errors into those of Servanda."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import django.db

from servanda.errors import InputError, ServandaError, StoreBusyError, StoreError, StoreFullError

__all__ = ["translate_errors"]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

# Primary codes: the low byte of an extended SQLite code (https://sqlite.org/rescode.html).
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

# PostgreSQL, appendix A: lock_not_available, deadlock_detected, serialization_failure.
_POSTGRES_BUSY = {"55P03", "40P01", "40001"}
_POSTGRES_FULL = "53100"


@contextmanager
def translate_errors(place: str) -> Iterator[None]:
    """Turn errors of the disk or the database inside into one clear line.

    place: the data folder or the database, as the user knows it, without a password
    Raises StoreFullError, StoreBusyError, StoreError; InputError for an id no database can hold.
    """
    try:
        yield
    except ServandaError:
        raise
    except (django.db.DataError, UnicodeEncodeError) as error:
        raise InputError(
            "an id or a name holds a NUL or half a surrogate pair; take that character out"
        ) from error
    except (django.db.Error, sqlite3.Error) as error:
        raise _database_error(place, error) from error
    except OSError as error:
        raise _disk_error(place, error) from error


def _disk_error(place: str, error: OSError) -> StoreError:
    if error.errno in _FULL:
        return _full_error(place)
    what = error.strerror or str(error)
    path = f" ({error.filename})" if error.filename and str(error.filename) != place else ""
    return StoreError(
        f"{place}: {what.lower()}{path}; give a folder that you can write to with --data"
    )


def _database_error(place: str, error: Exception) -> StoreError:
    cause = error.__cause__ or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    state = getattr(cause, "sqlstate", None)
    if code in _SQLITE_BUSY or state in _POSTGRES_BUSY:
        return StoreBusyError(f"another process is writing to {place}; try again when it is done")
    if code == sqlite3.SQLITE_FULL or state == _POSTGRES_FULL:
        return _full_error(place)
    if code in _SQLITE_DAMAGED:
        return StoreError(
            f"{place}: the database is damaged or not a database; restore it from a backup"
        )
    return StoreError(f"{place}: {_first_line(cause)}; {_advice(code)}")


def _full_error(place: str) -> StoreFullError:
    return StoreFullError(
        f"no room left for {place}; nothing of this act was kept: free some space and try again"
    )


def _first_line(cause: BaseException) -> str:
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return lines[0].rstrip(".;")


def _advice(sqlite_code: int) -> str:
    if sqlite_code:
        return "check that you can write to the data folder and every file in it"
    return "check SERVANDA_DATABASE_URL and that the database server runs"
