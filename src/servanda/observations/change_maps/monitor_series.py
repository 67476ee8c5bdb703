"""The monitor over a long series of radar scenes of any size: seasons learned, then a shift sought.

What the series did up to a day is its baseline; every later date is held against it, in decibels.
A pixel need not be seen on every date: a date on which it is hidden is left out for it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.change_maps.statistic import Map
from servanda.observations.monitor.harmonics import annual_design, fit_baseline
from servanda.observations.monitor.monitor import monitor
from servanda.records import StackWindow

__all__ = ["MonitorStatistic", "date_bands", "fit_monitor"]

HARMONICS, SHORTEST = 1, 3  # waves a year; looks that a change must have lasted [judgement]
LOOKS_PER_TERM = 3  # as `monitor` asks, so that what it judges has departures [definition]
GROUPS = 6  # of the dates after the history, so that the memory of the controls is bounded [limit]
POINTS = 4096  # at a time [limit]


@dataclass(frozen=True, slots=True, eq=False)
class MonitorStatistic:
    """The monitor of a series with these dates: a `ChangeStatistic`."""

    days: NDArray[np.datetime64]  # (date,) rising
    until: date  # the last day of the history

    @property
    def history_mask(self) -> NDArray[np.bool_]:
        """(date,) which dates are history."""
        history: NDArray[np.bool_] = self.days <= np.datetime64(self.until, "D")
        return history

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[dict[str, Map]]:
        """Of each window the statistic, and when each pixel changed if it did: see `date_bands`.

        A window in which no pixel can be judged (under cloud, outside the swath) is NaN.
        """
        trouble, judged = None, 0
        for window in windows:
            try:
                found = self._bands_of(window)
                judged += 1
            except NoStatisticError as error:
                trouble = error
                nothing = np.full(window.usable.shape, np.nan, np.float32)
                found = {"statistic": nothing, "first": nothing}
            yield found
        if trouble is not None and not judged:
            raise trouble

    def parts(self, window: StackWindow) -> Map:
        """(group x band, row, column) sums of what the baseline leaves, NaN where there is none.

        The dates after the history in up to six groups; a sum is over the root of its number of
        looks.
        """
        dates, bands, rows, columns = window.pixels.shape
        flat = window.pixels.reshape(dates, bands, rows * columns)
        parts = [
            self._group_sums(_decibels(flat[:, :, first : first + POINTS]).reshape(dates, -1))
            for first in range(0, rows * columns, POINTS)
        ]
        whole = np.concatenate([part.reshape(len(part) * bands, -1) for part in parts], axis=1)
        return whole.reshape(-1, rows, columns)

    @property
    def details(self) -> dict[str, Any]:
        """The dates, and what was sought."""
        return {
            "history_until": self.until.isoformat(),
            "history_dates": int(self.history_mask.sum()),
            "days": [str(day) for day in self.days],
            "harmonics": HARMONICS,
            "shortest": SHORTEST,
        }

    def _bands_of(self, window: StackWindow) -> dict[str, Map]:
        dates, bands, rows, columns = window.pixels.shape
        values = _decibels(window.pixels).reshape(dates, bands, -1)
        found = monitor(values, self.days, self.until, harmonics=HARMONICS, shortest=SHORTEST)
        statistic = found.statistic.astype(np.float32)
        before = np.searchsorted(self.days, found.strongest_alarms.began)  # dates; NaT: all
        first = np.where(np.isnan(statistic), np.float32(np.nan), before.astype(np.float32))
        return {
            "statistic": statistic.reshape(rows, columns),
            "first": first.reshape(rows, columns),
        }

    def _group_sums(self, series: NDArray[np.float64]) -> Map:
        """(group, series)"""
        known, design = self.history_mask, annual_design(self.days, HARMONICS)
        fit = fit_baseline(series[known], design[known], LOOKS_PER_TERM * design.shape[1])
        left = (series[~known] - fit.predict(design[~known])) / fit.noise
        seen = np.isfinite(left)
        groups = min(GROUPS, len(left))
        starts = np.arange(groups) * len(left) // groups
        number = np.maximum(np.add.reduceat(seen.astype(np.float32), starts, axis=0), 1.0)
        sums = np.add.reduceat(np.where(seen, left, 0.0), starts, axis=0) / np.sqrt(number)
        sums[:, np.isnan(fit.noise)] = np.nan
        return sums.astype(np.float32)


def fit_monitor(days: Sequence[date], until: date) -> MonitorStatistic:
    """The monitor of scenes of these days, of which those up to `until` are the history.

    days: rising
    Raises NoStatisticError if they do not even serve a pixel that is seen on all of them.
    """
    made = MonitorStatistic(np.array(days, "datetime64[D]"), until)
    uneven = (np.arange(made.days.size) ** 2 % 7).astype(np.float64)
    monitor(uneven[:, None], made.days, until, harmonics=HARMONICS, shortest=SHORTEST)
    return made


def date_bands(change: Map, first: Map) -> dict[str, Map]:
    """The bands `first` and `frequency`: 0 where no change was called, NaN where hidden.

    change: 1 changed, 0 not, 255 not observable
    first: when each pixel changed if it did
    """
    seen = np.where(change <= 1.0, change, np.float32(np.nan))
    return {"first": np.where(change == 1.0, first, seen), "frequency": seen}


def _decibels(power: Map) -> NDArray[np.float64]:
    """Of power above 0; NaN elsewhere."""
    usable = np.isfinite(power) & (power > 0)
    return 10.0 * np.log10(np.where(usable, power, np.nan).astype(np.float64))
