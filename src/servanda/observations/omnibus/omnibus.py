"""Change in a series of radar images: the sequential omnibus test.

Conradsen, Nielsen and Skriver (2016), IEEE Trans. Geosci. Remote Sens. 54(5), 3007-3024
(doi 10.1109/TGRS.2015.2510160), for independent bands (single-pol, or the diagonal of dual-pol).
Only the test over all dates has exactly the stated rate; a change also needs a significant date,
so that a change is reported more rarely than alpha.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.errors import NoStatisticError
from servanda.observations.omnibus.change_dates import find_change_dates
from servanda.observations.omnibus.critical_values import null_of_q, thresholds
from servanda.observations.omnibus.wishart_ratio import common_mask, minus_ln_q, power_mask

__all__ = ["NOT_OBSERVABLE", "OmnibusMaps", "omnibus", "omnibus_p_value"]

NOT_OBSERVABLE = 255  # in every map of bytes [definition]
MOST_DATES = 255  # intervals are numbered from 1 in a byte, and 255 is taken [limit]
_BLOCK_VALUES = 1 << 17  # 1 MB as float64, so that a block stays in the cache of a core [limit]
# Dates that agree in fewer pixels may do so by chance, since decibels are often rounded.
# [judgement; not from outside]
_ALIKE = 16

Bytes = NDArray[np.uint8]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class OmnibusMaps:
    """Maps of when pixels changed; interval 1 lies between the first two dates."""

    statistic: NDArray[np.float32]  # (row, column) -2 rho ln Q over all dates; NaN not observable
    first: Bytes  # (row, column) interval of the first change; 0 none, 255 not observable
    last: Bytes  # (row, column) interval of the last change
    frequency: Bytes  # (row, column) number of changes
    intervals: Bytes  # (interval, row, column) `Order` of the change; 0 none, 255 not observable

    @property
    def usable(self) -> NDArray[np.bool_]:
        """(row, column) True where every date could be seen."""
        seen: NDArray[np.bool_] = self.frequency != NOT_OBSERVABLE
        return seen

    @property
    def change(self) -> Bytes:
        """(row, column) 1 changed, 0 not changed, 255 not observable."""
        return np.where(self.usable, self.frequency > 0, NOT_OBSERVABLE).astype(np.uint8)


def omnibus(
    stack: NDArray[np.float32],
    looks: float,
    alpha: float,
    usable: NDArray[np.bool_] | None = None,
) -> OmnibusMaps:
    """Maps of change in a stack of radar images of one orbit.

    stack: (date, band, row, column) power (not decibels), in order of time, 2 to 255 dates
    looks: equivalent number of looks, at least 1
    usable: (row, column) or (date, row, column)
    A pixel has no statistic if it is hidden on a date, or if its power is not positive and finite
    on every date and band. Pixels do not affect each other: windows give the maps of the whole.
    Raises NoStatisticError if the stack has too few or too many dates, or two equal ones.
    """
    dates, bands, rows, columns = _shape_of(stack)
    limits = thresholds(dates, bands, looks, alpha)
    power = stack.reshape(dates, bands, rows * columns)
    seen = common_mask(usable, rows * columns)
    ratio = _ratios(power, seen)
    _refuse_equal_dates(power, np.isfinite(ratio))
    found = np.flatnonzero(2.0 * looks * ratio >= limits.q[dates])
    intervals = np.zeros((dates - 1, rows * columns), dtype=np.uint8)
    for block in _blocks(found.size, dates * bands):
        pixel = found[block]
        intervals[:, pixel] = find_change_dates(
            power[:, :, pixel].astype(np.float64), looks, limits
        )
    statistic = 2.0 * looks * null_of_q(dates, bands, looks).rho * ratio
    return _maps(statistic.astype(np.float32).reshape(rows, columns), intervals, found)


def omnibus_p_value(
    statistic: NDArray[np.float32], dates: int, bands: int, looks: float
) -> NDArray[np.float64]:
    """The p-value of `OmnibusMaps.statistic` by the formula of the paper; NaN stays NaN.

    It holds for independent gamma speckle of exactly these looks. Seasons, weather and speckle
    between neighbours break it: rank a site against its controls instead.
    """
    return null_of_q(dates, bands, looks).p_value(statistic.astype(np.float64))


def _shape_of(stack: NDArray[np.float32]) -> tuple[int, int, int, int]:
    if stack.ndim != 4:
        raise NoStatisticError(
            f"the stack has {stack.ndim} axes; give (date, band, row, column), one band as one"
        )
    if not 2 <= len(stack) <= MOST_DATES:
        raise NoStatisticError(
            f"{len(stack)} dates in the series; the omnibus test takes 2 to {MOST_DATES}"
        )
    dates, bands, rows, columns = stack.shape
    return dates, bands, rows, columns


def _ratios(power: NDArray[np.float32], seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(pixel,) -ln Q per look; NaN where a date is hidden or its power is not positive."""
    dates, bands, pixels = power.shape
    ratio = np.empty(pixels)
    for block in _blocks(pixels, dates * bands):
        values = power[:, :, block]
        good = seen[block] & power_mask(values)
        exact = values.astype(np.float64)
        if not good.all():
            exact[:, :, ~good] = 1.0
        ratio[block] = np.where(good, minus_ln_q(exact), np.nan)
    return ratio


def _blocks(pixels: int, values: int) -> Iterator[slice]:
    """Slices of pixels whose values, as float64, stay in the cache. values: per pixel"""
    step = max(_BLOCK_VALUES // values, 64)
    for first in range(0, pixels, step):
        yield slice(first, first + step)


def _refuse_equal_dates(power: NDArray[np.float32], seen: NDArray[np.bool_]) -> None:
    """Raise NoStatisticError if two dates are copies; most are found by a few thousand pixels."""
    pixels = np.flatnonzero(seen)
    if pixels.size < _ALIKE:
        return
    first_with: dict[bytes, int] = {}
    for date, values in enumerate(power):
        earlier = first_with.setdefault(values[:, pixels[:4096]].tobytes(), date)
        if earlier != date and np.array_equal(power[earlier][:, pixels], values[:, pixels]):
            raise NoStatisticError(
                f"dates {earlier + 1} and {date + 1} of the series are alike in every pixel; "
                "leave one of them out"
            )


def _maps(statistic: NDArray[np.float32], intervals: Bytes, found: Indices) -> OmnibusMaps:
    """The maps from the statistic and (interval, pixel) orders, set only at the pixels `found`."""
    changed = intervals[:, found] > 0
    count = changed.sum(axis=0, dtype=np.uint8)
    first, last, frequency = np.zeros((3, statistic.size), dtype=np.uint8)
    frequency[found] = count
    first[found] = np.where(count > 0, changed.argmax(axis=0) + 1, 0)
    last[found] = np.where(count > 0, len(intervals) - changed[::-1].argmax(axis=0), 0)
    hidden = np.isnan(statistic.ravel())
    for pixels in (first, last, frequency, *intervals):
        pixels[hidden] = NOT_OBSERVABLE
    shape = statistic.shape
    return OmnibusMaps(
        statistic,
        first.reshape(shape),
        last.reshape(shape),
        frequency.reshape(shape),
        intervals.reshape(-1, *shape),
    )
