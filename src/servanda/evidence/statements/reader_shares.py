"""What is known of a reader before it reads: how often texts speak which way, how often it errs.

A probability that a reader gives already holds how common each direction is. Dividing by that
share leaves what the words themselves tell: see `statement_likelihood`.
"""

from __future__ import annotations

from servanda.records import DirectionShares, MeasuredShares, ObligationKind, ReaderShares

__all__ = [
    "CORPUS_SHARES",
    "SENSITIVITY",
    "VERBATIM_ERROR",
    "DirectionShares",
    "ReaderShares",
    "largest_ratio",
    "shares_of",
]


def largest_ratio(error_rate: float) -> float:
    """The likelihood ratio of a reading that is wrong so often.

    error_rate: upper bound of how often the reader takes one direction for another, 0..0.5
    """
    return (1.0 - error_rate) / error_rate


# (for, part, against) among the labelled texts that bear on a duty of the kind.
# [measured; python -m scripts.reading_shares]
_CORPUS_COUNTS = {
    ObligationKind.STATE: (817, 1270, 1210),
    ObligationKind.ABSTAIN: (1693, 12, 1561),
    ObligationKind.LEVEL: (820, 935, 1220),
    ObligationKind.ACT: (663, 1165, 1000),
}
# How often a direction is misread among readings that are sure of it by .9 or more, on twelve
# agreements left out of the making: 123 of 831, at most so often with 90 % confidence. The less
# sure say so themselves. [measured; python -m benchmarks.sure_readings]
ERROR_RATE = 0.17
# How often a text that has a duty's own sentence word for word does not say it: it quotes it, or
# denies it in the sentences around. [judgement; not from outside]
VERBATIM_ERROR = 0.02
# How many sentences that speak for or against duties of a kind the reader takes as the evidence
# they are: the least with 90 % confidence, of those of 22 agreements left out of the making
# (.29 of 1,421, .32 of 1,524, .37 of 1,295, .34 of 1,199).
# [measured; `sensitivity` in the reader's file]
SENSITIVITY = {
    ObligationKind.ABSTAIN: 0.28,
    ObligationKind.STATE: 0.30,
    ObligationKind.LEVEL: 0.35,
    ObligationKind.ACT: 0.32,
}
# Chance that a number is read rightly. [judgement; the error rate of a benchmark]
_COUNTS_RIGHT = 0.8

# Of a reader whose probabilities agree with how often our own labelled texts say what.
CORPUS_SHARES = ReaderShares(
    {kind: DirectionShares.from_counts(*counts) for kind, counts in _CORPUS_COUNTS.items()},
    largest_ratio(ERROR_RATE),
    _COUNTS_RIGHT,
)


def shares_of(measured: MeasuredShares) -> ReaderShares:
    """What a reader's probabilities are worth by a check of it."""
    return ReaderShares(measured.by_kind, largest_ratio(measured.error_rate), measured.counts_right)
