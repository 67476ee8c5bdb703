"""Pictures of a simulated layer: ground and objects under the sky, through the sensor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from servanda.sources.imagery.simulation.canvas import FINER, MARGIN, Array, Canvas, simulate_sensor
from servanda.sources.imagery.simulation.ground import (
    Ground,
    ground_brightness,
    ground_of,
    sensed_ground,
)
from servanda.sources.imagery.simulation.layer import SimulatedLayer, SimulatedScenes
from servanda.sources.imagery.simulation.objects import BAND_SHARES, objects_of
from servanda.sources.imagery.simulation.site_plan import SitePlan
from servanda.sources.imagery.simulation.weather import apply_sky, classes_of, sky_over

__all__ = ["SceneFrame", "SimulatedPicture", "draw_pictures", "frames"]

# Reflectance x 10,000 at which the sensor saturates. [judgement; not from outside]
_BRIGHTEST = 20_000


@dataclass(frozen=True, slots=True)
class SceneFrame:
    """Where the pictures of one sensor look: the whole area, or one object of it."""

    name: str  # "area", or the object's site
    number: int
    west_m: float  # of the north-west corner, east of the area's corner
    north_m: float  # ... and south of it
    pixels: int  # along each side


@dataclass(frozen=True, slots=True)
class SimulatedPicture:
    """A picture."""

    frame: SceneFrame
    on: date
    pixels: NDArray[np.uint16]  # (band, row, column) reflectance x 10,000; 0: no data
    classes: NDArray[np.uint8] | None  # (row, column); None where no weather was asked for


def frames(plan: SitePlan, scenes: SimulatedScenes) -> tuple[SceneFrame, ...]:
    """Every place that the sensor looks at on each of its days, on one grid of its pixels."""
    if scenes.chip_px is None:
        return (SceneFrame("area", 0, 0.0, 0.0, int(plan.layer.side_m / scenes.gsd_m)),)
    found = []
    for number, structure, x, y in plan.objects:
        west, north = (
            round(middle / scenes.gsd_m - scenes.chip_px / 2) * scenes.gsd_m for middle in (x, y)
        )
        found.append(SceneFrame(structure.site, number + 1, west, north, scenes.chip_px))
    return tuple(found)


def draw_pictures(
    plan: SitePlan, scenes: SimulatedScenes, frame: SceneFrame
) -> Iterator[SimulatedPicture]:
    """The pictures of the frame, one a day."""
    layer, draws = plan.layer, plan.draws
    canvas = Canvas.of_pixels(frame.west_m, frame.north_m, frame.pixels, scenes.gsd_m)
    cells = ground_of(plan, canvas, frame.number)
    middles = Canvas(_pixel_middles(canvas.x), _pixel_middles(canvas.y), scenes.gsd_m)
    for on in scenes.dates:
        rng = draws.generator(scenes.collection, frame.number, on.toordinal())
        shift = rng.uniform(-1, 1, 2) * scenes.misregistration_px
        ground = sensed_ground(cells, scenes.psf_px, *map(float, shift))
        objects = objects_of(plan, canvas, on)
        added = simulate_sensor(objects, scenes.psf_px, *map(float, shift))
        sky = sky_over(scenes.weather, middles, draws, on, layer.side_m)
        bands = [
            _apply_response(
                apply_sky(_brightness(layer, ground, added, band, on), sky, band), scenes, rng
            )
            for band in scenes.bands
        ]
        classes = None if scenes.weather is None else classes_of(sky, ground.vegetation_share)
        yield SimulatedPicture(frame, on, np.stack(bands), classes)


def _pixel_middles(cells: Array) -> Array:
    """The middles of pixels from the middles of their cells."""
    inner = cells[MARGIN:-MARGIN].reshape(-1, FINER)
    found: Array = inner.mean(axis=1, dtype="f8").astype("f4")
    return found


def _brightness(layer: SimulatedLayer, ground: Ground, added: Array, band: str, on: date) -> Array:
    return ground_brightness(layer, ground, band, on) + np.float32(BAND_SHARES[band]) * added


def _apply_response(
    band: Array, scenes: SimulatedScenes, rng: np.random.Generator
) -> NDArray[np.uint16]:
    """The band after the light of the day, the sensor's noise and rounding."""
    gain = 1 + scenes.gain * rng.uniform(-1, 1)
    offset = scenes.offset * rng.uniform(-1, 1)
    noisy = band * np.float32(gain) + np.float32(offset)
    noisy += np.float32(scenes.noise) * rng.standard_normal(band.shape, dtype=np.float32)
    measured: NDArray[np.uint16] = np.clip(np.rint(noisy), 1, _BRIGHTEST).astype(np.uint16)
    return measured
