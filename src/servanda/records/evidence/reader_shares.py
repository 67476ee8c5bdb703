"""What is known of a reader of statements: how often texts speak which way, how often it errs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from servanda.records.case.case import ObligationKind
from servanda.records.evidence.statement import StatementDirection

__all__ = ["DirectionShares", "MeasuredShares", "ReaderShares"]


@dataclass(frozen=True, slots=True)
class DirectionShares:
    """The share of each direction among texts that bear on duties of one kind; they sum to 1."""

    favourable: float  # > 0, as are the others
    part: float
    against: float

    @classmethod
    def from_counts(cls, favourable: float, part: float, against: float) -> DirectionShares:
        """The shares of so many texts."""
        texts = favourable + part + against
        return cls(favourable / texts, part / texts, against / texts)

    def of(self, direction: StatementDirection) -> float:
        """The share of one direction that bears on the duty."""
        return {
            StatementDirection.FOR: self.favourable,
            StatementDirection.PART: self.part,
            StatementDirection.AGAINST: self.against,
        }[direction]


@dataclass(frozen=True, slots=True)
class ReaderShares:
    """What the probabilities of one reader are worth."""

    by_kind: Mapping[ObligationKind, DirectionShares]
    largest_ratio: float  # that a reading may have between any two states or origins, >= 1
    counts_right: float  # chance that a number which was read is the one that the text gives


@dataclass(frozen=True, slots=True)
class MeasuredShares:
    """What one check of one reader on labelled sentences found, as it is kept."""

    reader: str
    case: str
    checked: date
    rows: int
    by_kind: Mapping[ObligationKind, DirectionShares]
    error_rate: float  # upper 90 % bound, above 0, at most 0.5
    counts_right: float  # above 0, at most 1
