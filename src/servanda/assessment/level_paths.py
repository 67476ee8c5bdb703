"""How a level moves over its cells: toward a bound in lots, or about a bound to and fro.

Both are Markov chains in continuous time on the cells of `level_cells`, written as shares of the
bound. Moving in two steps is therefore the same as moving in one, whatever days the reports name,
and the unit does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import inf, log

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.stats import poisson

from servanda.assessment.hazards import DAYS_PER_YEAR, Pace
from servanda.assessment.hidden import Array
from servanda.records import Bound, BoundDirection
from servanda.records.terms import LevelCell, level_cells

__all__ = ["Drift", "Lots"]

# Judgements about bearers, as in `priors`. Things are handed over in lots, this many on the mean
# before the one that completes the whole; who completes it most often gives just what was asked.
_LOTS_BEFORE_LAST = 3.0
_JUST_ENOUGH = 0.8
_EXCESS_POWER = 8.0  # more than x times the bound is handed over with chance x**-8
_RECOUNTS_PER_YEAR = 12.0  # how often it is told anew how far beyond its bound a level is
# Of a level that should stay under its bound: the share of the time that a bearer who means to is
# over it all the same, how far either kind of bearer goes, and how often a level is set anew.
_OVER_WHILE_KEEPING = 0.05
_OVER_POWER = 2.0
_NOTHING = 0.02  # the chance of nothing at all, and half that of just the bound
_RESETS_PER_YEAR = 0.25

_MOST_LOTS = 80  # one step of the chain never has more: over ten campaigns in a row


def _shares(bound: Bound) -> tuple[LevelCell, ...]:
    """The cells as shares of the bound; of a bound of nothing, in its unit beyond it."""
    if bound.value == 0.0:
        return tuple(LevelCell(one.low + 1.0, one.high + 1.0) for one in level_cells(bound))
    return level_cells(Bound(BoundDirection.AT_LEAST, 1.0))


def _tail(cells: Sequence[LevelCell], power: float) -> Array:
    """(cell,) chances of a level beyond the bound that exceeds x with chance x**-power."""
    highs = [*(cell.high for cell in cells[:-1]), inf]
    return np.array(
        [one.low**-power - high**-power for one, high in zip(cells, highs, strict=True)]
    )


@dataclass(frozen=True, slots=True)
class Lots:
    """A level that should reach its bound: it only grows, in lots, and one of them completes it.

    On the clock of a campaign (minus the logarithm of the chance that a site is still to be done)
    the whole is completed at rate 1, so that it is complete just when one site would be done; at
    rate 3 a further lot takes the level to anywhere between where it is and the bound.
    """

    bound: Bound
    paces: Sequence[Pace]  # one a regime

    def start(self) -> Array:
        """(regime, cell): nothing, on the first day."""
        cells = _shares(self.bound)
        first = _excess(self.bound) if self.bound.value == 0.0 else np.eye(len(cells))[0]
        return np.tile(first, (len(self.paces), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after)."""
        years = (last - first).days / DAYS_PER_YEAR
        excess = _excess(self.bound)
        kept = np.exp(-_RECOUNTS_PER_YEAR * years)
        size, under = len(excess), int(np.argmax(excess > 0.0))
        recounted = kept * np.eye(size) + (1.0 - kept) * excess
        moved = np.tile(recounted, (len(self.paces), 1, 1))
        for regime, pace in enumerate(self.paces):
            done = min(pace.finished(first, last), 1.0 - 1e-12)
            moved[regime, :under] = done * excess
            moved[regime, :under, :under] = (1.0 - done) * _after_lots(done)[:under, :under]
        return moved


def _excess(bound: Bound) -> Array:
    """(cell,) where a level is once it has reached its bound."""
    cells = _shares(bound)
    exact = next(index for index, cell in enumerate(cells) if cell.low == cell.high == 1.0)
    chances = np.zeros(len(cells))
    chances[exact] = _JUST_ENOUGH
    chances[exact + 1 :] = (1.0 - _JUST_ENOUGH) * _tail(cells[exact + 1 :], _EXCESS_POWER)
    return chances


def _after_lots(done: float) -> Array:
    """(before, after) over the cells under the bound, while a campaign goes on by `done`."""
    powers = _landings()
    lots = poisson.pmf(np.arange(_MOST_LOTS), -_LOTS_BEFORE_LAST * np.log1p(-done))
    weights = np.append(lots, max(0.0, 1.0 - lots.sum()))
    return np.asarray(np.tensordot(weights, powers, axes=1))


