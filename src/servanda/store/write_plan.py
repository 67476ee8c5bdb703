"""Plans of writes, and carrying them out.

A plan is made once to see if there is anything to do, and again when nobody else can write; so
an act that changes nothing takes no lock and leaves no entry in the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from servanda.errors import InputError
from servanda.records import Document
from servanda.store.content_files import Files
from servanda.store.custody import LogAct, subject_of
from servanda.store.record_tables import CASE_FILE, DOCUMENTS, LOAD, Columns, RecordTable
from servanda.store.tables.models import LONGEST_ID, CaseFileRow, VersionRow
from servanda.store.versions import Version, read_version, refuse_unkeepable, version_of

__all__ = [
    "Detach",
    "LogOnly",
    "Step",
    "StoredItem",
    "Upsert",
    "carry_out_steps",
    "check_file_names",
    "items_of",
    "plan_detach",
    "plan_document_upserts",
    "plan_file_upserts",
    "plan_upserts",
]

# Rows in one statement, well under the number of parameters that SQLite takes. [limit]
_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A record as it will be stored, with the columns of its row."""

    version: Version
    columns: Columns


@dataclass(frozen=True, slots=True)
class Upsert:
    """Make this row current, in place of the row with its primary key if there is one."""

    row: Any
    replaces: bool
    version: Version | None  # None: the digest is of bytes
    act: LogAct


@dataclass(frozen=True, slots=True)
class Detach:
    """Remove this row; the version that it names stays."""

    row: Any
    act: LogAct


@dataclass(frozen=True, slots=True)
class LogOnly:
    """An act that leaves no row, only its entry in the log and the bytes that this names."""

    act: LogAct


Step = Upsert | Detach | LogOnly


def items_of(table: RecordTable, records: Iterable[object]) -> tuple[StoredItem, ...]:
    """The records as they will be stored. Raises InputError before anything is written."""
    items = tuple(
        StoredItem(version_of(record, table.noun), table.row_columns(record)) for record in records
    )
    keys = set()
    for item in items:
        key = tuple(item.columns[name] for name in table.names if name in item.columns)
        if key in keys:
            raise InputError(f"{table.noun}: two are called {key[0]!r}; give each its own id")
        keys.add(key)
    return items


def plan_upserts(
    alias: str, table: RecordTable, items: Sequence[StoredItem], others: Mapping[str, object]
) -> Iterator[Upsert]:
    """A step for each item that is not current already.

    others: columns that do not come from the record: its case, and `from_folder`
    """
    for batch in _batches(items):
        standing = _current_rows(alias, table, batch, others)
        for item in batch:
            row = table.model(**item.columns, **others, version_id=item.version.digest)
            act = LogAct(table.act_of(row), table.subject(row), item.version.digest)
            old = standing.get(act.subject)
            if old is not None:
                row.pk = old.pk
            if old is None or (table.act_of(old), old.version_id) != (act.what, act.digest):
                yield Upsert(row, old is not None, item.version, act)


def plan_document_upserts(
    alias: str, texts: Files, items: Sequence[StoredItem], others: Mapping[str, object]
) -> Iterator[Upsert]:
    """Steps as of `plan_upserts`, except that a new recording time alone changes no document."""
    for batch in _batches(items):
        standing = _current_rows(alias, DOCUMENTS, batch, others)
        kept = {row.key: read_version(row.version, Document, texts) for row in standing.values()}
        settled = [_keep_recorded_time(item, kept.get(item.columns["key"])) for item in batch]
        yield from plan_upserts(alias, DOCUMENTS, settled, others)


def check_file_names(names: Iterable[str]) -> None:
    """Raise InputError for a file name that cannot be kept, before anything is written."""
    for name in names:
        refuse_unkeepable(name, f"{CASE_FILE} {name[:20]!r}: its name")
        if len(name) > LONGEST_ID:
            raise InputError(
                f"{CASE_FILE} {name[:20]!r}...: its name is {len(name)} characters long; "
                f"use at most {LONGEST_ID}"
            )


def plan_file_upserts(alias: str, case_id: str, digests: Mapping[str, str]) -> Iterator[Step]:
    """Steps that make these the only files of a case; digests: by name."""
    standing = {row.name: row for row in CaseFileRow.objects.using(alias).filter(case_id=case_id)}
    for name, sha256 in sorted(digests.items()):
        old = standing.pop(name, None)
        if old is None or old.sha256 != sha256:
            row = CaseFileRow(
                pk=None if old is None else old.pk, case_id=case_id, name=name, sha256=sha256
            )
            act = LogAct(f"{LOAD} {CASE_FILE}", subject_of(case_id, name), sha256)
            yield Upsert(row, old is not None, None, act)
    for name, row in sorted(standing.items()):
        act = LogAct(f"detach {CASE_FILE}", subject_of(case_id, name), row.sha256)
        yield Detach(row, act)


def plan_detach(
    alias: str, table: RecordTable, staying: Collection[str], where: Mapping[str, object]
) -> Iterator[Detach]:
    """A step for each of the rows `where` whose key is not in `staying`."""
    rows = table.model.objects.using(alias).filter(**where)
    for row in sorted(rows, key=lambda row: str(row.key)):
        if row.key not in staying:
            yield Detach(row, LogAct(f"detach {table.noun}", table.subject(row), row.version_id))


def carry_out_steps(alias: str, steps: Sequence[Step]) -> None:
    """Carry out the steps. Only inside `write_transaction`, with their acts appended to the log."""
    puts = [step for step in steps if isinstance(step, Upsert)]
    _insert_versions(alias, puts)
    for step in steps:
        if isinstance(step, Detach):
            step.row.delete(using=alias)
        elif isinstance(step, Upsert) and step.replaces:
            step.row.save(using=alias, force_update=True)
    _insert_rows(alias, puts)


def _insert_versions(alias: str, puts: Sequence[Upsert]) -> None:
    versions = [put.version for put in puts if put.version is not None]
    rows = [VersionRow(digest=new.digest, kind=new.kind, body=new.body) for new in versions]
    VersionRow.objects.using(alias).bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)


def _insert_rows(alias: str, puts: Sequence[Upsert]) -> None:
    """Insert the new rows, model by model in the order of the steps: a case goes first."""
    for model in dict.fromkeys(type(put.row) for put in puts):
        rows = [put.row for put in puts if isinstance(put.row, model) and not put.replaces]
        model.objects.using(alias).bulk_create(rows, batch_size=_BATCH)


def _current_rows(
    alias: str, table: RecordTable, batch: Sequence[StoredItem], others: Mapping[str, object]
) -> dict[str, Any]:
    """The current rows with the items' keys, by subject."""
    where: dict[str, object] = {f"{table.key}__in": [item.columns[table.key] for item in batch]}
    if "case_id" in others:
        where["case_id"] = others["case_id"]
    rows = table.model.objects.using(alias).filter(**where).select_related("version")
    return {table.subject(row): row for row in rows}


def _keep_recorded_time(item: StoredItem, kept: Document | None) -> StoredItem:
    document = item.version.record
    if kept is None or replace(document, recorded=kept.recorded) != kept:
        return item
    return StoredItem(version_of(kept, DOCUMENTS.noun), item.columns)


def _batches(items: Sequence[StoredItem]) -> Iterator[Sequence[StoredItem]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
