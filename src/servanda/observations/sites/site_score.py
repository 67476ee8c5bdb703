"""The score of a site, with the scores that it is ranked against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.records import Direction

__all__ = ["SiteScores"]


@dataclass(frozen=True, slots=True, eq=False)
class SiteScores:
    """A site's score, and scores of control windows without and with the change in question."""

    site: float  # NaN where it could not be seen
    unchanged: NDArray[np.float64]  # (window,) NaN where a window could not be seen
    changed: NDArray[np.float64] | None  # (window,) of the same windows; None: no known object
    area: NDArray[np.bool_]  # (row, column) pixels that changed, if any did
    direction: Direction  # of a change, if there was one
    says: str  # what the score measures, in words
