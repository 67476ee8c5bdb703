"""The parts of each change method: order of scenes, fit, controls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from servanda.errors import SettingsError
from servanda.observations.change_maps.irmad_pair import fit_pair
from servanda.observations.change_maps.monitor_series import fit_monitor
from servanda.observations.change_maps.omnibus_series import LOOKS_VALUES, fit_series
from servanda.observations.change_maps.settings import ChangeSettings
from servanda.observations.change_maps.statistic import ChangeStatistic
from servanda.observations.error_rates.map_controls import Controls, Tile, sample_controls
from servanda.observations.error_rates.stable_controls import stable_controls
from servanda.records.choices import ChangeMethod
from servanda.sources.imagery.pixels.scene_stack import SceneStack, representative_windows
from servanda.sources.imagery.scenes.scene_order import (
    named_days,
    sort_dated_scenes,
    sort_scenes,
)

__all__ = ["METHODS", "MethodParts"]


@dataclass(frozen=True, slots=True)
class MethodParts:
    """The parts of one change method."""

    is_radar: bool
    order_scenes: Callable[[Sequence[Path]], list[Path]]
    fit: Callable[[SceneStack, ChangeSettings], ChangeStatistic]
    sample_controls: Callable[[Iterable[Tile]], Controls]
    fit_step: str  # the name of the fit in the progress bar
    seen_on: str  # the dates on which a pixel must be seen, in words


def _fit_irmad(streams: SceneStack, settings: ChangeSettings) -> ChangeStatistic:
    return fit_pair(streams.read_windows, settings.fit_pixels, classic=settings.classic)


def _fit_omnibus(streams: SceneStack, settings: ChangeSettings) -> ChangeStatistic:
    windows = representative_windows(streams, LOOKS_VALUES)
    return fit_series(windows, settings.alpha, settings.looks)


def _fit_monitor(streams: SceneStack, settings: ChangeSettings) -> ChangeStatistic:
    if settings.history_until is None:
        raise SettingsError("the monitor needs --history-until")
    return fit_monitor(named_days(streams.names), settings.history_until)


METHODS = {
    ChangeMethod.IRMAD: MethodParts(
        False, list, _fit_irmad, sample_controls, "fitting", "every date"
    ),
    ChangeMethod.OMNIBUS: MethodParts(
        True, sort_scenes, _fit_omnibus, sample_controls, "looks", "every date"
    ),
    ChangeMethod.MONITOR: MethodParts(
        True, sort_dated_scenes, _fit_monitor, stable_controls, "history", "enough dates"
    ),
}
