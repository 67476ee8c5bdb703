"""Scores of the change that a duty asks for: the object at a site cleared, or one built there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.control_spacing import control_spacing
from servanda.observations.error_rates.control_windows import control_offsets
from servanda.observations.gates.prepare import PreparedPair
from servanda.observations.sites.contrast_loss import (
    ContrastLoss,
    score_contrast_loss,
    strongest_window,
)
from servanda.observations.sites.procedures import FittedProcedure, Procedure
from servanda.observations.sites.site_score import SiteScores
from servanda.observations.sites.target import MOST_CONTROLS, Target, bounding_box
from servanda.records import Direction

__all__ = ["expected_change"]

# Least side of the window; blur spreads an object of one pixel over three.
# [judgement; not from outside]
LEAST_SIDE_PX = 3
# Side of the window, in sides of the smallest object. [judgement; not from outside]
OBJECTS = 1.5

Mask = NDArray[np.bool_]


def expected_change(
    prepared: PreparedPair,
    target: Target,
    procedure: Procedure,
    fitted: FittedProcedure,
    rng: np.random.Generator,
) -> SiteScores:
    """Contrast losses: of the site, and of controls in which its object stays and is cleared.

    For something built the dates are exchanged: the object is then lost going back in time.
    """
    usable = prepared.after.usable
    pair = fitted.normalise(prepared.before.pixels, prepared.after.pixels, usable)
    first, second = pair if target.expected_direction is Direction.CLEARED else pair[::-1]
    around = usable & ~target.exclusion_zone
    side = _side(prepared, target)
    corner = strongest_window(first, target.footprint, usable, side)
    spacing = control_spacing(second - first, around, target.footprint)
    window = np.ones((side, side), np.bool_)
    offsets = control_offsets(corner, window, around, spacing, MOST_CONTROLS)
    found = score_contrast_loss(first, second, usable, corner, offsets, side, rng)
    return SiteScores(
        site=found.site,
        unchanged=found.kept,
        changed=found.cleared,
        area=_place_area(found, corner, usable),
        direction=target.expected_direction,
        says=f"{_percent(found.lost)} of its contrast to the ground {_verb(target)}",
    )


def _side(prepared: PreparedPair, target: Target) -> int:
    """The side of the window: room for the smallest object, but no larger than the site."""
    box = bounding_box(target.footprint)[1]
    object_px = (target.min_object_m or 0.0) / prepared.before.scene.resolution_m
    wanted = min(round(OBJECTS * object_px), *map(int, box.shape))
    return max(LEAST_SIDE_PX, wanted)


def _place_area(found: ContrastLoss, corner: tuple[int, int], usable: Mask) -> Mask:
    """(row, column) pixels that lost their contrast, on the grid of the images."""
    area = np.zeros(usable.shape, np.bool_)
    rows, columns = np.nonzero(found.area)
    rows, columns = rows + corner[0] - 1, columns + corner[1] - 1
    inside = (rows >= 0) & (columns >= 0) & (rows < usable.shape[0]) & (columns < usable.shape[1])
    area[rows[inside], columns[inside]] = True
    return area


def _percent(share: float) -> str:
    return f"{100.0 * min(max(share, 0.0), 1.0):.0f} %"


def _verb(target: Target) -> str:
    return "is gone" if target.expected_direction is Direction.CLEARED else "is new"
