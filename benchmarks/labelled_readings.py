"""Labelled sentences of a real accord with what the reader of statements alone makes of them."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.reading import (
    MOMENT,
    SHARED,
    Row,
    kinds_of_duties,
    scorer,
    statement_row,
)
from scripts.reader.real_texts import real_rows
from servanda.claims import Lesson, StatementJudge, fitted_numbers
from servanda.claims.statements.fitted import Register, label_probabilities
from servanda.claims.statements.judge import bearing_odds
from servanda.pipeline import find_case, load_case_reader, open_data_store, reads_of
from servanda.records import Label, ObligationKind
from servanda.settings import Settings
from servanda.sources import read_encoder_files, read_reader_files

__all__ = ["FOLDER", "LabelledReading", "readings_by_row", "readings_of_whole_reports"]

FOLDER = "accords"


@dataclass(frozen=True, slots=True)
class LabelledReading:
    """One labelled sentence and duty with what the reader alone makes of it."""

    document: str
    sentence: str
    duty: str
    kind: ObligationKind
    label: Label
    p: tuple[float, ...] | None  # None: not judged, or of days before the duty

    @property
    def lesson(self) -> Lesson:
        """What a decision on it teaches."""
        assert self.p is not None
        return Lesson(self.p, self.duty, self.label)


def readings_by_row() -> list[LabelledReading]:
    """The labelled rows, judged one by one, without what their documents tell."""
    rows = real_rows(SHARED, FOLDER)
    files, tokenizer = read_reader_files(), read_encoder_files().tokenizer
    judge = StatementJudge(files.judge, tokenizer)
    judged = judge.judge([row.pair for row in rows]).astype(np.float64)
    fitted = fitted_numbers(files.numbers)
    chances = label_probabilities(judged, bearing_odds(judged), fitted, Register.REPORT)
    kinds = kinds_of_duties(FOLDER)
    return [
        LabelledReading(
            row.document,
            row.given["sentence"],
            row.given["duty"],
            kinds[row.given["duty"]],
            list(Label)[row.label],
            tuple(found) if row.in_force else None,
        )
        for row, found in zip(rows, chances.tolist(), strict=True)
    ]


def readings_of_whole_reports() -> list[LabelledReading]:
    """The labelled rows as they are read in whole documents."""
    score, kinds = scorer(), kinds_of_duties(FOLDER)
    by_place: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _statements():
        by_place[score.name(row["document"]), row["obligation"]].append(row)
    gold: list[Row] = score.lines(SHARED / "data" / FOLDER / "dev.jsonl")
    found = [score.predicted(row, by_place) for row in gold]
    return [
        LabelledReading(
            row["document"],
            row["sentence"],
            row["duty"],
            kinds[row["duty"]],
            Label(row["label"]),
            None if read is None or read["why"] else tuple(read["p"][label] for label in Label),
        )
        for row, read in zip(gold, found, strict=True)
    ]


def _statements() -> list[Row]:
    """Every statement of the accord as the command prints it, and why it was left aside."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, Path(folder))
        with open_data_store(settings, lambda: MOMENT) as store:
            case = find_case(store, str(SHARED / "data" / FOLDER / "case"), MOMENT)
            reader, _ = load_case_reader()
            return [
                {**statement_row(read.document, statement), "why": statement.why}
                for read in reads_of(store, case, reader)
                for statement in read.statements or ()
            ]
