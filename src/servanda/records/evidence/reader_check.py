"""A check of a reader of statements on labelled sentences: what was asked, what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.records.case.case import ObligationKind
from servanda.records.evidence.reader_shares import DirectionShares
from servanda.records.evidence.statement import Label, StatementDirection

__all__ = ["DirectionCheck", "LabelledSentence", "ReaderCheck"]


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """One sentence that a person has set against one duty."""

    document: str  # id
    sentence: str
    obligation: str
    label: Label
    count: float | None  # the number of the duty's own things that it gives


@dataclass(frozen=True, slots=True)
class DirectionCheck:
    """How often one direction was read, and how often it should have been."""

    direction: StatementDirection
    right: int
    said: int
    wanted: int


@dataclass(frozen=True, slots=True)
class ReaderCheck:
    """How well a reader reads labelled sentences; None where they leave a measure undefined."""

    rows: int
    bearing: int  # rows whose sentence bears on the duty
    without_statement: int  # rows that no statement answers for: taken as unrelated
    average_precision: float | None  # of bearing, by descending 1 - p(unrelated)
    precision_at_recall: float | None  # the best at recall .70 or more
    direction_given: float | None  # share right of rows that bear, "unrelated" not being allowed
    best_constant: float | None  # the same, were always the most common direction said
    mean_recall: float | None  # mean over the directions of the share right, relevance given
    directions: tuple[DirectionCheck, ...]
    counts_right: int
    counts: int  # labelled, in rows that bear
    calibration_error: float | None  # of the probability of the label, of rows read as bearing
    sure: int  # rows read as for, in part or against with .9 or more
    sure_wrong: int
    error_rate: float | None  # upper 90 % bound of how often those are wrong
    by_kind: Mapping[ObligationKind, DirectionShares]
    number_share: float  # chance that a number which was read is the one that the text gives
