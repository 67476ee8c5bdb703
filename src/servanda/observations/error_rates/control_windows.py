"""Control windows around a site: ground without a duty, against which its score is ranked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.pooling import LEAST_SEEN, box_side

__all__ = ["control_offsets", "similar_windows"]


def control_offsets(
    site: tuple[int, int],
    footprint: NDArray[np.bool_],
    usable: NDArray[np.bool_],
    spacing: int,
    limit: int = 2_000,
) -> NDArray[np.intp]:
    """(window, 2) first row and column of each control window, nearest to the site first.

    site: first row and column of the site's bounding box
    footprint: (row, column) of that box
    usable: (row, column) of the image
    spacing: pixels at which two scores are nearly independent (`correlation_length`)
    limit: at most this many windows

    Windows stand on a lattice that starts at the site, `spacing` pixels between the boxes that two
    of them (or one and the site) average over. Windows whose footprint is less than
    half usable are left out. Nothing is random: the same input gives the same windows.
    """
    reach = box_side(footprint) - 1
    steps = [side + reach + spacing - 1 for side in footprint.shape]
    starts = [
        np.arange(first % step, whole - side + 1, step)
        for first, step, whole, side in zip(site, steps, usable.shape, footprint.shape, strict=True)
    ]
    rows, columns = (grid.ravel() for grid in np.meshgrid(*starts, indexing="ij"))
    offsets = np.column_stack([rows, columns])
    away = ((offsets - site) ** 2).sum(axis=1)
    order = np.argsort(away, kind="stable")
    order = order[away[order] > 0]
    inside_rows, inside_columns = np.nonzero(footprint)
    shown = usable[offsets[order, :1] + inside_rows, offsets[order, 1:] + inside_columns]
    chosen: NDArray[np.intp] = offsets[order[shown.mean(axis=1) >= LEAST_SEEN]][:limit]
    return chosen


def similar_windows(
    offsets: NDArray[np.integer],
    site: tuple[int, int],
    footprint: NDArray[np.bool_],
    before: NDArray[np.floating],
    keep: int,
) -> NDArray[np.integer]:
    """The `keep` windows whose ground looked most like the site's, in their old order.

    before: (band, row, column) of the earlier image; NaN where unusable
    Use it where most of the surroundings are another kind of ground (a clearing in a forest), as
    noise differs between kinds. Only the earlier image is used: choosing by the later one, or by
    the statistic, would bias the rank. Distance is between band means over the footprint,
    each band in units of its spread among the windows; windows without a mean come last.
    """
    if keep >= len(offsets):
        return offsets
    means = _band_means(before, footprint, np.vstack([np.asarray(site)[None], offsets]))
    spread = np.nanstd(means[1:], axis=0)
    distance = (((means[1:] - means[0]) / np.where(spread > 0, spread, 1.0)) ** 2).sum(axis=1)
    nearest = np.argsort(np.where(np.isnan(distance), np.inf, distance), kind="stable")[:keep]
    return offsets[np.sort(nearest)]


def _band_means(
    image: NDArray[np.floating], footprint: NDArray[np.bool_], offsets: NDArray[np.integer]
) -> NDArray[np.float64]:
    """(window, band) means of the usable pixels of each window's footprint."""
    rows, columns = np.nonzero(footprint)
    pixels = image[:, offsets[:, :1] + rows, offsets[:, 1:] + columns].astype(float)
    seen = np.isfinite(pixels).all(axis=0)
    total = np.where(seen, pixels, 0.0).sum(axis=2)
    counted = seen.sum(axis=1)
    return np.where(counted > 0, total / np.maximum(counted, 1), np.nan).T
