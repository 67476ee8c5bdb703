"""The baseline of a series without change: a mean, and waves of a year and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.records.units import DAYS_PER_YEAR

__all__ = ["Baseline", "annual_design", "fit_baseline", "same_season"]

# Re-weightings, a fixed number so that no series depends on the others.
# [judgement; not from outside]
_STEPS = 12
_HUBER = 1.345  # 95 % efficiency for Gaussian noise [paper; Huber 1964]
_MAD = 1.4826  # standard deviation over median absolute deviation [definition]

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Harmonics and noise of the history of many series; NaN where there is no baseline."""

    coefficients: Floats  # (series, term)
    noise: Floats  # (series,) standard deviation of the residuals
    inverse: Floats  # (series, term, term) covariance of the coefficients over noise^2

    def predict(self, design: Floats) -> Floats:
        """(date, series) the baseline at the dates of a design."""
        level: Floats = design @ self.coefficients.T
        return level


def annual_design(days: Days, harmonics: int) -> Floats:
    """(date, term) a constant 1, then cosine and sine of each whole number of waves a year."""
    phase = 2.0 * np.pi * (days.astype("datetime64[D]").astype(np.int64) / DAYS_PER_YEAR)
    terms = [np.ones(days.size)]
    for waves in range(1, harmonics + 1):
        terms += [np.cos(waves * phase), np.sin(waves * phase)]
    return np.stack(terms, axis=1)


def fit_baseline(values: Floats, design: Floats, fewest: int) -> Baseline:
    """The baseline of each series by Huber's M-estimate, so that outlying dates hardly matter.

    values: (date, series), NaN where nothing was seen; design: (date, term)
    fewest: values that a series needs; a series with fewer, or without noise, has no baseline
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
    enough &= noise > 1e-9 * scale  # otherwise the series has no noise
    information = np.einsum("dt,ds,du->stu", design, seen.astype(np.float64), design)
    information[~enough] = np.eye(terms)
    inverse = np.linalg.inv(information)
    coefficients[~enough], noise[~enough], inverse[~enough] = np.nan, np.nan, np.nan
    return Baseline(coefficients, noise, inverse)


def same_season(days: Days, day: np.datetime64, reach_days: int = 45) -> NDArray[np.bool_]:
    """(date,) mask of the days within `reach_days` of a calendar day, in any year.

    For the omnibus test, which takes seasons for change unless all dates are of one season.
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
    """(series,) median of the values that are not NaN; 0 for a series without enough."""
    middle = np.zeros(values.shape[1])
    if enough.any():
        middle[enough] = np.nanmedian(values[:, enough], axis=0)
    return middle
