"""The mapping from image to panel, with north up and an equal scale in both directions."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from servanda.records import Grid
from servanda.records.units import METRES_PER_DEGREE

__all__ = ["SAMPLES", "PanelFrame", "frame_of"]

SAMPLES = 3  # samples along each side of a drawn pixel; their mean gives smooth edges [layout]
OUTSIDE = (255, 255, 255)  # the colour beyond the image: white [layout]


@dataclass(frozen=True, slots=True, eq=False)
class PanelFrame:
    """A square panel laid over a grid."""

    side: int  # in drawn pixels
    metres: float  # per drawn pixel
    north_up: bool  # False: the grid is that of the sensor, and north is not known
    row: NDArray[np.intp]  # (side * SAMPLES, side * SAMPLES) of the grid; -1 outside
    column: NDArray[np.intp]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(row, column) of the panel: True where it shows the grid."""
        return _majority(self.row >= 0)

    def colours(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The panel of an image (row, column, 3)."""
        fine = np.where((self.row >= 0)[..., None], image[self.row, self.column], OUTSIDE)
        drawn: NDArray[np.uint8] = np.rint(_square_sums(fine) / SAMPLES**2).astype(np.uint8)
        return drawn

    def mask(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The panel of a mask (row, column)."""
        return _majority((self.row >= 0) & mask[self.row, self.column])


def frame_of(grid: Grid, resolution_m: float, side: int) -> PanelFrame:
    """The panel of `side` pixels that shows the whole grid as large as possible.

    resolution_m: the size of a pixel if the grid has no coordinate system
    """
    a, b, c, d, e, f = _metric_transform(grid, resolution_m)
    corners = np.array([(0, 0), (grid.columns, 0), (0, grid.rows), (grid.columns, grid.rows)])
    x, y = corners @ (a, b) + c, corners @ (d, e) + f
    metres = float(max(np.ptp(x), np.ptp(y))) / side
    step = (np.arange(side * SAMPLES) + 0.5 - side * SAMPLES / 2) * metres / SAMPLES
    east, north = np.meshgrid((x.min() + x.max()) / 2 + step, (y.min() + y.max()) / 2 - step)
    turned = np.linalg.inv(np.array([[a, b], [d, e]]))
    column = np.floor(turned[0, 0] * (east - c) + turned[0, 1] * (north - f)).astype(np.intp)
    row = np.floor(turned[1, 0] * (east - c) + turned[1, 1] * (north - f)).astype(np.intp)
    out = (row < 0) | (row >= grid.rows) | (column < 0) | (column >= grid.columns)
    row[out], column[out] = -1, -1
    return PanelFrame(side, metres, grid.crs is not None, row, column)


def _metric_transform(
    grid: Grid, resolution_m: float
) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = grid.transform
    if grid.crs is None:
        return resolution_m, 0.0, 0.0, 0.0, -resolution_m, 0.0
    if not _is_geographic(grid.crs):
        return a, b, c, d, e, f
    latitude = f + d * grid.columns / 2 + e * grid.rows / 2
    north = METRES_PER_DEGREE
    east = north * cos(radians(latitude))
    return a * east, b * east, c * east, d * north, e * north, f * north


def _is_geographic(crs: str) -> bool:
    return crs in {"EPSG:4326", "OGC:CRS84"} or crs.startswith(("GEOGCS", "GEOGCRS"))


def _majority(fine: NDArray[np.bool_]) -> NDArray[np.bool_]:
    most: NDArray[np.bool_] = 2 * _square_sums(fine) > SAMPLES**2
    return most


def _square_sums(fine: NDArray[np.uint8] | NDArray[np.bool_]) -> NDArray[np.uint16]:
    """The sum over each square of SAMPLES x SAMPLES; plane by plane is faster than by axes."""
    planes = (fine[i::SAMPLES, j::SAMPLES] for i in range(SAMPLES) for j in range(SAMPLES))
    total = np.zeros_like(fine[::SAMPLES, ::SAMPLES], np.uint16)
    for plane in planes:
        total += plane.astype(np.uint16)
    return total
