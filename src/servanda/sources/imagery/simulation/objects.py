"""Made-up structures: standing, with walls and a shadow, or as what is left of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from servanda.sources.imagery.simulation.canvas import Array, Canvas, box, noise
from servanda.sources.imagery.simulation.ground import nearby_slices
from servanda.sources.imagery.simulation.layer import SimulatedObject
from servanda.sources.imagery.simulation.site_plan import SitePlan

__all__ = ["BAND_SHARES", "objects_of"]

# Concrete is a little brighter towards the infrared.
BAND_SHARES: Mapping[str, float] = MappingProxyType(
    {"blue": 0.85, "green": 0.95, "red": 1.05, "nir": 1.1, "pan": 1.0}
)

# How a structure, its ruin and its pad look. [judgement; not from outside]
_SHADOW_LENGTHS = 1.5  # shadow to height: the sun at 34 degrees
_SHADOW = -650.0  # reflectance x 10,000 of shaded soil below sunlit soil
_TRENCH = -350.0  # reflectance x 10,000 of the trench below the ground beside it
_TRENCH_M = 1.5  # its width
_RUBBLE_SHARE = 0.15  # of the contrast that debris keeps
_RUBBLE_SIDES = 1.4  # side of the debris to side of the structure
_RUBBLE_GRAIN_M = 1.4  # size of the pieces


def objects_of(plan: SitePlan, canvas: Canvas, on: date) -> Array:
    """What the objects add to the ground, x 10,000, in a band of share 1; (row, column)."""
    added = np.zeros(canvas.shape, "f4")
    for number, structure, x, y in plan.objects:
        reach_m = structure.side_m + structure.pad_m + 2 * structure.height_m + 5
        rows, columns = nearby_slices(canvas, x, y, reach_m)
        part = Canvas(canvas.x[columns], canvas.y[rows], canvas.cell_m)
        if 0 in part.shape:
            continue
        if structure.stands(on):
            seen = _structure(structure, part, x, y)
        else:
            seen = _rubble(structure, part, x, y, plan.draws.generator("rubble", number))
        added[rows, columns] += seen + _trench(structure, part, x, y)
    return added


def _structure(structure: SimulatedObject, canvas: Canvas, x: float, y: float) -> Array:
    """A flat roof within a darker parapet, and the shadow to its north."""
    roof = box(canvas, x, y, structure.side_m, structure.side_m)
    inner = box(canvas, x, y, 0.7 * structure.side_m, 0.7 * structure.side_m)
    length = _SHADOW_LENGTHS * structure.height_m
    shade = box(canvas, x, y - (structure.side_m + length) / 2, structure.side_m, length)
    parapet = 0.75 + 0.25 * inner / 0.49  # the same contrast as a mean over the roof
    seen: Array = np.float32(structure.contrast) * roof * parapet + np.float32(_SHADOW) * shade
    return seen


def _rubble(
    structure: SimulatedObject, canvas: Canvas, x: float, y: float, rng: np.random.Generator
) -> Array:
    """Debris over more ground than the structure had, mottled where cells show it."""
    side = min(_RUBBLE_SIDES * structure.side_m, structure.side_m + 2 * structure.pad_m)
    debris = np.float32(_RUBBLE_SHARE * structure.contrast) * box(canvas, x, y, side, side)
    if canvas.cell_m > _RUBBLE_GRAIN_M:
        return debris
    here = Canvas(canvas.x - np.float32(x - side), canvas.y - np.float32(y - side), canvas.cell_m)
    return debris * (1 + 1.5 * noise(rng, here, _RUBBLE_GRAIN_M, 2 * side))


def _trench(structure: SimulatedObject, canvas: Canvas, x: float, y: float) -> Array:
    """A trench along the edge of the pad; it stays."""
    outer = structure.side_m + 2 * structure.pad_m
    if structure.pad_m <= 2 * _TRENCH_M:
        return np.zeros(canvas.shape, "f4")
    inner = outer - 2 * _TRENCH_M
    return np.float32(_TRENCH) * (box(canvas, x, y, outer, outer) - box(canvas, x, y, inner, inner))
