"""Two dates of an invented place, with change that is known to the pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["OpticalPair", "area_under_curve", "optical_pair"]

NOISE = 40.0  # of one date, reflectance x 10,000
SIDES = (1, 2, 3, 4, 6)  # of the changed squares, in pixels; each covers as much as any other


@dataclass(frozen=True, slots=True, eq=False)
class OpticalPair:
    """Reflectance x 10,000 of both dates."""

    before: NDArray[np.float32]  # (band, row, column)
    after: NDArray[np.float32]
    changed: NDArray[np.bool_]  # (row, column)
    usable: NDArray[np.bool_]  # all of it


def optical_pair(
    side: int, bands: int, *, seed: int = 0, share: float = 0.01, rough: int = 48
) -> OpticalPair:
    """A square scene of that many pixels a side, `share` of which change between the dates.

    Each band mixes as many fields as there are bands, so that none is noise alone; the later date
    has another gain and offset in each band. A changed square moves by 4 to 12 standard
    deviations of the noise of the difference, in a direction of its own.
    """
    rng = np.random.default_rng([seed, side, bands])
    labels, squares = _squares(rng, side, share)
    steps = rng.standard_normal((squares + 1, bands))
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    steps *= rng.uniform(4.0, 12.0, (squares + 1, 1)) * NOISE * np.sqrt(2.0)
    steps[0] = 0.0
    fields = [_field(rng, side, max(3, rough >> number)) for number in range(bands)]
    mixing = rng.uniform(-1.0, 1.0, (bands, bands)) * 300.0
    shape = (bands, side, side)
    before, after = np.empty(shape, np.float32), np.empty(shape, np.float32)
    for band in range(bands):
        scene = sum(part * field for part, field in zip(mixing[band], fields, strict=True))
        scene = scene + rng.uniform(800.0, 2500.0)
        gain, offset = rng.uniform(0.8, 1.25), rng.uniform(-250.0, 250.0)
        before[band] = scene + NOISE * rng.standard_normal((side, side))
        moved = scene + steps[labels, band] + NOISE * rng.standard_normal((side, side))
        after[band] = gain * moved + offset
    return OpticalPair(before, after, labels > 0, np.ones((side, side), np.bool_))


def area_under_curve(scores: NDArray[np.float32], changed: NDArray[np.bool_]) -> float:
    """The chance that a changed pixel scores higher than an unchanged one; ties count half."""
    unchanged = np.sort(scores[~changed])
    hits = scores[changed]
    below = np.searchsorted(unchanged, hits, "left") + np.searchsorted(unchanged, hits, "right")
    return float(below.mean() / 2.0 / unchanged.size)


def _field(rng: np.random.Generator, side: int, cell: int) -> NDArray[np.float32]:
    """Unit variance, smooth over `cell` pixels."""
    coarse = rng.standard_normal((side // cell + 2, side // cell + 2)).astype(np.float32)
    fine = ndimage.zoom(coarse, cell, order=1)[:side, :side]
    return (fine - fine.mean()) / fine.std()


def _squares(rng: np.random.Generator, side: int, share: float) -> tuple[NDArray[np.int32], int]:
    labels = np.zeros((side, side), np.int32)
    odds = 1.0 / np.square(SIDES)
    covered = number = 0
    while covered < share * side * side:
        size = int(rng.choice(SIDES, p=odds / odds.sum()))
        row, column = rng.integers(0, side - size, 2)
        square = labels[row : row + size, column : column + size]
        if not square.any():
            number += 1
            square[:] = number
            covered += size * size
    return labels, number
