"""Proper scores: how good probabilities were, given what turned out true."""

from __future__ import annotations

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.records import BrierParts

__all__ = [
    "BINS",
    "bin_index",
    "brier",
    "brier_parts",
    "covers",
    "log_score",
    "ranked_probability_score",
]

# Bins of equal width, for the parts of the Brier score and the reliability curve.
# [judgement; not from outside]
BINS = 10
# The log score takes no probability closer to 0 or 1: at most 13.8 nats a day.
# [judgement; not from outside]
CLIP = 1e-6
CENTRAL = (0.05, 0.95)  # the central 90 % [definition]


def brier(chances: Array, met: Array) -> Array:
    """(day,) squared errors: (day,) probabilities against (day,) 0 or 1.

    Brier (1950), Monthly Weather Review 78(1), 1-3, in its form for one event: 0 best, 1 worst.
    """
    return np.asarray((chances - met) ** 2)


def log_score(chances: Array, met: Array) -> Array:
    """(day,) nats: minus the logarithm of the probability given to what turned out true."""
    safe = np.clip(chances, CLIP, 1.0 - CLIP)
    return np.asarray(-np.where(met == 1.0, np.log(safe), np.log1p(-safe)))


def ranked_probability_score(distribution: Array, truth: int) -> float:
    """The ranked probability score of one day, 0..1: 0 best.

    distribution: (value,) over values in rising order; truth: the index of the true value

    Epstein (1969), Journal of Applied Meteorology 8, 985-987, divided by the number of steps
    between values, so that duties with many sites and with few can be added up.
    """
    steps = len(distribution) - 1
    if steps < 1:
        return 0.0
    reached = np.cumsum(distribution)[:-1]
    was = np.arange(steps) >= truth
    return float(np.mean((reached - was) ** 2))


def covers(distribution: Array, truth: int) -> bool:
    """True if the central 90 % of the distribution holds the true value.

    It runs from the first value by which 5 % of the mass is reached to the first by which 95 % is,
    both included: with few values it holds more than 90 %.
    """
    reached = np.cumsum(distribution)
    last = len(distribution) - 1
    low, high = (min(int(np.searchsorted(reached, share)), last) for share in CENTRAL)
    return low <= truth <= high


def bin_index(chances: Array) -> Array:
    """(day,) the bin that each probability falls into; 1 falls into the last."""
    return np.minimum((chances * BINS).astype(np.intp), BINS - 1)


def brier_parts(chances: Array, met: Array) -> BrierParts:
    """The mean Brier score in four parts that add up to it exactly.

    Murphy (1973), Journal of Applied Meteorology 12, 595-600, for the first three; they leave a
    rest if one bin holds different probabilities: the variance inside the bins less twice the
    covariance. Stephenson, Coelho and Jolliffe (2008), Weather and Forecasting 23, 752-757.
    """
    base = float(met.mean())
    reliability = resolution = within = 0.0
    bins = bin_index(chances)
    for number in np.unique(bins):
        said, was = chances[bins == number], met[bins == number]
        share = len(said) / len(chances)
        reliability += share * float((said.mean() - was.mean()) ** 2)
        resolution += share * float((was.mean() - base) ** 2)
        apart = said - said.mean()
        within += share * float(np.mean(apart**2 - 2.0 * apart * (was - was.mean())))
    return BrierParts(reliability, resolution, base * (1.0 - base), within)
