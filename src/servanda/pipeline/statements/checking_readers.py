"""How well a reader of statements reads sentences that people have labelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from servanda.claims import Reader
from servanda.errors import InputError
from servanda.evidence import check_reader
from servanda.pipeline.reading import CaseReader, readings_of
from servanda.records import Case, DocumentClaims, MeasuredShares, ReaderCheck, Statement
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import LabelledFile, labelled_sentences
from servanda.store import Store
from servanda.store.kept_shares import forget_shares, keep_shares, kept_shares

__all__ = ["check_of_reader", "forget_reader", "keep_check", "measured_shares"]


def check_of_reader(
    store: Store,
    case: Case,
    reader: CaseReader,
    file: LabelledFile,
    progress: Progress = ignore_progress,
) -> ReaderCheck:
    """How well a reader reads the labelled sentences of a file, in the documents of a case.

    What people have decided plays no part, nor what that taught the reader. Only documents of the
    file are read.
    Raises InputError with one line for each thing wrong with the file.
    """
    duties = {duty.id for duty in case.obligations}
    rows = labelled_sentences(file, store.documents(case.id), duties)
    wanted = {row.document for row in rows}
    reads = readings_of(store, case, reader, progress, wanted)
    statements = [said for read in reads for said in _statements(read)]
    return check_reader(rows, statements, case.obligations)


def _statements(read: DocumentClaims) -> Iterator[tuple[str, Statement]]:
    for statement in read.statements or ():
        yield read.document.text[statement.span.start : statement.span.end], statement


def keep_check(
    store: Store, case: Case, reader: CaseReader, check: ReaderCheck, today: date
) -> Path:
    """Keep what a check found, so that the reader's probabilities are worth that from now on.

    Gives the file. Raises InputError where too little was read to tell how often the reader errs.
    """
    if check.error_rate is None:
        raise InputError(
            f"nothing kept: no reading of these {check.rows} sentences is sure of a direction by "
            ".9, so they do not tell how often the reader errs; label more"
        )
    measured = MeasuredShares(
        reader.statements_name,
        case.id,
        today,
        check.rows,
        check.by_kind,
        check.error_rate,
        check.number_share,
    )
    return keep_shares(store.folder, measured)


def measured_shares(store: Store, reader: Reader) -> MeasuredShares | None:
    """What the latest check of a reader of statements found, if one is kept."""
    if not isinstance(reader, CaseReader):
        return None
    return kept_shares(store.folder, reader.statements_name)


def forget_reader(folder: Path, reader: CaseReader) -> bool:
    """Forget what checks of a reader found; False if none was kept. folder: of the data"""
    return forget_shares(folder, reader.statements_name)
