"""What hides the ground, by the provider's class of each pixel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from servanda.records import Obstacle

__all__ = ["CLASSES", "CLOUD_MARGIN_M", "dilate_obstacles"]

# Classifiers leave out the thin rims of clouds and shadows: three pixels of the 20 m classes.
# [judgement; not from outside]
CLOUD_MARGIN_M = 60.0

Obstacles = NDArray[np.uint8]

# ESA, Sentinel-2 Level-2A Algorithm Theoretical Basis Document, scene classification.
# Dark (2) and unclassified (7) pixels count as clear: they show the ground.
SCL = {
    0: Obstacle.NO_DATA,
    1: Obstacle.INVALID,  # saturated or defective
    3: Obstacle.SHADOW,
    8: Obstacle.CLOUD,
    9: Obstacle.CLOUD,
    10: Obstacle.CLOUD,  # thin cirrus
    11: Obstacle.SNOW,
}

# USGS, Landsat Collection 2: bits of QA_PIXEL, what wins last.
QA_PIXEL = (
    (5, Obstacle.SNOW),
    (4, Obstacle.SHADOW),
    (2, Obstacle.CLOUD),  # cirrus
    (1, Obstacle.CLOUD),  # dilated cloud
    (3, Obstacle.CLOUD),
    (0, Obstacle.NO_DATA),
)


def scl_obstacles(classes: NDArray[np.float32]) -> Obstacles:
    """Obstacles of Sentinel-2 scene classes; numbers that are no class are no data."""
    numbers = np.nan_to_num(classes, nan=0.0).clip(0, 255).astype(np.uint8)
    table = np.full(256, Obstacle.NO_DATA, np.uint8)
    table[:12] = Obstacle.CLEAR
    for number, obstacle in SCL.items():
        table[number] = obstacle
    return table[numbers]


def qa_pixel_obstacles(classes: NDArray[np.float32]) -> Obstacles:
    """Obstacles of the quality bits of Landsat."""
    bits = np.nan_to_num(classes, nan=1.0).clip(0, 65535).astype(np.uint16)
    obstacles = np.zeros(bits.shape, np.uint8)
    for bit, obstacle in QA_PIXEL:
        obstacles[bits >> bit & 1 == 1] = obstacle
    return obstacles


def udm_obstacles(classes: NDArray[np.float32]) -> Obstacles:
    """Obstacles of Planet's unusable-data mask: bits of black fill, cloud and missing bands."""
    bits = np.nan_to_num(classes, nan=1.0).clip(0, 255).astype(np.uint8)
    obstacles = np.where(bits > 0, Obstacle.INVALID.value, Obstacle.CLEAR.value).astype(np.uint8)
    obstacles[bits >> 1 & 1 == 1] = Obstacle.CLOUD
    obstacles[bits & 1 == 1] = Obstacle.NO_DATA
    return obstacles


def udm2_obstacles(bands: NDArray[np.float32]) -> Obstacles:
    """Obstacles of Planet's usable-data mask (band, row, column).

    What is not clear and has no other class is taken for cloud: haze, and what was not classified.
    """
    clear, snow, shadow, _, _, cloud, _, unusable = np.nan_to_num(bands, nan=0.0)
    obstacles = np.where(clear > 0, Obstacle.CLEAR.value, Obstacle.CLOUD.value).astype(np.uint8)
    hidden = obstacles != Obstacle.CLEAR
    obstacles[hidden & (snow > 0)] = Obstacle.SNOW
    obstacles[hidden & (shadow > 0)] = Obstacle.SHADOW
    obstacles[cloud > 0] = Obstacle.CLOUD
    missing = udm_obstacles(unusable) != Obstacle.CLEAR
    obstacles[missing] = udm_obstacles(unusable)[missing]
    obstacles[~(np.nan_to_num(bands, nan=0.0) > 0).any(axis=0)] = Obstacle.NO_DATA
    return obstacles


@dataclass(frozen=True, slots=True)
class ClassReader:
    """How many bands a kind of mask has, and what they say."""

    bands: int
    read: Callable[[NDArray[np.float32]], Obstacles]  # (row, column), or (band, row, column)

    def obstacles(self, classes: NDArray[np.float32]) -> Obstacles:
        """The obstacles that the bands (band, row, column) say."""
        return self.read(classes[0] if self.bands == 1 else classes)


CLASSES: Mapping[str, ClassReader] = {
    "scl": ClassReader(1, scl_obstacles),
    "qa_pixel": ClassReader(1, qa_pixel_obstacles),
    "udm2": ClassReader(8, udm2_obstacles),
    "udm": ClassReader(1, udm_obstacles),
}


def dilate_obstacles(obstacles: Obstacles, margin_pixels: float) -> Obstacles:
    """The obstacles, with clear pixels near cloud or shadow marked as these too."""
    result = obstacles.copy()
    for kind in (Obstacle.SHADOW, Obstacle.CLOUD):  # cloud last: where both reach, it is cloud
        there = obstacles == kind
        if there.any():
            near = distance_transform_edt(~there) <= margin_pixels
            may = (obstacles == Obstacle.CLEAR) & near
            result[may] = kind
    return result
