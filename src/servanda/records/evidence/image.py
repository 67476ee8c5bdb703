"""Pixels of a scene on a grid, and what hides them. Not kept in the store: scenes are files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servanda.records.evidence.observation import Scene

if TYPE_CHECKING:  # the records load without numpy
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Grid", "Image", "Obstacle"]


class Obstacle(IntEnum):
    """Why a pixel says nothing of the ground; the values of `Image.obstacles`."""

    CLEAR = 0
    NO_DATA = 1
    CLOUD = 2
    SHADOW = 3
    SNOW = 4
    INVALID = 5  # NaN, infinity, saturated or defective


@dataclass(frozen=True, slots=True)
class Grid:
    """Where pixels lie: x = a * column + b * row + c and y = d * column + e * row + f."""

    rows: int
    columns: int
    transform: tuple[float, float, float, float, float, float]  # a, b, c, d, e, f; pixel corners
    crs: str | None  # "EPSG:32652" or WKT; None in the geometry of the sensor


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
