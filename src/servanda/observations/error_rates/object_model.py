"""The object model of a site: side, contrast and blur as a sensor would see them."""

from __future__ import annotations

from servanda.observations.error_rates.object_injection import ObjectModel
from servanda.observations.gates.sensor_family import SENTINEL_1, SENTINEL_2, family, is_radar
from servanda.records import Direction, Image

__all__ = ["object_model"]

# Contrast to the ground. Optical, in reflectance x 10,000: a roof, a wall or a cleared pad against
# fields and woods. Radar, in dB: a small building of metal or concrete. Wide, since the colour of
# the object is unknown. [judgement; not from outside]
OPTICAL_CONTRAST = (400.0, 1_200.0)
RADAR_CONTRAST_DB = (3.0, 10.0)


def object_model(image: Image, side_m: float | None, direction: Direction) -> ObjectModel | None:
    """The model of an object for this image; None if the unit of the pixels is unknown.

    side_m: of the smallest object that matters; None if not stated
    direction: the change that is looked for; cleared: the object stands in the earlier image
    Contrast is only known in reflectance (Sentinel-2, or simulated) and in calibrated radar power.
    """
    if side_m is None:
        return None
    if is_radar(image):
        known, contrast = family(image.scene) == SENTINEL_1, RADAR_CONTRAST_DB
    else:
        known, contrast = family(image.scene) == SENTINEL_2, OPTICAL_CONTRAST
    if not (known or image.scene.simulated):
        return None
    return ObjectModel(
        side_m=side_m,
        pixel_m=image.scene.resolution_m,
        contrast=contrast,
        direction=direction,
        decibel=is_radar(image),
    )
