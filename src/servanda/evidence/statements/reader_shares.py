"""What is known of a reader before it reads: how often texts speak which way, how often it errs.

A probability that a reader gives already holds how common each direction is. Dividing by that
share leaves what the words themselves tell: see `statement_likelihood`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.records import ObligationKind, StatementDirection

__all__ = ["CORPUS_SHARES", "DirectionShares", "ReaderShares", "largest_ratio"]


@dataclass(frozen=True, slots=True)
class DirectionShares:
    """The share of each direction among texts that bear on duties of one kind; they sum to 1."""

    favourable: float  # > 0, as are the others
    part: float
    against: float

    @classmethod
    def from_counts(cls, favourable: int, part: int, against: int) -> DirectionShares:
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


def largest_ratio(error_rate: float) -> float:
    """The likelihood ratio of a reading that is wrong so often.

    error_rate: upper bound of how often the reader takes one direction for another, 0..0.5
    """
    return (1.0 - error_rate) / error_rate


# (for, part, against) among the labelled texts that bear on a duty of the kind.
# [measured; python -m scripts.reading_shares]
_CORPUS_COUNTS = {
    ObligationKind.STATE: (495, 754, 734),
    ObligationKind.ABSTAIN: (1014, 5, 919),
    ObligationKind.LEVEL: (540, 548, 796),
    ObligationKind.ACT: (328, 646, 548),
}
# How often a direction is misread among readings that are sure of it by .9 or more, on three
# agreements left out of the making: 25 of 159, at most so often with 90 % confidence. The less sure
# say so themselves. [measured; docs/decisions/0013-statements-in-place.md]
_ERROR_RATE = 0.19
# Chance that a number is read rightly. [judgement; the error rate of a benchmark]
_COUNTS_RIGHT = 0.8

# Of a reader whose probabilities agree with how often our own labelled texts say what.
CORPUS_SHARES = ReaderShares(
    {kind: DirectionShares.from_counts(*counts) for kind, counts in _CORPUS_COUNTS.items()},
    largest_ratio(_ERROR_RATE),
    _COUNTS_RIGHT,
)
