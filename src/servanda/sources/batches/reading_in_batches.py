"""Documents from files and folders a batch at a time, so that memory does not grow with them.

Tables are read first, whole, because their rows may speak of any file; then lists and archives,
which give their documents ids of their own; then all other files, whose ids are their names.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from servanda.records import canonical_json, sha256
from servanda.records.progress import Progress, ignore_progress
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.given_facts import (
    FileFacts,
    GivenFacts,
    facts_by_file,
    with_facts,
)
from servanda.sources.documents.jsonl_list import count_lines, read_lines
from servanda.sources.documents.read_sources import (
    FORMATS,
    FileFormat,
    ReadResult,
    dated_by_name,
    read_file,
)
from servanda.sources.files.items import SourceFile, SourceItem
from servanda.sources.files.limits import MEGABYTE, READING_BYTES
from servanda.sources.files.paths import files_of, open_regular, too_large_error
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["ReadBatch", "ReadPart", "read_batches"]

# Of originals and texts in a batch: keeping one takes some five times as much memory. [limit]
BATCH_BYTES = 10 * MEGABYTE
# A batch of small files is one transaction, and what a stop may make be read again; more of them
# save little. [judgement; not from outside]
BATCH_DOCUMENTS = 500

_LIST = ".jsonl"  # read a line at a time [definition]
_TABLES = (".csv", ".tsv", ".xlsx")  # may hold facts about other files [definition]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A file, or a line of a list, that was read to its end."""

    mark: str  # a digest of its name, its bytes and what tables say of it
    ids: tuple[str, ...]  # of its documents


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Some documents of a reading, and what else was found up to here since the batch before."""

    reading: ReadResult
    parts: tuple[ReadPart, ...]  # whose documents are all in this batch and those before
    done: tuple[str, ...]  # ids of documents that were done before, and not read


def read_batches(
    paths: Iterable[Path],
    recorded: datetime,
    progress: Progress = ignore_progress,
    given: GivenFacts | None = None,
    more_formats: Mapping[str, FileFormat] | None = None,
    done: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[ReadBatch]:
    """What `read_items` finds, in batches; the parts that are done are not read again.

    done: the ids of the documents of each part that a stopped reading is done with, by its mark
    """
    if recorded.tzinfo is None:
        raise ValueError("`recorded` needs a time zone; give UTC")
    left_out: list[str] = []
    files, errors = files_of(paths, left_out=left_out)
    formats = {**FORMATS, **(more_formats or {})}
    names = Counter(
        file.stem
        for file in files
        if file.ending in formats and not formats[file.ending].holds_many
    )
    with Extractor() as extractor:
        reading = _BatchReading(
            files, recorded, progress, given, formats, done or {}, names, extractor
        )
        reading.errors += errors
        reading.left_out += left_out
        yield from reading.batches()


@dataclass(slots=True)
class _BatchReading:
    """How far a reading has come, and the batch that it fills."""

    files: Sequence[SourceFile]
    recorded: datetime
    progress: Progress
    given: GivenFacts | None
    formats: Mapping[str, FileFormat]
    done_parts: Mapping[str, Sequence[str]]
    names: Counter[str]  # of the files that are one document each
    extractor: Extractor
    facts: dict[Path, list[GivenFacts]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # of the documents so far, by id
    items: list[SourceItem] = field(default_factory=list)
    errors: list[UnreadableError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    parts: list[ReadPart] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    tables: dict[Path, tuple[SourceFile, str, list[SourceItem]]] = field(default_factory=dict)
    size: int = 0

    def batches(self) -> Iterator[ReadBatch]:
        """Every batch; the last may hold no document."""
        for number, file in enumerate(self._in_order(), start=1):
            self.progress("reading", number - 1, len(self.files))
            if file.ending == _LIST:
                yield from self._list(file)
            elif file.ending not in _TABLES:
                yield from self._file(file)
            else:
                yield from self._part(*self.tables[file.path])
        self.progress("reading", len(self.files), len(self.files))
        yield self._batch()

    def _in_order(self) -> list[SourceFile]:
        """The files in the order in which they are read; the tables have been read by then."""
        rows: list[FileFacts] = []
        for file in self.files:
            if file.ending in _TABLES:
                rows += self._read_table(file)
        self.facts, strays = facts_by_file(rows, self.files)
        self.errors += strays

        def rank(file: SourceFile) -> int:
            if file.ending in _TABLES:
                return 0
            return 1 if file.ending in self.formats and self._holds_many(file) else 2

        return sorted(self.files, key=rank)

    def _holds_many(self, file: SourceFile) -> bool:
        return self.formats[file.ending].holds_many

    def _read_table(self, file: SourceFile) -> list[FileFacts]:
        """The rows of a table on other files; its documents are put aside."""
        rows: list[FileFacts] = []
        items: list[SourceItem] = []
        digest = ""

        def take_digest(data: bytes) -> bool:
            nonlocal digest
            digest = sha256(data)
            return False

        for found in read_file(
            file, self.recorded, self.extractor, READING_BYTES, self.formats, take_digest
        ):
            if isinstance(found, FileFacts):
                rows.append(found)
            elif isinstance(found, SourceItem):
                items.append(found)
            else:
                self.errors.append(found)
        self.tables[file.path] = (file, digest, items)
        return rows

    def _list(self, file: SourceFile) -> Iterator[ReadBatch]:
        """The documents of a list, of which each line is a part."""
        total = 0

        def skip_part(number: int, line: bytes) -> bool:
            self.progress(file.label, number, max(number, total))
            return self._skip(file, self._mark(file, sha256(line)))

        try:
            with open_regular(file.path, file.label) as opened:
                limit = self.formats[_LIST].largest_bytes
                if os.fstat(opened.fileno()).st_size > limit:
                    raise too_large_error(file.label, limit)
                total = count_lines(file, opened)
                for found in read_lines(file, opened, self.recorded, skip_part):
                    if isinstance(found, SourceItem):
                        digest = found.kept.document.sha256
                        yield from self._part(file, digest, [found])
                    else:
                        self.errors.append(found)
        except UnreadableError as error:
            self.errors.append(error)

    def _file(self, file: SourceFile) -> Iterator[ReadBatch]:
        """The document of a file, or those of an archive."""
        digest = ""

        def skip_part(data: bytes) -> bool:
            nonlocal digest
            digest = sha256(data)
            return self._skip(file, self._mark(file, digest))

        items: list[SourceItem] = []
        errors = []
        for found in read_file(
            file, self.recorded, self.extractor, READING_BYTES, self.formats, skip_part
        ):
            if isinstance(found, SourceItem):
                items.append(found)
            elif isinstance(found, UnreadableError):
                errors.append(found)
        self.errors += errors
        if items:
            yield from self._part(file, digest, items, is_whole=not errors)

    def _part(
        self, file: SourceFile, digest: str, items: Sequence[SourceItem], is_whole: bool = True
    ) -> Iterator[ReadBatch]:
        """Put the documents of one part into batches, and give each that is full.

        is_whole: nothing in it was refused; what was is read again, to be told of again
        """
        mark = self._mark(file, digest)
        if not items or self._skip(file, mark):
            return
        ids = []
        for item in items:
            named = self._under_id(self._with_facts(item))
            if named is None:
                continue
            ids.append(named.kept.document.id)
            self.items.append(named)
            self.size += len(named.kept.original) + len(named.kept.document.text)
            is_last = item is items[-1]
            if not is_last and self._is_full():
                yield self._batch()
        if is_whole and len(ids) == len(items):
            self.parts.append(ReadPart(mark, tuple(ids)))
        if self._is_full():
            yield self._batch()

    def _with_facts(self, item: SourceItem) -> SourceItem:
        """The document with what its file's name, tables and the user say of it."""
        item = dated_by_name(item, self.recorded)
        said = [*self.facts.get(item.file.path, ()), *([] if self.given is None else [self.given])]
        for facts in said:
            item = item.with_document(with_facts(item.kept.document, facts))
        return item

    def _under_id(self, item: SourceItem) -> SourceItem | None:
        """The document under an id of its own; where a name is taken, its path is the id."""
        name = item.kept.document.id
        if not item.id_is_given and (self.names[name] > 1 or name in self.places):
            item = item.with_id(item.file.relative)
            name = item.file.relative
        place = f"{item.file.label}:{item.line}" if item.id_is_given else item.file.label
        other = self.places.setdefault(name, place)
        if other is place:
            return item
        line = item.line if item.id_is_given else 0
        what = f"has the id {name!r} of {other}"
        self.errors.append(unreadable_error(item.file.label, line, what, "rename one of them"))
        return None

    def _mark(self, file: SourceFile, digest: str) -> str:
        said = [repr(facts) for facts in self.facts.get(file.path, ())]
        return sha256(canonical_json([file.relative, digest, said]).encode("utf-8"))

    def _skip(self, file: SourceFile, mark: str) -> bool:
        """True if the part with this mark is done; its documents keep their ids."""
        ids = self.done_parts.get(mark)
        if ids is None:
            return False
        for name in ids:
            self.places.setdefault(name, file.label)
        self.done += ids
        return True

    def _is_full(self) -> bool:
        return self.size >= BATCH_BYTES or len(self.items) >= BATCH_DOCUMENTS

    def _batch(self) -> ReadBatch:
        """What has come together, and begin anew."""
        read = ReadResult(tuple(self.items), tuple(self.errors), tuple(self.left_out))
        batch = ReadBatch(read, tuple(self.parts), tuple(self.done))
        for filled in (self.items, self.errors, self.left_out, self.parts, self.done):
            filled.clear()
        self.size = 0
        return batch
