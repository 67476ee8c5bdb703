"""Pixels of scenes on a grid, and what hides them. Not kept in the store: scenes are files."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from servanda.records.evidence.observation import Scene

if TYPE_CHECKING:  # the records load without numpy
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Grid", "Image", "Obstacle", "StackWindow"]


class Obstacle(IntEnum):
    """Why a pixel does not show the ground; the values of `Image.obstacles`."""

    CLEAR = 0
    NO_DATA = 1
    CLOUD = 2
    SHADOW = 3
    SNOW = 4
    INVALID = 5  # NaN, infinity, saturated or defective


@dataclass(frozen=True, slots=True)
class Grid:
    """Where pixels lie: x = a * column + b * row + c and y = d * column + e * row + f.

    Names and axis order are those of rasterio: (row, column) for pixels, rows running down, and
    (x, y) for the ground. Rows and columns may be fractions: (0, 0) is the outer corner of the
    first pixel and (0.5, 0.5) its middle.
    """

    rows: int
    columns: int
    transform: tuple[float, float, float, float, float, float]  # a, b, c, d, e, f; pixel corners
    crs: str | None  # "EPSG:32652" or WKT; None in the geometry of the sensor

    @property
    def is_north_up(self) -> bool:
        """True if rows run south and columns run east."""
        a, b, _, d, e, _ = self.transform
        return b == 0 and d == 0 and a > 0 > e

    @property
    def pixel_area(self) -> float:
        """The area of a pixel, in squares of the unit of the CRS."""
        a, b, _, d, e, _ = self.transform
        return abs(a * e - b * d)

    @property
    def pixel_size(self) -> float:
        """The side of a pixel in the unit of the CRS; of an oblong one, that of an equal square."""
        return math.sqrt(self.pixel_area)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The least x, least y, greatest x and greatest y of the corners."""
        corners = [self.xy(row, column) for row in (0, self.rows) for column in (0, self.columns)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def xy(self, row: float, column: float) -> tuple[float, float]:
        """The x and y of a place on the grid; rasterio's `xy` with `offset="ul"`."""
        a, b, c, d, e, f = self.transform
        return a * column + b * row + c, d * column + e * row + f

    def rowcol(self, x: float, y: float) -> tuple[float, float]:
        """The row and column of a place on the ground; rasterio's `rowcol`, not rounded down.

        Raises ZeroDivisionError for a grid whose pixels have no area.
        """
        a, b, c, d, e, f = self.transform
        area = a * e - b * d
        return (a * (y - f) - d * (x - c)) / area, (e * (x - c) - b * (y - f)) / area

    def window(self, rows: tuple[int, int], columns: tuple[int, int]) -> Grid:
        """The grid of a part of this one.

        rows, columns: the first of the part, and the one after its last

        A window may reach beyond the grid: row -1 is the one above the first, not the last.
        Raises ValueError where it ends before it starts.
        """
        (top, bottom), (left, right) = rows, columns
        if bottom < top or right < left:
            raise ValueError(f"a window of rows {top} to {bottom}, columns {left} to {right}")
        a, b, _, d, e, _ = self.transform
        x, y = self.xy(top, left)
        return Grid(bottom - top, right - left, (a, b, x, d, e, y), self.crs)

    def padded(self, n: int) -> Grid:
        """The grid with n rows and columns more on every side."""
        return self.window((-n, self.rows + n), (-n, self.columns + n))

    def pixels_apart(self, other: Grid) -> float:
        """The greatest distance between matching corners of two grids along an axis, in pixels.

        NaN where a transform holds a NaN, or pixels have no size.
        """
        a, b, _, d, e, _ = self.transform
        size = max(math.hypot(a, b), math.hypot(d, e))
        a, b, c, d, e, f = (
            mine - theirs for mine, theirs in zip(self.transform, other.transform, strict=True)
        )
        apart = replace(self, transform=(a, b, c, d, e, f))
        distances = [
            abs(distance)
            for row in (0, self.rows)
            for column in (0, self.columns)
            for distance in apart.xy(row, column)
        ]
        if any(map(math.isnan, distances)) or not size > 0.0:
            return math.nan
        return max(distances) / size


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A scene, or a window of one, in memory."""

    scene: Scene
    bands: tuple[str, ...]  # names of the provider: "B04", "red", "VV"
    pixels: NDArray[np.float32]  # (band, row, column): reflectance x 10,000, or sigma0 as power
    obstacles: NDArray[np.uint8]  # (row, column), values of Obstacle
    grid: Grid

    @property
    def usable(self) -> NDArray[np.bool_]:
        """(row, column) where the ground can be seen."""
        clear: NDArray[np.bool_] = self.obstacles == Obstacle.CLEAR.value
        return clear

    def window(self, rows: tuple[int, int], columns: tuple[int, int]) -> Image:
        """A part of the image, given as for `Grid.window`; the pixels are shared, not copied.

        Raises ValueError where it reaches beyond the image.
        """
        (top, bottom), (left, right) = rows, columns
        if min(top, left) < 0 or bottom > self.grid.rows or right > self.grid.columns:
            size = f"{self.grid.rows} x {self.grid.columns} pixels"
            raise ValueError(f"an image of {size} has no rows {rows}, columns {columns}")
        return replace(
            self,
            pixels=self.pixels[:, top:bottom, left:right],
            obstacles=self.obstacles[top:bottom, left:right],
            grid=self.grid.window(rows, columns),
        )


@dataclass(frozen=True, slots=True, eq=False)
class StackWindow:
    """The same part of several scenes that lie on one grid, in memory."""

    pixels: NDArray[np.float32]  # (scene, band, row, column); NaN where there is no value
    obstacles: NDArray[np.uint8]  # (scene, row, column), values of Obstacle
    grid: Grid  # of the part

    @property
    def usable(self) -> NDArray[np.bool_]:
        """(row, column) where every scene has a value in every band."""
        seen: NDArray[np.bool_] = (self.obstacles == Obstacle.CLEAR.value).all(axis=0)
        return seen
