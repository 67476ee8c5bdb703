"""Calibration: a map from the computed probability of met to how often it comes true.

The sums are right if their assumptions are. In a world that bends each of them within a stated
range, a probability p comes true a little less, or more, often than p; this map corrects for it.
It is fitted on simulated cases alone (`benchmarks/calibration.py`), and can be left out.

The map is linear in the logarithm of the odds: Cox (1958), Biometrika 45(3-4), 562-565. It is
monotone, so it never changes which of two duties is likelier to be met, and it leaves 0 and 1 as
they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from servanda.assessment.inference.calibration_fit import INTERCEPT, SLOPE
from servanda.assessment.model.arrays import Array
from servanda.errors import InputError

__all__ = ["DEFAULT_CALIBRATION", "IDENTITY", "Calibration"]

_LEAST = 5e-324  # the smallest number above 0 [definition]
_MOST = 1.0 - 2.0**-53  # the largest number below 1 [definition]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A map of probabilities: the log odds times `slope`, plus `intercept`.

    Raises InputError unless both are finite and the slope is positive.
    """

    slope: float
    intercept: float

    def __post_init__(self) -> None:
        if not (0.0 < self.slope < np.inf and np.isfinite(self.intercept)):
            raise InputError(
                f"slope {self.slope} and intercept {self.intercept}: a calibration needs a "
                "positive slope and a finite intercept"
            )

    def calibrate(self, distribution: Array, wanted: Array) -> Array:
        """(..., value) the distributions with the log odds of the wanted values mapped.

        distribution: (..., value) each sums to 1; wanted: (value,) 1 where the duty is met, else 0.
        Odds among the wanted values, and among the others, stay as they are, and so does a
        probability of 0 or 1.
        """
        if self == IDENTITY:
            return distribution
        met = np.where(wanted > 0.0, distribution, 0.0)
        rest = np.where(wanted > 0.0, 0.0, distribution)
        chance, other = met.sum(axis=-1, keepdims=True), rest.sum(axis=-1, keepdims=True)
        open_ = (chance > 0.0) & (other > 0.0)
        chance, other = np.where(open_, chance, 1.0), np.where(open_, other, 1.0)
        log_odds = self.slope * (np.log(chance) - np.log(other)) + self.intercept
        after = np.clip(expit(log_odds), _LEAST, _MOST)
        calibrated = met / chance * after + rest / other * (1.0 - after)
        return np.asarray(np.where(open_, calibrated, distribution))


IDENTITY = Calibration(1.0, 0.0)
DEFAULT_CALIBRATION = Calibration(SLOPE, INTERCEPT)
