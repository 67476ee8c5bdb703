"""The store of records: a database, content-addressed evidence files and the custody log.

Django must be set up before its models can be imported, and it imports this package during its
set-up. So nothing here imports a model before `open_store` or the class `Store` is used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servanda.settings import Settings
from servanda.store.django_setup import set_up_django

if TYPE_CHECKING:
    from servanda.store.store import Store
    from servanda.store.verification import Verified

__all__ = ["Store", "Verified", "open_store", "open_to_look"]


def open_store(settings: Settings, clock: Callable[[], datetime], patience_s: float = 5.0) -> Store:
    """The store of a data folder, created or migrated if needed; use it in a `with`.

    clock: gives aware times, for the custody log
    patience_s: how long to wait while another process writes
    Raises StoreError, and StoreBusyError where another process does not finish in time.
    """
    set_up_django()
    from servanda.store.opening import open_data_folder

    return open_data_folder(settings, clock, patience_s)


def open_to_look(
    settings: Settings, clock: Callable[[], datetime], patience_s: float = 5.0
) -> AbstractContextManager[Store]:
    """The store of a data folder that is there already, for looking at it; nothing is made.

    It works where this user cannot write. Raises NotFoundError where nothing is kept, CustodyError
    where evidence is there and its database is not, StoreError.
    """
    set_up_django()
    from servanda.store.opening import open_kept_folder

    return open_kept_folder(settings, clock, patience_s)


def open_anywhere(
    settings: Settings, clock: Callable[[], datetime], patience_s: float = 5.0
) -> AbstractContextManager[Store]:
    """The store as `open_store` gives it; where this user cannot write, one that takes no act."""
    set_up_django()
    from servanda.store.opening import open_folder

    return open_folder(settings, clock, patience_s)


def write_backup(store: Store, path: Path, may_replace: bool = False) -> dict[str, Any]:
    """Write the whole store into one file, as of one moment; others may write meanwhile.

    may_replace: a file that is there may go
    Raises CustodyError where a kept file is missing or damaged, StoreError, SettingsError.
    """
    from servanda.store.copies.backup import write_backup

    return write_backup(store, path, may_replace)


def restore_backup(
    settings: Settings, clock: Callable[[], datetime], path: Path, patience_s: float = 5.0
) -> Verified:
    """Bring a backup into the empty store of the settings, and verify it.

    Raises StoreError if something is kept there, SourceError or CustodyError if the backup is
    damaged; then nothing is kept.
    """
    set_up_django()
    from servanda.store.copies.backup import restore_backup
    from servanda.store.opening import open_data_folder

    with open_data_folder(settings, clock, patience_s, to_restore=True) as store:
        return restore_backup(store, path)


def export_case(
    store: Store, case_id: str, path: Path, may_replace: bool = False
) -> dict[str, Any]:
    """Write one case into one file for another machine. Raises NotFoundError, StoreError.

    may_replace: a file that is there may go
    """
    from servanda.store.copies.case_copy import export_case

    return export_case(store, case_id, path, may_replace)


def import_case(store: Store, path: Path) -> tuple[str, bool]:
    """Take in a case of another machine; give its id and whether anything was new.

    Raises InputError where another state of the case is kept, SourceError where it is damaged.
    """
    from servanda.store.copies.case_copy import import_case

    return import_case(store, path)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    set_up_django()
    from servanda.store.store import Store
    from servanda.store.verification import Verified

    return {"Store": Store, "Verified": Verified}[name]
