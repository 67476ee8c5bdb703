"""A p-value for every pixel of a change map, by rank among control pixels of the same map.

The map need not fit in memory: controls come from a bounded number of tiles, spread evenly, and
each block of the map is then ranked against them separately.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.error_rates.correlation_length import correlation_length
from servanda.observations.error_rates.stable_pixels import agreement, stable_pixels

__all__ = [
    "EVERY_PIXEL",
    "Controls",
    "Tile",
    "ground_controls",
    "p_values",
    "sample_controls",
    "tile_pixels",
    "tile_windows",
]

# pixels sampled; an eighth of them remains where changed ground is left out [limit]
MOST_PIXELS = 800_000
TILE_SIDE = 64  # pixels [judgement; not from outside]
MOST_GROUND = 200_000  # pixels of a mask of unchanged ground that become controls [limit]
# The correlation length is taken of every sixteenth tile; ranking the pixels of all tiles would
# take longer than the rest of the sampling. [limit]
SPACING_EVERY = 16

# of a float32: 11 bits of fraction stay, scores that differ by 1/2000 are ties [limit]
_DROPPED_BITS = 12
_KEYS = 1 << (31 - _DROPPED_BITS)
_INFINITE = 0x7F800000 >> _DROPPED_BITS

# Pixels sampled of whole scenes: about 50,000 become controls; sampling twice as many takes 25 MB.
# [measured; python -m benchmarks.change_memory]
TILE_PIXELS = 400_000
# Values sampled, of all dates and bands: of a long series fewer pixels are sampled. [limit]
TILE_VALUES = 16_000_000

EVERY_PIXEL = "all usable pixels"  # `Controls.how` where changed ground could not be left out

Map = NDArray[np.float32]
Window = tuple[slice, slice]


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A window of a change map, and the signed parts that its statistic is made of."""

    statistic: Map  # (row, column), NaN where unusable
    variates: Map | None = None  # (part, row, column); without them all pixels are controls


@dataclass(frozen=True, slots=True, eq=False)
class Controls:
    """Scores of control pixels, ready to rank others against."""

    count: int  # M
    spacing: int  # correlation length of the map, in pixels
    independent: int  # about how many of the M are independent
    how: str  # how they were chosen, in words
    p_by_key: Map  # p-value by the leading bits of a score


def tile_pixels(values: int) -> int:
    """The number of pixels to sample of scenes.

    values: per pixel, over all dates and bands
    """
    return min(TILE_PIXELS, TILE_VALUES // values)


def tile_windows(rows: int, columns: int, pixels: int = MOST_PIXELS) -> tuple[Window, ...]:
    """Evenly spread windows that hold at most about `pixels`; one window for a small image."""
    if rows * columns <= pixels:
        return ((slice(0, rows), slice(0, columns)),)
    high, wide = min(TILE_SIDE, rows), min(TILE_SIDE, columns)
    most = max(1, pixels // (high * wide))
    down = min(max(1, round(np.sqrt(most * rows / columns))), most)
    across = most // down
    tops, lefts = _starts(rows, high, down), _starts(columns, wide, across)
    return tuple(
        (slice(top, top + high), slice(left, left + wide)) for top in tops for left in lefts
    )


def sample_controls(tiles: Iterable[Tile]) -> Controls:
    """The controls of a map whose changed ground is not known, from tiles of it.

    With variates, `stable_pixels` leaves out ground whose surroundings look changed; see there for
    how, and for its assumptions. Without variates, or if no ground looks changed, every usable
    pixel is a control: that never gives more false alarms than stated, but finds less the more of
    the scene changed.
    Raises NoStatisticError if no pixel is usable.
    """
    scores, variates, agreements, spacings = [], [], [], []
    for number, tile in enumerate(tiles):
        usable = np.isfinite(tile.statistic)
        scores.append(tile.statistic[usable])
        if number % SPACING_EVERY == 0:
            spacings.append(_spacing(tile, usable))
        if tile.variates is not None:
            variates.append(tile.variates[:, usable])
            agreements.append(agreement(tile.variates)[usable])
    every = np.concatenate(scores) if scores else np.empty(0, np.float32)
    spacing = round(float(np.median(spacings))) if spacings else 1
    chosen = None
    if variates and len(variates) == len(scores) and len(every):
        chosen = stable_pixels(every, np.concatenate(variates, axis=1), np.concatenate(agreements))
    if chosen is None:
        return _controls(every, spacing, EVERY_PIXEL)
    return _controls(
        every[chosen],
        spacing,
        "usable pixels whose surroundings do not change together, away from the direction in "
        "which the scene changed",
    )


def ground_controls(
    blocks: Iterable[tuple[Map, NDArray[np.bool_]]], most: int = MOST_GROUND
) -> Controls:
    """The controls on ground that the user marked as unchanged.

    blocks: statistic and mask (row, column) of every block of the map, True on unchanged ground
    most: of more pixels than this, every second (fourth, ...) is taken
    Raises NoStatisticError if the mask holds no usable pixel.
    """
    scores, step, spacings = np.empty(0, np.float32), 1, []
    passed = 0  # pixels met so far
    for statistic, ground in blocks:
        known = ground & np.isfinite(statistic)
        values = statistic[known]
        if len(values) > 1:
            spacings.append(correlation_length(statistic, known))
        scores = np.concatenate([scores, values[-passed % step :: step]])
        passed += len(values)
        while len(scores) > most:
            scores, step = scores[::2], 2 * step
    spacing = round(float(np.median(spacings))) if spacings else 1
    return _controls(scores, spacing, "usable pixels of the ground given as unchanged")


def p_values(statistic: Map, controls: Controls) -> Map:
    """(row, column) p = (1 + exceedances) / (M + 1), NaN where the statistic is NaN.

    statistic: (row, column), >= 0, such as a chi-square
    Compare with alpha as a float32 too. Scores are compared by their leading 20 bits, and ties
    count as exceedances: p is never too small, and too large only by the controls within 1/2000 of
    a score.
    """
    bits = np.maximum(statistic, np.float32(0.0)).astype(np.float32, copy=False)
    key = (np.ascontiguousarray(bits).view(np.uint32) & 0x7FFFFFFF) >> _DROPPED_BITS
    ranks: Map = controls.p_by_key[key]
    return ranks


def _controls(scores: Map, spacing: int, how: str) -> Controls:
    if not len(scores):
        raise NoStatisticError(
            "no pixel can serve as a control; choose clearer dates, or mark unchanged ground that "
            "can be seen on both"
        )
    bits = np.maximum(scores, np.float32(0.0)).astype(np.float32)
    counted = np.bincount((bits.view(np.uint32) & 0x7FFFFFFF) >> _DROPPED_BITS, minlength=_KEYS)
    as_high = np.cumsum(counted[::-1])[::-1]
    table = ((1.0 + as_high) / (len(scores) + 1.0)).astype(np.float32)
    table[_INFINITE + 1 :] = np.nan
    independent = max(1, len(scores) // spacing**2)
    return Controls(len(scores), spacing, independent, how, table)


def _starts(whole: int, side: int, count: int) -> list[int]:
    """The first pixels of `count` tiles, each in the middle of its share, without overlap."""
    count = min(count, whole // side)
    return [int((2 * at + 1) * whole / (2 * count) - side / 2) for at in range(count)]


def _spacing(tile: Tile, usable: NDArray[np.bool_]) -> int:
    parts = tile.statistic if tile.variates is None else tile.variates
    return correlation_length(parts, usable)
