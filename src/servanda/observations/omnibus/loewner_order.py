"""The Loewner order of two covariance matrices: which is larger, if either is."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Order", "loewner_order"]


class Order(IntEnum):
    """The order of a later covariance matrix relative to an earlier one."""

    NONE = 0  # equal, or no change was found
    UP = 1  # later - earlier is positive semidefinite: no channel lost power
    DOWN = 2  # negative semidefinite: no channel gained power
    MIXED = 3  # indefinite: some gained, some lost


def loewner_order(difference: NDArray[np.float64]) -> NDArray[np.uint8]:
    """(...) the `Order` of each pixel, from the difference later - earlier.

    difference: (band, ...) diagonals of diagonal matrices, which are their eigenvalues

    Nielsen, Skriver and Conradsen (2020), Can. J. Remote Sens. 46(5), 582-592
    (doi 10.1080/07038992.2020.1740083), on the Loewner order for the direction of change.
    """
    up = (difference > 0.0).any(axis=0)
    down = (difference < 0.0).any(axis=0)
    order = up * Order.UP + down * Order.DOWN  # UP + DOWN is MIXED
    return np.asarray(order, np.uint8)
