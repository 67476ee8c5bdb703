"""Invented scenes in which nothing changed, with the troubles of real ones; and some that changed.

Every function gives what the whole path makes of one scene: its statistic and signed parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from servanda.observations.error_rates.stable_pixels import log_departures
from servanda.observations.irmad.irmad import fit_irmad, one_block, statistic, variates
from servanda.observations.omnibus.equivalent_looks import estimate_looks
from servanda.observations.omnibus.omnibus import omnibus

__all__ = ["KINDS", "UNEVEN", "Mapped", "irmad_map", "optical"]

SIDE, BANDS, DATES = 512, 4, 6
NOISE, LOOKS, SHIFT_PX = 40.0, 4.4, 0.2
FIT_PIXELS = 50_000

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """A change map with the parts of its statistic, and where the ground did change."""

    statistic: NDArray[np.float32]  # (row, column)
    variates: NDArray[np.float32]  # (part, row, column)
    changed: NDArray[np.bool_]  # (row, column)


def irmad_map(before: Array, after: Array, changed: NDArray[np.bool_]) -> Mapped:
    """The path of an optical pair: fit, statistic, variates."""
    first, second = before.astype(np.float32), after.astype(np.float32)
    usable = np.ones(first.shape[1:], np.bool_)
    fit = fit_irmad(one_block(first, second, usable), tolerance=1e-3, start_pixels=FIT_PIXELS)
    parts = variates(fit, first, second, usable) / fit.sigma[:, None, None]
    return Mapped(statistic(fit, first, second, usable), parts.astype(np.float32), changed)


def optical(rng: np.random.Generator, trouble: str, share: float = 0.0) -> Mapped:
    """A pair with Gaussian, "heavy", "uneven" or "shifted" noise, `share` of it changed."""
    classes = _patches(rng, 24)
    fields = np.array([600 * _smooth(rng, 96), 350 * classes, 150 * _smooth(rng, 6)])
    ground = np.tensordot(rng.uniform(0.3, 1.0, (BANDS, 3)), fields, 1) + 1_500.0
    moved = ground
    if trouble == "shifted":
        moved = np.stack([ndimage.shift(one, (SHIFT_PX, SHIFT_PX)) for one in ground])
    steps = _changes(rng, share)
    moved = moved + steps
    strength = NOISE * np.where(classes > 0.8, 3.5, 1.0) if trouble == "uneven" else NOISE
    draw = (lambda size: rng.standard_t(3, size)) if trouble == "heavy" else rng.standard_normal
    before = ground + strength * draw(ground.shape)
    gain = rng.uniform(0.8, 1.25, (BANDS, 1, 1))
    after = gain * (moved + strength * draw(ground.shape)) + rng.uniform(-250, 250, gain.shape)
    changed = np.any(steps != 0.0, axis=0)
    inside = slice(4, -4) if trouble == "shifted" else slice(None)
    return irmad_map(before[:, inside, inside], after[:, inside, inside], changed[inside, inside])


def _radar(rng: np.random.Generator, *, correlated: bool = False, unknown: bool = False) -> Mapped:
    looks = rng.uniform(2.0, 20.0) if unknown else LOOKS
    mean = 10.0 ** ((-10.0 + 3.0 * _smooth(rng, 64) + 1.5 * _patches(rng, 24)) / 10.0)
    size = (DATES, 2, SIDE + correlated, SIDE + correlated)
    cells = rng.standard_gamma(looks / (4 if correlated else 1), size) / looks
    if correlated:  # sums of four neighbouring cells: the same law, shared with the neighbours
        cells = cells[..., 1:, :] + cells[..., :-1, :]
        cells = cells[..., 1:] + cells[..., :-1]
    stack = (mean * cells).astype(np.float32)
    used = estimate_looks(stack).value if unknown else looks
    found = omnibus(stack, used, 0.01)
    return Mapped(found.statistic, log_departures(stack), np.zeros(mean.shape, np.bool_))


KINDS: dict[str, Callable[[np.random.Generator], Mapped]] = {
    "optical, Gaussian": lambda rng: optical(rng, ""),
    "optical, heavy tails (Student, 3 degrees)": lambda rng: optical(rng, "heavy"),
    "SAR, 4.4 looks": _radar,
    "SAR, correlated speckle": lambda rng: _radar(rng, correlated=True),
    "optical, misregistered by 0.2 px": lambda rng: optical(rng, "shifted"),
    "SAR, looks unknown (2 to 20)": lambda rng: _radar(rng, unknown=True),
}
UNEVEN = "uneven"


def _smooth(rng: np.random.Generator, cell: int) -> Array:
    """(row, column) unit variance, smooth over `cell` pixels."""
    coarse = rng.standard_normal((SIDE // cell + 3, SIDE // cell + 3))
    fine = ndimage.zoom(coarse, cell, order=1)[:SIDE, :SIDE]
    return np.asarray((fine - fine.mean()) / fine.std())


def _patches(rng: np.random.Generator, cell: int) -> Array:
    """(row, column) fields with sharp edges."""
    count = SIDE // cell + 2
    values = rng.standard_normal((count, count))
    row, column = (
        np.searchsorted(np.cumsum(rng.integers(cell // 2, 2 * cell, count)), np.arange(SIDE))
        for _ in range(2)
    )
    return np.asarray(values[row.clip(0, count - 1)][:, column.clip(0, count - 1)])


def _changes(rng: np.random.Generator, share: float) -> Array:
    """(band, row, column) squares of 6 to 40 px, mostly of one spectral direction."""
    out, main = np.zeros((BANDS, SIDE, SIDE)), rng.standard_normal(BANDS)
    covered = np.zeros((SIDE, SIDE), np.bool_)
    while covered.mean() < share:
        side = int(rng.choice([6, 10, 20, 40]))
        row, column = rng.integers(0, SIDE - side, 2)
        step = 0.6 * rng.standard_normal(BANDS) + main
        length = rng.uniform(4.0, 16.0) * NOISE * np.sqrt(2.0) / np.linalg.norm(step)
        square = slice(row, row + side), slice(column, column + side)
        out[:, *square] = (step * length)[:, None, None]
        covered[square] = True
    return out
