"""The dates on which pixels changed, from the factors of the omnibus test."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.observations.omnibus.critical_values import Thresholds
from servanda.observations.omnibus.loewner_order import loewner_order
from servanda.observations.omnibus.wishart_ratio import minus_ln_q

__all__ = ["find_change_dates"]

Floats = NDArray[np.float64]


def find_change_dates(power: Floats, looks: float, limits: Thresholds) -> NDArray[np.uint8]:
    """(interval, pixel) `Order` of the change between each two dates; 0: no change.

    power: (date, band, pixel) of pixels whose Q over all dates is significant.
    A change is the first date whose R is significant against the dates since the last change;
    the test then starts anew at that date, and goes on only if Q over the dates left is
    significant. Conradsen, Nielsen and Skriver (2016), section III.
    """
    dates, _, pixels = power.shape
    orders = np.zeros((dates - 1, pixels), dtype=np.uint8)
    walked = _RunningSums(pixels, power[0])
    for date in range(1, dates):
        new = power[date] if walked.pixel.size == pixels else power[date][:, walked.pixel]
        log_new = np.log(new)
        total, spread = walked.sums_with_date(new)
        ratio = (spread - walked.spread - log_new).sum(axis=0)
        changed = np.flatnonzero(2.0 * looks * ratio >= limits.r[walked.count + 1])
        if changed.size:
            step = new[:, changed] - walked.total[:, changed] / walked.count[changed]
            orders[date - 1, walked.pixel[changed]] = loewner_order(step)
        walked.total, walked.spread = total, spread
        walked.count += 1
        walked.restart(changed, new, log_new)
        rest = 2.0 * looks * minus_ln_q(power[date:][:, :, walked.pixel[changed]])
        walked.drop(changed[rest < limits.q[dates - date]])
    return orders


class _RunningSums:
    """Sums over the dates since the last change of each pixel."""

    def __init__(self, pixels: int, first: Floats) -> None:
        self.pixel = np.arange(pixels)
        self.count = np.ones(pixels, dtype=np.intp)  # dates since the last change, inclusive
        self.total = first  # (band, pixel) sum of their powers
        self.spread = np.log(first)  # (band, pixel) count times the log of their mean

    def sums_with_date(self, new: Floats) -> tuple[Floats, Floats]:
        """The total including a new date, and its spread."""
        total, count = self.total + new, self.count + 1
        spread: Floats = np.multiply(count, np.log(total / count))
        return total, spread

    def restart(self, changed: NDArray[np.intp], new: Floats, log_new: Floats) -> None:
        """Start new sums at a date for the changed pixels."""
        self.count[changed] = 1
        self.total[:, changed] = new[:, changed]
        self.spread[:, changed] = log_new[:, changed]

    def drop(self, done: NDArray[np.intp]) -> None:
        """Leave out pixels that are done."""
        if done.size:
            kept = np.delete(np.arange(self.pixel.size), done)
            self.pixel, self.count = self.pixel[kept], self.count[kept]
            self.total, self.spread = self.total[:, kept], self.spread[:, kept]
