"""The check of the log and of every kept byte, up to the first mismatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from servanda.errors import CustodyError, NotFoundError
from servanda.records import GENESIS, CustodyEntry, Document, entry_hash
from servanda.store import custody
from servanda.store.connection import Database, snapshot
from servanda.store.content_files import Files
from servanda.store.data_files import DATA_FILE, changed_file, unrecorded_in
from servanda.store.record_tables import CASE_COPY, CASE_FILE, LOAD, RECORD_TABLES, RecordTable
from servanda.store.schema.check import ADVICE, check_indexes, check_shape
from servanda.store.tables.models import (
    CaseFileRow,
    CustodyRow,
    DataFileRow,
    DocumentRow,
    VersionRow,
)
from servanda.store.timestamps.tokens import TIMESTAMP, HeadTimestamp, read_timestamp
from servanda.store.verified_store import Verified, VerifiedTimestamp, first_of
from servanda.store.versions import read_version

__all__ = ["Progress", "Verified", "verify_store"]

# Nouns whose digests are of bytes that are kept as originals.
FILE_NOUNS = frozenset({CASE_FILE, CASE_COPY, TIMESTAMP})
# Nouns that no row of a table stands for: what was done is in the log alone.
LOOSE_NOUNS = frozenset({CASE_COPY, TIMESTAMP})

# How far our clock and an authority's may be apart before it is said. [judgement; not from outside]
CLOCKS_APART = timedelta(minutes=5)

Progress = Callable[[int, int], None]  # entries checked so far, entries in all


def verify_store(
    database: Database,
    originals: Files,
    texts: Files,
    progress: Progress | None,
    noted_head: str | None = None,
    trusted: Sequence[str] | None = None,
) -> Verified:
    """Check a whole store, as `Store.verify` describes it."""
    check_shape(database)
    with snapshot(database):
        check_indexes(database)
        walk = _Walk(database.alias, originals, texts, noted_head, trusted)
        total = CustodyRow.objects.using(database.alias).count()
        for page in custody.pages(database.alias):
            walk.fetch(page)
            for row in page:
                walk.follow(custody.entry_of(row))
                if progress is not None:
                    progress(row.sequence, total)
        walk.finish()
        return walk.counts()


@dataclass(slots=True)
class _Walk:
    """The state of the check: the chain so far, and what is current according to the log."""

    alias: str
    originals: Files
    texts: Files
    noted_head: str | None = None
    trusted: Sequence[str] | None = None  # certificates to check timestamps against
    noted: int | None = None
    stamps: list[HeadTimestamp] = field(default_factory=list)
    timestamps: list[VerifiedTimestamp] = field(default_factory=list)
    sequence: int = 0
    previous: str = GENESIS
    holds: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    fetched: dict[str, VersionRow] = field(default_factory=dict)
    versions: set[str] = field(default_factory=set)
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    data_files: set[str] = field(default_factory=set)
    latest: datetime | None = None
    backwards: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.noted_head == GENESIS:
            self.noted = 0

    def fetch(self, page: Sequence[CustodyRow]) -> None:
        """Read the versions that these entries name in one query."""
        digests = {row.digest for row in page} - self.versions
        self.fetched = VersionRow.objects.using(self.alias).in_bulk(list(digests))

    def follow(self, entry: CustodyEntry) -> None:
        """Check the next entry and what it names, and note what is current after it."""
        self._check_seal(entry)
        verb, _, noun = entry.what.partition(" ")
        place = f"custody entry {entry.sequence} ({entry.what} {entry.subject})"
        with _error_place(place):
            if noun in FILE_NOUNS:
                self._check_file(self.originals, entry.digest)
                if noun == TIMESTAMP:
                    self._check_timestamp(entry)
            elif noun != DATA_FILE:
                self._check_version(RECORD_TABLES[noun], entry.digest)
        if verb == "detach":
            self.holds.pop((noun, entry.subject), None)
        elif noun not in LOOSE_NOUNS:
            self.holds[noun, entry.subject] = (entry.what, entry.digest)

    def finish(self) -> None:
        """Check that the rows are exactly what is current according to the log."""
        for table in RECORD_TABLES.values():
            for row in _rows(self.alias, table):
                self._check_row(table, row)
        # SQLite keeps any number as a truth value; it is read as false and found as true.
        if DocumentRow.objects.using(self.alias).exclude(from_folder__in=[True, False]).exists():
            raise _mismatch("the table of documents", "holds a truth value that is none")
        for row in CaseFileRow.objects.using(self.alias).order_by("pk").iterator():
            subject = custody.subject_of(row.case_id, row.name)
            self._check_holds(CASE_FILE, subject, (f"{LOAD} {CASE_FILE}", row.sha256))
        self._check_data_files()
        for noun, subject in self.holds:
            raise _mismatch(f"{noun} {subject}", "is in the log, but its row is gone")
        self._check_no_extra_versions()
        self._check_strays()
        self._check_stamped_heads()
        if self.noted_head is not None and self.noted is None:
            raise CustodyError(
                f"the head that was noted, {self.noted_head}, is not in this log: it is an older "
                f"copy, or acts were taken back, or it was written anew; {ADVICE}"
            )
        if self.backwards:
            self.remarks.insert(0, first_of("the times of the log run backwards", self.backwards))

    def counts(self) -> Verified:
        """How much was checked."""
        sizes = self.sizes.values()
        return Verified(
            self.sequence,
            len(self.versions),
            len(sizes) + len(self.data_files),
            sum(sizes),
            tuple(self.remarks),
            self.previous,
            self.noted,
            tuple(self.timestamps),
        )

    def _check_seal(self, entry: CustodyEntry) -> None:
        self.sequence += 1
        if entry.sequence != self.sequence:
            raise _mismatch(f"custody entry {self.sequence}", "is missing")
        seal = entry_hash(
            entry.sequence,
            entry.who,
            entry.what,
            entry.subject,
            entry.digest,
            entry.when,
            entry.previous,
        )
        place = f"custody entry {entry.sequence}"
        if seal != entry.hash:
            raise _mismatch(place, "does not match its own hash: it was edited")
        if entry.previous != self.previous:
            raise _mismatch(place, "does not follow the entry before it")
        self.previous = entry.hash
        if entry.hash == self.noted_head:
            self.noted = entry.sequence
        if self.latest is not None and entry.when < self.latest:
            self.backwards.append(f"{place} is of {entry.when:%Y-%m-%d %H:%M:%S}")
        else:
            self.latest = entry.when

    def _check_version(self, table: RecordTable, digest: str) -> None:
        if digest in self.versions:
            return
        row = self.fetched.get(digest)
        if row is None:
            raise CustodyError(f"the kept {table.kind.__name__} {digest} is missing; {ADVICE}")
        record = read_version(row, table.kind, self.texts)
        if isinstance(record, Document):
            self._check_file(self.originals, record.sha256)
            self._check_file(self.texts, table.columns(record)["text_sha256"])
        self.versions.add(digest)

    def _check_file(self, files: Files, digest: str) -> None:
        key = (files.folder.name, digest)
        if key not in self.sizes:
            self.sizes[key] = files.check(digest)

    def _check_row(self, table: RecordTable, row: Any) -> None:
        subject = table.subject(row)
        self._check_holds(table.noun, subject, (table.act_of(row), row.version_id))
        record = read_version(row.version, table.kind, self.texts)
        for name, value in table.columns(record).items():
            if getattr(row, name) != value:
                raise _mismatch(
                    f"{table.noun} {subject}", f"says another {name} in its row than in its record"
                )

    def _check_holds(self, noun: str, subject: str, standing: tuple[str, str]) -> None:
        if self.holds.pop((noun, subject), None) != standing:
            raise _mismatch(f"{noun} {subject}", "is not what the log says was kept last")

    def _check_timestamp(self, entry: CustodyEntry) -> None:
        stamp = read_timestamp(self.originals.read(entry.digest), self.trusted)
        if custody.subject_of(stamp.head, stamp.authority) != entry.subject:
            raise _mismatch("the timestamp", "is of another head or authority than the log says")
        self.stamps.append(stamp)

    def _check_stamped_heads(self) -> None:
        """Every timestamp is of a head that this log had; its time bounds that of the entry."""
        heads = {stamp.head for stamp in self.stamps}
        rows = CustodyRow.objects.using(self.alias).filter(hash__in=heads)
        entries = {row.hash: custody.entry_of(row) for row in rows}
        for stamp in self.stamps:
            entry = entries.get(stamp.head)
            if entry is None:
                raise _mismatch(
                    f"the head {stamp.head}",
                    f"that {stamp.authority} stamped is not in this log: it was written anew",
                )
            if entry.when > stamp.time + CLOCKS_APART:
                self.remarks.append(
                    f"entry {entry.sequence} says {entry.when:%Y-%m-%d %H:%M:%S}, but "
                    f"{stamp.authority} saw it by {stamp.time:%Y-%m-%d %H:%M:%S}: a clock was wrong"
                )
            self.timestamps.append(VerifiedTimestamp(stamp, entry.sequence))

    def _check_data_files(self) -> None:
        gone = []
        for row in DataFileRow.objects.using(self.alias).order_by("path").iterator():
            self._check_holds(DATA_FILE, row.path, (f"add {DATA_FILE}", row.sha256))
            is_other = changed_file(self.originals.folder.parent, row.path, row.sha256)
            if is_other:
                raise CustodyError(
                    f"{row.path} is not as it was recorded; restore it from a backup, or delete it "
                    "and look at the sites again"
                )
            if is_other is None:
                gone.append(row.path)
            else:
                self.data_files.add(row.path)
        if gone:
            self.remarks.append(first_of("recorded files are gone, and made again if asked", gone))

    def _check_strays(self) -> None:
        """Look at what lies beside what the log names."""
        for files in (self.originals, self.texts):
            known = {digest for room, digest in self.sizes if room == files.folder.name}
            if not self.sequence and any(True for _ in files.strays(())):
                raise CustodyError(
                    f"the log is empty, but {files.folder} holds evidence: if the first act was "
                    "stopped, do it again; else the database was lost or replaced: restore it"
                )
            unnamed, strange = [], []
            for path, digest in files.strays(known):
                if digest is None:
                    strange.append(str(path))
                else:
                    files.check(digest)
                    unnamed.append(str(path))
            if unnamed:
                self.remarks.append(first_of("files that no entry of the log names", unnamed))
            if strange:
                self.remarks.append(first_of("what is no file of Servanda", strange))
        folder = self.originals.folder.parent
        if unnamed := sorted(unrecorded_in(folder, self.data_files)):
            self.remarks.append(first_of("files that were not recorded", unnamed))

    def _check_no_extra_versions(self) -> None:
        digests = VersionRow.objects.using(self.alias).values_list("digest", "kind")
        for digest, kind in digests.order_by("digest").iterator():
            if digest not in self.versions:
                raise _mismatch(f"the kept {kind} {digest}", "is not in the log")


def _rows(alias: str, table: RecordTable) -> Iterator[Any]:
    rows = table.model.objects.using(alias).select_related("version").order_by("pk").iterator()
    try:
        yield from rows
    except ValueError as error:  # Django could not read a date
        raise _mismatch(
            f"the table of {table.noun}", f"holds no value of its kind: {error}"
        ) from error


def _mismatch(place: str, what: str) -> CustodyError:
    return CustodyError(f"{place} {what}; {ADVICE}")


@contextmanager
def _error_place(place: str) -> Iterator[None]:
    """Put the place in front of the message of a mismatch."""
    try:
        yield
    except CustodyError as error:
        raise CustodyError(f"{place}: {error}") from error
    except NotFoundError as error:
        raise _mismatch(place, "names what is not a SHA-256") from error
    except KeyError as error:
        raise _mismatch(place, "names no kind of record that this Servanda knows") from error
