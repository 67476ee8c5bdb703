"""The probability of exceeding a chi-square value, fast and exact: the weights of IR-MAD.

The probability is e^-t times a sum, t = chi-square / 2: a polynomial in t for an even number of
bands; for an odd one, the square root of t times a polynomial and the scaled complement of erf
(Abramowitz and Stegun 1964, 26.4.4 and 26.4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.typing import NDArray
from scipy import special

from servanda.errors import InputError

__all__ = ["MOST_BANDS", "ChiSquareLaw", "chi_square_law", "survival"]

Array = NDArray[np.float64]

MOST_BANDS = 300  # beyond it the factorials leave the range of a float64 [limit]
# The probability stays at this value where the exact one is lower. [judgement; not from outside]
NEGLIGIBLE = 1e-18
# Degree of the fit to the scaled complement of erf, which is off by less than 1e-14.
# [measured; tests/observations/irmad/test_chi_square.py]
TAIL_DEGREE = 20


@dataclass(frozen=True, slots=True, eq=False)
class ChiSquareLaw:
    """The constants for one number of degrees of freedom, highest powers first."""

    degrees: int
    far: float  # beyond this t the probability is taken to be that at `far`, below 1e-17
    halvings: int  # of t until it is at most 1/16, for e^-t without a call to exp
    series: Array  # polynomial in t
    tail: Array  # polynomial in 2 / (1 + sqrt(t)) - 1; empty for an even number of degrees


@cache
def chi_square_law(degrees: int) -> ChiSquareLaw:
    """The constants for a number of degrees of freedom from 1 to `MOST_BANDS`.

    Raises InputError for any other number.
    """
    if not 1 <= degrees <= MOST_BANDS:
        raise InputError(f"{degrees} bands: give 1 to {MOST_BANDS} of them")
    far = float(special.chdtri(degrees, NEGLIGIBLE)) / 2.0
    halvings = int(np.ceil(np.log2(16.0 * far)))
    odd = degrees % 2
    powers = np.arange((degrees - odd) // 2)[::-1]
    series = np.exp(-special.gammaln(powers + 1.0 + 0.5 * odd))
    return ChiSquareLaw(degrees, far, halvings, series, _tail() if odd else np.zeros(0))


def survival(law: ChiSquareLaw, statistic: Array) -> Array:
    """The probability that a chi-square exceeds each value; values >= 0.

    The relative error is below 1e-10 down to `NEGLIGIBLE`, where the probability stops falling.
    """
    t = np.minimum(statistic * 0.5, law.far)
    total = _polynomial(law.series, t)
    if law.tail.size:
        root = np.sqrt(t)
        total = total * root + _polynomial(law.tail, 2.0 / (1.0 + root) - 1.0)
    return total * np.exp(-t)


def _polynomial(coefficients: Array, at: Array) -> Array:
    total = np.zeros_like(at)
    for coefficient in coefficients:
        total = total * at + coefficient
    return total


@cache
def _tail() -> Array:
    """erfcx(z) = e^(z^2) erfc(z) as a polynomial in u = 2 / (1 + z) - 1, which is -1..1."""
    fit = Chebyshev.interpolate(_scaled_complement, TAIL_DEGREE)
    return np.array(fit.convert(kind=Polynomial).coef[::-1], np.float64)


def _scaled_complement(u: Array) -> Array:
    value: Array = special.erfcx(2.0 / (u + 1.0) - 1.0)
    return value
