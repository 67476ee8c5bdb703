"""What likelihood ratios cost whoever decides by them, and how far off even perfect ones seem.

Brümmer and du Preez (2006), Computer Speech and Language 20, 230-275, eq. 18 (the cost Cllr) and
section 6 (its least value, after an isotonic fit).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.records import Label, ObligationKind, StatementDirection

__all__ = [
    "cost_of_ratios",
    "error_of_perfect_chances",
    "least_cost_of_ratios",
    "ratio_of_reading",
]

LEAST = 1e-6  # of a chance, so that it has a logarithm: as the reader rounds [definition]
DRAWS = 400  # of answers by perfect chances [judgement; here]
BINS = 10  # of chances, as the scorer has [definition]

Numbers = NDArray[np.float64]


def ratio_of_reading(chances: Sequence[float], kind: ObligationKind) -> float:
    """The log likelihood ratio of for beside against, as evidence is weighed.

    Chances by the share of their direction among the kind's texts, bounded by the error rate.
    chances: of each label, in the order of `Label`
    """
    by_label = dict(zip(Label, chances, strict=True))
    favourable, against = (
        max(LEAST, sum(chance for label, chance in by_label.items() if label.direction is way))
        for way in (StatementDirection.FOR, StatementDirection.AGAINST)
    )
    shares = CORPUS_SHARES.by_kind[kind]
    usual = np.log(shares.favourable / shares.against)
    most = np.log(CORPUS_SHARES.largest_ratio)
    return float(np.clip(np.log(favourable / against) - usual, -most, most))


def cost_of_ratios(ratios: Sequence[float], truths: Sequence[bool]) -> float:
    """The cost in bits of ratios for a thing against not it: 0 is perfect, 1 says nothing.

    ratios: their natural logarithms; truths: whether the thing is so; both must be there
    """
    told, true = np.asarray(ratios), np.asarray(truths, bool)
    right = np.logaddexp(0.0, -told[true]).mean()
    wrong = np.logaddexp(0.0, told[~true]).mean()
    return float((right + wrong) / 2.0 / np.log(2.0))


def least_cost_of_ratios(ratios: Sequence[float], truths: Sequence[bool]) -> float:
    """What the ratios would cost if each were worth what it turned out to be worth, in order."""
    order = np.lexsort((np.asarray(truths), np.asarray(ratios)))
    true = np.asarray(truths, bool)[order]
    # Equal ratios must stay equal: each group is one point.
    _, groups = np.unique(np.asarray(ratios)[order], return_inverse=True)
    sizes = np.bincount(groups).astype(float)
    shares = isotonic_regression(np.bincount(groups, true) / sizes, weights=sizes).x
    chances = np.clip(shares[groups], 1e-12, 1.0 - 1e-12)
    prior = true.mean()
    worth = np.log(chances / (1.0 - chances)) - np.log(prior / (1.0 - prior))
    return cost_of_ratios(worth.tolist(), true.tolist())


def error_of_perfect_chances(chances: Sequence[float], seed: int) -> float:
    """The calibration error that these chances would show if each were exactly right: its mean.

    With few answers even perfect chances look off.
    """
    said = np.asarray(chances)
    if not said.size:
        return 0.0
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    rng = np.random.default_rng(seed)
    found = [_error(said, bins, rng.random(said.size) < said) for _ in range(DRAWS)]
    return float(np.mean(found))


def _error(said: Numbers, bins: NDArray[np.int64], right: NDArray[np.bool_]) -> float:
    off = np.bincount(bins, said, BINS) - np.bincount(bins, right, BINS)
    return float(np.abs(off).sum() / said.size)
