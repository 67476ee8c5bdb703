"""Ground in cells finer than pixels: patterns on it, and the pixels a sensor makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

__all__ = ["FINER", "MARGIN", "Array", "Canvas", "box", "noise", "simulate_sensor", "smooth_step"]

Array = NDArray[np.float32]

FINER = 2  # cells a pixel, along each axis [judgement; not from outside]

# cells beyond each edge: the blur and the displacement reach out there [judgement; not from
# outside]
MARGIN = 8

_LATTICE_MARGIN = 4  # points beyond each edge of a lattice [judgement; not from outside]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Cells of ground; x runs east, y south, in metres from the corner of the area."""

    x: Array  # (column,) middles of the cells
    y: Array  # (row,)
    cell_m: float

    @classmethod
    def of_pixels(cls, west_m: float, north_m: float, pixels: int, gsd_m: float) -> Canvas:
        """The cells below a square picture and around it."""
        cell = gsd_m / FINER
        steps = (np.arange(pixels * FINER + 2 * MARGIN) - MARGIN + 0.5) * cell
        return cls((west_m + steps).astype("f4"), (north_m + steps).astype("f4"), cell)

    @property
    def shape(self) -> tuple[int, int]:
        return self.y.size, self.x.size


def smooth_step(value: Array, low: float, high: float) -> Array:
    """0 below `low`, 1 above `high`, an even rise between."""
    share = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    eased: Array = share * share * (3 - 2 * share)
    return eased


def noise(rng: np.random.Generator, canvas: Canvas, scale_m: float, extent_m: float) -> Array:
    """A smooth pattern with humps of the scale: standard normal on a lattice, and between.

    extent_m: side of the area from whose corner the lattice starts; the same generator and extent
        give the same pattern on every canvas inside it
    """
    points = int(extent_m / scale_m) + 2 * _LATTICE_MARGIN + 2
    lattice = rng.standard_normal((points, points), dtype=np.float32)
    rows, down = _lattice_position(canvas.y, scale_m, points)
    columns, right = _lattice_position(canvas.x, scale_m, points)
    mixed = lattice[rows] * (1 - down[:, None]) + lattice[rows + 1] * down[:, None]
    found = mixed[:, columns] * (1 - right) + mixed[:, columns + 1] * right
    return np.asarray(found, "f4")


def _lattice_position(at: Array, scale_m: float, points: int) -> tuple[NDArray[np.intp], Array]:
    """The lattice point before each place, and how far it is to the next: 0..1, eased."""
    place = np.clip(at / np.float32(scale_m) + _LATTICE_MARGIN, 0, points - 1.001)
    before = np.floor(place).astype(np.intp)
    return before, smooth_step((place - before).astype("f4"), 0, 1)


def box(canvas: Canvas, x: float, y: float, width_m: float, height_m: float) -> Array:
    """The share of each cell that an upright rectangle around (x, y) covers."""
    across = _coverage(canvas.x - np.float32(x), width_m, canvas.cell_m)
    down = _coverage(canvas.y - np.float32(y), height_m, canvas.cell_m)
    covered: Array = down[:, None] * across
    return covered


def _coverage(away: Array, width_m: float, cell_m: float) -> Array:
    low = np.maximum(away - cell_m / 2, -width_m / 2)
    high = np.minimum(away + cell_m / 2, width_m / 2)
    share: Array = np.clip((high - low) / cell_m, 0, 1).astype("f4")
    return share


def simulate_sensor(
    cells: Array, blur_px: float, down_px: float = 0.0, right_px: float = 0.0
) -> Array:
    """The cells as pixels: blurred by the optics, then the mean over each displaced pixel.

    down_px, right_px: by how much less than half a pixel the picture looks beside its grid
    """
    blurred = gaussian_filter(cells, blur_px * FINER, mode="nearest", truncate=3)
    return _pixel_means(_pixel_means(blurred, down_px).T, right_px).T


def _pixel_means(cells: Array, displaced_px: float) -> Array:
    """(cell, any) to (pixel, any): the mean over the cells that a displaced pixel covers."""
    moved = np.float32(displaced_px * FINER)
    pixels = (cells.shape[0] - 2 * MARGIN) // FINER
    before, first, second, after = (
        cells[MARGIN + step :: FINER][:pixels] for step in (-1, 0, 1, 2)
    )
    left, entered = max(moved, np.float32(0)), max(-moved, np.float32(0))
    found = before * entered + first * (1 - left) + second * (1 - entered) + after * left
    return np.asarray(found / FINER, "f4")
