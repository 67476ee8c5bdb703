"""The monitor over a long series of radar scenes of any size: seasons, and a shift against them.

The series up to a day gives the baseline, with which every later date is compared, in decibels. A
pixel need not be seen on every date: dates on which it is hidden are left out for this pixel.
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

# Waves a year; looks that a change must have lasted. [judgement; not from outside]
HARMONICS, SHORTEST = 1, 3
# Values per coefficient, as in `monitor`, so that each pixel it judges has parts. [definition]
LOOKS_PER_TERM = 3
GROUPS = 6  # of dates after the history, to bound the memory of the controls [limit]
POINTS = 4096  # pixels at a time [limit]


@dataclass(frozen=True, slots=True, eq=False)
class MonitorStatistic:
    """The monitor of a series of scenes: a `ChangeStatistic`."""

    days: NDArray[np.datetime64]  # (date,) rising
    until: date  # the last day of the history

    @property
    def history_mask(self) -> NDArray[np.bool_]:
        """(date,) mask of the dates that are history."""
        history: NDArray[np.bool_] = self.days <= np.datetime64(self.until, "D")
        return history

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[dict[str, Map]]:
        """The statistic of each window, and the date of change if there was one: see `date_bands`.

        A window in which no pixel can be judged (outside the swath) is NaN.
        """
        failure, judged = None, 0
        for window in windows:
            try:
                found = self._bands_of(window)
                judged += 1
            except NoStatisticError as error:
                failure = error
                nothing = np.full(window.usable.shape, np.nan, np.float32)
                found = {"statistic": nothing, "first": nothing}
            yield found
        if failure is not None and not judged:
            raise failure

    def parts(self, window: StackWindow) -> Map:
        """(group x band, row, column) sums of residuals, NaN where there is no baseline.

        The dates after the history form up to six groups. Each sum is divided by the square root of
        its number of looks.
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
        """The dates and the settings, for JSON."""
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
        # The number of dates before the change; all of them where it is NaT.
        before = np.searchsorted(self.days, found.strongest_alarms.began)
        first = np.where(np.isnan(statistic), np.float32(np.nan), before.astype(np.float32))
        return {
            "statistic": statistic.reshape(rows, columns),
            "first": first.reshape(rows, columns),
        }

    def _group_sums(self, series: NDArray[np.float64]) -> Map:
        """(group, series) sums of residuals over the square root of their number."""
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
    """The monitor of scenes of these days, with the history up to the day `until`.

    days: rising
    Raises NoStatisticError if the days are too few even for a pixel that is seen on all of them.
    """
    fitted = MonitorStatistic(np.array(days, "datetime64[D]"), until)
    uneven = (np.arange(fitted.days.size) ** 2 % 7).astype(np.float64)
    monitor(uneven[:, None], fitted.days, until, harmonics=HARMONICS, shortest=SHORTEST)
    return fitted


def date_bands(change: Map, first: Map) -> dict[str, Map]:
    """The bands `first` and `frequency`: 0 where no change was called, NaN where hidden.

    change: 1 changed, 0 not, 255 not observable
    first: the date of change of each pixel, if it changed
    """
    seen = np.where(change <= 1.0, change, np.float32(np.nan))
    return {"first": np.where(change == 1.0, first, seen), "frequency": seen}


def _decibels(power: Map) -> NDArray[np.float64]:
    """Decibels of power above 0; NaN elsewhere."""
    usable = np.isfinite(power) & (power > 0)
    return 10.0 * np.log10(np.where(usable, power, np.nan).astype(np.float64))
