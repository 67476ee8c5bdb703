"""The documents of a case that no evidence rests on, each with its sentence nearest to a duty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.claims import StatementReader, names_of, unread_note
from servanda.errors import MissingExtraError
from servanda.evidence import collect_evidence, document_use
from servanda.pipeline.loading_reader import load_statement_reader
from servanda.records import (
    Case,
    DocumentClaims,
    DocumentUse,
    Evidence,
    NearestSentence,
    UnusedDocument,
)
from servanda.records.progress import Progress, ignore_progress

__all__ = ["UnusedDocuments", "document_use_of", "unused_documents", "unused_documents_of"]


@dataclass(frozen=True, slots=True)
class UnusedDocuments:
    """The use of a case's documents, and those on which no evidence rests."""

    use: DocumentUse
    # Those whose nearest sentence is nearest first, then those without one.
    documents: tuple[UnusedDocument, ...]
    note: str | None  # why no nearness could be measured; None where it was


def document_use_of(
    reads: Sequence[DocumentClaims], evidence: Iterable[Evidence], as_of: date
) -> DocumentUse:
    """Which documents that were public by `as_of` the evidence rests on."""
    return document_use(reads, evidence, as_of, _is_unread)


def _is_unread(read: DocumentClaims) -> bool:
    return not read.claims and unread_note(read) is not None


def unused_documents_of(
    case: Case,
    reads: Sequence[DocumentClaims],
    as_of: date,
    progress: Progress = ignore_progress,
    load: Callable[[], StatementReader] = load_statement_reader,
) -> UnusedDocuments:
    """The documents that no evidence as of that day rests on, before any number is made of it."""
    evidence = collect_evidence(case, reads, as_of, as_of).evidence
    use = document_use_of(reads, evidence, as_of)
    return unused_documents(case, reads, use, progress, load)


def unused_documents(
    case: Case,
    reads: Sequence[DocumentClaims],
    use: DocumentUse,
    progress: Progress = ignore_progress,
    load: Callable[[], StatementReader] = load_statement_reader,
) -> UnusedDocuments:
    """The unused documents, nearest first, each with its sentence nearest to any duty.

    load: gives what measures nearness; not called where no document needs it. Where it is not
    installed the documents are listed without sentences, and the note says so.
    """
    by_id = {read.document.id: read for read in reads}
    unused = [by_id[key] for key in use.unused]
    sentences, note = _nearest_sentences(case, unused, load)
    found = []
    for number, read in enumerate(unused):
        progress("unused documents", number, len(unused))
        found.append(UnusedDocument(read.document, read=True, nearest=next(sentences, None)))
    progress("unused documents", len(unused), len(unused))
    found.sort(key=lambda document: -document.nearest.nearness if document.nearest else 1.0)
    found += [UnusedDocument(by_id[key].document, read=False, nearest=None) for key in use.unread]
    return UnusedDocuments(use, tuple(found), note)


def _nearest_sentences(
    case: Case, reads: Sequence[DocumentClaims], load: Callable[[], StatementReader]
) -> tuple[Iterator[NearestSentence | None], str | None]:
    """The nearest sentence of each document; none, and why, where nearness cannot be measured.

    Who has read a document for the duties has found it, and nothing is measured again.
    """
    if not case.obligations:
        return iter(()), None
    kept = [read.nearest for read in reads]
    unmeasured = [read.document for read in reads if read.nearest is None]
    if not unmeasured:
        return iter(kept), None
    try:
        reader = load()
    except MissingExtraError as error:
        return iter(kept), f"unused documents are listed without their nearest sentence: {error}"
    measured = reader.nearest_to_any(unmeasured, case.obligations, names_of(case))
    return (found or next(measured) for found in kept), None
