"""What must hold of whole scenes before a map of change is worth making."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from math import isqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError
from servanda.observations.gates.gate import Gate, GateSettings, failed_gate, passed_gate, percent
from servanda.observations.gates.radiometry import match_radiometry
from servanda.observations.gates.registration import register_images, shift_around_site
from servanda.observations.gates.shift import Shift
from servanda.pipeline.change.change_result import Shares
from servanda.records import Image, Obstacle, Scene
from servanda.sources.imagery.pixels.scene_stack import SceneStack, StackWindow

__all__ = ["check_gates", "clear_gate", "gates_of", "representative_windows"]

T = TypeVar("T", bound=np.generic)

LIMITS = GateSettings()
PLACES = (0.15, 0.85)  # of the height and the width: towards the corners
WINDOW_VALUES = 1 << 21  # 8 MB
EVERY = 4  # th row and column of a window is enough for the radiometry
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # the gates here do not ask for one
ADVICE = "mend it, or map all the same with --no-gates"


def representative_windows(streams: SceneStack, most: int) -> Iterator[StackWindow]:
    """Windows that stand for the scene: all of a small one, else the middle and four more.

    most: values of one window, all dates and bands together
    """
    side = min(LIMITS.window_px, isqrt(most // (len(streams.names) * len(streams.bands))))
    rows, columns = streams.grid.rows, streams.grid.columns
    if max(rows, columns) <= side:
        return iter([streams.read(streams.window(0.5, 0.5, side))])
    places = [(0.5, 0.5), *product(PLACES, PLACES)]
    return (streams.read(streams.window(*place, side)) for place in places)


def gates_of(streams: SceneStack) -> tuple[Gate, ...]:
    """Grid, radiometry and registration, from windows of the scenes.

    Of radar scenes, every date is compared with the first.
    """
    grid = streams.grid
    size = f"{grid.rows} x {grid.columns} pixels, {len(streams.bands)} bands"
    if grid.crs is None:
        why = f"{size}, without a coordinate system: nothing says that the grids are one"
        return (failed_gate("grid", why),)
    found = passed_gate("grid", f"same grid: {size}, {grid.crs if len(grid.crs) < 20 else 'own'}")
    reads = (read for read in representative_windows(streams, WINDOW_VALUES) if read.usable.any())
    if streams.is_radar:
        return found, *_series_gate(streams, reads)
    return found, *_pair_gates(streams, reads)


def clear_gate(shares: Shares, dates: str = "every date") -> Gate:
    """Whether enough of the scene can be seen on the dates it takes, named in words."""
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


def check_gates(gates: Sequence[Gate]) -> None:
    """Raise InputError for the first gate that is closed."""
    for gate in gates:
        if not gate.passed:
            raise InputError(f"{gate.name}: {gate.why}; {ADVICE}")


def _pair_gates(streams: SceneStack, reads: Iterable[StackWindow]) -> tuple[Gate, ...]:
    """None where nothing can be seen in the windows: the statistic says if it is so everywhere."""
    thin, shifts = [], []
    for read in reads:
        shifts.append(shift_around_site(*_pair(streams, read, 0, 1), _empty_mask(read), LIMITS))
        thin.append((_row(read.pixels), _row(read.obstacles)))
    if not thin:
        return ()
    pixels, hidden = (np.concatenate(parts, axis=-1) for parts in zip(*thin, strict=True))
    first, second = (_image(streams, at, pixels[at], hidden[at]) for at in (0, 1))
    return match_radiometry(first, second, LIMITS)[0], _registration(shifts)


def _registration(shifts: Sequence[Shift]) -> Gate:
    """The middle shift of the windows that hold enough common detail to tell one.

    Nothing is mended here: a whole scene is better put right by who knows its geometry.
    """
    locked = [
        one.length
        for one in shifts
        if one.dominance >= LIMITS.least_dominance and one.error <= LIMITS.largest_shift_error_px
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


def _series_gate(streams: SceneStack, reads: Iterator[StackWindow]) -> tuple[Gate, ...]:
    read = next(reads, None)
    if read is None:
        return ()
    for number in range(1, len(streams.names)):
        gate, _ = register_images(*_pair(streams, read, 0, number), _empty_mask(read), LIMITS)
        if not gate.passed:
            return (failed_gate(gate.name, f"{streams.names[number]}: {gate.why}"),)
    return (passed_gate(gate.name, f"the last date against the first: {gate.why}"),)


def _row(windows: NDArray[T]) -> NDArray[T]:
    """(..., 1, pixel) of every fourth row and column."""
    thinned: NDArray[T] = windows[..., ::EVERY, ::EVERY]
    return thinned.reshape(*thinned.shape[:-2], 1, -1)


def _empty_mask(read: StackWindow) -> NDArray[np.bool_]:
    return np.zeros(read.usable.shape, np.bool_)


def _pair(streams: SceneStack, read: StackWindow, one: int, other: int) -> tuple[Image, Image]:
    first, second = (
        _image(streams, number, read.pixels[number], read.obstacles[number])
        for number in (one, other)
    )
    return first, second


def _image(
    streams: SceneStack, number: int, pixels: NDArray[np.float32], obstacles: NDArray[np.uint8]
) -> Image:
    """A window as the gates take it; they read neither its date nor its digest."""
    name, sensor = streams.names[number], "SAR" if streams.is_radar else "unstated"
    grid = replace(streams.grid, rows=obstacles.shape[0], columns=obstacles.shape[1])
    invalid = ~np.isfinite(pixels).all(axis=0) & (obstacles == Obstacle.CLEAR.value)
    hidden = np.where(invalid, np.uint8(Obstacle.INVALID.value), obstacles)
    scene = Scene(name, "", None, sensor, NO_DATE, 1.0, simulated=False)
    return Image(scene, streams.bands, pixels, hidden, grid)
