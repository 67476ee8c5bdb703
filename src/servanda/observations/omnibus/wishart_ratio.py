"""The likelihood ratio of equal covariance matrices, and masks of the pixels that have one.

Conradsen, Nielsen and Skriver (2016), equation 1, for diagonal matrices: ln Q per look is the sum
over the bands of k ln k + sum ln x - k ln sum x, that is k times the log of geometric over
arithmetic mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["common_mask", "minus_ln_q", "power_mask"]

# Six float32 numbers multiply to a float64 without leaving its range: (1.4e-45)^6 > 1e-308 and
# (3.4e38)^6 < 1e308. So one logarithm is enough for six dates, at full precision. [limit]
_FACTORS = 6


def minus_ln_q(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """(pixel,) -ln Q per look, Q testing that all dates are equal; 0 if they are, else positive.

    power: (date, band, pixel) positive, in the range of float32
    """
    dates = len(power)
    total = np.log(power.mean(axis=0))
    total *= dates
    for first in range(0, dates, _FACTORS):
        total -= np.log(np.multiply.reduce(power[first : first + _FACTORS], axis=0))
    summed: NDArray[np.float64] = total.sum(axis=0)
    return summed


def common_mask(usable: NDArray[np.bool_] | None, pixels: int) -> NDArray[np.bool_]:
    """(pixel,) usable on all dates, from a mask ([date,] row, column); without a mask all are."""
    if usable is None:
        return np.ones(pixels, dtype=np.bool_)
    every: NDArray[np.bool_] = np.logical_and.reduce(usable.reshape(-1, pixels), axis=0)
    return every


def power_mask(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(pixel,) True where a (date, band, pixel) array is positive and finite throughout."""
    low, high = values.min(axis=(0, 1)), values.max(axis=(0, 1))
    good: NDArray[np.bool_] = np.logical_and(low > 0.0, high < np.inf)
    return good
