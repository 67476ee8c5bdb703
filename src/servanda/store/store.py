"""The store: records in and out, bytes in and out, the custody log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from servanda.errors import (
    CaseChangedError,
    CustodyError,
    InputError,
    NotFoundError,
    StoreBusyError,
    StoreError,
)
from servanda.records import (
    Case,
    Claim,
    CustodyEntry,
    Document,
    DocumentWithOriginal,
    NearestSentence,
    Statement,
    digest,
    sha256,
)
from servanda.store import custody
from servanda.store.connection import Database, disconnect, write_transaction
from servanda.store.content_files import Files
from servanda.store.data_files import changed_file, digests_in, plan_data_files
from servanda.store.database_errors import translate_errors
from servanda.store.document_reading import Reading
from servanda.store.record_tables import CASES, DOCUMENTS, READINGS, RecordTable, record_table_for
from servanda.store.tables.models import CaseFileRow, CaseRow, DataFileRow, DocumentRow, ReadingRow
from servanda.store.verification import Progress, Verified, verify_store
from servanda.store.versions import read_version
from servanda.store.write_plan import (
    Step,
    carry_out_steps,
    check_file_names,
    items_of,
    plan_detach,
    plan_document_upserts,
    plan_file_upserts,
    plan_upserts,
)

__all__ = ["Store"]

T = TypeVar("T")
PAGE = 500  # rows that are asked for at once [limit]


@dataclass(frozen=True, slots=True)
class Store:
    """An open data folder with its database; get it from `servanda.store.open_store`.

    Every act that adds or changes something is one transaction with its entries in the custody
    log; an act that changes nothing writes nothing. Nothing is ever deleted: a record that is
    no longer current is detached, and its bytes and its text stay.

    Every method may raise StoreError (StoreBusyError: trying again can help; StoreFullError:
    nothing was kept), and CustodyError if what it reads is not what was recorded.
    """

    database: Database
    folder: Path
    who: str
    clock: Callable[[], datetime]
    is_temporary: bool = False  # True: made for one query, and gone after it
    is_copy: bool = False  # True: of a folder that this user cannot write to; takes no act

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database connection; the store cannot be used afterwards."""
        disconnect(self.database)

    # Cases and their documents

    def save_case(
        self, case: Case, files: Mapping[str, bytes], documents: Sequence[DocumentWithOriginal]
    ) -> bool:
        """Keep a case as its folder has it now; True if that changed anything.

        files: the files it was loaded from, by name: case.yaml, sites.geojson
        documents: every document in the folder; one that has left the folder is detached from
            the case, one that was added by `keep` stays
        Raises InputError before anything is written if something cannot be kept.
        """
        plan = self._case_plan(case, files, documents)
        settle = self._keep_bytes(
            [*files.values(), *(kept.original for kept in documents)], documents
        )
        return self.carry_out(plan, settle)

    def holds_case(
        self, case: Case, files: Mapping[str, bytes], documents: Sequence[DocumentWithOriginal]
    ) -> bool:
        """True if `save_case` would change nothing; writes nothing itself."""
        plan = self._case_plan(case, files, documents)
        with self._translate_errors():
            return not any(True for _ in plan())

    def _case_plan(
        self, case: Case, files: Mapping[str, bytes], documents: Sequence[DocumentWithOriginal]
    ) -> Callable[[], Iterable[Step]]:
        cases = items_of(CASES, [case])
        items = items_of(DOCUMENTS, [_check_original(kept) for kept in documents])
        staying = {kept.document.id for kept in documents}
        check_file_names(files)
        digests = {name: sha256(data) for name, data in files.items()}
        alias, here = self.database.alias, {"case_id": case.id, "from_folder": True}
        return lambda: chain(
            plan_upserts(alias, CASES, cases, {}),
            plan_file_upserts(alias, case.id, digests),
            plan_document_upserts(alias, self.texts, items, here),
            plan_detach(alias, DOCUMENTS, staying, here),
        )

    def case(self, case_id: str) -> Case:
        """The case as last loaded. Raises NotFoundError."""
        with self._translate_errors():
            row = CaseRow.objects.using(self.database.alias).filter(id=case_id)
            for found in row.select_related("version"):
                case: Case = read_version(found.version, Case, self.texts)
                return case
        raise self._no_case_error(case_id)

    def cases(self) -> tuple[Case, ...]:
        """Every case, by id."""
        with self._translate_errors():
            rows = CaseRow.objects.using(self.database.alias).select_related("version")
            kept = [read_version(row.version, Case, self.texts) for row in rows]
        return tuple(sorted(kept, key=lambda case: case.id))

    def keep(self, kept: DocumentWithOriginal, case: str | None) -> Document:
        """Add one document to a case, or outside all cases, and give it as it is now stored.

        An unchanged document adds nothing and keeps the time it was first recorded. With other
        bytes, another date or another publisher it replaces the document with its id.
        Raises NotFoundError for an unknown case, InputError if it cannot be kept.
        """
        items = items_of(DOCUMENTS, [_check_original(kept)])
        self._require_case(case)
        settle = self._keep_bytes([kept.original], [kept])
        alias, here = self.database.alias, {"case_id": case, "from_folder": False}
        self.carry_out(lambda: plan_document_upserts(alias, self.texts, items, here), settle)
        return self.document(case, kept.document.id)

    def case_files(self, case_id: str) -> dict[str, str]:
        """The digests of the files that a case was loaded from, by their names in its folder."""
        self._require_case(case_id)
        with self._translate_errors():
            rows = CaseFileRow.objects.using(self.database.alias).filter(case_id=case_id)
            return {row.name: row.sha256 for row in rows}

    def keep_all(
        self, documents: Sequence[DocumentWithOriginal], case: Case, read: Case | None = None
    ) -> None:
        """Add documents to a case, which may have new sources, all of it in one transaction.

        read: the case as it was read before; another one now is not overwritten
        Each document is kept as `keep` does. Raises NotFoundError for an unknown case, InputError
        before anything is written if something cannot be kept, CaseChangedError.
        """
        cases = items_of(CASES, [case])
        items = items_of(DOCUMENTS, [_check_original(kept) for kept in documents])
        self._require_case(case.id)
        settle = self._keep_bytes([kept.original for kept in documents], documents)
        alias, here = self.database.alias, {"case_id": case.id, "from_folder": False}
        self.carry_out(
            lambda: chain(
                self._require_unchanged(read),
                plan_upserts(alias, CASES, cases, {}),
                plan_document_upserts(alias, self.texts, items, here),
            ),
            settle,
        )

    def documents(self, case_id: str | None) -> tuple[Document, ...]:
        """The documents of a case, or those outside all cases, by id. Raises NotFoundError."""
        self._require_case(case_id)
        with self._translate_errors():
            rows = self._rows(DOCUMENTS, case_id).select_related("version")
            kept = [read_version(row.version, Document, self.texts) for row in rows]
        return tuple(sorted(kept, key=lambda document: document.id))

    def document_digests(self, case_id: str) -> dict[str, str]:
        """The SHA-256 of the bytes of each document of a case, by its id. Raises NotFoundError."""
        self._require_case(case_id)
        with self._translate_errors():
            return dict(self._rows(DOCUMENTS, case_id).values_list("key", "sha256"))

    def iter_documents(self, case_id: str, ids: Sequence[str]) -> Iterator[Document]:
        """These documents of a case in this order, one in memory at a time; no other ones."""
        with self._translate_errors():
            for start in range(0, len(ids), PAGE):
                page = ids[start : start + PAGE]
                rows = self._rows(DOCUMENTS, case_id).filter(key__in=page)
                found = {row.key: row.version for row in rows.select_related("version")}
                for name in page:
                    if name in found:
                        document: Document = read_version(found[name], Document, self.texts)
                        yield document

    def added_documents(self, case_id: str) -> tuple[Document, ...]:
        """The documents that were added to a case beside its folder, by id."""
        self._require_case(case_id)
        with self._translate_errors():
            rows = self._rows(DOCUMENTS, case_id).filter(from_folder=False)
            kept = [
                read_version(row.version, Document, self.texts)
                for row in rows.select_related("version")
            ]
        return tuple(sorted(kept, key=lambda document: document.id))

    def document(self, case_id: str | None, document_id: str) -> Document:
        """One document. Raises NotFoundError."""
        document: Document = self._load_record(DOCUMENTS, document_id, case_id)
        return document

    def original(self, sha256: str) -> bytes:
        """The kept bytes with this digest, checked against it. Raises NotFoundError."""
        with translate_errors(str(self.folder)):
            path = self.originals.path(sha256)
            known = path.exists() or self._has_original(sha256)
            if not known:
                raise NotFoundError(f"no file with SHA-256 {sha256} is kept; check the digest")
            return self.originals.read(sha256)

    # Claims and other records

    def save_reading(
        self,
        case_id: str,
        document: Document,
        reader: str,
        names_digest: str,
        claims: Sequence[Claim],
        statements: Sequence[Statement] | None = None,
        nearest: NearestSentence | None = None,
    ) -> bool:
        """Keep what a reader found in a document; True if it is new.

        document: the very record that was read, so that nothing passes to a later version
        names_digest: of what the reader knew of the case (`records.digest`)
        Raises NotFoundError for an unknown case, InputError for claims of another document.
        """
        found = {claim.document for claim in claims}
        found |= {statement.document for statement in statements or ()}
        if found - {document.id}:
            raise InputError(f"{document.id}: these claims are of another document; read it again")
        self._require_case(case_id)
        reading = Reading(
            document.id,
            digest(document),
            reader,
            names_digest,
            tuple(claims),
            None if statements is None else tuple(statements),
            nearest,
        )
        return self._put(READINGS, [reading], case_id, is_act=False)

    def readings(self, case_id: str, reader: str, names_digest: str) -> dict[str, Reading]:
        """What this reader found in each document in its present form, by the document's id.

        A document that is missing has not been read, has changed since, or was read with other
        names: read it (again). A document without claims has an empty tuple.
        """
        self._require_case(case_id)
        with self._translate_errors():
            documents = self._rows(DOCUMENTS, case_id).values_list("key", "version_id")
            current = dict(documents)
            rows = ReadingRow.objects.using(self.database.alias).filter(
                case_id=case_id, reader=reader, names_digest=names_digest
            )
            readings: list[Reading] = [
                read_version(row.version, Reading, self.texts)
                for row in rows.select_related("version")
                if current.get(row.document) == row.document_digest
            ]
        ordered = sorted(readings, key=lambda reading: reading.document)
        return {reading.document: reading for reading in ordered}

    def save(self, record: object, case_id: str) -> bool:
        """Keep one scene, observation, hand-made claim, or decision on a claim or a statement.

        It replaces the record with its id. Gives True if that changed anything.
        Raises NotFoundError for an unknown case.
        """
        return self.save_all([record], case_id)

    def save_all(self, records: Sequence[object], case_id: str) -> bool:
        """Keep records of one kind in one transaction, each as `save` does."""
        self._require_case(case_id)
        return bool(records) and self._put(record_table_for(type(records[0])), records, case_id)

    def append(self, records: Sequence[object], case_id: str) -> None:
        """Keep new records of any kinds that `save` takes, all or none, without replacing any.

        Raises StoreBusyError if another record already has one of their ids.
        """
        self._require_case(case_id)
        alias, here = self.database.alias, {"case_id": case_id}
        by_kind: dict[type[Any], list[object]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(record)
        tables = [(record_table_for(kind), of_kind) for kind, of_kind in by_kind.items()]
        items_by_table = [(table, items_of(table, of_kind)) for table, of_kind in tables]

        def plan() -> Iterator[Step]:
            for table, items in items_by_table:
                for step in plan_upserts(alias, table, items, here):
                    if step.replaces:
                        raise StoreBusyError(
                            f"{step.act.subject} was entered a moment ago by somebody else; "
                            "try again"
                        )
                    yield step

        self.carry_out(plan)

    def replace_all(self, kind: type[T], records: Sequence[T], case_id: str) -> bool:
        """Keep records of one kind as `save_all` does, and detach all others of the kind."""
        table, alias = record_table_for(kind), self.database.alias
        self._require_case(case_id)
        items = items_of(table, records)
        staying = {item.columns["key"] for item in items}
        here = {"case_id": case_id}
        return self.carry_out(
            lambda: chain(
                plan_upserts(alias, table, items, here), plan_detach(alias, table, staying, here)
            )
        )

    def load(self, kind: type[T], record_id: str, case_id: str) -> T:
        """The record of this kind with this id in a case. Raises NotFoundError."""
        record: T = self._load_record(record_table_for(kind), record_id, case_id)
        return record

    def load_all(self, kind: type[T], case_id: str) -> tuple[T, ...]:
        """Every record of this kind in a case, in the order in which the log has them first."""
        return tuple(record for _, record in self.load_in_log_order(kind, case_id))

    def load_in_log_order(self, kind: type[T], case_id: str) -> tuple[tuple[int, T], ...]:
        """Every record of this kind in a case with its place in the log, first ones first."""
        table = record_table_for(kind)
        self._require_case(case_id)
        with self._translate_errors():
            rows = list(self._rows(table, case_id).select_related("version"))
            places = custody.standing_positions(self.database.alias, table.noun) if rows else {}
            # A row that the log does not have is a mismatch that `verify` names.
            ordered = sorted((places.get(table.subject(row), 0), row.key, row) for row in rows)
            return tuple(
                (place, read_version(row.version, kind, self.texts)) for place, _, row in ordered
            )

    def record_times(self, kind: type[T], case_id: str) -> dict[str, datetime]:
        """When each record of this kind in a case was last stored, in UTC, by its id."""
        table = record_table_for(kind)
        self._require_case(case_id)
        with self._translate_errors():
            rows = list(self._rows(table, case_id))
            subjects = {table.subject(row): row.key for row in rows}
            entries = custody.entry_times(self.database.alias, [table.act_of(row) for row in rows])
            return {subjects[subject]: when for subject, when in entries if subject in subjects}

    # The custody log

    def custody(self) -> Iterator[CustodyEntry]:
        """Every entry of the log, oldest first."""
        with self._translate_errors():
            for page in custody.pages(self.database.alias):
                yield from map(custody.entry_of, page)

    def custody_head(self) -> str:
        """The hash of the last entry; a copy kept elsewhere would expose a rewritten log."""
        with self._translate_errors():
            return custody.head(self.database.alias)[1]

    def verify(
        self,
        progress: Progress | None = None,
        noted_head: str | None = None,
        trusted: Sequence[str] | None = None,
    ) -> Verified:
        """Check the database itself, the log, every version and every kept byte.

        progress: called with the number of entries checked so far and in all
        noted_head: a head of this log that was noted elsewhere and must be in it
        trusted: certificates (PEM) to check timestamps against; else those kept with them
        Raises CustodyError with the first thing that does not match, and what to do.
        """
        with self._translate_errors():
            return verify_store(
                self.database, self.originals, self.texts, progress, noted_head, trusted
            )

    def record_data_files(self) -> bool:
        """Record imagery and pictures as they lie in the data folder; True if any had changed."""
        with translate_errors(str(self.folder)):
            digests = digests_in(self.folder)
        return self.carry_out(lambda: plan_data_files(self.database.alias, digests))

    def check_data_files(self) -> None:
        """Raise CustodyError if recorded imagery or a picture is another one now."""
        with self._translate_errors():
            rows = DataFileRow.objects.using(self.database.alias).order_by("path")
            for path, digest in rows.values_list("path", "sha256"):
                if changed_file(self.folder, path, digest):
                    raise CustodyError(
                        f"{path} is not as it was recorded; restore it from a backup, or delete it "
                        "to have it made again"
                    )

    @property
    def originals(self) -> Files:
        """The kept bytes of sources and case files."""
        return Files(self.folder / "originals")

    @property
    def texts(self) -> Files:
        """The kept texts of documents."""
        return Files(self.folder / "texts")

    def _translate_errors(self) -> AbstractContextManager[None]:
        return translate_errors(self.database.place)

    def _rows(self, table: RecordTable, case_id: str | None) -> Any:
        return table.model.objects.using(self.database.alias).filter(case_id=case_id)

    def _load_record(self, table: RecordTable, key: str, case_id: str | None) -> Any:
        self._require_case(case_id)
        with self._translate_errors():
            for row in self._rows(table, case_id).filter(key=key).select_related("version"):
                return read_version(row.version, table.kind, self.texts)
        place = "outside the cases" if case_id is None else f"in case {case_id!r}"
        raise NotFoundError(f"no {table.noun} {key!r} is kept {place}; check the id")

    def _require_case(self, case_id: str | None) -> None:
        with self._translate_errors():
            rows = CaseRow.objects.using(self.database.alias)
            if case_id is not None and not rows.filter(id=case_id).exists():
                raise self._no_case_error(case_id)

    def _require_unchanged(self, read: Case | None) -> Iterator[Step]:
        """No step; an error where the case is another one than was read."""
        if read is not None:
            rows = CaseRow.objects.using(self.database.alias).filter(id=read.id)
            if list(rows.values_list("version_id", flat=True)) != [digest(read)]:
                raise CaseChangedError(
                    f"case {read.id!r} was changed a moment ago by somebody else; try again"
                )
        yield from ()

    def _no_case_error(self, case_id: str) -> NotFoundError:
        with self._translate_errors():
            ids = CaseRow.objects.using(self.database.alias).values_list("id", flat=True)
            kept = ", ".join(sorted(ids)[:10]) or "none yet"
        return NotFoundError(
            f"no case {case_id!r} is kept (kept: {kept}); load its folder with `servanda case load`"
        )

    def _has_original(self, sha256: str) -> bool:
        rows = DocumentRow.objects.using(self.database.alias)
        return rows.filter(sha256=sha256).exists()

    def _keep_bytes(
        self, originals: Sequence[bytes], documents: Sequence[DocumentWithOriginal]
    ) -> Callable[[], None]:
        """Write the files that are missing; the function returned makes them durable."""
        texts = [kept.document.text.encode("utf-8") for kept in documents]
        with translate_errors(str(self.folder)):
            of_originals, of_texts = self.originals.keep(originals), self.texts.keep(texts)

        def settle() -> None:
            self.originals.settle(of_originals)
            self.texts.settle(of_texts)

        return settle

    def _put(
        self, table: RecordTable, records: Sequence[object], case_id: str, *, is_act: bool = True
    ) -> bool:
        alias, items = self.database.alias, items_of(table, records)
        return self.carry_out(
            lambda: plan_upserts(alias, table, items, {"case_id": case_id}), is_act=is_act
        )

    def carry_out(
        self,
        plan: Callable[[], Iterable[Step]],
        settle: Callable[[], None] | None = None,
        *,
        is_act: bool = True,
    ) -> bool:
        """Carry out a plan in one transaction, with its entries in the log; True if it had steps.

        plan: its steps, asked for twice: to see if there are any, and when nobody else can write
        settle: called before the transaction, if there is one
        is_act: False for what a machine read, which a copy may lose
        """
        with self._translate_errors():
            if not any(True for _ in plan()):
                return False
            if self.is_copy and is_act:
                raise StoreError(
                    f"{self.folder} may not be written to; nothing of this act was kept: name a "
                    "folder of yours with --data"
                )
            if settle is not None:
                settle()
            with write_transaction(self.database):
                steps = tuple(plan())
                carry_out_steps(self.database.alias, steps)
                acts = [step.act for step in steps]
                custody.append(self.database.alias, self.who, self.clock(), acts)
        return bool(steps)


def _check_original(kept: DocumentWithOriginal) -> Document:
    if sha256(kept.original) != kept.document.sha256:
        raise InputError(
            f"{kept.document.id}: the bytes do not have the SHA-256 that the document states; "
            "read it again"
        )
    return kept.document
