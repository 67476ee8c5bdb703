"""The omnibus test over a series of radar scenes of any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.observations.error_rates.stable_pixels import log_departures
from servanda.observations.omnibus.equivalent_looks import (
    EquivalentLooks,
    LooksEffect,
    estimate_looks,
    looks_effect,
)
from servanda.observations.omnibus.omnibus import NOT_OBSERVABLE, OmnibusMaps, omnibus
from servanda.pipeline.change.change_result import ChangeSettings
from servanda.pipeline.change.scene_gates import representative_windows
from servanda.records.progress import Progress
from servanda.sources.imagery.pixels.map_writer import MapDraft
from servanda.sources.imagery.pixels.scene_stack import SceneStack, StackWindow
from servanda.sources.imagery.scenes.scene_times import named_instant

__all__ = ["sort_scenes", "write_series"]

Parts = Callable[[StackWindow], NDArray[np.float32]]
LOOKED_VALUES = 500_000  # of each of five windows; more hardly tell the looks better


def sort_scenes(scenes: Sequence[Path]) -> list[Path]:
    """The scenes by the dates in their names; as given where one has none."""
    dates = [when for path in scenes if (when := named_instant(path.name)) is not None]
    if len(dates) < len(scenes):
        return list(scenes)
    return [path for _, path in sorted(zip(dates, scenes, strict=True), key=lambda one: one[0])]


def write_series(
    streams: SceneStack, draft: MapDraft, settings: ChangeSettings, progress: Progress
) -> tuple[Parts, dict[str, Any]]:
    """Write `statistic`, `first` and `frequency`; how to get the departures of a window, the looks.

    The looks, and what their interval changes, come from windows that stand for the scene.
    """
    progress("looks", 0, 1)
    stack, usable = _stack(list(representative_windows(streams, LOOKED_VALUES)))
    if settings.looks is None:
        looks = estimate_looks(stack, usable)
        told = _looks_figures(looks, looks_effect(stack, looks, settings.alpha, usable))
        number = max(looks.value, 1.0)
    else:
        number, told = settings.looks, {"value": settings.looks, "how": "given"}
    progress("looks", 1, 1)
    for at, read in enumerate(streams.read_windows(), 1):
        _write(draft, read, omnibus(read.pixels, number, settings.alpha, read.usable))
        progress("statistic", at, len(streams.windows))
    return _departures, {"looks": told, "unit": streams.unit}


def _stack(reads: list[StackWindow]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The windows side by side."""
    return np.concatenate([read.pixels for read in reads], axis=3), np.concatenate(
        [read.usable for read in reads], axis=1
    )


def _write(draft: MapDraft, read: StackWindow, maps: OmnibusMaps) -> None:
    draft.write("statistic", read.window, maps.statistic)
    for band, values in (("first", maps.first), ("frequency", maps.frequency)):
        shown = np.where(values == NOT_OBSERVABLE, np.float32(np.nan), values.astype(np.float32))
        draft.write(band, read.window, shown)


def _departures(read: StackWindow) -> NDArray[np.float32]:
    return log_departures(np.where(read.usable, read.pixels, np.float32(np.nan)))


def _looks_figures(looks: EquivalentLooks, effect: LooksEffect) -> dict[str, Any]:
    return {
        "value": looks.value,
        "low": looks.low,
        "high": looks.high,
        "how": looks.how,
        "share_changed_with_low": effect.low,
        "share_changed_with_value": effect.value,
        "share_changed_with_high": effect.high,
    }
