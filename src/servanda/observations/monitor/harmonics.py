"""What a series does in a year if nothing changes: a mean and waves of one year and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.records.units import DAYS_PER_YEAR

__all__ = ["Baseline", "annual_design", "fit_baseline", "same_season"]

_STEPS = 12  # of re-weighting; the same number for every series, so that it depends on no other
_HUBER = 1.345  # Huber (1964), at 95 % efficiency for Gaussian noise
_MAD = 1.4826  # brings the median absolute deviation to a standard deviation

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The history of many series, as harmonics and their noise; NaN where there is none."""

    coefficients: Floats  # (series, term)
    noise: Floats  # (series,) standard deviation of what the harmonics leave
    inverse: Floats  # (series, term, term) covariance of the coefficients over noise^2

    def predict(self, design: Floats) -> Floats:
        """(date, series) at the dates of a design."""
        level: Floats = design @ self.coefficients.T
        return level


def annual_design(days: Days, harmonics: int) -> Floats:
    """(date, term) one, then cosine and sine of each whole number of waves a year."""
    phase = 2.0 * np.pi * (days.astype("datetime64[D]").astype(np.int64) / DAYS_PER_YEAR)
    terms = [np.ones(days.size)]
    for waves in range(1, harmonics + 1):
        terms += [np.cos(waves * phase), np.sin(waves * phase)]
    return np.stack(terms, axis=1)


def fit_baseline(values: Floats, design: Floats, fewest: int) -> Baseline:
    """Harmonics of each series by Huber's M-estimate: single odd dates hardly move them.

    values: (date, series), NaN where nothing was seen; design: (date, term)
    fewest: values that a series needs; one with fewer, or without noise, has no baseline
    """
    seen = np.isfinite(values)
    filled = np.where(seen, values, 0.0)
    number, terms = seen.sum(axis=0), design.shape[1]
    enough = number >= max(fewest, terms + 1)
    weight = seen.astype(np.float64)
    for _ in range(_STEPS):
        coefficients = _weighted_fit(filled, weight, design, enough)
        left = np.where(seen, np.abs(filled - design @ coefficients.T), np.nan)
        limit = _HUBER * _MAD * _median(left, enough)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = np.where(seen, np.fmin(1.0, limit / left), 0.0)
    squares = np.nansum(left**2, axis=0)
    noise = np.sqrt(squares / np.maximum(number - terms, 1))
    scale = np.sqrt(np.einsum("ds,ds->s", filled, filled) / np.maximum(number, 1))
    enough &= noise > 1e-9 * scale  # else the series is its own harmonics
    information = np.einsum("dt,ds,du->stu", design, seen.astype(np.float64), design)
    information[~enough] = np.eye(terms)
    inverse = np.linalg.inv(information)
    coefficients[~enough], noise[~enough], inverse[~enough] = np.nan, np.nan, np.nan
    return Baseline(coefficients, noise, inverse)


def same_season(days: Days, day: np.datetime64, reach_days: int = 45) -> NDArray[np.bool_]:
    """(date,) which days lie within so many days of the same day of any year.

    The omnibus test takes seasons for change; on dates of one season it does not.
    """
    apart = (days.astype("datetime64[D]") - day.astype("datetime64[D]")).astype(np.int64)
    off = np.abs((apart + DAYS_PER_YEAR / 2.0) % DAYS_PER_YEAR - DAYS_PER_YEAR / 2.0)
    near: NDArray[np.bool_] = off <= reach_days
    return near


def _weighted_fit(
    values: Floats, weight: Floats, design: Floats, enough: NDArray[np.bool_]
) -> Floats:
    normal = np.einsum("dt,ds,du->stu", design, weight, design)
    normal[~enough] = np.eye(design.shape[1])
    right = np.einsum("dt,ds,ds->st", design, weight, values)
    solved: Floats = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
    return solved


def _median(values: Floats, enough: NDArray[np.bool_]) -> Floats:
    """(series,) median of what is not NaN; 0 for a series with too few."""
    middle = np.zeros(values.shape[1])
    if enough.any():
        middle[enough] = np.nanmedian(values[:, enough], axis=0)
    return middle
