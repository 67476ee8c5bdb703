"""What is looked at: a site on the grid of its images, and what there would be to see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from servanda.records import Direction

__all__ = ["MOST_CONTROLS", "Target", "bounding_box"]

MARGIN_PX = 3  # around a site: a change there spreads through the optics
MOST_CONTROLS = 999  # the nearest; M + 1 is a round number, so that p can be just alpha

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One site, and what a duty would have changed there."""

    site: str
    footprint: Mask  # (row, column) on the grid of the images
    min_object_m: float | None  # side of the smallest object that matters
    other_sites: Mask  # (row, column) other sites, where other things may happen: no controls there
    expected_direction: Direction = (
        Direction.UNDETERMINED
    )  # what is looked for; undetermined: any change

    @property
    def exclusion_zone(self) -> Mask:
        """(row, column) of all sites and what they spread to; the rest is the surroundings."""
        near: Mask = binary_dilation(self.footprint | self.other_sites, iterations=MARGIN_PX)
        return near


def bounding_box(footprint: Mask) -> tuple[tuple[int, int], Mask]:
    """First row and column of the footprint's bounding box, and the footprint inside it."""
    rows, columns = np.nonzero(footprint)
    top, left = int(rows.min()), int(columns.min())
    return (top, left), footprint[top : int(rows.max()) + 1, left : int(columns.max()) + 1]
