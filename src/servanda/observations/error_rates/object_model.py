"""What a site's object would look like to a sensor: side, contrast, blur."""

from __future__ import annotations

from servanda.observations.error_rates.object_injection import ObjectModel
from servanda.observations.gates.sensor_family import SENTINEL_1, SENTINEL_2, family, is_radar
from servanda.records import Direction, Image

__all__ = ["object_model"]

# Reflectance x 10,000: a roof, a wall or a cleared pad against fields and woods. And dB of a small
# building of metal or concrete. Wide, since nobody knows the object's colour.
OPTICAL_CONTRAST = (400.0, 1_200.0)
RADAR_CONTRAST_DB = (3.0, 10.0)


def object_model(image: Image, side_m: float | None, direction: Direction) -> ObjectModel | None:
    """The object in pixels of this image; None where its contrast has no known unit.

    side_m: of the smallest object that matters; None if not stated
    direction: what is looked for; cleared puts the object into the earlier image
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
