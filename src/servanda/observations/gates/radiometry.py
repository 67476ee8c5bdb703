"""The gate on radiometry: the pixel values of two images are on one scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate, percent
from servanda.observations.gates.sensor_family import SENTINEL_2, family
from servanda.observations.gates.sentinel2_offset import OFFSET, offsets
from servanda.records import Image

__all__ = ["NAME", "match_radiometry"]

NAME = "radiometry"


def match_radiometry(
    before: Image, after: Image, settings: GateSettings
) -> tuple[Gate, Image, Image]:
    """The gate, and both images with the Sentinel-2 offset subtracted where they carry it.

    Passes if every band varies and, for Sentinel-2, the offset is known. Clear pixels must be
    finite.
    """
    usable = before.usable & after.usable
    if not usable.any():
        return failed_gate(NAME, "no pixel is clear on both dates"), before, after
    why = _band_trouble(before, usable, settings) or _band_trouble(after, usable, settings)
    if why:
        return failed_gate(NAME, why), before, after
    if family(before.scene) != SENTINEL_2:
        return passed_gate(NAME, "no offset is known of this sensor"), before, after
    found = offsets(before, after)
    if found.carried is None:
        return failed_gate(NAME, found.why), before, after
    before_carries, after_carries = found.carried
    if before_carries:
        before = _remove_offset(before)
    if after_carries:
        after = _remove_offset(after)
    return passed_gate(NAME, found.why), before, after


def _remove_offset(image: Image) -> Image:
    scene = replace(image.scene, offset_applied=True)
    return replace(image, scene=scene, pixels=image.pixels - np.float32(OFFSET))


def _band_trouble(image: Image, usable: NDArray[np.bool_], settings: GateSettings) -> str | None:
    when = f"on {image.scene.acquired:%Y-%m-%d}"
    for band, plane in zip(image.bands, image.pixels, strict=True):
        values = plane[usable]
        highest = values.max()
        if values.min() == highest:
            return f"band {band} is constant {when}: {highest:g} in every clear pixel"
        saturated = float(np.mean(values == highest))
        if saturated > settings.saturated_share:
            return f"band {band} is saturated {when}: {percent(saturated)} of it is {highest:g}"
    return None
