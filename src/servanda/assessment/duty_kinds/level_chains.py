"""How a level moves over its cells: up to a bound in lots, or to and fro about a bound.

Both are Markov chains in continuous time on the cells of `level_cells`, written as shares of the
bound. Moving in two steps is therefore the same as moving in one, whatever days the reports name,
and the unit does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import inf, log1p

import numpy as np
from scipy.special import gammaln, xlogy

from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import AT_ONCE, CompletionHazard
from servanda.assessment.model.priors import (
    BREAKERS_POWER,
    CROSSINGS_PER_YEAR,
    EXCESS_POWER,
    JUST_ENOUGH,
    LOT_POWER,
    NO_LEVEL,
    NOTHING_ANYWAY,
    OPENING_POWER,
    OVER_SPEED,
    OVER_WHILE_KEEPING,
    RECOUNTS_PER_YEAR,
    RESETS_PER_YEAR,
    UNDER_IN_THE_END,
)
from servanda.records import Bound, BoundDirection
from servanda.records.case.terms import LevelCell, level_cells
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["BatchDelivery", "MeanRevertingLevel"]

# Lots in one step that are summed; the chance of more is put on this many. [limit]
_MOST_LOTS = 120
# Largest chance of completing, so that its logarithm is finite. [judgement; not from outside]
_NEVER_ALL = 1.0 - 1e-12


def _shares(bound: Bound) -> tuple[LevelCell, ...]:
    """The cells as shares of the bound; if the bound is 0, as 1 plus the level in its unit."""
    if bound.value == 0.0:
        return tuple(LevelCell(cell.low + 1.0, cell.high + 1.0) for cell in level_cells(bound))
    return level_cells(Bound(BoundDirection.AT_LEAST, 1.0))


def _tail(cells: Sequence[LevelCell], power: float) -> Array:
    """(cell,) chances of a level beyond the bound that exceeds x with chance x**-power."""
    lows = [cell.low for cell in cells]
    highs = [*(cell.high for cell in cells[:-1]), inf]
    return np.array([low**-power - high**-power for low, high in zip(lows, highs, strict=True)])


@dataclass(frozen=True, slots=True)
class BatchDelivery(Axis):
    """A level that should reach its bound: it only grows, in lots, and a last lot completes it.

    The whole gets complete at the rate at which a single site gets done, instalments or not. Until
    then a bearer that means to keep its word hands over lots, a steady share of the whole a day
    until its campaign ends, or of each instalment until it is due. A bearer that does not hands
    over some share by the deadline, every share being equally likely.
    """

    bound: Bound
    # One a regime; the last is of a bearer that does not mean to keep its word.
    hazards: Sequence[CompletionHazard]

    def start(self) -> Array:
        """(regime, cell) probability on the first day: all on a level of nothing."""
        cells = _shares(self.bound)
        first = _excess(self.bound) if self.bound.value == 0.0 else np.eye(len(cells))[0]
        return np.tile(first, (len(self.hazards), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probability of moving between two days."""
        years = (last - first).days / DAYS_PER_YEAR
        excess = _excess(self.bound)
        kept = np.exp(-RECOUNTS_PER_YEAR * years)
        size, under = len(excess), int(np.argmax(excess > 0.0))
        recounted = kept * np.eye(size) + (1.0 - kept) * excess
        moved = np.tile(recounted, (len(self.hazards), 1, 1))
        for regime, pace in enumerate(self.hazards):
            done = min(replace(pace, steps=AT_ONCE).finish_probability(first, last), _NEVER_ALL)
            partly = _batch_transition if regime < len(self.hazards) - 1 else _partial_transition
            moved[regime, :under] = done * excess
            moved[regime, :under, :under] = (1.0 - done) * partly(pace, first, last)[:under, :under]
        return moved


def _excess(bound: Bound) -> Array:
    """(cell,) distribution of a level that has reached its bound."""
    cells = _shares(bound)
    exact = next(index for index, cell in enumerate(cells) if cell.low == cell.high == 1.0)
    chances = np.zeros(len(cells))
    chances[exact] = JUST_ENOUGH
    chances[exact + 1 :] = (1.0 - JUST_ENOUGH) * _tail(cells[exact + 1 :], EXCESS_POWER)
    return chances


