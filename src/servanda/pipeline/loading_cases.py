"""Cases and their sources: loading, finding, and adding to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from servanda.errors import NotFoundError
from servanda.records import Case, Document, Obligation
from servanda.settings import Settings
from servanda.sources.files.built_in_cases import built_in_case
from servanda.store import Store, open_store

__all__ = ["add_sources", "built_in_case", "duty_of", "find_case", "load_case", "open_data_store"]


@contextmanager
def open_data_store(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Store]:
    """Open the store of the settings' data folder, and close it afterwards."""
    with open_store(settings, clock) as store:
        yield store


def load_case(store: Store, folder: Path, now: datetime) -> tuple[Case, bool, tuple[str, ...]]:
    """Check and keep a case folder; give the case, whether anything was new, and what to know."""
    from servanda.sources import read_case  # slow to import, and most commands read no folder

    found = read_case(folder, now)
    changed = store.save_case(found.case, found.files, found.documents)
    return found.case, changed, found.notes


def find_case(store: Store, name: str, now: datetime) -> Case:
    """The case with this folder, id in the store, or id of a built-in case.

    A folder is loaded first, so that the case is as it is now.
    Raises NotFoundError, or CaseError where the folder has problems.
    """
    folder = Path(name)
    if (folder / "case.yaml").is_file():
        return load_case(store, folder, now)[0]
    try:
        return store.case(name)
    except NotFoundError:
        built_in = built_in_case(name)
        if built_in is None:
            raise
        return load_case(store, built_in, now)[0]


def add_sources(
    store: Store, case: Case, paths: Iterable[Path], now: datetime
) -> tuple[Document, ...]:
    """Keep files and folders as documents of a case; all are read before the first is kept."""
    from servanda.sources import read_sources, with_publisher

    read = tuple(read_sources(paths, now))
    named = [
        replace(source, document=with_publisher(source.document, case.sources)) for source in read
    ]
    return tuple(store.keep(source, case.id) for source in named)


def duty_of(case: Case, obligation_id: str) -> Obligation:
    """The obligation with this id. Raises NotFoundError."""
    for duty in case.obligations:
        if duty.id == obligation_id:
            return duty
    known = ", ".join(duty.id for duty in case.obligations) or "none"
    raise NotFoundError(
        f"no obligation {obligation_id!r} in case {case.id!r}; write one of {known}"
    )
