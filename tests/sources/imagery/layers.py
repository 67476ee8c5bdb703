"""A small simulated layer, so that a test states only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.records import LonLat
from servanda.sources.imagery.simulation.layer import (
    SimulatedLayer,
    SimulatedObject,
    SimulatedScenes,
    Weather,
)
from servanda.sources.imagery.simulation.scenes import SimulatedPicture, draw_pictures, frames
from servanda.sources.imagery.simulation.site_plan import SitePlan

BEFORE, AFTER = date(2018, 11, 18), date(2018, 11, 23)
GONE = SimulatedObject("gone", LonLat(3.002, 0.098), 20.0, 12.0, 0.0, 1500.0, date(2018, 11, 20))
KEPT = SimulatedObject("kept", LonLat(3.004, 0.0965), 12.0, 8.0, 4.0, 1500.0, None)
CLOUDY = Weather(0.5, date(2018, 11, 20))


def scenes(**changes: Any) -> SimulatedScenes:
    """A perfect sensor of 10 m under a clear sky, before and after."""
    made = SimulatedScenes(
        "ten", ("red", "nir"), 10.0, None, (BEFORE, AFTER), None, 0.0, 0.5, 0.0, 0.0, 0.0, 0
    )
    return replace(made, **changes)


def layer(*sensors: SimulatedScenes, **changes: Any) -> SimulatedLayer:
    """Two objects in 640 m."""
    made = SimulatedLayer(
        seed=7,
        crs="EPSG:32631",
        corner=LonLat(3.0, 0.1),
        side_m=640.0,
        season_amplitude=0.3,
        season_peak=date(2018, 7, 20),
        objects=(GONE, KEPT),
        scenes=sensors or (scenes(),),
    )
    return replace(made, **changes)


def pictures(made: SimulatedLayer, number: int = 0) -> list[SimulatedPicture]:
    """Every picture of one sensor of the layer."""
    plan, sensor = SitePlan.from_layer(made), made.scenes[number]
    return [one for frame in frames(plan, sensor) for one in draw_pictures(plan, sensor, frame)]


def pixels(made: SimulatedLayer, number: int = 0) -> NDArray[np.float64]:
    """(picture, band, row, column) of one sensor."""
    return np.stack([one.pixels for one in pictures(made, number)]).astype(float)
