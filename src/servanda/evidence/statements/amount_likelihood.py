"""The chance of hearing an amount under every cell of a level.

A figure stands for an interval as wide as its last digit. Over all intervals of one width the
chances of hearing them sum to 1, whatever is so: a right origin names the interval that holds the
truth, now and then one beside it by its error of measurement, seldom any other; a wrong one names
whatever it likes. A figure of a series is any other only by two slips: who counts period after
period has the other figures beside it, and looks again at one that stands out. Within a cell every
amount is as likely as any other.
"""

from __future__ import annotations

from math import exp, inf, pi, sqrt

from scipy.special import ndtr

from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.trust.reliability import P_FAVOURABLE_IF_WRONG, REPORTING_ERROR
from servanda.evidence.trust.sides import Side
from servanda.records import Bound, BoundDirection, Terms
from servanda.records.case.terms import LevelCell, level_cells

__all__ = ["amount_likelihoods", "speaks_well"]

_USUAL = 1.5  # figures that are wrong in any way lie evenly below so many bounds, ...
_UNUSUAL = 0.1  # ... save so many, which are larger, twice as large half as often

Vector = tuple[float, ...]
Interval = tuple[float, float]


def amount_likelihoods(reading: ClaimReading, terms: Terms, side: Side) -> tuple[Vector, Vector]:
    """(if right, if wrong), each over the cells of the level; flat where nothing is said."""
    bound = terms.bound
    assert bound is not None  # else the level has no cells
    cells = level_cells(bound)
    number = reading.number if reading.number < cells[-1].high else cells[-1].middle
    if reading.says is Says.VALUE:
        heard = _interval(number, reading.width)
        anything = _anything(heard, bound)
        slip = REPORTING_ERROR**2 if reading.seen_twice else REPORTING_ERROR
        right = tuple(
            (1.0 - slip) * _heard(heard, cell, reading, bound) + slip * anything for cell in cells
        )
        return right, (_wrong_figure(heard, bound, P_FAVOURABLE_IF_WRONG[side], anything),) * len(
            cells
        )
    if reading.says not in _HELD:
        return (0.5,) * len(cells), (0.5,) * len(cells)
    held = _held(reading.says, number, bound)
    right = tuple(
        REPORTING_ERROR + (1.0 - 2.0 * REPORTING_ERROR) * _share(held, cell, bound)
        for cell in cells
    )
    good = (
        P_FAVOURABLE_IF_WRONG[side]
        if speaks_well(reading, terms)
        else 1.0 - P_FAVOURABLE_IF_WRONG[side]
    )
    return right, (good,) * len(cells)


def speaks_well(reading: ClaimReading, terms: Terms) -> bool:
    """Whether what is said of a level is what its bearer would like to be heard."""
    bound = terms.bound
    if bound is None or reading.says in {Says.ALL, Says.NOT_DONE}:
        return reading.says is Says.ALL
    if reading.says is Says.VALUE:
        return _keeps(reading.number, bound)
    up = bound.direction is BoundDirection.AT_LEAST
    return reading.says is (Says.AT_LEAST if up else Says.AT_MOST)


def _keeps(amount: float, bound: Bound) -> bool:
    if bound.direction is BoundDirection.AT_MOST:
        return amount <= bound.value
    return amount >= bound.value


def _held(says: Says, number: float, bound: Bound) -> Interval:
    """The amounts that are said to be possible.

    Of a limit that settles whether the duty is kept no more is taken than that: how far on that
    side the level lies is no reason to believe it less.
    """
    above = says is Says.AT_LEAST
    up = bound.direction is BoundDirection.AT_LEAST
    if says is Says.ALL or (says in _LIMITS and above is up and _settled(above, number, bound)):
        return _side(up, bound.value, bound)
    if says is Says.NOT_DONE or (says in _LIMITS and above is not up):
        value = bound.value
        if says in _LIMITS and not _beyond(above, number, bound):
            return _side(above, number, bound)
        return (-inf, value) if up else (value + 4.0 * _speck(bound), inf)
    return _side(above, number, bound)


