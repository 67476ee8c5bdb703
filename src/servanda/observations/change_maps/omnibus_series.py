"""The omnibus test over a series of radar scenes of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from servanda.observations.change_maps.statistic import Map
from servanda.observations.error_rates.stable_pixels import log_departures
from servanda.observations.omnibus.equivalent_looks import (
    EquivalentLooks,
    LooksEffect,
    estimate_looks,
    looks_effect,
)
from servanda.observations.omnibus.omnibus import NOT_OBSERVABLE, omnibus
from servanda.records import StackWindow

__all__ = ["LOOKS_VALUES", "SeriesStatistic", "fit_series"]

# Values of each window from which the looks are estimated; more hardly improve them. [limit]
LOOKS_VALUES = 500_000


@dataclass(frozen=True, slots=True, eq=False)
class SeriesStatistic:
    """The omnibus test with a number of looks: a `ChangeStatistic`."""

    looks: float  # at least 1
    alpha: float
    how: Mapping[str, Any]  # how the looks were found, for JSON

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[dict[str, Map]]:
        """The statistic, interval of the first change and number of changes, window by window."""
        for window in windows:
            maps = omnibus(window.pixels, self.looks, self.alpha, window.usable)
            yield {
                "statistic": maps.statistic,
                "first": _with_nan(maps.first),
                "frequency": _with_nan(maps.frequency),
            }

    def parts(self, window: StackWindow) -> Map:
        """(date x band, row, column) departures of log power from its mean over the dates."""
        return log_departures(np.where(window.usable, window.pixels, np.float32(np.nan)))

    @property
    def details(self) -> dict[str, Any]:
        """The looks, and how their uncertainty changes the map, for JSON."""
        return {"looks": dict(self.how)}


def fit_series(
    windows: Iterable[StackWindow], alpha: float, looks: float | None = None
) -> SeriesStatistic:
    """The omnibus test with the given looks, or with looks estimated from windows.

    windows: of about LOOKS_VALUES values each, representing the scenes; not read if looks are given
    looks: None: estimated
    """
    if looks is not None:
        return SeriesStatistic(looks, alpha, {"value": looks, "how": "given"})
    reads = list(windows)
    stack = np.concatenate([window.pixels for window in reads], axis=3)
    usable = np.concatenate([window.usable for window in reads], axis=1)
    found = estimate_looks(stack, usable)
    how = _looks_figures(found, looks_effect(stack, found, alpha, usable))
    return SeriesStatistic(max(found.value, 1.0), alpha, how)


def _with_nan(values: np.ndarray[Any, np.dtype[np.uint8]]) -> Map:
    return np.where(values == NOT_OBSERVABLE, np.float32(np.nan), values.astype(np.float32))


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
