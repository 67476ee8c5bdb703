"""How far one image lies from another, to a part of a pixel, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from servanda.observations.gates.resampling import shift_plane

__all__ = ["Shift", "measured_shift"]

Plane = NDArray[np.float32]

SMOOTH_PX = 1.0  # Gaussian; below it lies mostly noise
LOCAL_PX = 17  # brightness over larger stretches is taken off: haze, sun, seasons
APART_PX = LOCAL_PX // 2  # peaks nearer than this are one peak
STEPS = 6  # of Gauss and Newton at most; two or three as a rule
ARRIVED_PX = 0.005
FARTHEST_PX = 1.5  # past it the search has left the peak it began at
TILES = 4  # along each side; their scatter is the error
FAINT = 0.1  # a quarter with less than this share of a quarter's detail has no say
LEAST_PIXELS = 400


@dataclass(frozen=True, slots=True)
class Shift:
    """What lies at (row, column) in the first image lies at (row + rows, column + columns)."""

    rows: float
    columns: float
    error: float  # px; standard error of the length, from the scatter of the parts
    residual: float  # px; how far the worst quarter of the image lies off once this is undone
    dominance: float  # height of the correlation's peak over its next; near 1 where none is real

    @property
    def length(self) -> float:
        return float(np.hypot(self.rows, self.columns))


NOTHING = Shift(0.0, 0.0, float("inf"), float("inf"), 0.0)


def measured_shift(before: Plane, after: Plane, usable: NDArray[np.bool_]) -> Shift:
    """The shift of `after` against `before`, from the usable pixels alone.

    before, after: (row, column); values where not usable are never read
    usable: (row, column), without the site

    First the peak of the cross-correlation finds the whole pixels. Then least squares on the
    brightness differences finds the rest (Lucas and Kanade 1981, IJCAI, 674-679), with the mean of
    both gradients, so that exchanging the images only changes the sign, and with the product of
    both gradients below the line, whose noise is independent, so that noise draws no step towards
    zero. Masked pixels are left out and not filled: a filled site pulls a phase correlation
    towards 0. Changed places lose weight as their differences grow (Cauchy).
    """
    if np.count_nonzero(usable) < LEAST_PIXELS:
        return NOTHING
    weights = _Weights.of(usable)
    first, second = weights.detail(before), weights.detail(after)
    row, column, dominance = _peak(first, second)
    if max(abs(row), abs(column)) > FARTHEST_PX:
        return Shift(float(row), float(column), float("inf"), float("inf"), dominance)
    return _refine_shift(first, second, weights.inside, (float(row), float(column)), dominance)


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """What the mask makes of the two smoothings, shared by both images."""

    usable: NDArray[np.bool_]
    near: Plane  # share of usable pixels under the Gaussian
    far: Plane  # and under the box
    inside: NDArray[np.bool_]  # far enough from what is hidden for gradients

    @classmethod
    def of(cls, usable: NDArray[np.bool_]) -> _Weights:
        near, far = _smoothings(usable.astype(np.float32))
        seen = near > 0.5
        inside = seen
        for axis in (0, 1):
            inside = ndimage.minimum_filter1d(inside, 7, axis=axis, mode="constant", cval=0)
        return cls(usable, np.where(seen, near, np.inf).astype(np.float32), far, inside)

    def detail(self, plane: Plane) -> Plane:
        """Smoothed, less the local mean; 0 where nothing is seen."""
        level = plane[self.usable].mean(dtype=np.float64)
        filled = np.where(self.usable, plane - np.float32(level), np.float32(0.0))
        near, far = _smoothings(filled)
        local = far / np.maximum(self.far, np.float32(1e-3))
        return np.where(np.isinf(self.near), np.float32(0.0), near / self.near - local)


def _smoothings(plane: Plane) -> tuple[Plane, Plane]:
    near = ndimage.gaussian_filter(plane, SMOOTH_PX, mode="constant", truncate=3.0)
    return near, ndimage.uniform_filter(plane, LOCAL_PX, mode="constant")


def _peak(first: Plane, second: Plane) -> tuple[int, int, float]:
    """Whole pixels to the highest correlation, and its height over the next peak elsewhere.

    A peak that is far off, but no higher than where nothing moved by more than that next peak, is
    noise on a broad one: then the search begins at 0.
    """
    shape = tuple(fft.next_fast_len(n + 2 * APART_PX, real=True) for n in first.shape)
    product = np.conj(fft.rfft2(first, shape)) * fft.rfft2(second, shape)
    surface = np.asarray(fft.irfft2(product, shape))
    row, column = (int(i) for i in np.unravel_index(surface.argmax(), shape))
    height, unmoved = float(surface[row, column]), float(surface[0, 0])
    away = [np.arange(-APART_PX, APART_PX + 1) + at for at in (row, column)]
    surface[np.ix_(away[0] % shape[0], away[1] % shape[1])] = -np.inf
    other = float(surface.max())
    dominance = height / other if other > 0.0 else float(height > 0.0)
    row, column = (
        at - n if at > n // 2 else at for at, n in zip((row, column), shape, strict=True)
    )
    if max(abs(row), abs(column)) > FARTHEST_PX and height - unmoved < other:
        row, column = 0, 0
    return row, column, dominance


def _refine_shift(
    first: Plane,
    second: Plane,
    inside: NDArray[np.bool_],
    start: tuple[float, float],
    dominance: float,
) -> Shift:
    at = np.asarray(start)
    for _ in range(STEPS):
        scores, matrices = _equations(first, shift_plane(second, at[0], at[1]), inside)
        step = _solve_shift(matrices.sum((0, 1)), scores.sum((0, 1)))
        if step is None:
            return Shift(at[0], at[1], float("inf"), float("inf"), dominance)
        at = np.clip(at + step, -FARTHEST_PX, FARTHEST_PX)
        if np.abs(step).max() < ARRIVED_PX:
            break
    error = _error(matrices, scores)
    residual = _residual(matrices, scores, error)
    return Shift(float(at[0]), float(at[1]), error, residual, dominance)


def _equations(
    first: Plane, second: Plane, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(tile, tile, 2) scores and (tile, tile, 2, 2) matrices of the least squares."""
    first, second, use = first * _gain(first, second, inside), second, inside[1:-1, 1:-1]
    down, right = _slopes(first)
    down_too, right_too = _slopes(second)
    off = (first - second)[1:-1, 1:-1]
    weight = _certainty(off, use)
    pull = weight * off * np.float32(0.5)
    cross = weight * (down * right_too + right * down_too) * np.float32(0.5)
    scores = (pull * (down + down_too), pull * (right + right_too))
    squares = (weight * down * down_too, cross, cross, weight * right * right_too)
    tiles = np.stack([_sum_tiles(plane) for plane in (*scores, *squares)], axis=-1)
    return tiles[..., :2], tiles[..., 2:].reshape(TILES, TILES, 2, 2)