def _batch_transition(pace: CompletionHazard, first: date, last: date) -> Array:
    """(before, after) probabilities over the cells under the bound, where lots come steadily.

    A lot takes all of what is left but U**(1 / `LOT_POWER`) of it, U even in 0..1. At a rate of
    `LOT_POWER` + 1 on the clock of a steady campaign what is left goes down with the days on the
    mean.
    """
    steady = min(replace(pace, power=1.0).finish_probability(first, last), _NEVER_ALL)
    return _steady_transition(steady)


@lru_cache(maxsize=4096)  # 13 kB each; the settings of an interval and the days of a dossier share
def _steady_transition(steady: float) -> Array:
    """(before, after) `_batch_transition` at that chance that a steady campaign has ended."""
    mean, count = -(LOT_POWER + 1.0) * log1p(-steady), np.arange(_MOST_LOTS)
    lots = np.exp(xlogy(count, mean) - gammaln(count + 1.0) - mean)  # Poisson
    weights = np.append(lots, max(0.0, 1.0 - lots.sum()))
    return np.asarray(np.tensordot(weights, _landings(), axes=1))


@lru_cache(maxsize=1)
def _landings() -> Array:
    """(lots, before, after) probabilities under the bound, each cell even within."""
    cells = _under_cells()
    left = np.array([1.0 - cell.low for cell in cells] + [0.0]) ** LOT_POWER
    landing = np.triu(
        np.outer([_mean_inverse_power(cell) for cell in cells], left[:-1] - left[1:]), 1
    )
    landing += np.diag(1.0 - landing.sum(axis=1))
    powers = [np.eye(len(cells))]
    for _ in range(_MOST_LOTS):
        powers.append(powers[-1] @ landing)
    return np.stack(powers)


def _under_cells() -> list[LevelCell]:
    return [cell for cell in level_cells(Bound(BoundDirection.AT_LEAST, 1.0)) if cell.low < 1.0]


def _mean_inverse_power(cell: LevelCell) -> float:
    """The mean of (1 - x)**-LOT_POWER over a cell; 0 for the last, in which lots stay."""
    if cell.high == 1.0:
        return 0.0
    if not cell.width:
        return float((1.0 - cell.low) ** -LOT_POWER)
    power = 1.0 - LOT_POWER
    return float(((1.0 - cell.high) ** power - (1.0 - cell.low) ** power) / -power / cell.width)


def _partial_transition(pace: CompletionHazard, first: date, last: date) -> Array:
    """(before, after) probabilities under the bound of a bearer that will hand over a share only.

    The level is the largest of offers that come at random, at such a rate that its chance of being
    at most x when the campaign ends is `NOTHING_ANYWAY` + (1 - `NOTHING_ANYWAY`) x. Half-way
    through the campaign the chance is the square root of that.
    """
    clock = _campaign_clock(pace, last) - _campaign_clock(pace, first)
    highs = np.array([cell.high for cell in _under_cells()])
    most = (NOTHING_ANYWAY + (1.0 - NOTHING_ANYWAY) * highs) ** clock
    reached = np.triu(np.broadcast_to(most, (len(highs), len(highs))))
    return np.diff(reached, axis=1, prepend=0.0)


def _campaign_clock(pace: CompletionHazard, when: date) -> float:
    """Time in campaigns: 1 when the campaign ends, then slower, 1 more in two half-lives."""
    span, days = max(1, (pace.end - pace.start).days), (when - pace.start).days
    after = max(0, (when - pace.end).days)
    return min(1.0, max(0.0, days / span)) + 0.5 * after / pace.half_life_days


