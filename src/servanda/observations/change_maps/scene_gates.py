"""The gates on whole scenes before a map of change, judged from windows of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from servanda.observations.change_maps.ranks import Shares
from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate, percent
from servanda.observations.gates.radiometry import match_radiometry
from servanda.observations.gates.registration import register_images, shift_around_site
from servanda.observations.gates.shift import Shift
from servanda.records import Grid, Image

__all__ = ["GATE_VALUES", "clear_gate", "grid_gate", "pair_gates", "series_gate"]

T = TypeVar("T", bound=np.generic)

LIMITS = GateSettings()
GATE_VALUES = 1 << 21  # values of a window, all dates and bands: 8 MB [limit]
# Radiometry uses every fourth row and column of a window. [judgement; not from outside]
EVERY = 4


def grid_gate(grid: Grid, bands: int) -> Gate:
    """The gate that passes if the common grid of the scenes has a coordinate system."""
    size = f"{grid.rows} x {grid.columns} pixels, {bands} bands"
    if grid.crs is None:
        why = f"{size}, without a coordinate system: nothing says that the grids are one"
        return failed_gate("grid", why)
    return passed_gate("grid", f"same grid: {size}, {grid.crs if len(grid.crs) < 20 else 'own'}")


def pair_gates(windows: Iterable[Sequence[Image]]) -> tuple[Gate, ...]:
    """The gates on radiometry and registration of two optical scenes.

    windows: before and after, of parts that represent the scenes, each with a pixel that is clear
        on both; without any there is no gate: the statistic refuses scenes that show nothing
    """
    thin, shifts = [], []
    for before, after in windows:
        shifts.append(shift_around_site(before, after, _nowhere(before), LIMITS))
        thin.append((_thin_image(before), _thin_image(after)))
    if not thin:
        return ()
    first, second = map(_side_by_side, zip(*thin, strict=True))
    return match_radiometry(first, second, LIMITS)[0], _registration(shifts)


def series_gate(windows: Iterable[Sequence[Image]]) -> tuple[Gate, ...]:
    """The gate on registration of radar scenes: all dates against the first, in one window.

    windows: only the first is used; no windows, no gate
    """
    images = next(iter(windows), None)
    if images is None:
        return ()
    first, *others = images
    for image in others:
        gate, _ = register_images(first, image, _nowhere(first), LIMITS)
        if not gate.passed:
            return (failed_gate(gate.name, f"{image.scene.id}: {gate.why}"),)
    return (passed_gate(gate.name, f"the last date against the first: {gate.why}"),)


def clear_gate(shares: Shares, dates: str = "every date") -> Gate:
    """The gate that passes if enough of the scene can be seen.

    dates: on which a pixel must be seen to count, in words
    """
    seen = shares.changed + shares.unchanged
    share = 1.0 - shares.not_observable_share
    enough = min(
        LIMITS.enough_clear_around,
        round(LIMITS.least_clear_around * (seen + shares.not_observable)),
    )
    if share < LIMITS.least_clear_around and seen < enough:
        return failed_gate(
            "clear share", f"only {percent(share)} of the scene can be seen on {dates}"
        )
    return passed_gate("clear share", f"{percent(share)} of the scene can be seen on {dates}")


def _registration(shifts: Sequence[Shift]) -> Gate:
    """The gate on the median shift of the windows with enough common detail to measure it.

    The shift is not undone: a whole scene is better corrected with knowledge of its geometry.
    """
    locked = [
        shift.length
        for shift in shifts
        if shift.dominance >= LIMITS.least_dominance
        and shift.error <= LIMITS.largest_shift_error_px
    ]
    if not locked:
        return failed_gate("registration", "not locked: too little common detail to tell a shift")
    length = float(np.median(locked))
    said = f"shift of {length:.2f} px, the median of {len(locked)} of {len(shifts)} windows"
    if length > LIMITS.largest_residual_px:
        return failed_gate(
            "registration", f"{said}; at most {LIMITS.largest_residual_px:g} is bearable"
        )
    return passed_gate("registration", said)


def _thin_image(image: Image) -> Image:
    """Every fourth row and column of an image, as one row."""
    return replace(image, pixels=_row(image.pixels), obstacles=_row(image.obstacles))


def _row(values: NDArray[T]) -> NDArray[T]:
    thinned: NDArray[T] = values[..., ::EVERY, ::EVERY]
    return thinned.reshape(*thinned.shape[:-2], 1, -1)


def _side_by_side(images: Sequence[Image]) -> Image:
    return replace(
        images[0],
        pixels=np.concatenate([image.pixels for image in images], axis=-1),
        obstacles=np.concatenate([image.obstacles for image in images], axis=-1),
    )


def _nowhere(image: Image) -> NDArray[np.bool_]:
    """(row, column) an empty site, so that the whole window is surroundings."""
    return np.zeros(image.obstacles.shape, np.bool_)
