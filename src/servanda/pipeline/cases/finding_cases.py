"""The case that a command is about: only `case load` changes what is kept of it.

A name that is the id of a loaded case means that. A folder (a name with a path separator, or one
that holds a case.yaml) means what it holds now: where that is what is loaded, the loaded case
serves; else a query reads it into a store of its own, for that call alone. A command that keeps
something loads a case that is not loaded at all, and asks for `case load` where the folder changed.
The id of a case that comes with Servanda loads it when it is first named.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from servanda.errors import NotFoundError, SettingsError
from servanda.pipeline.loading_cases import built_in_case, load_case, with_added_sources
from servanda.records import (
    Case,
    Claim,
    Decision,
    DocumentWithOriginal,
    Observation,
    Scene,
    StatementDecision,
)
from servanda.settings import Settings
from servanda.sources import CaseFolder, read_case
from servanda.store import Store, open_store

__all__ = ["case_to_change", "case_to_read"]

# What people and images have told of a case, in the order in which one rests on another.
_ENTRIES: tuple[type[Any], ...] = (Scene, Claim, Decision, StatementDecision)
_READERS = "readers"  # the folder with checks of readers, beside the database


@contextmanager
def case_to_read(
    store: Store, name: str, now: datetime, say: Callable[[str], None]
) -> Iterator[tuple[Store, Case]]:
    """The case of a query, and the store that it is read from; nothing of a folder is kept.

    say: takes a line where a folder is read for this call alone
    Raises NotFoundError, or CaseError where the folder has problems.
    """
    folder = _folder_of(store, name, now)
    if folder is None:
        yield store, store.case(name)
        return
    found, is_loaded = _compare_with_store(store, folder, now)
    if is_loaded:
        yield store, found.case
        return
    say(f"{name}: {_difference(store, found.case)}, read for this call alone; {_advice(folder)}")
    with (
        tempfile.TemporaryDirectory(prefix="servanda-") as place,
        open_store(Settings(Path(place), None, store.who), store.clock) as alone,
    ):
        alone.save_case(found.case, found.files, _with_kept_times(store, found))
        _copy_entries(store, alone, found.case.id)
        yield replace(alone, is_temporary=True), found.case


def case_to_change(store: Store, name: str, now: datetime, say: Callable[[str], None]) -> Case:
    """The case to which a command adds something; its folder must be as it was loaded.

    A case that is not loaded at all is loaded first; say: takes the line that says so.
    Raises NotFoundError, SettingsError, or CaseError where the folder has problems.
    """
    folder = _folder_of(store, name, now)
    if folder is None:
        return store.case(name)
    found, is_loaded = _compare_with_store(store, folder, now)
    if is_loaded:
        return found.case
    if _has_case(store, found.case):
        raise SettingsError(f"{name}: {_difference(store, found.case)}; {_advice(folder)}")
    say(f"{found.case.id}: loaded from {folder.name}")
    return load_case(store, folder, now)[0]


def _folder_of(store: Store, name: str, now: datetime) -> Path | None:
    """The folder that a name means; None for the id of a case that is loaded now.

    Raises NotFoundError.
    """
    is_path = os.sep in name
    if not is_path:
        try:
            store.case(name)
        except NotFoundError:
            pass
        else:
            return None
    folder = Path(name)
    if is_path or (folder / "case.yaml").is_file():
        return folder
    built_in = built_in_case(name)
    if built_in is None:
        store.case(name)  # raises, and says what is kept
    else:
        load_case(store, built_in, now)
    return None


def _compare_with_store(store: Store, folder: Path, now: datetime) -> tuple[CaseFolder, bool]:
    """What the folder holds, with the sources that were added; True if it is what is loaded."""
    found = read_case(folder, now)
    case, moved = with_added_sources(store, found.case)
    found = replace(found, case=case)
    return found, not moved and store.holds_case(case, found.files, found.documents)


def _difference(store: Store, case: Case) -> str:
    return f"is not as {case.id} was loaded" if _has_case(store, case) else "is not loaded"


def _has_case(store: Store, case: Case) -> bool:
    return case.id in {kept.id for kept in store.cases()}


def _advice(folder: Path) -> str:
    return f"servanda case load {folder}"


def _with_kept_times(store: Store, found: CaseFolder) -> list[DocumentWithOriginal]:
    """The documents of a folder, recorded when they were first kept if they have not changed."""
    try:
        kept = {document.id: document for document in store.documents(found.case.id)}
    except NotFoundError:
        kept = {}
    documents = []
    for item in found.documents:
        old = kept.get(item.document.id)
        if old is not None and replace(item.document, recorded=old.recorded) == old:
            item = replace(item, document=old)
        documents.append(item)
    return documents


def _copy_entries(store: Store, alone: Store, case_id: str) -> None:
    """Put what was added to, entered for and seen of the loaded case beside the folder's."""
    try:
        added = store.added_documents(case_id)
    except NotFoundError:
        return
    taken = {document.id for document in alone.documents(case_id)}
    for document in added:
        if document.id not in taken:
            alone.keep(DocumentWithOriginal(document, store.original(document.sha256)), case_id)
    for kind in _ENTRIES:
        alone.save_all(store.load_all(kind, case_id), case_id)
    seen = store.record_times(Observation, case_id)
    for look in sorted(store.load_all(Observation, case_id), key=lambda look: seen[look.id]):
        replace(alone, clock=partial(seen.__getitem__, look.id)).save(look, case_id)
    if (store.folder / _READERS).is_dir():
        shutil.copytree(store.folder / _READERS, alone.folder / _READERS)
