"""The monitor over a long series of radar scenes of any size: seasons learned, then a shift sought.

What the series did up to a day is its baseline; every later date is held against it, in decibels.
A pixel need not be seen on every date: a date on which it is hidden is left out for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError, SettingsError, SourceError
from servanda.observations.monitor.harmonics import annual_design, fit_baseline
from servanda.observations.monitor.monitor import monitor
from servanda.pipeline.change.change_result import ChangeSettings
from servanda.records.progress import Progress
from servanda.sources.imagery.pixels.map_writer import MapDraft
from servanda.sources.imagery.pixels.scene_stack import SceneStack, StackWindow
from servanda.sources.imagery.scenes.scene_times import named_instant

__all__ = ["mark_dates", "sort_dated_scenes", "write_monitor"]

HARMONICS, SHORTEST = 1, 3  # waves a year; looks that a change must have lasted
LOOKS_PER_TERM = 3  # as `monitor` asks, so that what it judges has departures
GROUPS = 6  # of the dates after the history: their departures bound the memory of the controls
POINTS = 4096  # at a time

Parts = Callable[[StackWindow], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class _SeriesDates:
    """The dates of a series, and the last day of its history."""

    days: NDArray[np.datetime64]  # (date,) rising
    until: date

    @property
    def history_mask(self) -> NDArray[np.bool_]:
        """(date,) which dates are history."""
        history: NDArray[np.bool_] = self.days <= np.datetime64(self.until, "D")
        return history

    def refuse_short(self) -> None:
        """Raise NoStatisticError if these dates do not even serve a pixel seen on all of them."""
        uneven = (np.arange(self.days.size) ** 2 % 7).astype(np.float64)
        monitor(uneven[:, None], self.days, self.until, harmonics=HARMONICS, shortest=SHORTEST)


def sort_dated_scenes(scenes: Sequence[Path]) -> list[Path]:
    """The scenes by the dates in their names.

    Raises SourceError for a name without a date, and for two scenes of one day.
    """
    ordered = sorted(scenes, key=_day)
    for one, other in pairwise(ordered):
        if _day(one) == _day(other):
            raise SourceError(
                str(other), f"is of {_day(other)}, as is {one}", "give one scene of each day"
            )
    return ordered


def write_monitor(
    streams: SceneStack, draft: MapDraft, settings: ChangeSettings, progress: Progress
) -> tuple[Parts, dict[str, Any]]:
    """Write `statistic` and `first`; how to get the departures of a window, and the dates.

    `first` is written for every pixel, as if all had changed: see `mark_dates`.
    Raises NoStatisticError for a history too short for seasons, and where no pixel can be judged.
    """
    course = _course(streams, settings)
    course.refuse_short()
    trouble, judged = None, 0
    for at, read in enumerate(streams.read_windows(), 1):
        try:
            _write(draft, read, course)
            judged += 1
        except NoStatisticError as error:  # none in this window: under cloud, outside the swath
            trouble = error
            for band in ("statistic", "first"):
                draft.write(band, read.window, np.full(read.usable.shape, np.nan, np.float32))
        progress("statistic", at, len(streams.windows))
    if trouble is not None and not judged:
        raise trouble
    return lambda read: _departures(read, course), _monitor_figures(course, streams)


def mark_dates(draft: MapDraft) -> None:
    """Write `frequency`, and leave `first` only where a change was called."""
    for window in draft.windows:
        change, first = draft.read("change", window), draft.read("first", window)
        seen = np.where(change <= 1.0, change, np.float32(np.nan))
        draft.write("first", window, np.where(change == 1.0, first, seen))
        draft.write("frequency", window, seen)


def _day(scene: Path) -> date:
    when = named_instant(scene.name)
    if when is None:
        raise SourceError(
            str(scene),
            "has no date in its name, and the monitor needs one",
            "name it as in s1_20141012.tif",
        )
    return when.date()


def _course(streams: SceneStack, settings: ChangeSettings) -> _SeriesDates:
    if settings.history_until is None:
        raise SettingsError("the monitor needs --history-until")
    days = np.array([_day(Path(name)) for name in streams.names], "datetime64[D]")
    return _SeriesDates(days, settings.history_until)


def _decibels(power: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of power above 0; NaN elsewhere."""
    usable = np.isfinite(power) & (power > 0)
    return 10.0 * np.log10(np.where(usable, power, np.nan).astype(np.float64))


def _write(draft: MapDraft, read: StackWindow, course: _SeriesDates) -> None:
    dates, bands, rows, columns = read.pixels.shape
    values = _decibels(read.pixels).reshape(dates, bands, -1)
    found = monitor(values, course.days, course.until, harmonics=HARMONICS, shortest=SHORTEST)
    statistic = found.statistic.astype(np.float32)
    began = np.searchsorted(course.days, found.strongest_alarms.began)  # dates before it; NaT: all
    first = np.where(np.isnan(statistic), np.float32(np.nan), began.astype(np.float32))
    for band, flat in (("statistic", statistic), ("first", first)):
        draft.write(band, read.window, flat.reshape(rows, columns))


def _departures(read: StackWindow, course: _SeriesDates) -> NDArray[np.float32]:
    """(group x band, row, column) sums of what the baseline leaves, NaN where there is none.

    The dates after the history in up to six groups; a sum is over the root of its number of looks.
    """
    dates, bands, rows, columns = read.pixels.shape
    flat = read.pixels.reshape(dates, bands, rows * columns)
    parts = [
        _group_sums(_decibels(flat[:, :, first : first + POINTS]).reshape(dates, -1), course)
        for first in range(0, rows * columns, POINTS)
    ]
    whole = np.concatenate([part.reshape(len(part) * bands, -1) for part in parts], axis=1)
    return whole.reshape(-1, rows, columns)


def _group_sums(series: NDArray[np.float64], course: _SeriesDates) -> NDArray[np.float32]:
    """(group, series)"""
    known, design = course.history_mask, annual_design(course.days, HARMONICS)
    fit = fit_baseline(series[known], design[known], LOOKS_PER_TERM * design.shape[1])
    left = (series[~known] - fit.predict(design[~known])) / fit.noise
    seen = np.isfinite(left)
    groups = min(GROUPS, len(left))
    starts = np.arange(groups) * len(left) // groups
    number = np.maximum(np.add.reduceat(seen.astype(np.float32), starts, axis=0), 1.0)
    sums = np.add.reduceat(np.where(seen, left, 0.0), starts, axis=0) / np.sqrt(number)
    sums[:, np.isnan(fit.noise)] = np.nan
    return sums.astype(np.float32)


def _monitor_figures(course: _SeriesDates, streams: SceneStack) -> dict[str, Any]:
    return {
        "history_until": course.until.isoformat(),
        "history_dates": int(course.history_mask.sum()),
        "days": [str(day) for day in course.days],
        "harmonics": HARMONICS,
        "shortest": SHORTEST,
        "unit": streams.unit,
    }
