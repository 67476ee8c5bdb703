"""How far apart the control windows of a site have to stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.correlation_length import correlation_length

__all__ = ["control_spacing"]

LONGEST_PX = 12  # correlation lengths are looked for up to here
NEAR_PX = 64  # on each side of the site; all of a large image says the same and takes longer
ENOUGH = 8_000  # usable pixels there; with fewer all of the surroundings are asked


def control_spacing(
    departures: NDArray[np.float32], around: NDArray[np.bool_], footprint: NDArray[np.bool_]
) -> int:
    """Pixels from which on two scores are as good as independent.

    departures: (part, row, column) signed; around: (row, column) usable surroundings of the site
    """
    rows, columns = (
        slice(max(0, int(at.min()) - NEAR_PX), int(at.max()) + 1 + NEAR_PX)
        for at in np.nonzero(footprint)
    )
    if np.count_nonzero(around[rows, columns]) >= ENOUGH:
        departures, around = departures[:, rows, columns], around[rows, columns]
    return correlation_length(departures, around, LONGEST_PX)
