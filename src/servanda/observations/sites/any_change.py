"""Scores of any change at a site, for a duty that does not say what there would be to see."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from servanda.observations.error_rates.control_spacing import control_spacing
from servanda.observations.error_rates.control_windows import control_offsets
from servanda.observations.error_rates.object_injection import injected_scores
from servanda.observations.error_rates.object_model import object_model
from servanda.observations.error_rates.pooling import pooled_scores
from servanda.observations.gates.prepare import PreparedPair
from servanda.observations.sites.procedures import FittedProcedure, Procedure
from servanda.observations.sites.site_score import SiteScores
from servanda.observations.sites.target import MOST_CONTROLS, Target, bounding_box
from servanda.records import Image

__all__ = ["any_change"]

# Share of the surroundings that scores as high as a pixel drawn as changed.
# [judgement; not from outside]
AREA_SHARE = 0.01

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]


def any_change(
    prepared: PreparedPair,
    target: Target,
    procedure: Procedure,
    fitted: FittedProcedure,
    rng: np.random.Generator,
) -> SiteScores:
    """Pooled change statistics: of the site, and of control windows without and with an object."""
    before, after = prepared.before.pixels, prepared.after.pixels
    usable = prepared.after.usable
    around: Mask = usable & ~target.exclusion_zone
    statistic = fitted.score(before, after, usable)
    corner, box = bounding_box(target.footprint)
    first, second = fitted.normalise(before, after, around)
    spacing = control_spacing(second - first, around, target.footprint)
    offsets = control_offsets(corner, box, around, spacing, MOST_CONTROLS)
    site, *controls = pooled_scores(statistic, box, np.vstack([[corner], offsets]))
    return SiteScores(
        site=float(site),
        unchanged=np.array(controls),
        changed=_scores_with_object(prepared, target, fitted, offsets, box, rng),
        area=_area(statistic, target),
        direction=procedure.direction(before, after, target.footprint, usable),
        says="change of any kind",
    )


def _scores_with_object(
    prepared: PreparedPair,
    target: Target,
    fitted: FittedProcedure,
    offsets: NDArray[np.intp],
    box: Mask,
    rng: np.random.Generator,
) -> NDArray[np.float64] | None:
    model = object_model(prepared.before, target.min_object_m, target.expected_direction)
    if model is None:
        return None
    return injected_scores(
        _hidden_as_nan(prepared.before),
        _hidden_as_nan(prepared.after),
        offsets,
        box,
        model,
        lambda first, second: _score_windows(fitted, first, second),
        rng,
    )


def _hidden_as_nan(image: Image) -> Pixels:
    return np.where(image.usable, image.pixels, np.float32(np.nan))


def _score_windows(fitted: FittedProcedure, before: Pixels, after: Pixels) -> Pixels:
    seen: Mask = np.isfinite(np.concatenate([before, after])).all(axis=0)
    nothing = np.float32(0.0)
    return fitted.score(np.where(seen, before, nothing), np.where(seen, after, nothing), seen)


def _area(statistic: Pixels, target: Target) -> Mask:
    """The pixels in and next to the footprint that score higher than the surroundings."""
    at_site = binary_dilation(target.footprint, iterations=1)
    level = np.nanquantile(statistic[~target.exclusion_zone], 1.0 - AREA_SHARE)
    area: Mask = at_site & (np.nan_to_num(statistic, nan=-np.inf) > level)
    return area
