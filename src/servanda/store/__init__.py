"""The store of records: a database, content-addressed evidence files and the custody log.

Django must be set up before its models can be imported, and it imports this package during its
set-up. So nothing here imports a model before `open_store` or the class `Store` is used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    set_up_django()
    from servanda.store.store import Store
    from servanda.store.verification import Verified

    return {"Store": Store, "Verified": Verified}[name]
