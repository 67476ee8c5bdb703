"""What a question about a site comes to: scores, and what they are ranked against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.records import Direction

__all__ = ["SiteScores"]


@dataclass(frozen=True, slots=True, eq=False)
class SiteScores:
    """A site's score, and what it would be without and with the change that is asked about."""

    site: float  # NaN where it could not be seen
    unchanged: NDArray[np.float64]  # (window,) NaN where one could not be seen
    changed: NDArray[np.float64] | None  # of the same windows; None: no object is known
    area: NDArray[np.bool_]  # (row, column) pixels that changed, if any did
    direction: Direction  # of a change, if there was one
    says: str  # what the score is of, in words
