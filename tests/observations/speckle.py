"""Radar stacks and long series drawn with a known truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["SpeckledStack", "seasonal_series", "speckled"]


@dataclass(frozen=True, slots=True)
class SpeckledStack:
    """Gamma speckle over ground of uneven brightness, and where and when it stepped."""

    power: np.ndarray  # (date, band, row, column) float32
    stepped: np.ndarray  # (row, column) first date of the new level, from 1; 0 never
    factor: np.ndarray  # (row, column) new level over old; 1 where it did not


def speckled(
    rng: np.random.Generator,
    shape: tuple[int, int, int, int],
    looks: float,
    *,
    changed: float = 0.0,
    shared: bool = False,
) -> SpeckledStack:
    """A stack of that shape; `shared` speckle is a mean over 2 x 2 cells, as oversampled images.

    A share of the pixels steps up or down by 3 to 10 dB once.
    """
    dates, _, rows, columns = shape
    bright = 10.0 ** rng.uniform(-2.0, 0.0, (rows, columns))
    does = rng.random((rows, columns)) < changed
    stepped = np.where(does, rng.integers(1, dates, (rows, columns)), 0)
    decibels = rng.uniform(3.0, 10.0, (rows, columns)) * rng.choice([-1, 1], (rows, columns))
    factor = np.where(does, 10.0 ** (decibels / 10.0), 1.0)
    after = does & (np.arange(dates)[:, None, None] >= stepped)
    level = bright * np.where(after, factor, 1.0)
    power = _speckle(rng, shape, looks, shared) * level[:, None]
    return SpeckledStack(power.astype(np.float32), stepped, factor)


def _speckle(
    rng: np.random.Generator, shape: tuple[int, int, int, int], looks: float, shared: bool
) -> np.ndarray:
    if not shared:
        return rng.standard_gamma(looks, shape) / looks
    cells = rng.standard_gamma(looks / 4.0, (*shape[:2], shape[2] + 1, shape[3] + 1)) / looks
    down = cells[..., 1:, :] + cells[..., :-1, :]
    return down[..., 1:] + down[..., :-1]


def seasonal_series(
    rng: np.random.Generator, days: np.ndarray, points: int, season_db: float
) -> np.ndarray:
    """(date, band, point) decibels of two bands with noise of 1 dB and one wave a year.

    Each point has its own season: any phase, any size up to twice `season_db`.
    """
    year = 2.0 * np.pi * (days - days[0]).astype(np.int64)[:, None, None] / 365.25
    size = season_db * rng.uniform(0.0, 2.0, points)
    wave = size * np.cos(year + rng.uniform(0.0, 2.0 * np.pi, points))
    return -10.0 + wave + rng.standard_normal((days.size, 2, points))
