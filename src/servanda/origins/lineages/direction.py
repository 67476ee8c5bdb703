"""Which of two linked sentences was first: by the clock of their documents, or unknown.

A day is no earlier than itself: two pages of one day have no direction. Nothing is guessed from the
texts: that one contains the other fits an excerpt as well as an expansion.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["CopyDirection", "copy_direction"]


class CopyDirection(IntEnum):
    """From which text the other one comes."""

    UNKNOWN = 0
    FORWARD = 1  # the second from the first
    BACKWARD = 2  # the first from the second


def copy_direction(
    appeared: NDArray[np.float64], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.int8]:
    """CopyDirection of each link.

    appeared: (document, 2) first and last possible moment, NaN if unknown
    first, second: (link,) documents
    """
    direction = np.full(len(first), CopyDirection.UNKNOWN, np.int8)
    direction[appeared[first, 1] < appeared[second, 0]] = CopyDirection.FORWARD
    direction[appeared[second, 1] < appeared[first, 0]] = CopyDirection.BACKWARD
    return direction
