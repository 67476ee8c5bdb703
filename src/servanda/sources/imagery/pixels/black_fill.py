"""Black around a scene that no tag declares: zeros in every band, together and many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from servanda.records import Obstacle

__all__ = ["mark_black_fill"]

# Deep shadow and water may be 0 in every band, in spots; 16 x 16 pixels of them are no ground.
# [judgement; not from outside]
LEAST_FILL = 256
# At the edge of a window a corner of fill may be all that is in it.
# [judgement; not from outside]
LEAST_AT_EDGE = 16


def mark_black_fill(pixels: NDArray[np.float32], obstacles: NDArray[np.uint8]) -> None:
    """Mark clear pixels as NO_DATA, and as NaN, where all bands are exactly 0 over a large part.

    pixels: (band, row, column), as the file has them. Both arrays are changed in place.
    """
    black = (pixels == 0).all(axis=0) & (obstacles == Obstacle.CLEAR)
    if np.count_nonzero(black) < LEAST_AT_EDGE:
        return
    parts, _ = label(black)
    sizes = np.bincount(parts.ravel())
    fill = sizes >= LEAST_FILL
    at_edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    fill[at_edge] |= sizes[at_edge] >= LEAST_AT_EDGE
    fill[0] = False  # what is not black
    hidden = fill[parts]
    obstacles[hidden] = Obstacle.NO_DATA
    pixels[:, hidden] = np.nan
