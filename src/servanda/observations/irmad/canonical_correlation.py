"""Canonical correlations of the bands of two dates, from their weighted moments.

Nielsen, Conradsen and Simpson (1998), Remote Sensing of Environment 64(1), 1-19, section 2; here
by Cholesky factors and a singular value decomposition instead of an eigenproblem, which keeps
twice as many digits and gives both sets of vectors at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError

__all__ = ["Axes", "Covariance", "canonical_axes"]

Array = NDArray[np.float64]

# A band that varies less than this share of its mean is constant to float32. [limit]
CONSTANT = 1e-7
# Bands depend on each other if an eigenvalue of their correlations is lower.
# [judgement; regularisation of fit_irmad]
DEPENDENT = 1e-10
# Two dates are alike if 1 - rho is lower; a copy rounded to float32 has 1e-13.
# [judgement; not from outside]
ALIKE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """Means and covariance of all bands: those before, then those after."""

    means: Array  # (2 bands,)
    matrix: Array  # (2 bands, 2 bands)

    @property
    def bands(self) -> int:
        """The number of bands of each date."""
        return len(self.means) // 2


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Pairs of directions with uncorrelated differences, the smallest difference first."""

    correlations: Array  # (variate,) of the canonical pairs, falling
    before: Array  # (band, variate)
    after: Array  # (band, variate)
    variances: Array  # (variate,) of the difference of each pair


def canonical_axes(covariance: Covariance, regularisation: float = 0.0) -> Axes:
    """The canonical variates of two dates, each of unit variance, with their differences' variance.

    regularisation: added to each variance as a share of it while the directions are sought (a
    ridge on standardised bands, instead of Nielsen's (2007) penalty on curvature, which supposes
    that bands have an order). The differences of such pairs correlate with one another, so they
    are turned until they do not, and have the variances that the unregularised moments give them.
    With 0 an affine change of either date does not change the differences.

    The bands of a variate correlate with it to a positive sum, and each pair positively.
    Raises NoStatisticError if a band is constant, if bands are linearly dependent (unless
    regularised), or if the dates are alike.
    """
    _refuse_constant(covariance)
    bands, matrix = covariance.bands, covariance.matrix
    first, second, cross = matrix[:bands, :bands], matrix[bands:, bands:], matrix[:bands, bands:]
    root = _root(first, regularisation, "before")
    other = _root(second, regularisation, "after")
    left, _, right = np.linalg.svd(root @ cross @ other.T)
    before = _unit(root.T @ left, first)
    after = _unit(other.T @ right.T, second)
    sign = _sign(np.sum((first @ before) / np.sqrt(np.diag(first))[:, None], axis=0))
    before = before * sign
    after = after * sign
    correlations = np.einsum("ij,ik,kj->j", before, cross, after)
    _refuse_equal_dates(correlations)
    if regularisation:
        return _decorrelate(covariance, correlations, before, after)
    return Axes(correlations, before, after, 2.0 * (1.0 - correlations))


def _decorrelate(covariance: Covariance, correlations: Array, before: Array, after: Array) -> Axes:
    both = np.vstack([before, -after])
    variances, turn = np.linalg.eigh(both.T @ covariance.matrix @ both)
    return Axes(correlations, before @ turn, after @ turn, variances)


def _refuse_constant(covariance: Covariance) -> None:
    spread = np.sqrt(np.maximum(np.diag(covariance.matrix), 0.0))
    constant = np.flatnonzero(~(spread > CONSTANT * np.abs(covariance.means)))
    if constant.size:
        date, band = divmod(int(constant[0]), covariance.bands)
        raise NoStatisticError(
            f"band {band + 1} is constant {('before', 'after')[date]} the change wherever pixels "
            "are unchanged; leave it out, or choose a larger area"
        )


def _root(variance: Array, regularisation: float, date: str) -> Array:
    """The inverse Cholesky factor, taken of correlations first so that units do not matter."""
    spread = np.sqrt(np.diag(variance))
    correlation = variance / np.outer(spread, spread)
    correlation[np.diag_indices_from(correlation)] = 1.0 + regularisation
    if np.linalg.eigvalsh(correlation)[0] < DEPENDENT:
        raise NoStatisticError(
            f"the bands {date} the change depend on one another: one is a sum of others; leave "
            "one out, or give a regularisation such as 0.001"
        )
    root: Array = np.linalg.inv(np.linalg.cholesky(correlation)) / spread
    return root


def _unit(vectors: Array, variance: Array) -> Array:
    scaled: Array = vectors / np.sqrt(np.einsum("ij,ik,kj->j", vectors, variance, vectors))
    return scaled


def _sign(values: Array) -> Array:
    return np.where(values < 0.0, -1.0, 1.0)


def _refuse_equal_dates(correlations: Array) -> None:
    if float(np.max(correlations)) > 1.0 - ALIKE:
        raise NoStatisticError(
            "the two dates are alike, as a copy or a rescaling of one another, in at least one "
            "combination of bands; check that they are two different scenes"
        )
