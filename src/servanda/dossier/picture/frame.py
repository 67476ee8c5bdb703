"""Which pixel of an image is drawn where, so that north is up and a metre is a metre both ways."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from servanda.records import Grid
from servanda.records.units import METRES_PER_DEGREE

__all__ = ["SAMPLES", "PanelFrame", "frame_of"]

SAMPLES = 3  # looked up along each side of a pixel drawn; their mean makes smooth edges
OUTSIDE = (255, 255, 255)


@dataclass(frozen=True, slots=True, eq=False)
class PanelFrame:
    """A square panel laid over a grid."""

    side: int  # pixels drawn
    metres: float  # a pixel drawn
    north_up: bool  # False: the grid is that of the sensor, and north is not known
    row: NDArray[np.intp]  # (side * SAMPLES, side * SAMPLES) of the grid; -1 outside
    column: NDArray[np.intp]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """(row, column) of the panel, where it shows the grid."""
        return _majority(self.row >= 0)

    def colours(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """An image (row, column, 3) as it is drawn."""
        fine = np.where((self.row >= 0)[..., None], image[self.row, self.column], OUTSIDE)
        drawn: NDArray[np.uint8] = np.rint(_square_sums(fine) / SAMPLES**2).astype(np.uint8)
        return drawn

    def mask(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A mask (row, column) as it is drawn."""
        return _majority((self.row >= 0) & mask[self.row, self.column])


def frame_of(grid: Grid, resolution_m: float, side: int) -> PanelFrame:
    """The panel of `side` pixels that shows the whole grid, as large as it goes.

    resolution_m: taken for the pixel of a grid that has no coordinate system
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
    """Over each square of SAMPLES x SAMPLES: plane by plane, many times faster than by axes."""
    planes = (fine[i::SAMPLES, j::SAMPLES] for i in range(SAMPLES) for j in range(SAMPLES))
    total = np.zeros_like(fine[::SAMPLES, ::SAMPLES], np.uint16)
    for plane in planes:
        total += plane.astype(np.uint16)
    return total
