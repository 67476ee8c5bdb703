"""The reliability curve: how often duties were met, by the probability that we gave."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.assessment.scoring.proper_scores import BINS, bin_index
from servanda.records import Interval, ReliabilityBin

__all__ = ["reliability_curve", "wilson_interval"]

# Standard deviations to either side of the central 95 % of a normal distribution. [definition]
Z = 1.959963984540054


def reliability_curve(
    chances: Array, met: Array, stretches: Sequence[object]
) -> tuple[ReliabilityBin, ...]:
    """The bins into which any day falls, in rising order.

    chances, met: (day,); stretches: (day,) which stretch of unchanged truth each day belongs to.
    Today's probability is much like yesterday's and so is the truth: a stretch of a hundred days is
    closer to one look than to a hundred, and the band counts it as one.
    """
    bins = bin_index(chances)
    curve = []
    for number in np.unique(bins).astype(int).tolist():
        days = np.flatnonzero(bins == number).tolist()
        looks = len({stretches[day] for day in days})
        curve.append(_bin(number, chances[days], met[days], looks))
    return tuple(curve)


def _bin(number: int, chances: Array, met: Array, looks: int) -> ReliabilityBin:
    observed = float(met.mean())
    return ReliabilityBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        days=len(met),
        stretches=looks,
        forecast=float(chances.mean()),
        observed=observed,
        band=wilson_interval(observed, looks),
    )


def wilson_interval(share: float, looks: int) -> Interval:
    """The 95 % interval of a probability, if it came true in `share` of some independent looks.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    centre = share + Z * Z / (2 * looks)
    spread = Z * sqrt(share * (1.0 - share) / looks + Z * Z / (4 * looks * looks))
    scale = 1.0 + Z * Z / looks
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))
