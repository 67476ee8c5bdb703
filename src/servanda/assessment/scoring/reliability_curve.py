"""How often it was so when we said about so much."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.assessment.scoring.proper_scores import BINS, bin_index
from servanda.records import Interval, ReliabilityBin

__all__ = ["reliability_curve", "wilson_interval"]

Z = 1.959963984540054  # the normal distribution's central 95 %


def reliability_curve(
    chances: Array, met: Array, stretches: Sequence[object]
) -> tuple[ReliabilityBin, ...]:
    """The bins that hold a day, in rising order.

    chances, met: (day,); stretches: (day,) which stretch of one truth each day belongs to. Today's
    probability is much like yesterday's and so is the truth: a stretch that lasts a hundred days
    is nearer to one look than to a hundred, and the band counts it as one.
    """
    bins = bin_index(chances)
    return tuple(
        _bin(
            int(one),
            chances,
            met,
            [stretches[int(day)] for day in np.flatnonzero(bins == one)],
            bins,
        )
        for one in np.unique(bins)
    )


def _bin(
    number: int, chances: Array, met: Array, stretches: Sequence[object], bins: Array
) -> ReliabilityBin:
    inside = bins == number
    looks = len(set(stretches))
    observed = float(met[inside].mean())
    return ReliabilityBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        days=int(inside.sum()),
        stretches=looks,
        forecast=float(chances[inside].mean()),
        observed=observed,
        band=wilson_interval(observed, looks),
    )


def wilson_interval(share: float, looks: int) -> Interval:
    """The 95 % interval of a probability of which `share` of so many independent looks were so.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    centre = share + Z * Z / (2 * looks)
    spread = Z * sqrt(share * (1.0 - share) / looks + Z * Z / (4 * looks * looks))
    scale = 1.0 + Z * Z / looks
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))
