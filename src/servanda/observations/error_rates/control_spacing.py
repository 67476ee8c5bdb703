"""The distance that control windows of a site have to keep."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.correlation_length import correlation_length

__all__ = ["control_spacing"]

LONGEST_PX = 12  # the longest correlation length that is tried [judgement; not from outside]
# Pixels on each side of the site that are used; all of a large image gives the same and takes
# longer. [limit]
NEAR_PX = 64
# Usable pixels needed there; with fewer, all of the surroundings are used.
# [judgement; not from outside]
ENOUGH = 8_000


def control_spacing(
    departures: NDArray[np.float32], around: NDArray[np.bool_], footprint: NDArray[np.bool_]
) -> int:
    """The distance in pixels at which two scores are nearly independent.

    departures: (part, row, column) signed differences of the two dates
    around: (row, column) usable surroundings of the site
    """
    rows, columns = (
        slice(max(0, int(at.min()) - NEAR_PX), int(at.max()) + 1 + NEAR_PX)
        for at in np.nonzero(footprint)
    )
    if np.count_nonzero(around[rows, columns]) >= ENOUGH:
        departures, around = departures[:, rows, columns], around[rows, columns]
    return correlation_length(departures, around, LONGEST_PX)
