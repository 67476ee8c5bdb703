"""Whether the numbers of two images mean the same."""

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
    """Whether every band varies and, for Sentinel-2, what became of its offset; offset taken off.

    Pixels that are clear must be finite.
    """
    usable = before.usable & after.usable
    if not usable.any():
        return failed_gate(NAME, "no pixel is clear on both dates"), before, after
    why = next(
        filter(None, (_band_trouble(image, usable, settings) for image in (before, after))), None
    )
    if why:
        return failed_gate(NAME, why), before, after
    if family(before.scene) != SENTINEL_2:
        return passed_gate(NAME, "no offset is known of this sensor"), before, after
    found = offsets(before, after)
    if found.carried is None:
        return failed_gate(NAME, found.why), before, after
    first, second = (
        _remove_offset(image) if carried else image
        for image, carried in zip((before, after), found.carried, strict=True)
    )
    return passed_gate(NAME, found.why), first, second


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