@lru_cache(maxsize=1)
def _landings() -> Array:
    """(lots, before, after) over the cells under the bound; a lot lands evenly on what is left."""
    cells = [one for one in level_cells(Bound(BoundDirection.AT_LEAST, 1.0)) if one.low < 1.0]
    widths = np.array([cell.width for cell in cells])
    landing = np.triu(np.outer([_per_share(cell) for cell in cells], widths), 1)
    landing += np.diag(1.0 - landing.sum(axis=1))
    powers = [np.eye(len(cells))]
    for _ in range(_MOST_LOTS):
        powers.append(powers[-1] @ landing)
    return np.stack(powers)


def _per_share(cell: LevelCell) -> float:
    """The mean of 1 / (1 - x) over a cell: how densely a lot from there lands on what is left."""
    if cell.high == 1.0:
        return 0.0  # nothing but the cell itself is left
    return log((1.0 - cell.low) / (1.0 - cell.high)) / cell.width if cell.width else 1.0


@dataclass(frozen=True, slots=True)
class Drift:
    """A level that should stay under its bound: it drifts, and now and then is set anew.

    Two regimes, keeping and breaking, each in balance with where it likes to be.
    """

    bound: Bound
    per_year: float  # standard deviation of the drift in a year, as a share of the bound
    under_anyway: float  # share of the time that a bearer who does not mean to is under the bound

    def start(self) -> Array:
        """(regime, cell)."""
        unders = (1.0 - _OVER_WHILE_KEEPING, self.under_anyway)
        powers = (_EXCESS_POWER, _OVER_POWER)
        pairs = zip(unders, powers, strict=True)
        return np.stack([_balance(self.bound, under, power) for under, power in pairs])

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after)."""
        years = (last - first).days / DAYS_PER_YEAR
        kept = np.exp(-_RESETS_PER_YEAR * years)
        return np.stack(
            [
                kept * _diffused(self.bound, self.per_year, tuple(one), years) + (1.0 - kept) * one
                for one in self.start()
            ]
        )


def _balance(bound: Bound, under: float, power: float) -> Array:
    """(cell,) where a level is in the long run: under its bound evenly, over it less and less."""
    cells = _shares(bound)
    below = np.array([cell.width if cell.low < 1.0 else 0.0 for cell in cells])
    points = np.array([_NOTHING / (1.0 + cell.low) if not cell.width else 0.0 for cell in cells])
    held = below * (1.0 - points.sum()) + points
    over = np.zeros(len(cells))
    beyond = int(np.flatnonzero(points)[-1]) + 1
    over[beyond:] = _tail(cells[beyond:], power)
    return np.asarray(under * held / held.sum() + (1.0 - under) * over)


@lru_cache(maxsize=256)
def _diffused(bound: Bound, per_year: float, balance: tuple[float, ...], years: float) -> Array:
    """(before, after) of a diffusion on the cells that leaves the balance as it is."""
    values, vectors = _modes(bound, per_year, balance)
    root = np.sqrt(np.array(balance))
    moved = (vectors * np.exp(values * years)) @ vectors.T
    chances = np.clip(moved / root[:, None] * root[None, :], 0.0, None)
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


@lru_cache(maxsize=16)
def _modes(bound: Bound, per_year: float, balance: tuple[float, ...]) -> tuple[Array, Array]:
    """Eigenvalues (mode,) and symmetric eigenvectors (cell, mode) of the diffusion, in years.

    Neighbouring cells exchange sigma**2 / 2 times the density between them, over their distance;
    sigma grows with a level beyond its bound. The exchange is the same both ways, so the balance
    holds in every pair of cells.
    """
    cells, mass = _shares(bound), np.array(balance)
    pairs = list(pairwise(cells))
    edges = np.array([first.high for first, _ in pairs])
    distances = np.array([last.middle - first.middle for first, last in pairs])
    widths = np.array([cell.width for cell in cells])
    density = np.divide(mass, widths, out=np.full(len(cells), np.inf), where=widths > 0.0)
    between = np.minimum(density[:-1], density[1:])
    flow = 0.5 * (per_year * np.maximum(edges, 1.0)) ** 2 * between / distances
    leaving = np.append(flow, 0.0) + np.append(0.0, flow)
    values, vectors = eigh_tridiagonal(-leaving / mass, flow / np.sqrt(mass[:-1] * mass[1:]))
    return np.asarray(values), np.asarray(vectors)
