"""How far apart two pixels have to be for their scores to be nearly independent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["correlation_length"]

# An autocorrelation below this counts as none: two such scores share 1 % of their variance.
# [judgement; not from outside]
NEGLIGIBLE_CORRELATION = 0.1


def correlation_length(
    statistic: NDArray[np.floating], usable: NDArray[np.bool_], longest: int = 16
) -> int:
    """The smallest lag, in pixels, at which a map is no longer correlated with itself.

    statistic: (row, column), or (part, row, column) for signed parts such as MAD variates, whose
    autocorrelations are averaged. Signed parts are better: in a chi-square map, noise that is only
    stronger on some ground looks like correlation, and the lengths come out longer.
    usable: (row, column)
    Returns 1 where neighbours are already independent, and `longest` (or the side of the map)
    where the map is still correlated at that lag.

    The larger of the lengths along rows and along columns. Of ranks instead of values, so that
    heavy tails and a few changes do not decide.
    """
    parts = statistic[None] if statistic.ndim == 2 else statistic
    seen = usable & np.isfinite(parts).all(axis=0)
    scores = np.stack([_centred_ranks(part, seen) for part in parts])
    last = min(longest, *(side - 1 for side in seen.shape))
    lengths = [_length(scores, seen, last), _length(scores.swapaxes(1, 2), seen.T, last)]
    return max(1, *lengths)


def _centred_ranks(part: NDArray[np.floating], seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(row, column) ranks with mean 0 and variance 1; 0 where unseen."""
    out = np.zeros(part.shape)
    if seen.sum() > 1:
        ranks = _average_ranks(part[seen])
        out[seen] = (ranks - ranks.mean()) / max(ranks.std(), np.finfo(float).tiny)
    return out


def _average_ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The rank of each value, from 1; equal values share their mean rank."""
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(size)
    return np.asarray((last - (size - 1) / 2.0)[group], dtype=np.float64)


def _length(scores: NDArray[np.float64], seen: NDArray[np.bool_], last: int) -> int:
    """The first lag along rows at which scores are no longer correlated."""
    for lag in range(1, last):
        pairs = np.count_nonzero(seen[lag:] & seen[:-lag])
        if pairs == 0:
            return lag
        products = scores[:, lag:] * scores[:, :-lag]
        if float(products.sum()) / (pairs * len(scores)) < NEGLIGIBLE_CORRELATION:
            return lag
    return last
