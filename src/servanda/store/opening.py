"""Opening a data folder and its database, created or migrated if needed."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from servanda.errors import CustodyError, NotFoundError, StoreBusyError, StoreError
from servanda.settings import Settings
from servanda.store.connection import SQLITE_FILE, connect, disconnect
from servanda.store.content_files import UNFINISHED
from servanda.store.database_errors import translate_errors
from servanda.store.private_files import make_private_file, make_private_folder, sweep
from servanda.store.schema.migrating import bring_up_to_date, holds_log
from servanda.store.store import Store

__all__ = ["holds_evidence", "open_data_folder", "open_kept_folder"]

LOCK_FILE = "servanda.lock"
_COPIES = 5  # attempts to copy a database that somebody writes to [judgement; not from outside]
_RETRY_S = 0.02  # pause between attempts to lock the folder [judgement; not from outside]


def open_data_folder(
    settings: Settings,
    clock: Callable[[], datetime],
    patience_s: float,
    *,
    to_restore: bool = False,
) -> Store:
    """The store of a data folder, as `servanda.store.open_store` describes it.

    to_restore: take a folder whose database was lost, to bring it back
    """
    folder = settings.data.absolute()
    with translate_errors(str(folder)):
        _make_folder(folder)
    with translate_errors(str(folder)), _folder_lock(folder, patience_s):
        if settings.database_url is None:
            _make_database_file(folder, to_restore)
        database = connect(settings, folder, patience_s)
        try:
            with translate_errors(database.place):
                if not (to_restore or holds_log(database)):
                    _refuse_if_evidence_lies_in(folder)
                bring_up_to_date(database)
            sweep(folder / UNFINISHED)
        except BaseException:
            disconnect(database)
            raise
    return Store(database, folder, settings.who, clock)


@contextmanager
def open_kept_folder(
    settings: Settings, clock: Callable[[], datetime], patience_s: float
) -> Iterator[Store]:
    """The store of a data folder that is there already, for looking at it alone.

    Nothing is made. Where this user cannot write (a read-only medium, a folder of somebody else)
    a copy of the database is opened, without a lock; the files are read where they are.
    Raises NotFoundError where nothing is kept, CustodyError where the database was lost.
    """
    folder = settings.data.absolute()
    database = folder / SQLITE_FILE
    if not folder.is_dir():
        raise NotFoundError(f"there is no data folder {folder}; name it with --data")
    if settings.database_url is None and not (database.is_file() and database.stat().st_size):
        _refuse_if_evidence_lies_in(folder)
        raise NotFoundError(f"nothing is kept in {folder}; name another folder with --data")
    if _is_writable(folder):
        with open_data_folder(settings, clock, patience_s) as store:
            yield store
        return
    with TemporaryDirectory(prefix="servanda-") as copy:
        if settings.database_url is None:
            _copy_database(folder, Path(copy))
        with open_data_folder(replace(settings, data=Path(copy)), clock, patience_s) as store:
            yield replace(store, folder=folder, is_temporary=True)


def _is_writable(folder: Path) -> bool:
    needed = (folder, folder / SQLITE_FILE, folder / LOCK_FILE)
    return all(os.access(path, os.W_OK) for path in needed if path.exists())


def _copy_database(folder: Path, copy: Path) -> None:
    """Copy the database with what was written last and not yet merged into it."""
    for _ in range(_COPIES):
        before = _stamps(folder)
        for path in before:
            shutil.copyfile(path, copy / path.name)
        if _stamps(folder) == before:
            return
    raise StoreBusyError(f"another process is writing to {folder}; try again when it is done")


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    paths = (folder / SQLITE_FILE, folder / f"{SQLITE_FILE}-wal")
    found = {path: path.stat() for path in paths if path.is_file()}
    return {path: (status.st_size, status.st_mtime_ns) for path, status in found.items()}


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file, not a folder; give a folder with --data")
    make_private_folder(folder)


def _make_database_file(folder: Path, to_restore: bool) -> None:
    path = folder / SQLITE_FILE
    if not path.exists() or path.stat().st_size == 0:
        if not to_restore:
            _refuse_if_evidence_lies_in(folder)
        make_private_file(path)


def _refuse_if_evidence_lies_in(folder: Path) -> None:
    """Raise CustodyError where evidence lies without a database: to go on would begin a new log."""
    if holds_evidence(folder):
        raise CustodyError(
            f"{folder} holds evidence, but its database is missing or empty; put the database "
            "back from a backup, or name another folder with --data"
        )


def holds_evidence(folder: Path) -> bool:
    """True if a file lies in the folders of kept files."""
    rooms = (folder / name for name in ("originals", "texts"))
    return any(names for room in rooms for _, _, names in os.walk(room))


@contextmanager
def _folder_lock(folder: Path, patience_s: float) -> Iterator[None]:
    """Let no other process open this folder; the system frees the lock of a dead process."""
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + patience_s
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise StoreBusyError(
                    f"another process is opening {folder}; try again when it is done"
                )
            time.sleep(_RETRY_S)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
