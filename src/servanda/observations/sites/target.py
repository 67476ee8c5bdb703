"""A site on the grid of its images, with the change to look for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from servanda.records import Direction

__all__ = ["MOST_CONTROLS", "Target", "bounding_box"]

# Pixels around a site that are not surroundings: a change spreads through the optics.
# [judgement; not from outside]
MARGIN_PX = 3
# The nearest windows; M + 1 = 1,000 is a multiple of 1 / alpha for usual rates. [limit]
MOST_CONTROLS = 999

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A site, and the change that a duty asks for there."""

    site: str
    footprint: Mask  # (row, column) on the grid of the images
    min_object_m: float | None  # side of the smallest object that matters
    other_sites: Mask  # (row, column) other sites, where other things may happen: no controls there
    expected_direction: Direction = Direction.UNDETERMINED  # undetermined: any change

    @property
    def exclusion_zone(self) -> Mask:
        """(row, column) all sites with a margin; the other pixels are the surroundings."""
        near: Mask = binary_dilation(self.footprint | self.other_sites, iterations=MARGIN_PX)
        return near


def bounding_box(footprint: Mask) -> tuple[tuple[int, int], Mask]:
    """First row and column of a footprint's bounding box, and the footprint within the box."""
    rows, columns = np.nonzero(footprint)
    top, left = int(rows.min()), int(columns.min())
    return (top, left), footprint[top : int(rows.max()) + 1, left : int(columns.max()) + 1]
