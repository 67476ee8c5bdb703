"""The sentences of a case's record that are nearest in meaning to a duty, read or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.claims import names_of
from servanda.evidence import weigh
from servanda.pipeline.reading import CaseReader, reads_of
from servanda.pipeline.using_documents import document_use_of
from servanda.records import Case, Document, Statement, public_by
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["NearSentence", "sentences_near"]


@dataclass(frozen=True, slots=True)
class NearSentence:
    """One sentence near a duty, and what was read in it, if anything was."""

    document: Document
    text: str
    nearness: float  # 0..1
    statement: Statement | None  # None: it was not judged
    used: bool  # an item of evidence rests on the document


def sentences_near(
    store: Store,
    case: Case,
    reader: CaseReader,
    obligation: str,
    most: int,
    as_of: date,
    progress: Progress = ignore_progress,
) -> tuple[NearSentence, ...]:
    """The nearest sentences, nearest first; of equal ones the earlier document's first.

    Only documents that were public by `as_of` are looked at.
    """
    names, found = names_of(case), []
    reads = reads_of(store, case, reader, progress)
    used = set(document_use_of(reads, weigh(case, reads, as_of, as_of), as_of).used)
    for read in reads:
        if not public_by(read.document.publication, as_of):
            continue
        statements = read.statements or ()
        judged = {
            statement.span: statement
            for statement in statements
            if statement.obligation == obligation
        }
        found += [
            NearSentence(
                read.document,
                near.text,
                near.nearness,
                judged.get(near.span),
                read.document.id in used,
            )
            for near in reader.statements.nearest(read.document, case.obligations, names)[
                obligation
            ]
        ]
    return tuple(sorted(found, key=lambda near: -near.nearness)[:most])