@dataclass(frozen=True, slots=True)
class MeanRevertingLevel(Axis):
    """A level that should stay under its bound: it drifts, and is set anew now and then.

    Two regimes. A bearer that means to keep its word is seldom over its bound, by little, and
    comes back slowly. One that does not may go on to many times its bound.
    """

    bound: Bound
    per_year: float  # standard deviation of the drift in a year, as a share of the bound
    under_anyway: float  # chance that a bearer that breaks its word starts under its bound

    def start(self) -> Array:
        """(regime, cell) probability on the first day."""
        breaking = _stationary_distribution(self.bound, self.under_anyway, (OPENING_POWER,))
        return np.stack([self._stationary_distributions()[0], breaking])

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probability of moving between two days."""
        years = (last - first).days / DAYS_PER_YEAR
        kept = np.exp(-RESETS_PER_YEAR * years)
        return np.stack(
            [
                kept * _diffusion_transition(self.bound, self.per_year, tuple(stationary), years)
                + (1.0 - kept) * stationary
                for stationary in self._stationary_distributions()
            ]
        )

    def _stationary_distributions(self) -> tuple[Array, Array]:
        """(cell,) long-run distributions: if the bearer keeps its word, and if it does not."""
        return (
            _stationary_distribution(
                self.bound, 1.0 - OVER_WHILE_KEEPING, (EXCESS_POWER, OPENING_POWER)
            ),
            _stationary_distribution(self.bound, UNDER_IN_THE_END, (BREAKERS_POWER,)),
        )


def _stationary_distribution(bound: Bound, under: float, powers: Sequence[float]) -> Array:
    """(cell,) chances of a level that is even under its bound and falls off in powers over it."""
    cells = _shares(bound)
    below = np.array([cell.width if cell.low < 1.0 else 0.0 for cell in cells])
    points = np.array([NO_LEVEL / (1.0 + cell.low) if not cell.width else 0.0 for cell in cells])
    held = below * (1.0 - points.sum()) + points
    over = np.zeros(len(cells))
    beyond = int(np.flatnonzero(points)[-1]) + 1
    over[beyond:] = np.mean([_tail(cells[beyond:], power) for power in powers], axis=0)
    return np.asarray(under * held / held.sum() + (1.0 - under) * over)


@lru_cache(maxsize=256)
def _diffusion_transition(
    bound: Bound, per_year: float, balance: tuple[float, ...], years: float
) -> Array:
    """(before, after) probabilities of a diffusion over the cells whose balance stays as it is."""
    values, vectors = _modes(bound, per_year, balance)
    root = np.sqrt(np.array(balance))
    moved = (vectors * np.exp(values * years)) @ vectors.T
    chances = np.clip(moved / root[:, None] * root[None, :], 0.0, None)
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


@lru_cache(maxsize=16)
def _modes(bound: Bound, per_year: float, balance: tuple[float, ...]) -> tuple[Array, Array]:
    """Eigenvalues (mode,) and symmetric eigenvectors (cell, mode) of the diffusion, in years.

    Neighbouring cells exchange sigma**2 / 2 times the density between them, over their distance;
    sigma grows with a level beyond its bound. Over the bound itself they exchange less, so that
    whichever side is the rarer is left `CROSSINGS_PER_YEAR` times a year. The exchange is the same
    both ways, so the balance holds in every pair of cells.
    """
    cells, mass = _shares(bound), np.array(balance)
    pairs = list(pairwise(cells))
    edges = np.array([first.high for first, _ in pairs])
    distances = np.array([last.middle - first.middle for first, last in pairs])
    widths = np.array([cell.width for cell in cells])
    density = np.divide(mass, widths, out=np.full(len(cells), np.inf), where=widths > 0.0)
    between = np.minimum(density[:-1], density[1:])
    sigma = per_year * np.where(edges > 1.0, OVER_SPEED * edges, 1.0)
    flow = 0.5 * sigma**2 * between / distances
    last_under = next(index for index, cell in enumerate(cells) if cell.low == cell.high == 1.0)
    rarer = min(mass[: last_under + 1].sum(), mass[last_under + 1 :].sum())
    flow[last_under] = min(flow[last_under], CROSSINGS_PER_YEAR * rarer)
    leaving = np.append(flow, 0.0) + np.append(0.0, flow)
    from scipy.linalg import eigh_tridiagonal  # slow to import, and only levels need it

    values, vectors = eigh_tridiagonal(-leaving / mass, flow / np.sqrt(mass[:-1] * mass[1:]))
    return np.asarray(values), np.asarray(vectors)
