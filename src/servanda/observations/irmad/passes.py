"""The pass over pixels that IR-MAD repeats, compiled if numba is installed, else in numpy.

Both versions centre the pixels, rotate them, weigh each by the probability that chance exceeds its
chi-square, and add up weighted moments, in float64. They differ only in the order of sums: by
less than 1e-12 of the largest moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from servanda.observations.irmad.chi_square import ChiSquareLaw, survival

__all__ = ["NUMPY", "Kernels", "Moments", "Rotation", "fastest_kernels", "rotation"]

Array: TypeAlias = NDArray[np.float64]
Pixels: TypeAlias = NDArray[np.float32]  # (band, pixel), contiguous
Usable: TypeAlias = NDArray[np.bool_]  # (pixel,), contiguous

# The compiled pass takes rows (bands before, then bands after) in fours. [definition]
ROWS = 4
CHUNK = 8192  # pixels that numpy works on at a time [limit]


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """Standardised variates are `combine @ (pixel - centre) - shift`; rows padded with zeros."""

    centre: Array  # (row,)
    combine: Array  # (variate, row)
    shift: Array  # (variate,)


def rotation(centre: Array, combine: Array, shift: Array) -> Rotation:
    """The rotation with rows and variates padded as the passes need them.

    centre: (2 bands,); combine: (band, 2 bands); shift: (band,)
    """
    more, odd = -len(centre) % ROWS, len(shift) % 2
    padded = np.pad(combine, ((0, odd), (0, more)))
    # In C order always, so that one compiled version serves.
    return Rotation(np.pad(centre, (0, more)), np.array(padded, order="C"), np.pad(shift, (0, odd)))


@dataclass(slots=True, eq=False)
class Moments:
    """Weighted sums over the pixels seen so far, about the centre; a pass adds to them."""

    sums: Array  # (row,)
    products: Array  # (row, row), on and below the diagonal
    pixels: int = 0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Kernels:
    """The two passes: one adds to the moments, the other writes the chi-square of each pixel."""

    add: Callable[[Pixels, Pixels, Usable, Rotation, ChiSquareLaw, Moments], None]
    write: Callable[[Pixels, Pixels, Usable, Rotation, Pixels], None]  # NaN where unusable


@cache
def fastest_kernels() -> Kernels:
    """The compiled passes if numba is installed, else those of numpy."""
    try:
        from servanda.observations.irmad import passes_numba as compiled
    except ImportError:
        return NUMPY

    def add(
        before: Pixels,
        after: Pixels,
        usable: Usable,
        by: Rotation,
        law: ChiSquareLaw,
        to: Moments,
    ) -> None:
        pixels, weight = compiled.add_pixels(
            before,
            after,
            usable,
            by.centre,
            by.combine,
            by.shift,
            law.far,
            law.halvings,
            law.series,
            law.tail,
            to.sums,
            to.products,
        )
        to.pixels += pixels
        to.weight += weight

    def write(before: Pixels, after: Pixels, usable: Usable, by: Rotation, out: Pixels) -> None:
        compiled.write_statistic(before, after, usable, by.centre, by.combine, by.shift, out[0])

    return Kernels(add, write)


def _add(
    before: Pixels, after: Pixels, usable: Usable, by: Rotation, law: ChiSquareLaw, to: Moments
) -> None:
    for begin in range(0, len(usable), CHUNK):
        part = slice(begin, begin + CHUNK)
        rows, seen = _rows(before[:, part], after[:, part], usable[part], by)
        weight = np.where(seen, survival(law, _chi_square(rows, by)), 0.0)
        weighted = rows * weight
        to.sums += weighted.sum(axis=1)
        to.products += weighted @ rows.T
        to.pixels += int(seen.sum())
        to.weight += float(weight.sum())


def _write(before: Pixels, after: Pixels, usable: Usable, by: Rotation, out: Pixels) -> None:
    for begin in range(0, len(usable), CHUNK):
        part = slice(begin, begin + CHUNK)
        rows, seen = _rows(before[:, part], after[:, part], usable[part], by)
        out[0, part] = np.where(seen, _chi_square(rows, by), np.nan)


def _rows(before: Pixels, after: Pixels, usable: Usable, by: Rotation) -> tuple[Array, Usable]:
    rows = np.zeros((len(by.centre), len(usable)))
    bands = len(before)
    rows[:bands], rows[bands : 2 * bands] = before, after
    seen: Usable = usable & np.isfinite(rows).all(axis=0)
    rows -= by.centre[:, None]
    rows[:, ~seen] = 0.0
    return rows, seen


def _chi_square(rows: Array, by: Rotation) -> Array:
    variates = by.combine @ rows - by.shift[:, None]
    square: Array = np.einsum("ij,ij->j", variates, variates)
    return square


NUMPY = Kernels(_add, _write)
