"""Which of two covariance matrices is the larger, where that can be said."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Order", "loewner_order"]


class Order(IntEnum):
    """How a later covariance matrix stands to an earlier one."""

    NONE = 0  # alike, or no change was found
    UP = 1  # later - earlier is positive semidefinite: no channel lost power
    DOWN = 2  # negative semidefinite: no channel gained power
    MIXED = 3  # indefinite: some gained, some lost


def loewner_order(difference: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Order of each pixel, from later - earlier.

    difference: (band, ...) the diagonals of diagonal matrices, whose eigenvalues they are.
    Gives the shape without the bands.

    Nielsen, Skriver and Conradsen (2020), Can. J. Remote Sens. 46(5), 582-592
    (doi 10.1080/07038992.2020.1740083), on the Loewner order for the direction of change.
    """
    up = (difference > 0.0).any(axis=0)
    down = (difference < 0.0).any(axis=0)
    return np.where(down, np.where(up, Order.MIXED, Order.DOWN), up * Order.UP).astype(np.uint8)
