"""A backup of a whole store, consistent while others write, and its way back into any store.

It holds the rows of every table, so that the log is the same entry by entry, and every kept file.
Rows are of one moment; files never change, so those that came since do no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from django.db import models

from servanda.atomic_write import write_atomically
from servanda.errors import CustodyError, SourceError, StoreError
from servanda.store import custody
from servanda.store.connection import snapshot, write_transaction
from servanda.store.copies.archive import (
    keep_members,
    lines_of,
    read_copy,
    write_copy,
    write_files,
    write_lines,
)
from servanda.store.data_files import DATA_ROOMS, is_data_path
from servanda.store.database_errors import translate_errors
from servanda.store.private_files import make_private_folder, open_plain_file
from servanda.store.tables import models as tables

if TYPE_CHECKING:
    from servanda.store.store import Store
    from servanda.store.verification import Verified

__all__ = ["restore_backup", "write_backup"]

SCHEMA = "servanda/backup/1"
# In the order in which rows can be inserted: those that others name go first.
_MODELS: tuple[type[models.Model], ...] = (
    tables.VersionRow,
    tables.CustodyRow,
    tables.CaseRow,
    tables.CaseFileRow,
    tables.DataFileRow,
    tables.DocumentRow,
    tables.ReadingRow,
    tables.SceneRow,
    tables.ObservationRow,
    tables.HandMadeClaimRow,
    tables.DecisionRow,
    tables.StatementDecisionRow,
)
_BESIDE = (*DATA_ROOMS, "readers")  # folders of files that are named by their paths
_BATCH = 500  # rows inserted in one statement [limit]


def write_backup(store: Store, path: Path, may_replace: bool = False) -> dict[str, Any]:
    """Write a backup of the store and give what it holds.

    may_replace: a file that is there may go

    Raises CustodyError where a kept file is missing or damaged, StoreError, SettingsError.
    """
    alias = store.database.alias
    with translate_errors(store.database.place), snapshot(store.database):
        sequence, head = custody.head(alias)
        manifest = {"schema": SCHEMA, "entries": sequence, "head": head}
        with write_copy(path, manifest, may_replace) as archive:
            for model in _MODELS:
                write_lines(archive, _member(model), _values(alias, model))
            originals, texts = _files_of_documents(alias)
            for files, needed in ((store.originals, originals), (store.texts, texts)):
                write_files(archive, files, sorted(needed | set(files.digests())))
            beside = sum(_write_beside(archive, store.folder))
    return {**manifest, "files_beside": beside}


def _member(model: type[models.Model]) -> str:
    return f"tables/{model._meta.db_table}.jsonl"


def _columns(model: type[models.Model]) -> list[Any]:
    """The columns of a table, without the numbers that a database gives its rows."""
    return [
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    ]


def _values(alias: str, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    names = [field.attname for field in _columns(model)]
    rows = model._default_manager.using(alias).order_by("pk")
    for row in rows.values(*names).iterator():
        yield {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
        }


def _files_of_documents(alias: str) -> tuple[set[str], set[str]]:
    """The digests of the originals and texts that must be there: of old documents, too."""
    case_files = tables.CaseFileRow.objects.using(alias).values_list("sha256", flat=True)
    originals, texts = set(case_files), set()
    kept = tables.VersionRow.objects.using(alias).filter(kind="Document")
    for body in kept.values_list("body", flat=True).iterator():
        document = json.loads(body)
        originals.add(document["sha256"])
        texts.add(document["text_sha256"])
    return originals, texts


def _write_beside(archive: ZipFile, folder: Path) -> Iterator[int]:
    for room in _BESIDE:
        for path in sorted((folder / room).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                with open_plain_file(path) as file:
                    archive.writestr(path.relative_to(folder).as_posix(), file.read())
                yield 1


def restore_backup(store: Store, path: Path) -> Verified:
    """Bring a backup into an empty store, in one transaction, and verify it.

    What was restored and does not verify is taken out again.
    Raises StoreError if the store is not empty, SourceError or CustodyError if the backup is
    damaged.
    """
    with (
        translate_errors(store.database.place),
        read_copy(path, SCHEMA) as (archive, manifest),
    ):
        _require_empty(store)
        keep_members(archive, store.originals)
        keep_members(archive, store.texts)
        _restore_beside(archive, store.folder)
        with write_transaction(store.database):
            _require_empty(store)
            for model in _MODELS:
                _insert(store, model, lines_of(archive, _member(model)))
    try:
        verified = store.verify()
        if (verified.entries, verified.head) != (manifest.get("entries"), manifest.get("head")):
            raise CustodyError(f"{path}: its log is not the one that it says it has")
    except CustodyError:
        _empty(store)
        raise
    return verified


def _require_empty(store: Store) -> None:
    if custody.head(store.database.alias)[0]:
        raise StoreError(
            f"{store.database.place} already holds a record; restore into an empty data folder "
            "and database"
        )


def _insert(store: Store, model: type[models.Model], values: Iterator[dict[str, Any]]) -> None:
    fields = {field.attname: field for field in _columns(model)}
    manager = model._default_manager.using(store.database.alias)
    batch = []
    try:
        for row in values:
            read = {name: fields[name].to_python(value) for name, value in row.items()}
            batch.append(model(**read))
            if len(batch) == _BATCH:
                manager.bulk_create(batch)
                batch = []
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            _member(model), "holds a column that this Servanda does not know", "update Servanda"
        ) from error
    manager.bulk_create(batch)


def _restore_beside(archive: ZipFile, folder: Path) -> None:
    for name in archive.namelist():
        if name.startswith(tuple(f"{room}/" for room in _BESIDE)):
            if not is_data_path(name, _BESIDE):
                raise SourceError(f"{archive.filename} ({name})", "leads elsewhere", "take another")
            make_private_folder((folder / name).parent)
            write_atomically(folder / name, archive.read(name), mode=0o600)


def _empty(store: Store) -> None:
    with translate_errors(store.database.place), write_transaction(store.database):
        for model in reversed(_MODELS):
            model._default_manager.using(store.database.alias).all().delete()
