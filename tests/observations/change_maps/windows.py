"""Scenes in memory as windows of a stack, whole or cut."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from servanda.records import Grid, Obstacle, StackWindow

__all__ = ["cut", "stack_window"]


def stack_window(pixels: np.ndarray) -> StackWindow:
    """All of the scenes (scene, band, row, column); hidden where a band is NaN."""
    hidden = ~np.isfinite(pixels).all(axis=1)
    obstacles = np.where(hidden, np.uint8(Obstacle.CLOUD), np.uint8(Obstacle.CLEAR))
    grid = Grid(*pixels.shape[2:], (10.0, 0.0, 3e5, 0.0, -10.0, 4.2e6), "EPSG:32652")
    return StackWindow(pixels.astype(np.float32), obstacles, grid)


def cut(pixels: np.ndarray, rows: int) -> Iterator[StackWindow]:
    """The scenes in windows of so many rows."""
    for top in range(0, pixels.shape[2], rows):
        yield stack_window(pixels[:, :, top : top + rows])
