"""Pooled scores of a site and of its control windows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

__all__ = ["box_side", "pooled_scores"]

# Share of a footprint, and of a box, that has to be usable. [judgement; not from outside]
LEAST_SEEN = 0.5


def box_side(footprint: NDArray[np.bool_]) -> int:
    """The side of the averaging box in pixels: odd, at least 3, about half the footprint's side."""
    half = round(float(np.sqrt(np.count_nonzero(footprint))) / 2)
    return max(3, half if half % 2 else half + 1)


def pooled_scores(
    statistic: NDArray[np.floating], footprint: NDArray[np.bool_], offsets: NDArray[np.integer]
) -> NDArray[np.float64]:
    """(window,) the highest box mean of a statistic inside each window.

    statistic: (row, column), NaN where unusable
    footprint: (row, column) of a window: the pixels of the site in its bounding box
    offsets: (window, 2) row and column of each window's first pixel, all windows inside the map
    NaN where less than half of the footprint is usable.

    Why the highest mean of boxes half as wide as the site: a mean over the whole footprint misses
    one building on a large plot, and the highest single pixel is noise; a box of 3 x 3 holds most
    of the signal of an object of one or two pixels after blurring. Boxes are centred on pixels of
    the footprint and reach at most half a box beyond it.
    """
    means = _box_means(statistic, box_side(footprint))
    rows, columns = np.nonzero(footprint)
    at = (offsets[:, :1] + rows, offsets[:, 1:] + columns)
    seen = np.isfinite(statistic[at]).mean(axis=1)
    best = np.where(np.isnan(means[at]), -np.inf, means[at]).max(axis=1, initial=-np.inf)
    scores: NDArray[np.float64] = np.where((seen >= LEAST_SEEN) & (best > -np.inf), best, np.nan)
    return scores


def _box_means(statistic: NDArray[np.floating], side: int) -> NDArray[np.float64]:
    """(row, column) means of the usable pixels around each pixel; NaN where most are unusable."""
    seen = np.isfinite(statistic)
    share = uniform_filter(seen.astype(float), side, mode="constant")
    total = uniform_filter(np.where(seen, statistic, 0.0).astype(float), side, mode="constant")
    enough = share >= LEAST_SEEN * 0.5  # a corner of the map keeps a quarter of its box
    out: NDArray[np.float64] = np.where(enough, total / np.where(enough, share, 1.0), np.nan)
    return out
