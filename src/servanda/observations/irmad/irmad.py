"""Iteratively reweighted multivariate alteration detection (IR-MAD) of two dates.

The bands of both dates are rotated into pairs of variates with the highest possible correlation;
their differences, over their standard deviations, are squared and summed. Where nothing changed
and noise is Gaussian, that sum is a chi-square with one degree of freedom per band. In real images
it is not, so rank it against control windows before stating error rates.

Nielsen (2007), IEEE Trans. Image Process. 16(2), 463-478. Different on purpose: the variances
are divided by `consistency_factor`, without which the weights shrink them at every step and
13 % of unchanged pixels exceed the 0.1 % point (`Mode.CLASSIC` leaves them as they are); and a
fit to many pixels starts from the fit to an even subsample, which saves most of the passes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError
from servanda.observations.irmad.blocks import Blocks, PixelBlock, one_block, sample_blocks
from servanda.observations.irmad.fit import (
    IrMad,
    Mode,
    Rule,
    flatten_block,
    iterate_fit,
    rotation_of,
)
from servanda.observations.irmad.passes import Kernels, fastest_kernels

__all__ = [
    "Blocks",
    "IrMad",
    "Mode",
    "PixelBlock",
    "fit_irmad",
    "one_block",
    "sample_blocks",
    "statistic",
    "variates",
]

# For the means that are subtracted before sums, if no fit starts from a subsample.
# [judgement; not from outside]
CENTRE_PIXELS = 4096


def fit_irmad(
    blocks: Blocks,
    mode: Mode = Mode.CORRECTED,
    *,
    tolerance: float = 1e-4,
    max_iterations: int = 500,
    regularisation: float = 0.0,
    start_pixels: int = 100_000,
    less_one: bool = False,
    kernels: Kernels | None = None,
) -> IrMad:
    """The fit to all usable pixels of both dates; each step passes over the windows once.

    tolerance: stop when no canonical correlation moves by more; a fit that has not stopped after
        `max_iterations` says so in `converged`
    regularisation: a ridge, as a share of each band's variance, for bands that nearly depend on
        one another; the statistic is then no longer the same after an affine change of a date
    start_pixels: first fit an even subsample of that many pixels; if there are no more, that is the
        fit. 0 starts from equal weights, as Nielsen (2007) does. Both give the same fit within the
        tolerance, except where bands hold only noise: noise before and after can be paired in any
        way, and the start decides
    less_one: divide by the sum of weights - 1, as the implementations of Canty do, not by the sum
    kernels: the passes to use; by default the fastest that are installed

    To fit a subsample only, give `sample_blocks(blocks, pixels)`.
    Raises NoStatisticError, with advice, for a constant band, bands that depend on one another,
    dates that are alike, or too few usable pixels; InputError for settings without meaning.
    """
    _check(tolerance, max_iterations, regularisation, start_pixels)
    rule = Rule(mode, tolerance, max_iterations, regularisation, less_one)
    kernels = kernels or fastest_kernels()
    sample = sample_blocks(blocks, start_pixels or CENTRE_PIXELS)
    centre, pixels = _centre(sample)
    if not start_pixels:
        return iterate_fit(blocks, centre, rule, kernels, None)
    sample_fit = iterate_fit(sample, centre, rule, kernels, None)
    if pixels < start_pixels:
        return sample_fit
    return iterate_fit(blocks, centre, rule, kernels, sample_fit)


def statistic(
    fit: IrMad,
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
    *,
    kernels: Kernels | None = None,
) -> NDArray[np.float32]:
    """(row, column) chi-square of each pixel, NaN where unusable: Nielsen (2007), equation 8.

    before, after: (band, row, column); usable: (row, column)
    Raises InputError if the shapes differ or the fit has another number of bands.
    """
    block = _block_for_fit(fit, before, after, usable)
    out = np.empty((1, usable.size), np.float32)
    centre = np.concatenate([fit.before_means, fit.after_means])
    (kernels or fastest_kernels()).write(*flatten_block(block), rotation_of(fit, centre), out)
    return out.reshape(usable.shape)


def variates(
    fit: IrMad,
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """(variate, row, column) differences of the canonical variates, NaN where unusable.

    Not divided by `fit.sigma`. Arguments and errors as for `statistic`. Equation 4.
    """
    block = _block_for_fit(fit, before, after, usable)
    first = np.tensordot(
        fit.before_vectors.T, _subtract_means(block.before, fit.before_means), axes=1
    )
    second = np.tensordot(
        fit.after_vectors.T, _subtract_means(block.after, fit.after_means), axes=1
    )
    difference = np.subtract(first, second, dtype=np.float64)
    difference[:, ~_usable_pixels(block)] = np.nan
    return difference.astype(np.float32)


def _check(tolerance: float, iterations: int, regularisation: float, start_pixels: int) -> None:
    if not 0.0 <= tolerance < 1.0:
        raise InputError(f"a tolerance of {tolerance}: give one from 0 up to 1")
    if iterations < 1:
        raise InputError(f"{iterations} iterations: give at least one")
    if not 0.0 <= regularisation < np.inf:
        raise InputError(f"a regularisation of {regularisation}: give 0 or more")
    if start_pixels < 0:
        raise InputError(f"a start from {start_pixels} pixels: give 0 or more")


def _centre(sample: Blocks) -> tuple[NDArray[np.float64], int]:
    (block,) = sample()
    both = np.concatenate([block.before, block.after])
    centre: NDArray[np.float64] = both.mean(axis=(1, 2), dtype=np.float64)
    return centre, block.usable.size


def _block_for_fit(
    fit: IrMad,
    before: NDArray[np.float32],
    after: NDArray[np.float32],
    usable: NDArray[np.bool_],
) -> PixelBlock:
    if len(before) != len(fit.sigma):
        raise InputError(
            f"{len(before)} bands, and a fit of {len(fit.sigma)}: give the bands that were fitted"
        )
    return PixelBlock(before, after, usable)


def _subtract_means(pixels: NDArray[np.float32], means: NDArray[np.float64]) -> NDArray[np.float64]:
    about: NDArray[np.float64] = pixels - means[:, None, None]
    return np.where(np.isfinite(about), about, 0.0)


def _usable_pixels(block: PixelBlock) -> NDArray[np.bool_]:
    finite = np.isfinite(block.before).all(axis=0) & np.isfinite(block.after).all(axis=0)
    seen: NDArray[np.bool_] = block.usable & finite
    return seen
