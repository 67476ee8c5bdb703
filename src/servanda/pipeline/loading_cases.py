"""Cases: loading and finding them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from servanda.errors import NotFoundError
from servanda.records import Case, DocumentWithOriginal, Obligation
from servanda.settings import Settings
from servanda.sources.files.built_in_cases import built_in_case
from servanda.store import Store, open_anywhere

__all__ = [
    "built_in_case",
    "duty_of",
    "find_case",
    "load_case",
    "open_data_store",
    "with_added_sources",
]


@contextmanager
def open_data_store(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Store]:
    """Open the store of the settings' data folder, and close it afterwards."""
    with open_anywhere(settings, clock) as store:
        yield store


def load_case(store: Store, folder: Path, now: datetime) -> tuple[Case, bool, tuple[str, ...]]:
    """Check and keep a case folder; give the case, whether anything was new, and what to know."""
    from servanda.sources import read_case  # slow to import, and most commands read no folder

    found = read_case(folder, now)
    case, moved = with_added_sources(store, found.case)
    changed = store.save_case(case, found.files, found.documents)
    if moved:
        _move_documents(store, case, moved)
    return case, changed or bool(moved), found.notes


def with_added_sources(store: Store, case: Case) -> tuple[Case, Mapping[str, str]]:
    """The case with the sources that added documents brought in, and those it declares now."""
    from servanda.sources import merge_sources

    try:
        kept = store.case(case.id)
    except NotFoundError:
        return case, {}
    sources, moved = merge_sources(case.sources, kept.sources)
    return replace(case, sources=sources), moved


def _move_documents(store: Store, case: Case, moved: Mapping[str, str]) -> None:
    """Put the documents of sources that became declared ones under those."""
    documents = [
        DocumentWithOriginal(
            replace(document, source=moved[document.source or ""]), store.original(document.sha256)
        )
        for document in store.documents(case.id)
        if document.source in moved
    ]
    store.keep_all(documents, case)


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


def duty_of(case: Case, obligation_id: str) -> Obligation:
    """The obligation with this id. Raises NotFoundError."""
    for duty in case.obligations:
        if duty.id == obligation_id:
            return duty
    known = ", ".join(duty.id for duty in case.obligations) or "none"
    raise NotFoundError(
        f"no obligation {obligation_id!r} in case {case.id!r}; write one of {known}"
    )