_LIMITS = frozenset({Says.AT_LEAST, Says.AT_MOST})
_HELD = _LIMITS | {Says.ALL, Says.NOT_DONE}


def _settled(above: bool, number: float, bound: Bound) -> bool:
    """Whether a limit on the side of the duty is at the bound or past it."""
    return number >= bound.value if above else number <= bound.value


def _beyond(above: bool, number: float, bound: Bound) -> bool:
    """Whether a limit on the other side is past the bound."""
    return number > bound.value if above else number < bound.value


def _side(above: bool, number: float, bound: Bound) -> Interval:
    """From the number on, or up to it and with it: intervals do not hold their upper end."""
    return (number, inf) if above else (-inf, number + 4.0 * _speck(bound))


def _interval(number: float, width: float) -> Interval:
    """The amounts that a figure stands for; nothing stands for all up to half its last digit."""
    low = number - 0.5 * width
    return (-inf if low <= 0.0 else low), number + 0.5 * width


def _heard(heard: Interval, cell: LevelCell, reading: ClaimReading, bound: Bound) -> float:
    """The chance that a right origin names the interval, if the truth is in the cell."""
    exact = _share(heard, cell, bound)
    spread = reading.error_share * cell.middle
    if not spread or not reading.error_chance:
        return exact
    apart = _beside(heard, cell, spread)
    return (1.0 - reading.error_chance) * exact + reading.error_chance * apart


def _share(held: Interval, cell: LevelCell, bound: Bound) -> float:
    """The share of the cell that lies in the interval."""
    low, high = held
    if not cell.width:
        speck = _speck(bound)  # a unit and a thousandth of it round differently
        return 1.0 if low - speck <= cell.low < high - speck else 0.0
    return max(0.0, min(high, cell.high) - max(low, cell.low)) / cell.width


def _speck(bound: Bound) -> float:
    return 1e-9 * (bound.value or 1.0)


def _beside(heard: Interval, cell: LevelCell, spread: float) -> float:
    """The same with a normal error, averaged over the cell."""
    return _below(heard[1], cell, spread) - _below(heard[0], cell, spread)


def _below(limit: float, cell: LevelCell, spread: float) -> float:
    """The chance of a figure below the limit, averaged over truths in the cell."""
    if limit in {inf, -inf}:
        return 1.0 if limit > 0.0 else 0.0
    if not cell.width:
        return float(ndtr((limit - cell.low) / spread))
    first, last = (limit - cell.low) / spread, (limit - cell.high) / spread
    return (_summed_normal(first) - _summed_normal(last)) * spread / cell.width


def _summed_normal(z: float) -> float:
    """The integral of the normal distribution function up to z."""
    return z * float(ndtr(z)) + exp(-0.5 * z * z) / sqrt(2.0 * pi)


def _wrong_figure(heard: Interval, bound: Bound, praises: float, anything: float) -> float:
    """The chance that a wrong origin names the interval: one that pleases the bearer, or any.

    What pleases is to be anywhere under a limit; of an amount to be reached it is all of it, or
    as often some of it.
    """
    some = _evenly(heard, bound.value) if bound.value else _share(heard, LevelCell(0, 0), bound)
    if bound.direction is BoundDirection.AT_LEAST:
        whole = _share(heard, LevelCell(bound.value, bound.value), bound)
        some = 0.5 * some + 0.5 * whole
    return praises * some + (1.0 - praises) * anything


def _anything(heard: Interval, bound: Bound) -> float:
    """The chance of naming the interval for whoever does not look."""
    usual = _USUAL * (bound.value or 1.0)
    return _any_below(heard[1], usual) - _any_below(heard[0], usual)


def _any_below(limit: float, usual: float) -> float:
    if limit <= 0.0:
        return 0.0
    if limit <= usual:
        return (1.0 - _UNUSUAL) * limit / usual
    return 1.0 - _UNUSUAL * usual / limit


def _evenly(heard: Interval, top: float) -> float:
    return max(0.0, min(heard[1], top) - max(heard[0], 0.0)) / top
