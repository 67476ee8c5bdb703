"""How far a mean score would move if the case had had other obligations like these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.assessment.scoring.proper_scores import CENTRAL
from servanda.records import Interval

__all__ = ["DRAWS", "FEWEST_OBLIGATIONS", "SEED", "cluster_intervals"]

# The chance error of an end is then 1.4 % of a normal interval's width.
# [judgement; not from outside]
DRAWS = 2_000
SEED = 2018  # so that the same scores have the same intervals [definition]
FEWEST_OBLIGATIONS = 3  # with fewer, draws hardly differ [judgement; not from outside]


def cluster_intervals(
    values: Array, clusters: Sequence[str], rng: np.random.Generator
) -> list[Interval | None]:
    """The central 90 % of each column's mean over clusters drawn with replacement.

    values: (day, column); clusters: (day,) the obligation of each day. One column's draws are
    those of all, so that the mean of a difference is paired. None with fewer than 3 clusters.

    Days of one obligation come together, because they are not independent of each other. With K
    clusters of n_k days and column sums s_k, each draw picks K of them and gives
    sum s_k / sum n_k; the interval runs from the draws' 5 % quantile to their 95 % one. Field and
    Welsh (2007), Journal of the Royal Statistical Society B 69(3), 369-390: the cluster bootstrap.
    """
    names, member = np.unique(np.asarray(clusters, dtype=np.str_), return_inverse=True)
    if len(names) < FEWEST_OBLIGATIONS:
        return [None] * values.shape[1]
    sums = np.zeros((len(names), values.shape[1]))
    np.add.at(sums, member, values)
    days = np.bincount(member)
    drawn = rng.integers(len(names), size=(DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / days[drawn].sum(axis=1)[:, None]
    low, high = np.quantile(means, CENTRAL, axis=0)
    return [Interval(float(first), float(last)) for first, last in zip(low, high, strict=True)]
