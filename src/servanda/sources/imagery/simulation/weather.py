"""Made-up weather over a picture: clouds with their shadows, snow, and their classes.

The class of a pixel is right: it is a cloud's where the cloud adds anything worth seeing. Real
classifications miss thin clouds and take bright roofs for clouds; this one does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from servanda.sources.imagery.simulation.canvas import Array, Canvas, noise, smooth_step
from servanda.sources.imagery.simulation.layer import Weather
from servanda.sources.imagery.simulation.random_draws import RandomDraws

__all__ = ["SceneClass", "Sky", "apply_sky", "classes_of", "sky_over"]


class SceneClass(IntEnum):
    """Values of a scene classification band, as Sentinel-2's processor gives them."""

    NO_DATA = 0
    SHADOW = 3
    VEGETATION = 4
    BARE = 5
    CLOUD_MEDIUM = 8
    CLOUD_HIGH = 9
    SNOW = 11


_CLOUD = MappingProxyType({"blue": 6600, "green": 6400, "red": 6300, "nir": 6700, "pan": 6500})
_SNOW = MappingProxyType({"blue": 7600, "green": 7500, "red": 7300, "nir": 6300, "pan": 7200})

# How the sky is drawn. [judgement; not from outside]
_SHADED = 0.55  # share of the light that a full shadow takes
_SHADOW_EAST_M, _SHADOW_SOUTH_M = -450.0, -900.0  # from a cloud to its shadow: the sun in the south
_SEEN = 0.004  # share of a pixel: below it, cloud and snow are within the noise
_CLOUD_CONCENTRATION = 0.9  # of the Beta distribution of a day's share: below 1, clear or overcast
_SNOW_SHARE = (0.6, 1.0)  # Beta distribution of a day's share under snow


@dataclass(frozen=True, slots=True)
class Sky:
    """Cloud, shadow and snow over the ground, as shares 0..1 of each pixel."""

    cloud: Array
    shadow: Array
    snow: Array


def sky_over(
    weather: Weather | None, canvas: Canvas, draws: RandomDraws, on: date, extent_m: float
) -> Sky:
    """The weather of the day over the pixels whose middles the canvas has.

    extent_m: side of the area, so that every picture of the day has the same clouds
    """
    nothing = np.zeros(canvas.shape, "f4")
    if weather is None:
        return Sky(nothing, nothing, nothing)
    rng = draws.generator("weather", on.toordinal())
    clouds = rng.beta(
        weather.cloud_share * _CLOUD_CONCENTRATION,
        (1 - weather.cloud_share) * _CLOUD_CONCENTRATION,
    )
    snow = rng.beta(*_SNOW_SHARE)
    shifted = Canvas(
        canvas.x - np.float32(_SHADOW_EAST_M), canvas.y - np.float32(_SHADOW_SOUTH_M), canvas.cell_m
    )
    lies = weather.snow_from is not None and on >= weather.snow_from
    return Sky(
        cloud=_cover(canvas, draws, "clouds", on, clouds, extent_m),
        shadow=_cover(shifted, draws, "clouds", on, clouds, extent_m),
        snow=_cover(canvas, draws, "snow", on, snow, extent_m) if lies else nothing,
    )


def _cover(
    canvas: Canvas, draws: RandomDraws, what: str, on: date, share: float, extent_m: float
) -> Array:
    """A cover that takes about this share of the area, with soft edges."""
    rng = draws.generator(what, on.toordinal())
    field: Array = np.zeros(canvas.shape, "f4")
    for weight, scale_m in ((1.0, 1900.0), (0.6, 620.0), (0.25, 200.0)):
        field += np.float32(weight) * noise(rng, canvas, scale_m, extent_m)
    edge = float(np.interp(share, *_QUANTILES))
    return smooth_step(field, edge, edge + 0.4)


# The pattern above which a given share of an area lies: about a normal of deviation 0.75, open at
# both ends so that a clear day is clear and an overcast one is not.
_QUANTILES = ([0.0, 0.04, 0.16, 0.5, 0.84, 0.96, 1.0], [9.0, 1.35, 0.75, 0.0, -0.75, -1.35, -9.0])


def apply_sky(ground: Array, sky: Sky, band: str) -> Array:
    """Reflectance x 10,000 of the ground as it is seen under that sky."""
    white = ground + sky.snow * (np.float32(_SNOW[band]) - ground)
    dimmed = white * (1 - np.float32(_SHADED) * sky.shadow * (1 - sky.cloud))
    return np.asarray(dimmed + sky.cloud * (np.float32(_CLOUD[band]) - dimmed), "f4")


def classes_of(sky: Sky, green: Array) -> NDArray[np.uint8]:
    """The class of each pixel; green: the share under plants."""
    ground = np.where(green > 0.5, SceneClass.VEGETATION, SceneClass.BARE)
    ground = np.where(sky.snow > _SEEN, SceneClass.SNOW, ground)
    ground = np.where(sky.shadow > _SEEN, SceneClass.SHADOW, ground)
    cloud = np.where(sky.cloud > 0.5, SceneClass.CLOUD_HIGH, SceneClass.CLOUD_MEDIUM)
    return np.where(sky.cloud > _SEEN, cloud, ground).astype(np.uint8)
