"""The number of looks at which a truncated chi-square has a given mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtr

from servanda.errors import NoStatisticError
from servanda.observations.omnibus.critical_values import null_of_q

__all__ = ["CutSpread"]

# Looks between which the fit searches; the expansion has no meaning below.
# [judgement; --looks of change]
_LEAST = 0.5
_MOST = 1e5


@dataclass(frozen=True, slots=True)
class CutSpread:
    """The distribution of -2 ln Q per look of unchanged pixels, truncated at `cut`."""

    dates: int
    bands: int
    cut: float

    def mean(self, looks: float) -> float:
        """The mean below the cut at a number of looks.

        With E[chi2_f; chi2_f < z] = f P(chi2_(f+2) < z), for both chi-squares of the expansion.
        """
        null = null_of_q(self.dates, self.bands, looks)
        scale, freedom, second = looks * null.rho, null.freedom, null.omega2
        end = self.cut * scale
        within = (1.0 - second) * chdtr(freedom, end) + second * chdtr(freedom + 4, end)
        first = (1.0 - second) * freedom * chdtr(freedom + 2, end)
        both = first + second * (freedom + 4) * chdtr(freedom + 6, end)
        return float(both / (scale * within))

    def looks(self, mean: float) -> float:
        """The number of looks that gives this mean; more looks give a smaller mean.

        Raises NoStatisticError if no number does.
        """
        few, many = (self.mean(looks) - mean for looks in (_LEAST, _MOST))
        if few < 0.0 or many > 0.0 or not np.isfinite(few):
            raise NoStatisticError(
                "the spread over time is not that of speckle; check that the values are power "
                "and not decibels, and that the dates are of one orbit"
            )
        return float(brentq(lambda looks: self.mean(looks) - mean, _LEAST, _MOST, rtol=1e-10))
