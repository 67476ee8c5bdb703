"""The statistics that compare two images, one for optical images and one for radar.

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

# Pixels of the surroundings that IR-MAD is fitted to; four bands have 44 parameters. [limit]
FIT_PIXELS = 20_000
# Of a canonical correlation; a smaller step changes no rank. [judgement; not from outside]
TOLERANCE = 1e-3
# Only scale the statistic, so ranks do not depend on them. [judgement; not from outside]
ANY_LOOKS, ANY_ALPHA = 4.4, 0.01
FEWEST_PIXELS = 100  # with a radar signal around the site [judgement; not from outside]
LEAST_POWER = 1e-6  # -60 dB, below what sensors measure [judgement; not from outside]
NO_SIGNAL = "too little radar signal around the site; choose other dates"
NORMAL_MAD = 1.4826  # standard deviation over median absolute deviation [definition]

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]
Score = Callable[[Pixels, Pixels, Mask], NDArray[np.float32]]  # before, after, usable
Normalise = Callable[[Pixels, Pixels, Mask], tuple[Pixels, Pixels]]  # before, after, usable
FindDirection = Callable[[Pixels, Pixels, Mask, Mask], Direction]  # before, after, site, usable


@dataclass(frozen=True, slots=True)
class FittedProcedure:
    """The functions that score and normalise pixels, fitted to the surroundings of a site."""

    score: Score  # (row, column), NaN where unusable
    normalise: Normalise  # to (part, row, column) on one scale; differences have variance 1


@dataclass(frozen=True, slots=True)
class Procedure:
    """A change statistic: how it is fitted, and how cleared is distinguished from built."""

    name: str  # with its version, as observations carry it
    fit: Callable[[Pixels, Pixels, Mask], FittedProcedure]  # before, after, surroundings
    direction: FindDirection


def _fit_optical(before: Pixels, after: Pixels, around: Mask) -> FittedProcedure:
    """Residuals of each band, with gain and offset from pixels that IR-MAD finds unchanged."""
    fit = fit_irmad(one_block(before, after, around), tolerance=TOLERANCE, start_pixels=FIT_PIXELS)
    sample = np.flatnonzero(around)[:: max(1, np.count_nonzero(around) // FIT_PIXELS)]
    first, second = (image.reshape(len(image), -1)[:, sample] for image in (before, after))
    found = statistic(fit, first[:, None], second[:, None], np.ones((1, sample.size), np.bool_))
    bands = fit_bands(first, second, chdtrc(len(before), found[0]))
    # Weights of no change shrink the variance of unchanged pixels by a known factor.
    shrunk = sqrt(consistency_factor(len(before)))
    corrected = replace(bands, whitening=bands.whitening * shrunk)
    return FittedProcedure(corrected.statistic, corrected.normalise)


def _fit_radar(before: Pixels, after: Pixels, around: Mask) -> FittedProcedure:
    """The omnibus test of two dates; normalised to logarithms, in which speckle is plain noise."""
    first, second = _log(before), _log(after)
    ratio = (second - first)[:, around & np.isfinite(first + second).all(axis=0)]
    if ratio.shape[1] < FEWEST_PIXELS:
        raise NoStatisticError(NO_SIGNAL)
    middle = np.median(ratio, axis=1)[:, None, None]
    spread = np.median(np.abs(ratio - middle[:, :, 0]), axis=1)[:, None, None] * NORMAL_MAD
    if not (spread > 0.0).all():  # most values are below what a sensor measures
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
    """The procedure for the image: the radar one if it is radar, else the optical one."""
    return PROCEDURES["radar" if is_radar(image) else "optical"]