def _slopes(plane: Plane) -> tuple[Plane, Plane]:
    half = np.float32(0.5)
    down = (plane[2:, 1:-1] - plane[:-2, 1:-1]) * half
    return down, (plane[1:-1, 2:] - plane[1:-1, :-2]) * half


def _gain(first: Plane, second: Plane, inside: NDArray[np.bool_]) -> np.float32:
    """What brings the contrast of the first to that of the second."""
    mine = float(np.sum(np.square(first), where=inside))
    return np.float32(np.sqrt(float(np.sum(np.square(second), where=inside)) / mine) if mine else 1)


def _certainty(off: Plane, use: NDArray[np.bool_]) -> Plane:
    """Weights: 1 for a difference of nothing, a half at three deviations of the noise."""
    sample = np.abs(off[::2, ::2][use[::2, ::2]])
    scale = 3.0 * 1.4826 * float(np.median(sample)) if sample.size else 0.0
    if scale == 0.0:
        return use.astype(np.float32)
    return np.asarray(use / (1.0 + np.square(off * np.float32(1.0 / scale))), np.float32)


def _sum_tiles(plane: Plane) -> NDArray[np.float64]:
    """(TILES, TILES) sums over tiles of about one size."""
    rows, columns = (np.arange(TILES) * n // TILES for n in plane.shape)
    by_row = np.add.reduceat(plane, rows, axis=0)
    return np.add.reduceat(by_row, columns, axis=1).astype(np.float64)


def _solve_shift(
    matrix: NDArray[np.float64], score: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """None where the detail does not fix both directions: nothing there, or stripes only."""
    low, high = np.linalg.eigvalsh(matrix)
    return np.asarray(np.linalg.solve(matrix, score)) if low > 1e-3 * high > 0.0 else None


def _error(matrices: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """Standard error of the length, taking the tiles and not the pixels as independent."""
    inverse = np.linalg.inv(matrices.sum((0, 1)))
    left = (scores - scores.mean((0, 1))).reshape(-1, 2)
    return float(np.sqrt(np.trace(inverse @ (left.T @ left) @ inverse)))


def _residual(matrices: NDArray[np.float64], scores: NDArray[np.float64], error: float) -> float:
    """The largest shift left in a quarter of the image, less what the noise alone would show."""
    half = TILES // 2
    quarters = (2, half, 2, half)
    parts = matrices.reshape(*quarters, 2, 2).sum((1, 3)).reshape(-1, 2, 2)
    pulls = scores.reshape(*quarters, 2).sum((1, 3)).reshape(-1, 2)
    enough = FAINT / 4 * np.linalg.eigvalsh(parts.sum(0))[0]
    left = [
        float(np.sum(np.square(np.linalg.solve(part, pull))))
        for part, pull in zip(parts, pulls, strict=True)
        if np.linalg.eigvalsh(part)[0] > enough
    ]
    return float(np.sqrt(max(0.0, max(left, default=0.0) - 4.0 * error**2)))
