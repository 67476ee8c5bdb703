"""The fit of IR-MAD: weight the pixels, add up moments, find the variates, and repeat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.irmad.blocks import Blocks, PixelBlock
from servanda.observations.irmad.canonical_correlation import Covariance, canonical_axes
from servanda.observations.irmad.chi_square import chi_square_law
from servanda.observations.irmad.consistency_factor import consistency_factor
from servanda.observations.irmad.passes import Kernels, Moments, Rotation, rotation

__all__ = ["IrMad", "Mode", "Rule", "flatten_block", "iterate_fit", "rotation_of"]

Array = NDArray[np.float64]

# Usable pixels needed per band, ten for each date; fewer would fit noise.
# [judgement; not from outside]
PIXELS_PER_BAND = 20
# The sum of weights needed per band; below it the fit has collapsed. [judgement; not from outside]
KEPT_PER_BAND = 4


class Mode(StrEnum):
    """Whether variances are corrected for the weights, which make them too small."""

    CORRECTED = "corrected"  # divided by the consistency factor: stated error rates hold
    CLASSIC = "classic"  # not corrected, as in Nielsen (2007): for comparison


@dataclass(frozen=True, slots=True, eq=False)
class IrMad:
    """A fitted multivariate alteration detection: what a pixel's statistic is computed from."""

    mode: Mode
    canonical_correlations: Array  # (variate,) falling: the first variate changes least
    before_vectors: Array  # (band, variate), a'Sa = 1 unless regularised
    after_vectors: Array  # (band, variate)
    before_means: Array  # (band,) of unchanged pixels
    after_means: Array  # (band,)
    sigma: Array  # (variate,) standard deviation of each difference of variates, if unchanged
    iterations: int  # passes over the pixels
    converged: bool  # True if no correlation moved by more than the tolerance in the last pass
    pixels: int  # usable ones that were fitted


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of a fit; see `fit_irmad`."""

    mode: Mode
    tolerance: float
    max_iterations: int
    regularisation: float
    less_one: bool


def iterate_fit(
    blocks: Blocks, centre: Array, rule: Rule, kernels: Kernels, start: IrMad | None
) -> IrMad:
    """The fit to all usable pixels, starting from another fit or from equal weights.

    centre: (2 bands,) anywhere near the means; subtracted so that sums keep their digits
    start: None: equal weights
    Nielsen (2007), IEEE Trans. Image Process. 16(2), 463-478, section III.
    """
    fit, correlations = start, np.zeros(len(centre) // 2)
    if start is not None:
        correlations = start.canonical_correlations
    for iteration in range(1, rule.max_iterations + 1):
        moments = _pass(blocks, centre, fit, kernels)
        fit = _refit(moments, centre, rule, iteration, correlations, weighted=fit is not None)
        if fit.converged:
            break
        correlations = fit.canonical_correlations
    assert fit is not None, "at least one iteration"
    return fit


def rotation_of(fit: IrMad, centre: Array) -> Rotation:
    """The rotation of pixels to standardised variates, whose squares sum to the statistic."""
    combine = np.hstack([fit.before_vectors.T, -fit.after_vectors.T]) / fit.sigma[:, None]
    means = np.concatenate([fit.before_means, fit.after_means])
    return rotation(centre, combine, combine @ (means - centre))


def flatten_block(
    block: PixelBlock,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """The arrays of a window as the kernels take them, with all pixels in one row."""
    bands = len(block.before)
    return (
        np.ascontiguousarray(block.before, np.float32).reshape(bands, -1),
        np.ascontiguousarray(block.after, np.float32).reshape(bands, -1),
        np.ascontiguousarray(block.usable, np.bool_).ravel(),
    )


def _pass(blocks: Blocks, centre: Array, fit: IrMad | None, kernels: Kernels) -> Moments:
    """The moments of all windows, weighted by the fit so far; without one, equally."""
    bands = len(centre) // 2
    law = chi_square_law(bands)
    nothing = rotation(centre, np.zeros((bands, 2 * bands)), np.zeros(bands))
    by = nothing if fit is None else rotation_of(fit, centre)
    rows = len(by.centre)
    moments = Moments(np.zeros(rows), np.zeros((rows, rows)))
    for block in blocks():
        kernels.add(*flatten_block(block), by, law, moments)
    _refuse_few(moments, bands)
    return moments


def _refuse_few(moments: Moments, bands: int) -> None:
    if moments.pixels < PIXELS_PER_BAND * bands:
        raise NoStatisticError(
            f"{moments.pixels} usable pixels are too few for {bands} bands, at least "
            f"{PIXELS_PER_BAND * bands} are needed; choose a larger area or clearer dates"
        )
    if moments.weight < KEPT_PER_BAND * bands:
        raise NoStatisticError(
            f"almost none of the {moments.pixels} usable pixels is left as unchanged; choose a "
            "larger area around the change, or dates closer to one another"
        )


def _refit(
    moments: Moments, centre: Array, rule: Rule, iteration: int, last: Array, *, weighted: bool
) -> IrMad:
    """The fit to these moments. last: (variate,) correlations of the previous fit."""
    bands = len(centre) // 2
    covariance = _covariance(moments, centre, rule)
    axes = canonical_axes(covariance, rule.regularisation)
    shrunk = consistency_factor(bands) if weighted and rule.mode is Mode.CORRECTED else 1.0
    moved = float(np.max(np.abs(axes.correlations - last)))
    return IrMad(
        mode=rule.mode,
        canonical_correlations=axes.correlations,
        before_vectors=axes.before,
        after_vectors=axes.after,
        before_means=covariance.means[:bands],
        after_means=covariance.means[bands:],
        sigma=np.sqrt(axes.variances / shrunk),
        iterations=iteration,
        converged=moved <= rule.tolerance,
        pixels=moments.pixels,
    )


def _covariance(moments: Moments, centre: Array, rule: Rule) -> Covariance:
    size = len(centre)
    offset = moments.sums[:size] / moments.weight
    lower = np.tril(moments.products[:size, :size])
    products = lower + np.tril(lower, -1).T
    about = products - moments.weight * np.outer(offset, offset)
    return Covariance(centre + offset, about / (moments.weight - rule.less_one))
