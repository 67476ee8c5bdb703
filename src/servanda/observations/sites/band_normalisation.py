"""Gain and offset between two dates, band by band, and the residuals that they leave.

IR-MAD is free to mix bands. In mixtures in which the ground hardly varies it has little to learn
from, and an object unlike everything around it looks changed there. Gain and offset of each band
separately are learnt from the whole ground, and also hold for such an object.

Two effects remain that are not change. The tenth of a pixel that registration leaves moves every
edge, and a bright building is all edges. And a season dries the woods around a yard but not the
yard. So a residual counts less where both dates show an edge or a contrast that would cause it; an
edge or contrast on one date only counts fully.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError

__all__ = ["BandNormalisation", "fit_bands"]

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]
Array = NDArray[np.float64]

SHIFT_PX = 0.1  # standard deviation of what registration leaves [judgement; not from outside]
# Standard deviation of a lasting contrast to the ground, as a share. Woods and fields lose 12 % of
# their near infrared in a month of autumn; a smaller demolition cannot be distinguished from that.
# [judgement; not from outside]
CONTRAST_SHARE = 0.2
# Variance of a band over its squared mean; less is round-off. [limit]
LEAST_SPREAD = 1e-12
# Variance of a residual over that of its band; below it the dates are alike.
# [judgement; not from outside]
LEAST_VARIANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class BandNormalisation:
    """The regression after = gain x before + offset of each band, with its residuals' whitening."""

    gain: Array  # (band,)
    offset: Array  # (band,)
    level: Array  # (band,) of the ground on the later date
    whitening: Array  # (band, band) takes residuals to uncorrelated ones of variance 1

    def statistic(self, before: Pixels, after: Pixels, usable: Mask) -> Pixels:
        """(row, column) squared Mahalanobis length of each residual, NaN where unusable.

        before, after: (band, row, column); usable: (row, column)
        The covariance of a pixel is the sum of those of the ground, of a shift along rows and
        columns, and of each band's contrast.
        """
        out = np.full(usable.shape, np.nan, np.float32)
        scaled = self._scale(before)
        white = _whiten(self.whitening, after - scaled)[:, usable]
        factors = np.concatenate([self._shifts(scaled, after), self._contrasts(scaled, after)])
        out[usable] = _length(white, factors[:, :, usable])
        return out

    def normalise(self, before: Pixels, after: Pixels, usable: Mask) -> tuple[Pixels, Pixels]:
        """Both dates as (part, row, column), with uncorrelated differences of variance 1."""
        return _whiten(self.whitening, self._scale(before)), _whiten(self.whitening, after)

    def _scale(self, before: Pixels) -> Pixels:
        gain, offset = self.gain[:, None, None], self.offset[:, None, None]
        return (gain * before + offset).astype(np.float32)

    def _shifts(self, scaled: Pixels, after: Pixels) -> Pixels:
        """(2, part, row, column) effect of a shift on each pixel, at edges on both dates."""
        effects = []
        for axis in (1, 2):
            edge = _common_part(np.gradient(scaled, axis=axis), np.gradient(after, axis=axis))
            effects.append(_whiten(self.whitening, np.float32(SHIFT_PX) * edge))
        return np.stack(effects)

    def _contrasts(self, scaled: Pixels, after: Pixels) -> Pixels:
        """(band, part, row, column) effect of a season on contrasts that both dates have."""
        level = self.level.astype(np.float32)[:, None, None]
        lasting = np.float32(CONTRAST_SHARE) * _common_part(scaled - level, after - level)
        columns = self.whitening.T.astype(np.float32)
        return columns[:, :, None, None] * lasting[:, None]


def _common_part(first: Pixels, second: Pixels) -> Pixels:
    """The smaller of two values with the same sign, else 0."""
    smaller = np.minimum(np.abs(first), np.abs(second))
    return np.where(first * second > 0.0, np.sign(first) * smaller, np.float32(0.0))


def _whiten(whitening: Array, values: Pixels) -> Pixels:
    return np.tensordot(whitening.astype(np.float32), values, axes=1)


def _length(white: Pixels, factors: Pixels) -> Pixels:
    """(pixel,) w' (I + F F')^-1 w. white: (part, pixel); factors: (factor, part, pixel)"""
    columns = factors.transpose(2, 1, 0)
    covariance = np.eye(len(white), dtype=np.float32) + columns @ columns.transpose(0, 2, 1)
    rows = white.T[:, :, None]
    explained = np.linalg.solve(covariance, rows)
    return np.asarray((rows * explained).sum(axis=(1, 2)), np.float32)


def fit_bands(before: Pixels, after: Pixels, weight: NDArray[np.floating]) -> BandNormalisation:
    """Gain and offset of each band by orthogonal regression on pixels that did not change.

    before, after: (band, pixel); weight: (pixel,) probability of no change
    Raises NoStatisticError if a band is constant or the dates are alike.

    Canty and Nielsen (2008), Remote Sens. Environ. 112(3), 1025-1036: invariant pixels of IR-MAD,
    and orthogonal regression, since both dates have noise.
    """
    share = weight / float(weight.sum())
    first, second = before.astype(np.float64), after.astype(np.float64)
    means = [image @ share for image in (first, second)]
    first -= means[0][:, None]
    second -= means[1][:, None]
    xx, yy, xy = first**2 @ share, second**2 @ share, (first * second) @ share
    least = [LEAST_SPREAD * mean**2 for mean in means]
    if not ((xx > least[0]) & (yy > least[1]) & (xy != 0.0)).all():
        raise NoStatisticError("a band is constant around the site; choose other bands or dates")
    gain = _orthogonal_slope(xx, yy, xy)
    residual = second - gain[:, None] * first
    covariance = (residual * share) @ residual.T
    if not (np.diag(covariance) > LEAST_VARIANCE * yy).all():
        raise NoStatisticError("the two dates are alike around the site; choose another date")
    values, vectors = np.linalg.eigh(covariance)
    whitening = vectors.T / np.sqrt(np.maximum(values, values[-1] * 1e-9))[:, None]
    return BandNormalisation(gain, means[1] - gain * means[0], means[1], whitening)


def _orthogonal_slope(xx: Array, yy: Array, xy: Array) -> Array:
    """The slope of the line with the least squared distances, both axes equally noisy."""
    apart = yy - xx
    slope: Array = (apart + np.sqrt(apart**2 + 4.0 * xy**2)) / (2.0 * xy)
    return slope
