"""The compiled pass over pixels: loops over `LANE` pixels at a time, which fit the first cache.

Import it by `passes.fastest_kernels`, since numba may be missing; `passes` has a numpy version.
Every loop over pixels is innermost and without branches, so that it becomes vector instructions;
rows come in fours (`passes.rotation`), so that four by four sums stay in registers. Sums are
taken in a fixed order by one thread, so that the same pixels give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["add_pixels", "write_statistic"]

P = ParamSpec("P")
R = TypeVar("R")
Array = NDArray[np.float64]

# Pixels at a time: 12 rows of them take 24 kB; 128 and 512 are slower by 3 to 4 %.
# [measured; python -m benchmarks.irmad]
LANE = 256
# Sums may be reordered and contracted; NaN and infinity keep their meaning (they are looked for).
FREEDOMS = {"contract", "reassoc", "nsz"}


def _compile(function: Callable[P, R]) -> Callable[P, R]:
    try:
        jitted = numba.njit(cache=True, fastmath=FREEDOMS)(function)
    except RuntimeError:  # nowhere to keep the compiled code, as in a read-only installation
        jitted = numba.njit(fastmath=FREEDOMS)(function)
    return cast(Callable[P, R], jitted)


@_compile
def _load(
    pixels: NDArray[np.float32],
    begin: int,
    centre: Array,
    rows: Array,
    poison: NDArray[np.float32],
) -> None:
    """Centred bands; `poison` becomes NaN where a band is not finite."""
    count = min(LANE, pixels.shape[1] - begin)
    for band in range(pixels.shape[0]):
        middle = centre[band]
        for k in range(count):
            value = pixels[band, begin + k]
            poison[k] += value * np.float32(0.0)
            rows[band, k] = value - middle


@_compile
def _load_lane(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
    begin: int,
    centre: Array,
    rows: Array,
    poison: NDArray[np.float32],
    seen: Array,
) -> None:
    """Load centred pixels from `begin` on; `seen` marks the usable ones, the others are 0."""
    bands = before.shape[0]
    poison[:] = 0.0
    _load(before, begin, centre[:bands], rows[:bands], poison)
    _load(after, begin, centre[bands:], rows[bands:], poison)
    count = min(LANE, usable.shape[0] - begin)
    for k in range(count):
        seen[k] = 1.0 if usable[begin + k] else 0.0
    for k in range(count, LANE):
        seen[k] = 0.0
    if np.sum(poison) != 0.0:  # also NaN
        for k in range(LANE):
            if poison[k] != 0.0:
                seen[k] = 0.0
                rows[:, k] = 0.0


@_compile
def _square_sum(
    rows: Array, combine: Array, shift: Array, first: Array, second: Array, out: Array
) -> None:
    """Write the chi-square of each pixel: the sum of squares of `combine @ rows - shift`."""
    out[:] = 0.0
    for i in range(0, combine.shape[0], 2):
        first[:] = -shift[i]
        second[:] = -shift[i + 1]
        for j in range(0, combine.shape[1], 4):
            a0, a1, a2, a3 = combine[i, j], combine[i, j + 1], combine[i, j + 2], combine[i, j + 3]
            b0, b1 = combine[i + 1, j], combine[i + 1, j + 1]
            b2, b3 = combine[i + 1, j + 2], combine[i + 1, j + 3]
            for k in range(LANE):
                x0, x1, x2, x3 = rows[j, k], rows[j + 1, k], rows[j + 2, k], rows[j + 3, k]
                first[k] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3
                second[k] += b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3
        for k in range(LANE):
            out[k] += first[k] * first[k] + second[k] * second[k]


@_compile
def _weigh(
    square: Array,
    seen: Array,
    far: float,
    halvings: int,
    series: Array,
    tail: Array,
    half: Array,
    fall: Array,
    weight: Array,
) -> None:
    """Write weights: `chi_square.survival` of each value, with e^-t by halving t and squaring."""
    step = 0.5**halvings
    for k in range(LANE):
        half[k] = min(0.5 * square[k], far)
        y = half[k] * step
        fall[k] = 1.0 - y * (1.0 - y * (0.5 - y * (1 / 6 - y * (1 / 24 - y * (1 / 120 - y / 720)))))
        weight[k] = 0.0
    for _ in range(halvings):
        for k in range(LANE):
            fall[k] *= fall[k]
    for degree in range(series.shape[0]):
        for k in range(LANE):
            weight[k] = weight[k] * half[k] + series[degree]
    if tail.shape[0]:
        _add_tail(half, tail, weight)
    for k in range(LANE):
        weight[k] *= fall[k] * seen[k]


@_compile
def _add_tail(half: Array, tail: Array, weight: Array) -> None:
    """Add, for an odd number of bands, the square root and the scaled complement of erf."""
    for k in range(LANE):
        root = np.sqrt(half[k])
        weight[k] *= root
        half[k] = 2.0 / (1.0 + root) - 1.0
    scaled = np.zeros(LANE)
    for degree in range(tail.shape[0]):
        for k in range(LANE):
            scaled[k] = scaled[k] * half[k] + tail[degree]
    for k in range(LANE):
        weight[k] += scaled[k]


@_compile
def _add_moments(rows: Array, weight: Array, sums: Array, products: Array) -> None:
    """Add weighted sums of the rows, and of their products on and below the diagonal, in fours."""
    for i in range(0, rows.shape[0], 4):
        s0 = s1 = s2 = s3 = 0.0
        for k in range(LANE):
            s0 += weight[k] * rows[i, k]
            s1 += weight[k] * rows[i + 1, k]
            s2 += weight[k] * rows[i + 2, k]
            s3 += weight[k] * rows[i + 3, k]
        sums[i] += s0
        sums[i + 1] += s1
        sums[i + 2] += s2
        sums[i + 3] += s3
        for j in range(0, i + 4, 4):
            _add_tile(rows, weight, i, j, products)


@_compile
def _add_tile(rows: Array, weight: Array, i: int, j: int, products: Array) -> None:
    p00 = p01 = p02 = p03 = p10 = p11 = p12 = p13 = 0.0
    p20 = p21 = p22 = p23 = p30 = p31 = p32 = p33 = 0.0
    for k in range(LANE):
        w = weight[k]
        x0, x1, x2, x3 = rows[j, k], rows[j + 1, k], rows[j + 2, k], rows[j + 3, k]
        y0, y1, y2, y3 = w * rows[i, k], w * rows[i + 1, k], w * rows[i + 2, k], w * rows[i + 3, k]
        p00 += y0 * x0
        p01 += y0 * x1
        p02 += y0 * x2
        p03 += y0 * x3
        p10 += y1 * x0
        p11 += y1 * x1
        p12 += y1 * x2
        p13 += y1 * x3
        p20 += y2 * x0
        p21 += y2 * x1
        p22 += y2 * x2
        p23 += y2 * x3
        p30 += y3 * x0
        p31 += y3 * x1
        p32 += y3 * x2
        p33 += y3 * x3
    tile = products[i : i + 4, j : j + 4]
    tile[0, 0] += p00
    tile[0, 1] += p01
    tile[0, 2] += p02
    tile[0, 3] += p03
    tile[1, 0] += p10
    tile[1, 1] += p11
    tile[1, 2] += p12
    tile[1, 3] += p13
    tile[2, 0] += p20
    tile[2, 1] += p21
    tile[2, 2] += p22
    tile[2, 3] += p23
    tile[3, 0] += p30
    tile[3, 1] += p31
    tile[3, 2] += p32
    tile[3, 3] += p33


@_compile
def add_pixels(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
    centre: Array,
    combine: Array,
    shift: Array,
    far: float,
    halvings: int,
    series: Array,
    tail: Array,
    sums: Array,
    products: Array,
) -> tuple[int, float]:
    """Add the weighted moments of pixels; gives the number of usable ones and their weight."""
    rows, seen, square = np.zeros((centre.shape[0], LANE)), np.empty(LANE), np.empty(LANE)
    weight, half, fall = np.empty(LANE), np.empty(LANE), np.empty(LANE)
    first, second, poison = np.empty(LANE), np.empty(LANE), np.empty(LANE, np.float32)
    pixels, total = 0.0, 0.0
    for begin in range(0, usable.shape[0], LANE):
        _load_lane(before, after, usable, begin, centre, rows, poison, seen)
        _square_sum(rows, combine, shift, first, second, square)
        _weigh(square, seen, far, halvings, series, tail, half, fall, weight)
        for k in range(LANE):
            pixels += seen[k]
            total += weight[k]
        _add_moments(rows, weight, sums, products)
    return int(pixels), total


@_compile
def write_statistic(
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
    centre: Array,
    combine: Array,
    shift: Array,
    out: NDArray[np.float32],
) -> None:
    """Write the chi-square of each pixel, NaN where it is not usable."""
    rows, seen, square = np.zeros((centre.shape[0], LANE)), np.empty(LANE), np.empty(LANE)
    first, second, poison = np.empty(LANE), np.empty(LANE), np.empty(LANE, np.float32)
    for begin in range(0, usable.shape[0], LANE):
        _load_lane(before, after, usable, begin, centre, rows, poison, seen)
        _square_sum(rows, combine, shift, first, second, square)
        for k in range(min(LANE, usable.shape[0] - begin)):
            out[begin + k] = np.float32(square[k]) if seen[k] > 0.0 else np.float32(np.nan)
