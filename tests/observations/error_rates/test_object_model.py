"""The object that is put into images: only where its contrast has a known unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from servanda.observations.error_rates.object_model import (
    OPTICAL_CONTRAST,
    RADAR_CONTRAST_DB,
    object_model,
)
from servanda.records import Direction, Image
from tests.observations.scenes import optical, radar, scene

BUILT = Direction.BUILT


def of(image: Image, sensor: str, *, simulated: bool = False) -> Image:
    return replace(image, scene=replace(scene(0, sensor), simulated=simulated))


def test_an_optical_object_is_reflectance_and_a_radar_object_decibels() -> None:
    light, echo = object_model(optical(0), 12.0, BUILT), object_model(radar(0), 12.0, BUILT)
    assert light is not None
    assert echo is not None
    assert (light.contrast, light.decibel) == (OPTICAL_CONTRAST, False)
    assert (echo.contrast, echo.decibel) == (RADAR_CONTRAST_DB, True)
    for model in (light, echo):
        assert (model.side_m, model.pixel_m, model.direction) == (12.0, 10.0, BUILT)


@pytest.mark.parametrize(
    ("image", "known"),
    [
        (of(optical(0), "sentinel-2"), True),
        (of(optical(0), "landsat-8"), False),
        (of(optical(0), "camera"), False),
        (of(optical(0), "camera", simulated=True), True),
        (of(radar(0), "sentinel-1"), True),
        (of(radar(0), "terrasar-x sar"), False),
        (of(radar(0), "sar", simulated=True), True),
    ],
)
def test_contrast_is_known_of_few_sensors(image: Image, known: bool) -> None:
    assert (object_model(image, 12.0, BUILT) is not None) == known


def test_without_a_size_there_is_no_object() -> None:
    assert object_model(optical(0), None, BUILT) is None
