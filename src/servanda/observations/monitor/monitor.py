"""Changes of level in a long series, judged against the seasons of its own history.

At each date the generalised likelihood ratio of "the mean has shifted since some earlier date"
is taken over all windows that end there: Willsky and Jones (1976), IEEE Trans. Autom. Control
21(1), 108-112, in the window-limited form of Lai (1995), J. R. Stat. Soc. B 57(4), 613-658.
Uncertainty of the baseline widens the noise of a window. Bands and dates are summed as if they were
independent, so no threshold follows from the statistic alone: rank it among series where nothing
changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.monitor.harmonics import Baseline, annual_design, fit_baseline
from servanda.observations.omnibus.loewner_order import Order, loewner_order

__all__ = ["Alarms", "MonitorResult", "monitor"]

# Span of a history from which seasons can be learned. [judgement; harmonics of monitor]
_LEAST_SPAN_DAYS = 330
# Values needed in the history per coefficient of the baseline. [judgement; not from outside]
_LOOKS_PER_TERM = 3
_POINTS = 2048  # at a time, to bound the memory [limit]

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Alarms:
    """When the statistic of each point reached a threshold; NaT where it never did."""

    raised: Days  # (point,) the date on which the threshold was reached
    began: Days  # (point,) the first date of the change, as estimated on that date
    direction: NDArray[np.uint8]  # (point,) `Order`; 0 where there is no alarm


@dataclass(frozen=True, slots=True, eq=False)
class MonitorResult:
    """The statistic of each point on each date after the history."""

    days: Days  # (date,) after the history
    path: Floats  # (date, point) likelihood ratio, 2 ln; NaN where nothing was seen
    start: NDArray[np.intp]  # (date, point) index of the first date of the best window
    order: NDArray[np.uint8]  # (date, point) `Order` of the shift in that window

    @property
    def statistic(self) -> Floats:
        """(point,) the largest ratio on any date; NaN where there is none."""
        largest = np.where(np.isnan(self.path), -np.inf, self.path).max(axis=0)
        return np.where(np.isinf(largest), np.nan, largest)

    @property
    def strongest_alarms(self) -> Alarms:
        """The date of change of each point if it changed: where its statistic is largest."""
        return self._make_alarms(np.where(np.isnan(self.path), -np.inf, self.path).argmax(axis=0))

    def alarms(self, threshold: float) -> Alarms:
        """The alarm of each point on the first date on which its statistic exceeds a threshold."""
        over = np.where(np.isnan(self.path), -np.inf, self.path) > threshold
        return self._make_alarms(np.where(over.any(axis=0), over.argmax(axis=0), -1))

    def _make_alarms(self, when: NDArray[np.intp]) -> Alarms:
        point = np.arange(when.size)
        there = (when >= 0) & ~np.isnan(self.path[when, point])
        never = np.datetime64("NaT", "D")
        return Alarms(
            np.where(there, self.days[when], never),
            np.where(there, self.days[self.start[when, point]], never),
            np.where(there, self.order[when, point], np.uint8(Order.NONE)),
        )


def monitor(
    values_db: Floats,
    days: Days,
    history_end: date,
    *,
    harmonics: int = 1,
    shortest: int = 3,
    sought: Order | None = None,
) -> MonitorResult:
    """The window likelihood ratio of each point on each date after `history_end`.

    values_db: (date, band) or (date, band, point) decibels; NaN where nothing was seen
    days: (date,) datetime64, rising; history_end: the last day taken to be without change
    harmonics: waves a year of the baseline, 0 for a constant
    shortest: looks that a change must have lasted; a shorter one is taken for noise
    sought: `Order.UP` or `Order.DOWN` to look for a shift of every band in one direction only
    Points do not affect each other. A point is NaN if its history has too few values or no noise.
    Raises NoStatisticError if the history is too short for every point, or nothing follows it.
    """
    values = np.asarray(values_db, dtype=np.float64)
    values = values.reshape(*values.shape[:2], -1)
    known = _history(days, history_end, harmonics)
    design = annual_design(days, harmonics)
    parts = [
        _monitor_points(values[:, :, first : first + _POINTS], design, known, shortest, sought)
        for first in range(0, values.shape[2], _POINTS)
    ]
    path, start, order = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    if np.isnan(path).all():
        raise NoStatisticError(
            f"no series has the {_LOOKS_PER_TERM * design.shape[1]} values up to {history_end} "
            f"that its baseline needs, and {shortest} after it; give a longer series"
        )
    return MonitorResult(days[~known].astype("datetime64[D]"), path, start, order)


def _history(days: Days, history_end: date, harmonics: int) -> NDArray[np.bool_]:
    if (np.diff(days) <= np.timedelta64(0)).any():
        raise NoStatisticError("the days of the series do not rise; sort its dates, each once")
    known: NDArray[np.bool_] = days <= np.datetime64(history_end, "D")
    if not known.any() or known.all():
        raise NoStatisticError(f"no dates on both sides of {history_end}; choose a day between")
    span = (days[known][-1] - days[known][0]) / np.timedelta64(1, "D")
    if harmonics and span < _LEAST_SPAN_DAYS:
        raise NoStatisticError(
            f"the history spans {span:.0f} days, and seasons need {_LEAST_SPAN_DAYS}; "
            "start it earlier or take no harmonics"
        )
    return known


def _monitor_points(
    values: Floats, design: Floats, known: NDArray[np.bool_], shortest: int, sought: Order | None
) -> tuple[Floats, NDArray[np.intp], NDArray[np.uint8]]:
    dates, bands, points = values.shape
    series = values.reshape(dates, bands * points)
    seen = np.isfinite(series)
    fewest = _LOOKS_PER_TERM * design.shape[1]
    fit = fit_baseline(np.where(seen, series, np.nan)[known], design[known], fewest)
    left = (series - fit.predict(design)) / fit.noise
    windows = _ShiftWindows(left[~known], design[~known], fit, bands)
    return windows.largest_ratios(shortest, sought)


class _ShiftWindows:
    """Cumulative sums from which the shift in any window is computed."""

    def __init__(self, left: Floats, design: Floats, fit: Baseline, bands: int) -> None:
        self.bands = bands
        self.seen = np.isfinite(left)
        self.shift = _cumulative_sums(np.where(self.seen, left, 0.0))  # (date + 1, series)
        self.number = _cumulative_sums(self.seen.astype(np.float64))
        self.terms = _cumulative_sums(np.where(self.seen[:, None], design[:, :, None], 0.0))
        self.inverse = np.where(np.isnan(fit.inverse), 0.0, fit.inverse)
        if self.seen.all() and (self.inverse == self.inverse[0]).all():  # alike in all series
            self.terms, self.inverse = self.terms[:, :, :1], self.inverse[:1]

    def largest_ratios(
        self, shortest: int, sought: Order | None
    ) -> tuple[Floats, NDArray[np.intp], NDArray[np.uint8]]:
        """The largest ratio of each date and point, the start of its window, and its direction."""
        dates, points = len(self.seen), self.seen.shape[1] // self.bands
        path, start = np.empty((dates, points)), np.zeros((dates, points), dtype=np.intp)
        order = np.zeros((dates, points), dtype=np.uint8)
        every_point = np.arange(points)
        for last in range(dates):
            shift, number = self._shifts(last, sought)
            ratio = (shift**2).sum(axis=1)
            ratio[number.min(axis=1) < shortest] = -1.0
            ratio = ratio[::-1]  # of equal ratios the latest start, which is a date that was seen
            chosen = last - ratio.argmax(axis=0)
            path[last], start[last] = ratio[last - chosen, every_point], chosen
            order[last] = loewner_order(shift[chosen, :, every_point].T)
            seen = self.seen[last].reshape(self.bands, points).all(axis=0)
            hidden = ~seen | (path[last] < 0.0)
            path[last, hidden], order[last, hidden] = np.nan, Order.NONE
        return path, start, order

    def _shifts(self, last: int, sought: Order | None) -> tuple[Floats, Floats]:
        """(start, band, point) standardised shift and number of looks of windows up to `last`."""
        number = self.number[last + 1] - self.number[: last + 1]
        terms = self.terms[last + 1] - self.terms[: last + 1]
        uncertainty = np.einsum("wts,stu,wus->ws", terms, self.inverse, terms, optimize=True)
        total = self.shift[last + 1] - self.shift[: last + 1]
        shift = total / np.sqrt(np.maximum(number, 1.0) + uncertainty)
        if sought is Order.UP:
            shift = np.maximum(shift, 0.0)
        elif sought is Order.DOWN:
            shift = np.minimum(shift, 0.0)
        shape = (last + 1, self.bands, -1)
        return shift.reshape(shape), number.reshape(shape)


def _cumulative_sums(values: Floats) -> Floats:
    """Sums over the first 0, 1, 2, ... dates."""
    sums = np.zeros((len(values) + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=sums[1:])
    return sums
