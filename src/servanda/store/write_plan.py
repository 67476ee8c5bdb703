"""What a write will do, found by reading; and doing it.

A plan is made once to see whether there is anything to do, and again once nobody else can
write; so an act that changes nothing takes no lock and leaves no trace in the log.
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
    "Step",
    "StoredItem",
    "Upsert",
    "carry_out",
    "check_file_names",
    "items_of",
    "plan_detach",
    "plan_document_upserts",
    "plan_file_upserts",
    "plan_upserts",
]

_BATCH = 500  # well under the number of parameters that SQLite takes in one statement


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A record that can be kept, with the columns of its row."""

    version: Version
    columns: Columns


@dataclass(frozen=True, slots=True)
class Upsert:
    """Make this row hold now, in place of the one with its primary key if there is one."""

    row: Any
    replaces: bool
    version: Version | None  # None: the digest is of bytes
    act: LogAct


@dataclass(frozen=True, slots=True)
class Detach:
    """Let this row hold no longer; what it named stays kept."""

    row: Any
    act: LogAct


Step = Upsert | Detach


def items_of(shelf: RecordTable, records: Iterable[object]) -> tuple[StoredItem, ...]:
    """The records as they will be kept. Raises InputError before anything is written."""
    items = tuple(
        StoredItem(version_of(record, shelf.noun), shelf.row_columns(record)) for record in records
    )
    seen = set()
    for item in items:
        key = tuple(item.columns[name] for name in shelf.names if name in item.columns)
        if key in seen:
            raise InputError(f"{shelf.noun}: two are called {key[0]!r}; give each its own id")
        seen.add(key)
    return items


def plan_upserts(
    alias: str, shelf: RecordTable, items: Sequence[StoredItem], others: Mapping[str, object]
) -> Iterator[Upsert]:
    """A step for each item that does not stand like this already.

    others: the columns that the record does not decide: its case, whether its folder has it
    """
    for batch in _batches(items):
        standing = _current_rows(alias, shelf, batch, others)
        for item in batch:
            row = shelf.table(**item.columns, **others, version_id=item.version.digest)
            act = LogAct(shelf.act_of(row), shelf.subject(row), item.version.digest)
            old = standing.get(act.subject)
            if old is not None:
                row.pk = old.pk
            if old is None or (shelf.act_of(old), old.version_id) != (act.what, act.digest):
                yield Upsert(row, old is not None, item.version, act)


def plan_document_upserts(
    alias: str, texts: Files, items: Sequence[StoredItem], others: Mapping[str, object]
) -> Iterator[Upsert]:
    """As `putting`; a document that differs only in when we recorded it stays as it is."""
    for batch in _batches(items):
        standing = _current_rows(alias, DOCUMENTS, batch, others)
        kept = {row.key: read_version(row.version, Document, texts) for row in standing.values()}
        settled = [_keep_recorded_time(item, kept.get(item.columns["key"])) for item in batch]
        yield from plan_upserts(alias, DOCUMENTS, settled, others)


def check_file_names(names: Iterable[str]) -> None:
    """Raises InputError for a name that cannot be kept, before anything is written."""
    for name in names:
        refuse_unkeepable(name, f"{CASE_FILE} {name[:20]!r}: its name")
        if len(name) > LONGEST_ID:
            raise InputError(
                f"{CASE_FILE} {name[:20]!r}...: its name is {len(name)} characters long; "
                f"use at most {LONGEST_ID}"
            )


def plan_file_upserts(alias: str, case_id: str, digests: Mapping[str, str]) -> Iterator[Step]:
    """Steps that make a case's files exactly these, by name."""
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
    alias: str, shelf: RecordTable, staying: Collection[str], where: Mapping[str, object]
) -> Iterator[Detach]:
    """A step for each row there whose key is not among those that stay."""
    rows = shelf.table.objects.using(alias).filter(**where)
    for row in sorted(rows, key=lambda row: str(row.key)):
        if row.key not in staying:
            yield Detach(row, LogAct(f"detach {shelf.noun}", shelf.subject(row), row.version_id))


def carry_out(alias: str, steps: Sequence[Step]) -> None:
    """Do what the steps say. Only inside `write_locked`, with their acts logged beside."""
    puts = [step for step in steps if isinstance(step, Upsert)]
    versions = [
        VersionRow(digest=put.version.digest, kind=put.version.kind, body=put.version.body)
        for put in puts
        if put.version is not None
    ]
    VersionRow.objects.using(alias).bulk_create(versions, ignore_conflicts=True, batch_size=_BATCH)
    for step in steps:
        if isinstance(step, Detach):
            step.row.delete(using=alias)
        elif step.replaces:
            step.row.save(using=alias, force_update=True)
    for table in dict.fromkeys(type(put.row) for put in puts):  # in order: a case goes first
        new = [put.row for put in puts if isinstance(put.row, table) and not put.replaces]
        table.objects.using(alias).bulk_create(new, batch_size=_BATCH)


def _current_rows(
    alias: str, shelf: RecordTable, batch: Sequence[StoredItem], others: Mapping[str, object]
) -> dict[str, Any]:
    """The rows that stand under the items' names now, by subject."""
    where: dict[str, object] = {f"{shelf.key}__in": [item.columns[shelf.key] for item in batch]}
    if "case_id" in others:
        where["case_id"] = others["case_id"]
    rows = shelf.table.objects.using(alias).filter(**where).select_related("version")
    return {shelf.subject(row): row for row in rows}


def _keep_recorded_time(item: StoredItem, kept: Document | None) -> StoredItem:
    document = item.version.record
    if kept is None or replace(document, recorded=kept.recorded) != kept:
        return item
    return StoredItem(version_of(kept, DOCUMENTS.noun), item.columns)


def _batches(items: Sequence[StoredItem]) -> Iterator[Sequence[StoredItem]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
