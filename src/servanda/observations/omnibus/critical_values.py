"""The null distributions of the omnibus test, and their critical values.

Conradsen, Nielsen and Skriver (2016), IEEE Trans. Geosci. Remote Sens. 54(5), 3007-3024
(doi 10.1109/TGRS.2015.2510160), theorems 2 and 3, for diagonal covariance matrices: independent
bands, each a 1 x 1 block (p = 1), whose log ratios add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtr, chdtrc

from servanda.errors import SettingsError

__all__ = [
    "NullDistribution",
    "Thresholds",
    "critical_value",
    "null_of_q",
    "null_of_r",
    "thresholds",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NullDistribution:
    """The distribution of -2 rho ln Q, or of -2 rho ln R, if nothing changed."""

    freedom: int  # degrees of freedom of the leading chi-square
    rho: float  # brings the mean of -2 ln to that of the chi-square
    omega2: float  # weight of the next chi-square, with four degrees more

    def p_value(self, corrected: Floats | float) -> Floats:
        """P(statistic >= corrected), in 0..1; exact to order looks^-3."""
        value = np.asarray(corrected, dtype=np.float64)
        tail = chdtrc(self.freedom, value)
        correction = chdtr(self.freedom + 4, value) - chdtr(self.freedom, value)
        clipped: Floats = np.clip(tail - self.omega2 * correction, 0.0, 1.0)
        return clipped


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The values that -2 ln Q and -2 ln R have to reach, before correction by rho."""

    q: Floats  # (dates + 1,) at the number of dates compared; inf below 2
    r: Floats  # (dates + 1,) at the number of dates up to the tested one; inf below 2


def null_of_q(dates: int, bands: int, looks: float) -> NullDistribution:
    """The distribution of Q if all dates are equal: theorem 2."""
    rho = 1.0 - (dates + 1) / (6.0 * dates * looks)
    freedom = bands * (dates - 1)
    return NullDistribution(freedom, rho, _omega2(freedom, rho))


def null_of_r(date: int, bands: int, looks: float) -> NullDistribution:
    """The distribution of R if a date (2: the second) equals all before it: theorem 3."""
    rho = 1.0 - (1.0 + 1.0 / (date * (date - 1))) / (6.0 * looks)
    return NullDistribution(bands, rho, _omega2(bands, rho))


def critical_value(null: NullDistribution, alpha: float) -> float:
    """The smallest -2 ln Q (before correction by rho) with a p-value of at most alpha."""

    def excess(value: float) -> float:
        return float(null.p_value(value)) - alpha

    high = float(null.freedom)
    while excess(high) > 0.0:
        high *= 2.0
    return float(brentq(excess, 0.0, high, xtol=1e-12, rtol=1e-14)) / null.rho


def thresholds(dates: int, bands: int, looks: float, alpha: float) -> Thresholds:
    """The critical values of each test that a series of this number of dates can need.

    Raises SettingsError if alpha or the looks have no meaning.
    """
    if not 0.0 < alpha < 1.0:
        raise SettingsError(f"alpha is {alpha}; write a rate between 0 and 1, such as 0.001")
    if not 1.0 <= looks < np.inf:
        raise SettingsError(f"{looks} looks have no meaning; write a number of at least 1")
    q, r = np.full((2, dates + 1), np.inf)
    for count in range(2, dates + 1):
        q[count] = critical_value(null_of_q(count, bands, looks), alpha)
        r[count] = critical_value(null_of_r(count, bands, looks), alpha)
    return Thresholds(q, r)


def _omega2(freedom: int, rho: float) -> float:
    return -0.25 * freedom * (1.0 - 1.0 / rho) ** 2
