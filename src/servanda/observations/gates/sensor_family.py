"""The family of sensors that took a scene; images of one family can be compared."""

from __future__ import annotations

import re

from servanda.records import Image, Scene

__all__ = ["SENTINEL_1", "SENTINEL_2", "family", "is_radar"]

SENTINEL_1 = "Sentinel-1"
SENTINEL_2 = "Sentinel-2"

# What providers write in `platform` or `sensor`: a long name anywhere, or a short name as a word.
FAMILIES = tuple(
    (name, re.compile(rf"{long}|(?<![a-z0-9])(?:{short})(?![a-z0-9])"))
    for name, long, short in (
        (SENTINEL_1, r"sentinel[-_ ]?1", r"s1[a-d]?|c-?sar"),
        (SENTINEL_2, r"sentinel[-_ ]?2", r"s2[a-d]?|msi"),
        ("Landsat 8 and 9", r"landsat[-_ ]?[89]", r"l[co]0?[89]|oli"),
        ("Landsat 7", r"landsat[-_ ]?7", r"le0?7|etm"),
        ("Landsat 4 and 5", r"landsat[-_ ]?[45]", r"lt0?[45]"),
    )
)
POLARISATIONS = frozenset({"VV", "VH", "HH", "HV"})


def family(scene: Scene) -> str:
    """The name of the sensor family, or of the sensor if its family is unknown."""
    for text in (scene.platform or "", scene.sensor):
        for name, written in FAMILIES:
            if written.search(text.lower()):
                return name
    return scene.sensor.strip().lower()


def is_radar(image: Image) -> bool:
    """True if the pixels are radar backscatter."""
    if family(image.scene) == SENTINEL_1:
        return True
    words = re.split(r"[^a-z]+", image.scene.sensor.lower())
    if "sar" in words:
        return True
    return bool(image.bands) and all(band.upper() in POLARISATIONS for band in image.bands)
