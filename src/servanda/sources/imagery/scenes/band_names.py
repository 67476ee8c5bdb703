"""Names of bands: a provider's, a sensor's ("B04"), and the common ones ("red")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["COMMON", "RADAR", "aliases", "matches", "normalise_name"]

RADAR = ("VV", "VH", "HH", "HV")

# ESA, Sentinel-2 User Handbook; common names as in the STAC extension eo.
SENTINEL_2 = {
    "b01": "coastal", "b02": "blue", "b03": "green", "b04": "red", "b05": "rededge071",
    "b06": "rededge075", "b07": "rededge078", "b08": "nir", "b8a": "nir08", "b09": "nir09",
    "b10": "cirrus", "b11": "swir16", "b12": "swir22",
}  # fmt: skip
# USGS, Landsat 8-9 Collection 2 Level 2.
LANDSAT_8 = {
    "b01": "coastal", "b02": "blue", "b03": "green", "b04": "red", "b05": "nir08",
    "b06": "swir16", "b07": "swir22",
}  # fmt: skip
COMMON: Mapping[str, Mapping[str, str]] = {
    "sentinel-2": SENTINEL_2,
    "landsat-8": LANDSAT_8,
    "landsat-9": LANDSAT_8,
}
# Older names of the extension and what providers call the red edges.
SAME = {"rededge1": "rededge071", "rededge2": "rededge075", "rededge3": "rededge078"}

SHORT = re.compile(r"(?:sr_)?b(\d)")  # B4 and SR_B4 are B04
LONG_RADAR = re.compile(r"(?:.*[^a-z])?(vv|vh|hh|hv)(?:[^a-z].*)?")  # "VV dB", "sigma0_vh"


def normalise_name(name: str) -> str:
    """The name without what providers vary: case, "sr_", a missing nought."""
    lower = name.strip().lower()
    short = SHORT.fullmatch(lower)
    if short:
        return f"b0{short[1]}"
    radar = LONG_RADAR.fullmatch(lower)
    return radar[1] if radar else SAME.get(lower, lower)


def aliases(names: Iterable[str], sensor: str) -> tuple[str, ...]:
    """The names, and those that a band of that sensor goes by besides; each once."""
    given = [name for name in names if name]
    table = COMMON.get(sensor, {})
    codes = {normalise_name(name) for name in given}
    further = [common for code, common in table.items() if code in codes]
    further += [code for code, common in table.items() if common in codes]
    return tuple(dict.fromkeys([*given, *further]))


def matches(wanted: str, names: Iterable[str]) -> bool:
    """True if a band of these names goes by the wanted name."""
    return normalise_name(wanted) in {normalise_name(name) for name in names}
