"""A case as one file, from one machine to another: the same records in the same order of the log.

The new log is another chain: it says who brought the case in and when. What the old log said of the
case comes with it as a file that the new one names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from servanda.errors import InputError, SourceError
from servanda.records import Document
from servanda.store import custody
from servanda.store.connection import snapshot
from servanda.store.copies.archive import (
    keep_members,
    lines_of,
    read_copy,
    write_copy,
    write_files,
    write_lines,
)
from servanda.store.copies.copied_data import (
    check_data_files,
    data_files_of,
    keep_data_files,
    write_data_files,
)
from servanda.store.custody import LogAct, subject_of
from servanda.store.data_files import digests_in, plan_data_files
from servanda.store.database_errors import translate_errors
from servanda.store.record_tables import (
    CASE_COPY,
    CASES,
    DOCUMENTS,
    RECORD_TABLES,
    RecordTable,
)
from servanda.store.tables.models import CaseFileRow, CaseRow, VersionRow
from servanda.store.versions import read_version
from servanda.store.write_plan import (
    LogOnly,
    Step,
    StoredItem,
    items_of,
    plan_file_upserts,
    plan_upserts,
)

if TYPE_CHECKING:
    from servanda.store.store import Store

__all__ = ["export_case", "import_case"]

SCHEMA = "servanda/case-copy/1"
_RECORDS, _FILES, _HISTORY = "records.jsonl", "case_files.jsonl", "custody.jsonl"
_DATA = "data_files.jsonl"  # digests of imagery and pictures by their paths


@dataclass(frozen=True, slots=True)
class _CopiedRecord:
    """A record of a copy, with the columns that do not come from it."""

    table: RecordTable
    item: StoredItem
    from_folder: bool


def export_case(
    store: Store, case_id: str, path: Path, may_replace: bool = False
) -> dict[str, Any]:
    """Write a case with everything that stands in it, and give what the copy says of itself.

    Pictures come along, and imagery if no other case has observations: its parts are shared.
    may_replace: a file that is there may go
    Raises NotFoundError, CustodyError where a kept file is damaged, SettingsError, StoreError.
    """
    store.case(case_id)
    alias = store.database.alias
    with translate_errors(store.database.place), snapshot(store.database):
        sequence, head = custody.head(alias)
        manifest = {"schema": SCHEMA, "case": case_id, "head": head, "entries": sequence}
        rows = sorted(_rows(alias, case_id), key=lambda found: found[0])
        case_files = dict(
            CaseFileRow.objects.using(alias).filter(case_id=case_id).values_list("name", "sha256")
        )
        documents = [row for _, table, row in rows if table is DOCUMENTS]
        with write_copy(path, manifest, may_replace) as archive:
            records = write_lines(archive, _RECORDS, map(_record_line, rows))
            write_lines(archive, _FILES, [case_files])
            write_lines(archive, _HISTORY, _history(store, case_id))
            originals = {row.sha256 for row in documents} | set(case_files.values())
            write_files(archive, store.originals, sorted(originals))
            write_files(archive, store.texts, sorted({row.text_sha256 for row in documents}))
            carried, left = data_files_of(alias, case_id)
            write_lines(archive, _DATA, [carried])
            write_data_files(archive, store.folder, carried)
    files = len(originals) + len(carried)
    return {**manifest, "records": records, "files": files, "left": left}


def _rows(alias: str, case_id: str) -> Iterator[tuple[int, RecordTable, Any]]:
    """Every row of a case, with its place in the log."""
    for table in RECORD_TABLES.values():
        places = custody.standing_positions(alias, table.noun)
        key = "id" if table is CASES else "case_id"
        for row in (
            table.model.objects.using(alias).filter(**{key: case_id}).select_related("version")
        ):
            yield places.get(table.subject(row), 0), table, row


def _record_line(found: tuple[int, RecordTable, Any]) -> dict[str, Any]:
    _, table, row = found
    return {
        "noun": table.noun,
        "digest": row.version_id,
        "body": row.version.body,
        "from_folder": getattr(row, "from_folder", False),
    }


def _history(store: Store, case_id: str) -> Iterator[dict[str, Any]]:
    """The entries of the log on this case."""
    begin = subject_of(case_id)
    for entry in store.custody():
        if entry.subject == begin or entry.subject.startswith(f"{begin}/"):
            yield entry.values()


def import_case(store: Store, path: Path) -> tuple[str, bool]:
    """Take in a copy of a case, in one transaction; give its id and whether anything was new.

    Raises InputError where another state of the case is kept already, SourceError where the copy
    is damaged, StoreError.
    """
    with translate_errors(store.database.place), read_copy(path, SCHEMA) as (archive, manifest):
        case_id = str(manifest.get("case"))
        keep_members(archive, store.originals)
        keep_members(archive, store.texts)
        records = [_copied_record(store, line) for line in lines_of(archive, _RECORDS)]
        _check_case(archive, case_id, records)
        for case_files in lines_of(archive, _FILES):
            digests = {str(name): str(digest) for name, digest in case_files.items()}
        for digest in digests.values():
            store.originals.check(digest)
        data_files = next(lines_of(archive, _DATA), {}) if _DATA in archive.namelist() else {}
        history = archive.read(_HISTORY)
        (copy,) = store.originals.keep([history])
        store.originals.settle([copy])
        plan = _Plan(store, case_id, records, digests, copy)
        brought = check_data_files(archive, data_files)

        def steps() -> Iterator[Step]:
            yield from plan()
            digests = {**brought, **digests_in(store.folder)}  # what lies here already stays
            yield from plan_data_files(store.database.alias, digests)

        return case_id, store.carry_out(
            steps, lambda: keep_data_files(archive, store.folder, brought)
        )


def _copied_record(store: Store, line: dict[str, Any]) -> _CopiedRecord:
    """A record of the copy, checked against its digest and kept files. Raises CustodyError."""
    table = RECORD_TABLES[line["noun"]]
    row = VersionRow(digest=line["digest"], kind=table.kind.__name__, body=line["body"])
    record = read_version(row, table.kind, store.texts)
    if isinstance(record, Document):
        store.originals.check(record.sha256)
    (item,) = items_of(table, [record])
    return _CopiedRecord(table, item, bool(line["from_folder"]))


def _check_case(archive: ZipFile, case_id: str, records: Sequence[_CopiedRecord]) -> None:
    ids = [copied.item.columns["id"] for copied in records if copied.table is CASES]
    if ids != [case_id]:
        raise SourceError(str(archive.filename), "holds another case than it says", "make it again")


@dataclass(frozen=True, slots=True)
class _Plan:
    """The steps that bring a case in, as the store asks for them."""

    store: Store
    case_id: str
    records: Sequence[_CopiedRecord]
    case_files: dict[str, str]
    history: str  # the digest of what the old log said

    def __call__(self) -> Iterator[Step]:
        alias = self.store.database.alias
        is_kept = CaseRow.objects.using(alias).filter(id=self.case_id).exists()
        steps = list(self._steps(alias))
        if is_kept and steps:
            raise InputError(
                f"case {self.case_id!r} is kept here already, in another state; "
                "bring this copy into a data folder of its own (--data)"
            )
        yield from steps
        if steps:
            act = LogAct(f"import {CASE_COPY}", subject_of(self.case_id), self.history)
            yield LogOnly(act)

    def _steps(self, alias: str) -> Iterator[Step]:
        def kind(copied: _CopiedRecord) -> tuple[str, bool]:
            return copied.table.noun, copied.from_folder

        for (noun, from_folder), alike in groupby(self.records, key=kind):
            table = RECORD_TABLES[noun]
            others: dict[str, object] = {} if table is CASES else {"case_id": self.case_id}
            if table is DOCUMENTS:
                others["from_folder"] = from_folder
            yield from plan_upserts(alias, table, [copied.item for copied in alike], others)
            if table is CASES:
                yield from plan_file_upserts(alias, self.case_id, self.case_files)
