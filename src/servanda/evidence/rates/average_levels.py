"""How much there is in a period on average, if none of some periods was kept, some, or all.

A period that is kept has the amount asked or more, one that is broken less; how much is drawn from
the distributions below. Of several periods a report knows the average. What opens or shuts a gate
does so for many periods together: those of one report that were kept are taken to have one amount,
those that were broken another. Among "some" every number of kept periods is as likely as any other.
So an average below what is asked rules out that all were kept, and says little of any one of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from servanda.records import Bound, BoundDirection
from servanda.records.case.terms import level_cells

__all__ = ["MOST_SHARE", "chances_of_cells"]

Array = NDArray[np.float64]

# Chance that a period in which enough was to come has just what is asked.
# [judgement; not from outside]
_JUST_ENOUGH = 0.5
# It has over x times what is asked with chance x**-_EXCESS_POWER, if it is kept.
# [judgement; not from outside]
_EXCESS_POWER = 4.0
# Chance of nothing at all in a period in which too little came; else every share is as likely.
# [judgement; not from outside]
_NOTHING = 0.1
# Chances of nothing at all, and of just the limit, in a period that stays within a limit.
# [judgement; not from outside]
_NOTHING_WITHIN, _JUST_WITHIN = 0.02, 0.05
# It is over x times the limit with chance x**-_OVER_POWER, if the period is over it at all.
# [judgement; not from outside]
_OVER_POWER = 2.0
# Numbers of kept periods among "some" that are told apart; of more periods, shares. [limit]
_MOST_PARTS = 12
# Averages of several periods are no further from what is asked than this many times it. [limit]
MOST_SHARE = 3.5

_STEPS = 80  # of the lattice of shares, from 0 to 1 [limit]
_BINS = 40  # from 0 to 1; their middles lie on the lattice [limit]
_TOP = 4  # the last bin ends here and has what is beyond [limit]


@lru_cache(maxsize=64)
def chances_of_cells(direction: BoundDirection, periods: int) -> Array:
    """(3, cell): the distribution over the cells of a level if none was kept, some, or all.

    The cells are those of `level_cells` for any bound above 0.
    """
    broken, kept = (_single(direction, kept=kept) for kept in (False, True))
    if periods == 1:
        return np.stack([broken, 0.5 * (broken + kept), kept])
    parts = min(periods, _MOST_PARTS)
    some = [_mixture(direction, number, parts) for number in range(1, parts)]
    return np.stack([broken, np.mean(some, axis=0), kept])


def _single(direction: BoundDirection, *, kept: bool) -> Array:
    """(cell,) distribution of one amount, with all that is beyond the last cell in it."""
    cells = level_cells(Bound(direction, 1.0))
    lows = np.array([cell.low for cell in cells])
    highs = np.array([*(cell.high for cell in cells[:-1]), np.inf])
    at = {share: (lows == share) & (highs == share) for share in (0.0, 1.0)}
    under = np.clip(highs, 0.0, 1.0) - np.clip(lows, 0.0, 1.0)
    if direction is BoundDirection.AT_LEAST:
        if not kept:
            return np.asarray(_NOTHING * at[0.0] + (1.0 - _NOTHING) * under)
        return np.asarray(
            _JUST_ENOUGH * at[1.0] + (1.0 - _JUST_ENOUGH) * _tail(lows, highs, _EXCESS_POWER)
        )
    if not kept:
        return _tail(lows, highs, _OVER_POWER)
    rest = 1.0 - _NOTHING_WITHIN - _JUST_WITHIN
    return np.asarray(_NOTHING_WITHIN * at[0.0] + _JUST_WITHIN * at[1.0] + rest * under)


def _tail(lows: Array, highs: Array, power: float) -> Array:
    """Chances between edges of an amount over 1 that exceeds x with chance x**-power."""
    return np.asarray(np.maximum(lows, 1.0) ** -power - np.maximum(highs, 1.0) ** -power)


@lru_cache(maxsize=8)
def _lattice(direction: BoundDirection, kept: bool) -> Array:
    """(point,) the distribution of one amount on the lattice, bins at their middles."""
    edges = np.linspace(0.0, _TOP, _TOP * _BINS + 1)
    highs = np.append(edges[1:-1], np.inf)
    points = np.zeros(_TOP * _STEPS + 1)
    middles = np.arange(_STEPS // _BINS // 2, len(points), _STEPS // _BINS)
    under = np.clip(edges[1:], 0.0, 1.0) - np.clip(edges[:-1], 0.0, 1.0)
    if direction is BoundDirection.AT_LEAST and kept:
        points[middles] = (1.0 - _JUST_ENOUGH) * _tail(edges[:-1], highs, _EXCESS_POWER)
        points[_STEPS] = _JUST_ENOUGH
    elif direction is BoundDirection.AT_LEAST:
        points[middles] = (1.0 - _NOTHING) * under
        points[0] = _NOTHING
    elif kept:
        points[middles] = (1.0 - _NOTHING_WITHIN - _JUST_WITHIN) * under
        points[0], points[_STEPS] = _NOTHING_WITHIN, _JUST_WITHIN
    else:
        points[middles] = _tail(edges[:-1], highs, _OVER_POWER)
    return points


def _mixture(direction: BoundDirection, kept: int, parts: int) -> Array:
    """(cell,) distribution of an average of which so many parts are one kept amount.

    Both amounts lie on a lattice; each point of their average is spread evenly over a bin.
    """
    amounts = np.arange(_TOP * _STEPS + 1)
    sums = kept * amounts[:, None] + (parts - kept) * amounts[None, :]
    chances = np.outer(_lattice(direction, True), _lattice(direction, False))
    at = np.bincount(sums.ravel(), chances.ravel())
    spread = np.convolve(at, np.full(2 * parts, 0.5 / parts))
    below = np.append(0.0, np.cumsum(spread))
    edges = (np.arange(len(below)) - parts) / (parts * _STEPS)
    cells = level_cells(Bound(direction, 1.0))
    lows = np.interp([cell.low for cell in cells], edges, below)
    highs = np.interp([cell.high for cell in cells], edges, below)
    return np.asarray((highs - lows) / (highs - lows).sum())
