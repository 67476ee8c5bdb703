"""Adding files and folders to a case: what can be taken is taken, the rest is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from servanda import __version__
from servanda.claims import language_note
from servanda.errors import CaseChangedError, SourceError, StoreError
from servanda.plurals import count_phrase
from servanda.records import Case, Document, DocumentWithOriginal, Source, canonical_json, sha256
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import (
    GivenFacts,
    ReadResult,
    is_instrument,
    new_source,
    publisher_in,
    raise_all,
    read_items,
    with_publisher_id,
    without_instruments,
)
from servanda.sources.archives.archive_files import ARCHIVE_FORMATS
from servanda.sources.batches.reading_in_batches import ReadBatch, read_batches
from servanda.sources.documents.given_facts import is_another, with_known_facts
from servanda.sources.files.items import SourceItem
from servanda.store import Store
from servanda.store.unfinished_acts import UnfinishedAct

__all__ = ["AddedSources", "add_sources", "keep_reading"]

# Times that an addition is made again on the case as others have just changed it.
# [judgement; not from outside]
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class AddedSources:
    """What an act of adding kept, and what it did not."""

    documents: tuple[Document, ...]  # without their texts, in the order in which they were read
    refusals: tuple[SourceError, ...]
    left_out: tuple[str, ...]  # one line each
    new_sources: tuple[Source, ...]  # publishers that the case did not have
    kept_shares: Mapping[str, float]  # of each page's letters that are in the text, by document
    replaced: tuple[str, ...]  # ids of documents of which another version was kept before
    language_notes: tuple[str, ...] = ()  # one line each
    kept_before: int = 0  # documents that the same command kept before it was stopped


def add_sources(
    store: Store,
    case: Case,
    paths: Iterable[Path],
    now: datetime,
    given: GivenFacts | None = None,
    strict: bool = False,
    may_be_none: bool = False,
    progress: Progress = ignore_progress,
) -> AddedSources:
    """Keep files and folders as documents of a case, a batch in one transaction.

    Memory holds one batch, however much there is. Stopped in between, the same command goes on
    after the batches that are kept. Strict: all in one transaction, out of memory.
    A publisher that the case does not have becomes a source of it, with the letter F.
    given: what the user says of every document; strict: keep nothing if anything is refused
    may_be_none: it is no error that nothing can be taken
    Raises what is wrong, if it is strict or nothing can be taken, and a StoreError that says how
    much is kept if it is stopped.
    """
    act = None if strict else UnfinishedAct(store.folder, _name_of_act(case, paths, given))
    adding = _Adding(store, case, now, act)
    if act is None:
        read = read_items(
            paths, now, _on_files(progress), given=given, more_formats=ARCHIVE_FORMATS
        )
        adding.refuse_any(read)
        adding.keep(ReadBatch(read, (), ()))
    else:
        done = adding.parts_done_before()
        batches = read_batches(paths, now, progress, given, ARCHIVE_FORMATS, done)
        adding.keep_batches(batches)
    if not (adding.documents or may_be_none):
        raise_all(adding.refusals)
    return adding.in_all()


def _name_of_act(case: Case, paths: Iterable[Path], given: GivenFacts | None) -> str:
    """A digest of what was asked for, and of the Servanda that was asked."""
    asked = [str(path.absolute()) for path in paths]
    told = [__version__, case.id, asked, repr(given)]
    return sha256(canonical_json(told).encode("utf-8", "surrogateescape"))


def _on_files(progress: Progress) -> Callable[[int, int], None]:
    return lambda done, total: progress("reading", done, total)


@dataclass(slots=True)
class _Adding:
    """An act of adding: what it has kept and refused so far."""

    store: Store
    case: Case
    now: datetime
    act: UnfinishedAct | None
    documents: list[Document] = field(default_factory=list)
    refusals: list[SourceError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    new_sources: list[Source] = field(default_factory=list)
    kept_shares: dict[str, float] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    language_notes: list[str] = field(default_factory=list)
    kept_before: int = 0
    before: dict[str, str] = field(init=False)  # digests of the case's documents, by id
    instruments: frozenset[str] = field(init=False)  # digests of their texts

    def __post_init__(self) -> None:
        files = self.store.case_files(self.case.id).items()
        self.instruments = frozenset(digest for name, digest in files if is_instrument(name))
        self.before = self.store.document_digests(self.case.id)

    def parts_done_before(self) -> dict[str, tuple[str, ...]]:
        """The ids of each part that the same act kept before it was stopped, if all are kept."""
        parts = {} if self.act is None else self.act.kept_parts()
        return {
            mark: tuple(digests)
            for mark, digests in parts.items()
            if all(self.before.get(name) == digest for name, digest in digests.items())
        }

    def refuse_any(self, read: ReadResult) -> None:
        """Raise all that is wrong with a reading that is to be kept whole or not at all."""
        read = without_instruments(read, self.instruments)
        raise_all((*read.errors, *read.unread))

    def keep_batches(self, batches: Iterable[ReadBatch]) -> None:
        """Keep each batch before the next is read. Raises StoreError."""
        try:
            for batch in batches:
                self.keep(batch)
        except (StoreError, KeyboardInterrupt) as error:
            kept = len(self.documents)
            if not kept:
                raise
            raise _stopped_error(error, kept) from error
        if self.act is not None:
            self.act.finish()

    def keep(self, batch: ReadBatch) -> None:
        """Keep the documents of a batch in one transaction, and note that they are."""
        read = without_instruments(batch.reading, self.instruments)
        self.refusals += read.errors
        self.left_out += read.left_out
        if batch.done:
            self.kept_before += len(batch.done)
            kept_now = self.store.iter_documents(self.case.id, batch.done)
            self.documents += map(_without_text, kept_now)
        if not read.items:
            return
        read = replace(read, items=tuple(self._items_as_in_case(read.items)))
        kept, sources = keep_reading(self.store, read, self.case, self.now)
        if sources:
            self.case = self.store.case(self.case.id)
            self.new_sources += sources
        for item in kept:
            self._tell_of(item)
        if self.act is not None:
            digests = {item.document.id: item.document.sha256 for item in kept}
            self.act.note_parts(
                (part.mark, {name: digests.get(name, "") for name in part.ids})
                for part in batch.parts
            )

    def _items_as_in_case(self, items: Sequence[SourceItem]) -> Iterator[SourceItem]:
        """The items as they stand beside what is kept under their ids.

        The very same bytes keep what was said of them. What was published on another day is no
        new version of a document, whatever its file is called: it gets an id of its own.
        """
        ids = [item.kept.document.id for item in items]
        known = {
            document.id: _without_text(document)
            for document in self.store.iter_documents(
                self.case.id, [name for name in ids if name in self.before]
            )
        }
        for item in items:
            document, before = item.kept.document, known.get(item.kept.document.id)
            if before is not None and not item.id_is_given and is_another(document, before):
                document = replace(document, id=f"{document.id}@{document.published.end}")
            elif before is not None:
                document = with_known_facts(document, before)
            yield item.with_document(document)

    def _tell_of(self, item: DocumentWithOriginal) -> None:
        document = item.document
        note = language_note(document)
        if note is not None:
            self.language_notes.append(note)
        if item.kept_share is not None:
            self.kept_shares[document.id] = item.kept_share
        if self.before.get(document.id, document.sha256) != document.sha256:
            self.replaced.append(document.id)
        self.documents.append(_without_text(document))

    def in_all(self) -> AddedSources:
        """What the act kept and what it did not."""
        return AddedSources(
            documents=tuple(self.documents),
            refusals=tuple(self.refusals),
            left_out=tuple(self.left_out),
            new_sources=tuple(self.new_sources),
            kept_shares=self.kept_shares,
            replaced=tuple(self.replaced),
            language_notes=tuple(self.language_notes),
            kept_before=self.kept_before,
        )


def _without_text(document: Document) -> Document:
    return replace(document, text="", blocks=())


def _stopped_error(error: BaseException, kept: int) -> StoreError:
    """The error of an act that was stopped when some of it was kept, saying so."""
    told = count_phrase(kept, "document")
    verb = "is" if kept == 1 else "are"
    words = "stopped" if isinstance(error, KeyboardInterrupt) else str(error).partition("; ")[0]
    kind = type(error) if isinstance(error, StoreError) else StoreError
    return kind(f"{words}; {told} of this command {verb} kept: the same command goes on from there")


def keep_reading(
    store: Store,
    reading: ReadResult,
    case: Case,
    now: datetime,
    beside: Sequence[DocumentWithOriginal] = (),
) -> tuple[Sequence[DocumentWithOriginal], tuple[Source, ...]]:
    """Keep what was read, again where somebody has added sources to the case meanwhile.

    beside: documents of the case that are kept in the same transaction
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        kept, sources = _under_publishers(reading, case, now)
        try:
            store.keep_all(
                (*kept, *beside), replace(case, sources=(*case.sources, *sources)), read=case
            )
        except CaseChangedError:
            if not attempts_left:
                raise
            case = store.case(case.id)
        else:
            return kept, sources
    raise AssertionError


def _under_publishers(
    reading: ReadResult, case: Case, now: datetime
) -> tuple[Sequence[DocumentWithOriginal], tuple[Source, ...]]:
    """The documents under sources of the case, and the sources that it did not have."""
    known = list(case.sources)
    kept = []
    for item in reading.items:
        document = item.kept.document
        if document.source is not None:
            source = publisher_in(document.source, known)
            if source is None:
                source = new_source(document.source, document.url, now.date(), known)
                known.append(source)
            document = with_publisher_id(document, source, known)
        kept.append(replace(item.kept, document=document))
    return kept, tuple(known[len(case.sources) :])
