"""The gate on registration: the shift between two images around a site, undone if it is small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate
from servanda.observations.gates.resampling import shift_obstacles, shift_plane
from servanda.observations.gates.sensor_family import is_radar
from servanda.observations.gates.shift import FARTHEST_PX, Shift, measured_shift
from servanda.records import Image, Obstacle

__all__ = ["NAME", "register_images", "shift_around_site"]

NAME = "registration"

Mask = NDArray[np.bool_]
Window = tuple[slice, slice]

# A change at the site spreads this far through the optics. [judgement; not from outside]
SITE_MARGIN_PX = 2
SURE = 3.0  # standard errors; a smaller shift may be noise [judgement; not from outside]


def register_images(
    before: Image, after: Image, site: Mask, settings: GateSettings
) -> tuple[Gate, Image]:
    """The gate, and `after` resampled to lie on `before`.

    Optical images are resampled if the shift is at most `largest_shift_px`, and refused if the
    surroundings hold too little detail to measure it. Radar is never resampled, because that would
    change its looks and with them every threshold: scenes on a map grid are trusted where speckle
    hides the shift, and refused where they are clearly off by more than `largest_residual_px`.
    """
    shift = shift_around_site(before, after, site, settings)
    if is_radar(before):
        return _radar_gate(shift, before, settings), after
    why = _trouble(shift, settings)
    if why:
        return failed_gate(NAME, why), after
    if shift.length < settings.least_shift_px:
        return passed_gate(NAME, f"shift of {_describe_length(shift)}, left as it is"), after
    mended = _undo_shift(after, shift, settings.least_shift_px / 2.0)
    return passed_gate(NAME, f"shift of {_describe_length(shift)} taken out"), mended


def shift_around_site(before: Image, after: Image, site: Mask, settings: GateSettings) -> Shift:
    """The shift of `after` against `before`, from clear pixels around the site.

    Measured in the band whose detail agrees best between the two dates.
    """
    window = _window(site, settings.window_px)
    hidden = site[window]
    for axis in (0, 1):
        hidden = ndimage.maximum_filter1d(hidden, 2 * SITE_MARGIN_PX + 1, axis=axis)
    usable = before.usable[window] & after.usable[window] & ~hidden
    first, second = before.pixels[:, *window], after.pixels[:, *window]
    if is_radar(before):
        usable &= (first > 0.0).all(axis=0) & (second > 0.0).all(axis=0)
        first, second = _decibels(first), _decibels(second)
    band = _shared_band(first, second, usable)
    return measured_shift(first[band], second[band], usable)


def _window(site: Mask, side: int) -> Window:
    """A square around the middle of the site, moved inwards at the border of the image."""
    slices = []
    for axis, length in enumerate(site.shape):
        places = np.flatnonzero(site.any(axis=1 - axis))
        middle = (int(places[0]) + int(places[-1])) // 2 if places.size else length // 2
        start = min(max(0, middle - side // 2), max(0, length - side))
        slices.append(slice(start, start + side))
    return slices[0], slices[1]


def _decibels(power: NDArray[np.float32]) -> NDArray[np.float32]:
    lowest = np.finfo(np.float32).tiny
    return np.asarray(np.float32(10.0) * np.log10(np.maximum(power, lowest)))


def _shared_band(first: NDArray[np.float32], second: NDArray[np.float32], usable: Mask) -> int:
    """The band in which differences between neighbours agree best, from every fourth row."""
    use = usable[::4, 1:] & usable[::4, :-1]
    shared = [
        _correlation(np.diff(before[::4], axis=1)[use], np.diff(after[::4], axis=1)[use])
        for before, after in zip(first, second, strict=True)
    ]
    return int(np.argmax(shared))


def _correlation(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """The cosine between two rows of differences; -1 if one of them is all zeros."""
    size = float(np.sqrt(np.dot(first, first)) * np.sqrt(np.dot(second, second)))
    return float(np.dot(first, second)) / size if size > 0.0 else -1.0


def _trouble(shift: Shift, settings: GateSettings) -> str | None:
    """Why an optical pair cannot be registered; None if it can."""
    if shift.dominance < settings.least_dominance:
        return (
            "not locked: the surroundings hold too little common detail to tell a shift "
            f"(peak {shift.dominance:.2f} times the next, {settings.least_dominance:g} needed)"
        )
    if shift.length > settings.largest_shift_px:
        largest = f"{settings.largest_shift_px:g}"
        return f"shift of {_describe_length(shift)}: more than {largest} is not mended"
    if shift.residual > max(settings.largest_residual_px, SURE * shift.error):
        return (
            f"after a shift of {_describe_length(shift)} a quarter of the image still lies "
            f"{shift.residual:.2f} px off, at most {settings.largest_residual_px:g} bearable"
        )
    if not np.isfinite(shift.error):
        return "not locked: the surroundings hold no detail that fixes both directions"
    if shift.error > settings.largest_shift_error_px:
        return (
            f"not locked: the shift is known to {shift.error:.2f} px only, "
            f"{settings.largest_shift_error_px:g} needed"
        )
    return None


def _radar_gate(shift: Shift, before: Image, settings: GateSettings) -> Gate:
    locked = shift.dominance >= settings.least_dominance
    if locked and _exceeds_residual(shift, settings):
        length = _describe_length(shift)
        why = f"shift of {length}: radar is not resampled, which would change its looks"
        return failed_gate(NAME, why)
    if locked and shift.error <= settings.largest_shift_error_px:
        return passed_gate(NAME, f"shift of {_describe_length(shift)}, left as it is")
    if before.grid.crs is None:
        return failed_gate(
            NAME, "not locked: speckle hides the shift, and the images are not on a map grid"
        )
    return passed_gate(NAME, "speckle hides the shift; the provider's map grid is trusted")


def _exceeds_residual(shift: Shift, settings: GateSettings) -> bool:
    if not np.isfinite(shift.error):  # whole pixels, too far to refine
        return shift.length > FARTHEST_PX
    return bool(shift.length - SURE * shift.error > settings.largest_residual_px)


def _describe_length(shift: Shift) -> str:
    down, right = (round(part, 2) + 0.0 for part in (shift.rows, shift.columns))  # no "-0.00"
    parts = f"{down:.2f} rows, {right:.2f} columns"
    known = f" +- {shift.error:.2f}" if np.isfinite(shift.error) else ""
    return f"{shift.length:.2f}{known} px ({parts})"


def _undo_shift(image: Image, shift: Shift, least: float) -> Image:
    """The image resampled by the shift; an axis off by less than `least` px is left as it is."""
    rows, columns = (by if abs(by) >= least else 0.0 for by in (shift.rows, shift.columns))
    planes = [shift_plane(plane, rows, columns) for plane in image.pixels]
    hidden = shift_obstacles(image.obstacles, rows, columns, Obstacle.NO_DATA.value)
    return replace(image, pixels=np.stack(planes), obstacles=hidden)
