"""The direction of change at a site: cleared or built.

An optical object stands out from the ground around it: clearing removes that contrast, building
adds it. A radar object returns more than the ground: clearing it lowers the power,
and the Loewner order of two diagonal covariance matrices is the sign of the change in every band.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from servanda.observations.omnibus.loewner_order import Order, loewner_order
from servanda.records import Direction

__all__ = ["optical_direction", "radar_direction"]

# Factor between the contrasts of the two dates from which a direction is stated.
# [judgement; not from outside]
_CLEAR_RATIO = 1.5
# Pixels left out around the site, and width of the ring of ground beyond them.
# [judgement; not from outside]
_GAP, _WIDTH = 2, 5

_RADAR = {Order.DOWN: Direction.CLEARED, Order.UP: Direction.BUILT}

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]


def optical_direction(before: Pixels, after: Pixels, site: Mask, usable: Mask) -> Direction:
    """Cleared if the site no longer stands out from its ground, built if it newly does.

    before, after: (band, row, column); site, usable: (row, column)
    """
    ground = _ground(site) & usable
    seen = site & usable
    if not ground.any() or not seen.any():
        return Direction.UNDETERMINED
    was, now = _contrast(before, seen, ground), _contrast(after, seen, ground)
    if now * _CLEAR_RATIO < was:
        return Direction.CLEARED
    if was * _CLEAR_RATIO < now:
        return Direction.BUILT
    return Direction.UNDETERMINED


def radar_direction(before: Pixels, after: Pixels, site: Mask, usable: Mask) -> Direction:
    """Cleared if every band returns less power than before, built if every band returns more."""
    seen = site & usable
    if not seen.any():
        return Direction.UNDETERMINED
    power = [image[:, seen].mean(axis=1, dtype=np.float64) for image in (before, after)]
    order = Order(int(loewner_order(power[1] - power[0])))
    return _RADAR.get(order, Direction.UNDETERMINED)


def _ground(site: Mask) -> Mask:
    near = binary_dilation(site, iterations=_GAP)
    ground: Mask = binary_dilation(near, iterations=_WIDTH) & ~near
    return ground


def _contrast(pixels: Pixels, site: Mask, ground: Mask) -> float:
    """The contrast of the site to its ground over all bands, in deviations of the ground."""
    around = pixels[:, ground].astype(np.float64)
    spread = np.maximum(around.std(axis=1), 1e-6 * (1.0 + np.abs(around).max()))
    apart = (pixels[:, site].mean(axis=1) - np.median(around, axis=1)) / spread
    return float(np.sqrt((apart**2).mean()))
