"""The shift between two images to a fraction of a pixel, with its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from servanda.observations.gates.resampling import shift_plane

__all__ = ["Shift", "measured_shift"]

Plane = NDArray[np.float32]

# Detail is what is left between two smoothings: a Gaussian, since finer structure is mostly noise,
# and the mean over a box, since brightness over larger distances comes from haze, sun and seasons.
# [judgement; not from outside]
SMOOTH_PX = 1.0
LOCAL_PX = 17

APART_PX = LOCAL_PX // 2  # peaks nearer than this are one peak
STEPS = 6  # of Gauss-Newton at most; usually two or three are needed [limit]
ARRIVED_PX = 0.005  # the search ends at a smaller step [judgement; not from outside]
# A longer shift has left the peak where the search began. [judgement; not from outside]
FARTHEST_PX = 1.5
TILES = 4  # along each side; their scatter gives the error [judgement; not from outside]
# A quarter of the image with less than this share of the mean detail is ignored.
# [judgement; not from outside]
FAINT = 0.1
LEAST_PIXELS = 400  # usable, to measure a shift [judgement; not from outside]


@dataclass(frozen=True, slots=True)
class Shift:
    """The shift that takes (row, column) of the first image to (row + rows, column + columns)."""

    rows: float
    columns: float
    error: float  # px; standard error of the length, from the scatter of the tiles
    residual: float  # px; shift that is left in the worst quarter of the image
    dominance: float  # height of the correlation's peak over the next one; near 1 if none is real

    @property
    def length(self) -> float:
        return float(np.hypot(self.rows, self.columns))


NOTHING = Shift(0.0, 0.0, float("inf"), float("inf"), 0.0)


def measured_shift(before: Plane, after: Plane, usable: NDArray[np.bool_]) -> Shift:
    """The shift of `after` against `before`, from the usable pixels only.

    before, after: (row, column); unusable values are never read
    usable: (row, column), without the site

    The peak of the cross-correlation gives whole pixels, and least squares on the brightness
    differences gives the rest (Lucas and Kanade 1981, IJCAI, 674-679). Different on purpose: the
    mean of both gradients is used, so that exchanging the images only changes the sign; and the
    denominator has the product of both gradients, whose noise is independent, so that noise does
    not shrink the steps. Masked pixels are left out and not filled: a filled site pulls a phase
    correlation towards 0. Changed places lose weight as their differences grow (Cauchy).
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
    """The two smoothings of the mask, which both images share."""

    usable: NDArray[np.bool_]
    near: Plane  # share of usable pixels under the Gaussian
    far: Plane  # share of usable pixels under the box
    inside: NDArray[np.bool_]  # far enough from hidden pixels for gradients

    @classmethod
    def of(cls, usable: NDArray[np.bool_]) -> _Weights:
        near, far = _smoothings(usable.astype(np.float32))
        seen = near > 0.5
        inside = seen
        for axis in (0, 1):
            inside = ndimage.minimum_filter1d(inside, 7, axis=axis, mode="constant", cval=0)
        return cls(usable, np.where(seen, near, np.inf).astype(np.float32), far, inside)

    def detail(self, plane: Plane) -> Plane:
        """The smoothed plane less its local mean; 0 where nothing is seen."""
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

    A far peak that exceeds the correlation at 0 by less than the next peak's height is noise on a
    broad peak; the result is then 0 pixels.
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
    row, column = _signed_lag(row, shape[0]), _signed_lag(column, shape[1])
    if max(abs(row), abs(column)) > FARTHEST_PX and height - unmoved < other:
        row, column = 0, 0
    return row, column, dominance


def _signed_lag(at: int, length: int) -> int:
    """A lag of a circular correlation, whose second half holds the negative ones."""
    return at - length if at > length // 2 else at


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
    """The factor that brings the contrast of the first to that of the second."""
    own = float(np.sum(np.square(first), where=inside))
    if not own:
        return np.float32(1)
    return np.float32(np.sqrt(float(np.sum(np.square(second), where=inside)) / own))


def _certainty(off: Plane, use: NDArray[np.bool_]) -> Plane:
    """Cauchy weights: 1 for no difference, 1/2 at three standard deviations of the noise."""
    sample = np.abs(off[::2, ::2][use[::2, ::2]])
    scale = 3.0 * 1.4826 * float(np.median(sample)) if sample.size else 0.0
    if scale == 0.0:
        return use.astype(np.float32)
    return np.asarray(use / (1.0 + np.square(off * np.float32(1.0 / scale))), np.float32)


def _sum_tiles(plane: Plane) -> NDArray[np.float64]:
    """(TILES, TILES) sums over tiles of about equal size."""
    rows, columns = (np.arange(TILES) * n // TILES for n in plane.shape)
    by_row = np.add.reduceat(plane, rows, axis=0)
    return np.add.reduceat(by_row, columns, axis=1).astype(np.float64)


def _solve_shift(
    matrix: NDArray[np.float64], score: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """The step that solves the equations; None if there is no detail, or stripes only."""
    low, high = np.linalg.eigvalsh(matrix)
    if not low > 1e-3 * high > 0.0:
        return None
    return np.asarray(np.linalg.solve(matrix, score))


def _error(matrices: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """The standard error of the length, with tiles (not pixels) taken as independent."""
    inverse = np.linalg.inv(matrices.sum((0, 1)))
    left = (scores - scores.mean((0, 1))).reshape(-1, 2)
    return float(np.sqrt(np.trace(inverse @ (left.T @ left) @ inverse)))


def _residual(matrices: NDArray[np.float64], scores: NDArray[np.float64], error: float) -> float:
    """The largest shift left in a quarter of the image, less what noise alone would show."""
    half = TILES // 2
    quarters = (2, half, 2, half)
    parts = matrices.reshape(*quarters, 2, 2).sum((1, 3)).reshape(-1, 2, 2)
    pulls = scores.reshape(*quarters, 2).sum((1, 3)).reshape(-1, 2)
    enough = FAINT / 4 * np.linalg.eigvalsh(parts.sum(0))[0]
    largest = 0.0  # squared
    for part, pull in zip(parts, pulls, strict=True):
        if np.linalg.eigvalsh(part)[0] > enough:
            left = np.linalg.solve(part, pull)
            largest = max(largest, float(np.sum(np.square(left))))
    return float(np.sqrt(max(0.0, largest - 4.0 * error**2)))
