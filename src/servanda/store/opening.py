"""Opening a data folder and its database, created or migrated if needed."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from servanda.errors import StoreBusyError, StoreError
from servanda.settings import Settings
from servanda.store.connection import connect, disconnect
from servanda.store.database_errors import translate_errors
from servanda.store.migrating import bring_up_to_date
from servanda.store.store import Store

__all__ = ["open_data_folder"]

LOCK_FILE = "servanda.lock"
_RETRY_S = 0.02  # pause between attempts to lock the folder [judgement; not from outside]


def open_data_folder(settings: Settings, clock: Callable[[], datetime], patience_s: float) -> Store:
    """The store of a data folder, as `servanda.store.open_store` describes it."""
    folder = settings.data.absolute()
    with translate_errors(str(folder)):
        _make_folder(folder)
    with translate_errors(str(folder)), _folder_lock(folder, patience_s):
        database = connect(settings, folder, patience_s)
        try:
            with translate_errors(database.place):
                bring_up_to_date(database)
        except BaseException:
            disconnect(database)
            raise
    return Store(database, folder, settings.who, clock)


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file, not a folder; give a folder with --data")
    folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _folder_lock(folder: Path, patience_s: float) -> Iterator[None]:
    """Let no other process open this folder; the system frees the lock of a dead process."""
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
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
