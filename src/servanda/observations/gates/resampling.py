"""Shifting an image by a fraction of a pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["REACH", "shift_obstacles", "shift_plane"]

REACH = 3  # pixels on each side that a shifted pixel is computed from [paper; Duchon 1979]
STILL = 1e-9  # px; an axis shifted by less keeps its values exactly [definition]


def shift_plane(plane: NDArray[np.float32], rows: float, columns: float) -> NDArray[np.float32]:
    """The plane read at (row + rows, column + columns); its edge is repeated beyond the border.

    plane: (row, column), finite; rows, columns: px, -1.5..1.5

    Separable sinc under a Lanczos window of 3, with weights that sum to 1 so that constant ground
    stays constant. Linear interpolation would halve the noise of the shifted image and blur its
    edges, which shows as change along every edge.

    Duchon (1979), Journal of Applied Meteorology 18, 1016-1022.
    """
    for axis, by in ((0, rows), (1, columns)):
        if abs(by) > STILL:
            plane = ndimage.correlate1d(plane, _weights(by), axis=axis, mode="nearest")
    return plane


def shift_obstacles(
    obstacles: NDArray[np.uint8], rows: float, columns: float, border: int
) -> NDArray[np.uint8]:
    """The obstacles of a shifted image: each pixel computed from an obstacle or the border.

    obstacles: (row, column), 0 where clear; border: the obstacle outside the image
    """
    for axis, by in ((0, rows), (1, columns)):
        if abs(by) > STILL:
            obstacles = ndimage.maximum_filter1d(
                obstacles, 2 * REACH + 1, axis=axis, mode="constant", cval=border
            )
    return obstacles


def _weights(by: float) -> NDArray[np.float64]:
    """(tap,) weights of the pixels at -REACH..REACH."""
    away = by - np.arange(-REACH, REACH + 1)
    weights = np.where(np.abs(away) < REACH, np.sinc(away) * np.sinc(away / REACH), 0.0)
    return np.asarray(weights / weights.sum())
