"""Made-up ground: what grows where, and how bright it is through the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, pi, radians, sin
from types import MappingProxyType

import numpy as np

from servanda.records.units import DAYS_PER_YEAR
from servanda.sources.imagery.simulation.canvas import (
    Array,
    Canvas,
    box,
    noise,
    simulate_sensor,
    smooth_step,
)
from servanda.sources.imagery.simulation.layer import SimulatedLayer
from servanda.sources.imagery.simulation.site_plan import SitePlan

__all__ = ["Ground", "ground_brightness", "ground_of", "nearby_slices", "sensed_ground"]

# Reflectance x 10,000 in the middle of the year's swing, and the share of the layer's amplitude by
# which it swings: plants turn brighter in the near infrared and darker in the red when they are
# green. Values of the size that such covers have in pictures of Sentinel-2.
_SPECTRA: Mapping[str, Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "woods": {"blue": (330, 0.1), "green": (560, 0.3), "red": (480, -0.5), "nir": (2300, 0.9)},
        "grass": {"blue": (520, -0.1), "green": (830, 0.2), "red": (900, -0.6), "nir": (2300, 1)},
        "field": {"blue": (720, -0.2), "green": (980, 0.1), "red": (1150, -0.6), "nir": (2100, 1)},
        "reeds": {"blue": (480, 0), "green": (760, 0.1), "red": (860, -0.2), "nir": (1900, 0.5)},
        "bare": {"blue": (1250, 0), "green": (1500, 0), "red": (1750, 0), "nir": (2150, 0.1)},
    }
)
_PAN = MappingProxyType({"blue": 0.15, "green": 0.3, "red": 0.35, "nir": 0.2})

_PARCEL_M = 130.0  # mean width of a field [judgement; not from outside]
_TRACK_M, _TRACK_LENGTH_M = 3.0, 140.0  # of the track to each object [judgement; not from outside]
_TURN = radians(24)  # fields lie askew to the pixels


@dataclass(frozen=True, slots=True)
class Ground:
    """How much of each pixel is under each cover, texture included; (row, column) each."""

    shares: Mapping[str, Array]

    @property
    def vegetation_share(self) -> Array:
        """The share under plants, as a classification would see it."""
        return self.shares["woods"] + self.shares["grass"] + self.shares["reeds"]


def ground_of(plan: SitePlan, canvas: Canvas, local: int) -> Mapping[str, Array]:
    """The share of each cell under each cover, times its texture.

    local: a number of the canvas, for the texture that is finer than the area's patterns
    """

    def pattern(name: str, scale_m: float) -> Array:
        return noise(plan.draws.generator(name), canvas, scale_m, plan.layer.side_m)

    woods = smooth_step(0.8 * pattern("woods", 620) + 0.5 * pattern("edges", 170), 0.05, 0.2)
    kind, bright = _parcels(plan, canvas)
    bare = np.maximum(_bare_ground(plan, canvas), (kind < 0.06) * (1 - woods))
    woods = woods * (1 - bare)
    rest = 1 - bare - woods
    field = rest * ((kind >= 0.06) & (kind < 0.4))
    reeds = rest * ((kind >= 0.4) & (kind < 0.55))
    open_texture = 1 + 0.12 * bright + 0.05 * pattern("meadows", 60)
    crowns = 1 + 0.12 * pattern("stands", 35) + 0.14 * _fine_texture(plan, canvas, local, 5.0)
    soil = 1 + 0.05 * _fine_texture(plan, canvas, local, 1.6)
    return {
        "woods": woods * crowns,
        "grass": (rest - field - reeds) * open_texture * soil,
        "reeds": reeds * open_texture * soil,
        "field": field * open_texture * soil,
        "bare": bare * soil,
    }


def _fine_texture(plan: SitePlan, canvas: Canvas, local: int, scale_m: float) -> Array:
    """Texture of that scale where cells are fine enough to show it, else what is left of it."""
    rng = plan.draws.generator("texture", local, round(scale_m * 10))
    if canvas.cell_m > scale_m / 2:
        left = scale_m / 2 / canvas.cell_m
        return left * rng.standard_normal(canvas.shape, dtype=np.float32)
    west, north = canvas.x[0], canvas.y[0]
    here = Canvas(canvas.x - west, canvas.y - north, canvas.cell_m)
    return noise(rng, here, scale_m, float(max(here.x[-1], here.y[-1])))


def _parcels(plan: SitePlan, canvas: Canvas) -> tuple[Array, Array]:
    """What each parcel is (even over 0..1) and how bright (standard normal), for every cell.

    Strips of different width, each cut across at its own places.
    """
    rng, extent = plan.draws.generator("parcels"), plan.layer.side_m
    strips = int(3 * extent / _PARCEL_M) + 8
    edges = np.cumsum(rng.uniform(0.5, 1.6, strips) * _PARCEL_M) - extent
    widths, starts = rng.uniform(0.7, 2.2, strips + 1), rng.uniform(0, 1, strips + 1)
    kinds = rng.uniform(0, 1, (strips + 1, strips)).astype("f4")
    brights = rng.standard_normal((strips + 1, strips), dtype=np.float32)
    x, y = canvas.x.astype("f8"), canvas.y.astype("f8")[:, None]
    across, along = x * cos(_TURN) + y * sin(_TURN), y * cos(_TURN) - x * sin(_TURN)
    strip = np.searchsorted(edges, along)
    cut = np.floor(across / (widths[strip] * _PARCEL_M) + starts[strip]).astype(int) % strips
    return kinds[strip, cut], brights[strip, cut]


def _bare_ground(plan: SitePlan, canvas: Canvas) -> Array:
    """Bare ground around each object, and a track that leads away from it."""
    bare = np.zeros(canvas.shape, "f4")
    for number, structure, x, y in plan.objects:
        rows, columns = nearby_slices(canvas, x, y, _TRACK_LENGTH_M)
        part = Canvas(canvas.x[columns], canvas.y[rows], canvas.cell_m)
        if 0 in part.shape:
            continue
        side = structure.side_m + 2 * structure.pad_m
        angle = plan.draws.generator("tracks", number).uniform(0, 2 * pi)
        covered = np.maximum(box(part, x, y, side, side), _track(part, x, y, angle))
        bare[rows, columns] = np.maximum(bare[rows, columns], covered)
    return bare


def nearby_slices(canvas: Canvas, x: float, y: float, reach_m: float) -> tuple[slice, slice]:
    """The rows and columns of the canvas within reach of a place."""
    rows = np.searchsorted(canvas.y, [y - reach_m, y + reach_m])
    columns = np.searchsorted(canvas.x, [x - reach_m, x + reach_m])
    return slice(*map(int, rows)), slice(*map(int, columns))


def _track(canvas: Canvas, x: float, y: float, angle: float) -> Array:
    """The share of each cell under a straight track from the place."""
    dx, dy = canvas.x - np.float32(x), (canvas.y - np.float32(y))[:, None]
    along, aside = dx * cos(angle) + dy * sin(angle), np.abs(dy * cos(angle) - dx * sin(angle))
    beside = np.clip(
        (_TRACK_M / 2 - aside) / canvas.cell_m + 0.5, 0, min(1, _TRACK_M / canvas.cell_m)
    )
    found: Array = np.where((along > 0) & (along < _TRACK_LENGTH_M), beside, 0).astype("f4")
    return found


def ground_brightness(layer: SimulatedLayer, ground: Ground, band: str, on: date) -> Array:
    """Reflectance x 10,000 of the ground in the band on that day."""
    days = (on - layer.season_peak).days
    swing = layer.season_amplitude * cos(2 * pi * days / DAYS_PER_YEAR)
    total = np.zeros_like(ground.shares["bare"])
    for cover, share in ground.shares.items():
        total += np.float32(_reflectance(band, cover, swing)) * share
    return total


def _reflectance(band: str, cover: str, swing: float) -> float:
    if band == "pan":
        return sum(weight * _reflectance(part, cover, swing) for part, weight in _PAN.items())
    base, share = _SPECTRA[cover][band]
    return base * (1 + share * swing)


def sensed_ground(
    cells: Mapping[str, Array], blur_px: float, down_px: float, right_px: float
) -> Ground:
    """The ground as pixels of a picture that is displaced by so much."""
    return Ground(
        {name: simulate_sensor(part, blur_px, down_px, right_px) for name, part in cells.items()}
    )
