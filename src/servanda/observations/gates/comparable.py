"""The first gate: two images have one grid, sensor and set of bands, and two dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate
from servanda.observations.gates.sensor_family import family
from servanda.records import Grid, Image, Scene

__all__ = ["NAME", "check_comparable", "reorder_bands"]

NAME = "comparable"


def check_comparable(before: Image, after: Image, settings: GateSettings) -> Gate:
    """The gate that passes if grid, bands, sensor and resolution are equal and the dates differ."""
    reasons = (
        _shape_trouble(before, "earlier") or _shape_trouble(after, "later"),
        _grid_trouble(before.grid, after.grid),
        _band_trouble(before, after),
        _sensor_trouble(before.scene, after.scene, settings),
        _date_trouble(before.scene, after.scene),
    )
    why = next((reason for reason in reasons if reason), None)
    why = why or _twin_trouble(before, reorder_bands(before.bands, after))
    if why:
        return failed_gate(NAME, why)
    days = (after.scene.acquired - before.scene.acquired).days
    return passed_gate(
        NAME, f"same grid, bands ({_band_names(before.bands)}) and sensor; days between: {days}"
    )


def reorder_bands(bands: tuple[str, ...], image: Image) -> Image:
    """The image with its bands in the order given. Raises KeyError if it lacks one of them."""
    if image.bands == bands:
        return image
    place = {band: number for number, band in enumerate(image.bands)}
    return replace(image, bands=bands, pixels=image.pixels[[place[band] for band in bands]])


def _shape_trouble(image: Image, which: str) -> str | None:
    wanted = (len(image.bands), image.grid.rows, image.grid.columns)
    if image.pixels.shape != wanted or image.obstacles.shape != wanted[1:]:
        return (
            f"the {which} image is inconsistent: {_size(wanted)} announced, pixels of "
            f"{_size(image.pixels.shape)} and a mask of {_size(image.obstacles.shape)} given"
        )
    if 0 in wanted:
        return f"the {which} image has no pixels: {_size(wanted)}"
    return None


def _size(shape: tuple[int, ...]) -> str:
    return " x ".join(str(length) for length in shape)


def _grid_trouble(first: Grid, second: Grid) -> str | None:
    if (first.rows, first.columns) != (second.rows, second.columns):
        sizes = f"{first.rows} x {first.columns} and {second.rows} x {second.columns}"
        return f"the grids differ: {sizes} rows and columns; bring both to one grid"
    if first.crs != second.crs:
        names = f"{first.crs or 'none'} and {second.crs or 'none'}"
        return f"the coordinate systems differ: {names}; bring both to one grid"
    apart = first.pixels_apart(second)
    if not apart <= 1e-3:
        return f"the grids lie up to {apart:.3g} pixels apart; bring both to one grid"
    return None


def _band_trouble(before: Image, after: Image) -> str | None:
    if len(set(before.bands)) < len(before.bands) or len(set(after.bands)) < len(after.bands):
        return f"a band is named twice: {_band_names(before.bands)}; {_band_names(after.bands)}"
    if set(before.bands) != set(after.bands):
        return f"the bands differ: {_band_names(before.bands)} and {_band_names(after.bands)}"
    return None


def _band_names(bands: tuple[str, ...]) -> str:
    return ", ".join(bands)


def _sensor_trouble(before: Scene, after: Scene, settings: GateSettings) -> str | None:
    first, second = family(before), family(after)
    if first != second:
        return f"{first} and {second} see with different bands; compare images of one family"
    fine, coarse = sorted((before.resolution_m, after.resolution_m))
    tolerated = fine * (1.0 + settings.resolution_tolerance)
    if not 0.0 < fine <= coarse <= tolerated:
        return f"the resolutions differ: {before.resolution_m:g} m and {after.resolution_m:g} m"
    return None


def _date_trouble(before: Scene, after: Scene) -> str | None:
    if not (_has_time_zone(before.acquired) and _has_time_zone(after.acquired)):
        return "an image has no date with a time zone, so nothing can be said of when"
    when = f"{before.acquired:%Y-%m-%d %H:%M}"
    if before.id == after.id or before.sha256 == after.sha256:
        return f"two dates alike: both images are the scene {before.id} of {when}"
    if before.acquired == after.acquired:
        return f"two dates alike: both images were taken on {when}"
    if before.acquired > after.acquired:
        return f"the later image ({after.acquired:%Y-%m-%d}) is older than the earlier ({when})"
    return None


def _has_time_zone(moment: datetime | None) -> bool:
    return moment is not None and moment.tzinfo is not None


def _twin_trouble(before: Image, after: Image) -> str | None:
    """Why the two dates are copies: a band with equal pixels; None if there is no such band."""
    usable = before.usable & after.usable
    if not usable.any():
        return None  # the gate on the clear share reports it
    alike = tuple(
        band
        for band, first, second in zip(before.bands, before.pixels, after.pixels, strict=True)
        if _has_same_pixels(first, second, usable)
    )
    if not alike:
        return None
    return f"two dates alike: {_band_names(alike)} holds the same pixels on both"


def _has_same_pixels(
    first: NDArray[np.float32], second: NDArray[np.float32], usable: NDArray[np.bool_]
) -> bool:
    """True if all usable values are equal and vary; constant bands are left to the radiometry."""
    same = first == second
    seen = usable & np.isfinite(first) & np.isfinite(second)
    if not seen.any() or not same[seen].all():
        return False
    values = first[seen]
    return bool(values.min() < values.max())
