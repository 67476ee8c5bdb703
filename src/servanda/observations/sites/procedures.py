"""Which statistic compares two images: one for optical images, one for radar.

A procedure is fitted on the surroundings of a site, and then scores any window of the same images.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from servanda.errors import NoStatisticError
from servanda.observations.gates.sensor_family import is_radar
from servanda.observations.irmad.consistency_factor import consistency_factor
from servanda.observations.irmad.irmad import fit_irmad, one_block, statistic
from servanda.observations.omnibus.omnibus import omnibus
from servanda.observations.sites.band_normalisation import fit_bands
from servanda.observations.sites.change_direction import optical_direction, radar_direction
from servanda.records import Direction, Image

__all__ = ["PROCEDURES", "FittedProcedure", "Procedure", "Score", "procedure_for"]

FIT_PIXELS = 20_000  # of the surroundings; four bands have 44 numbers to learn
TOLERANCE = 1e-3  # of a canonical correlation: what is left moves no rank
# Ranks do not depend on the looks, which only scale the statistic; the maps of dates do.
ANY_LOOKS, ANY_ALPHA = 4.4, 0.01
FEWEST_PIXELS = 100
LEAST_POWER = 1e-6  # -60 dB: no sensor measures less
NO_SIGNAL = "too little radar signal around the site; choose other dates"
NORMAL_MAD = 1.4826  # standard deviations in a median absolute deviation

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]
Score = Callable[[Pixels, Pixels, Mask], NDArray[np.float32]]  # before, after, usable
Levelled = Callable[[Pixels, Pixels, Mask], tuple[Pixels, Pixels]]
Told = Callable[[Pixels, Pixels, Mask, Mask], Direction]


@dataclass(frozen=True, slots=True)
class FittedProcedure:
    """What scores pixels of two images, once their surroundings are known."""

    score: Score  # (row, column), NaN where unusable
    normalise: (
        Levelled  # both dates as (part, row, column) on one scale; differences have variance 1
    )


@dataclass(frozen=True, slots=True)
class Procedure:
    """A change statistic, how it is fitted, and how it tells cleared from built."""

    name: str  # with its version, as observations carry it
    fit: Callable[[Pixels, Pixels, Mask], FittedProcedure]  # before, after, surroundings
    direction: Told  # before, after, site, usable


def _fit_optical(before: Pixels, after: Pixels, around: Mask) -> FittedProcedure:
    """IR-MAD says which of the surroundings stayed; their gains and offsets say what is left."""
    fit = fit_irmad(one_block(before, after, around), tolerance=TOLERANCE, start_pixels=FIT_PIXELS)
    quiet = np.flatnonzero(around)[:: max(1, np.count_nonzero(around) // FIT_PIXELS)]
    first, second = (image.reshape(len(image), -1)[:, quiet] for image in (before, after))
    found = statistic(fit, first[:, None], second[:, None], np.ones((1, quiet.size), np.bool_))
    bands = fit_bands(first, second, chdtrc(len(before), found[0]))
    # Such weights shrink the variance of unchanged pixels by a known factor.
    true = replace(bands, whitening=bands.whitening * sqrt(consistency_factor(len(before))))
    return FittedProcedure(true.statistic, true.normalise)


def _fit_radar(before: Pixels, after: Pixels, around: Mask) -> FittedProcedure:
    """The omnibus test of two dates; contrasts in the logarithm, in which speckle is noise."""
    first, second = _log(before), _log(after)
    ratio = (second - first)[:, around & np.isfinite(first + second).all(axis=0)]
    if ratio.shape[1] < FEWEST_PIXELS:
        raise NoStatisticError(NO_SIGNAL)
    middle = np.median(ratio, axis=1)[:, None, None]
    spread = np.median(np.abs(ratio - middle[:, :, 0]), axis=1)[:, None, None] * NORMAL_MAD
    if not (spread > 0.0).all():  # most of it is below what a sensor measures
        raise NoStatisticError(NO_SIGNAL)

    def normalise(earlier: Pixels, later: Pixels, usable: Mask) -> tuple[Pixels, Pixels]:
        return (_log(earlier) + middle) / spread, _log(later) / spread

    return FittedProcedure(_omnibus_statistic, normalise)


def _omnibus_statistic(before: Pixels, after: Pixels, usable: Mask) -> Pixels:
    return omnibus(np.stack([before, after]), ANY_LOOKS, ANY_ALPHA, usable).statistic


def _log(power: Pixels) -> Pixels:
    return np.log(np.maximum(power, np.float32(LEAST_POWER)))


PROCEDURES = {
    "optical": Procedure("irmad-bands/1", _fit_optical, optical_direction),
    "radar": Procedure("omnibus/1", _fit_radar, radar_direction),
}


def procedure_for(image: Image) -> Procedure:
    """The procedure that fits how the image was taken."""
    return PROCEDURES["radar" if is_radar(image) else "optical"]
