"""Which values of two tied duties can stand side by side on the day judged.

A level is known by cells, so amounts are ranges: two of them are ruled out only if no amounts in
them fit each other, and what is met is compared by itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, met_values
from servanda.records import (
    BoundDirection,
    ObligationKind,
    TieKind,
    is_achievement,
    state_space,
)
from servanda.records.case.terms import level_cells

__all__ = ["Mask", "asked_amount", "holds_on_their_days", "tie_mask"]

Mask = NDArray[np.bool_]


def tie_mask(kind: TieKind, stronger: Question, weaker: Question, *, counted: bool = True) -> Mask:
    """(value of the weaker, value of the stronger) True where both can be so at once.

    counted: False to look at what is met alone, and at no counts
    """
    mask = np.ones((len(met_values(weaker)), len(met_values(stronger))), dtype=bool)
    if counted and _is_counted_alike(stronger, weaker):
        mask &= _count_mask(kind, stronger, weaker)
    if _met_follows(kind, stronger, weaker):
        mask &= (met_values(weaker) > 0.0)[:, None] | (met_values(stronger) == 0.0)[None]
    return mask


def asked_amount(question: Question) -> float:
    """How much the duty asks, in its unit; more of it is harder to meet."""
    bound = question.terms.bound
    if question.obligation.kind is ObligationKind.LEVEL and bound is not None:
        return bound.value if bound.direction is BoundDirection.AT_LEAST else -bound.value
    return 1.0 if question.obligation.kind is ObligationKind.ACT else float(question.terms.count)


def holds_on_their_days(stronger: Question, weaker: Question) -> bool:
    """True if what is so of the one on its day tells of the other on its own.

    What is to be reached is judged on one day for all that is tied. No event so far tells of no
    event of that sort within the same time; a quantity tells of another on that day alone.
    """
    if is_achievement(stronger.obligation, stronger.terms):
        return stronger.on == weaker.on
    if stronger.obligation.kind is ObligationKind.ABSTAIN:
        starts_before = stronger.obligation.start <= weaker.obligation.start
        return starts_before and weaker.on <= stronger.on
    return stronger.on == weaker.on


def _is_counted_alike(first: Question, second: Question) -> bool:
    """True if both count the same unit, and not events."""
    one, other = first.obligation, second.obligation
    return one.kind is other.kind is not ObligationKind.ABSTAIN and one.unit == other.unit


def _count_mask(kind: TieKind, stronger: Question, weaker: Question) -> Mask:
    if kind is TieKind.IMPLIED and asked_amount(stronger) == asked_amount(weaker) > 0.0:
        return np.asarray(_lows(stronger)[None] <= _highs(weaker)[:, None])
    if stronger.obligation.definition == weaker.obligation.definition:
        if kind is TieKind.PART:
            return _part_mask(stronger, weaker)
        if kind is TieKind.SAME:
            return _same_mask(stronger, weaker)
    return np.ones((len(met_values(weaker)), len(met_values(stronger))), dtype=bool)


def _part_mask(whole: Question, part: Question) -> Mask:
    """A part is at most the whole, and what is left of it at most what is left of the whole."""
    mask = _lows(part)[:, None] <= _highs(whole)[None]
    if 0.0 < asked_amount(part) <= asked_amount(whole):
        left_of_part = np.maximum(0.0, asked_amount(part) - _highs(part))
        left_of_whole = np.maximum(0.0, asked_amount(whole) - _lows(whole))
        mask &= left_of_part[:, None] <= left_of_whole[None]
    return np.asarray(mask)


def _same_mask(stronger: Question, weaker: Question) -> Mask:
    """One count: of fewer sites no more can be done than there are, and amounts overlap."""
    low, high = _lows(weaker)[:, None], _highs(weaker)[:, None]
    if weaker.obligation.kind is not ObligationKind.LEVEL:
        return np.asarray(low == np.minimum(_lows(stronger)[None], low.max()))
    first, last = np.maximum(low, _lows(stronger)[None]), np.minimum(high, _highs(stronger)[None])
    exact = (low == high) | (_lows(stronger) == _highs(stronger))[None]
    return np.asarray((first < last) | (exact & (first == last)))


def _met_follows(kind: TieKind, stronger: Question, weaker: Question) -> bool:
    """True if the weaker duty is met wherever the stronger one is."""
    is_cap = stronger.obligation.kind is ObligationKind.LEVEL and not is_achievement(
        stronger.obligation, stronger.terms
    )
    if kind is TieKind.SAME or (kind is not TieKind.IMPLIED and is_cap):
        return asked_amount(stronger) >= asked_amount(weaker)
    return True


def _lows(question: Question) -> Array:
    """(value,) the least amount of each value."""
    return _ranges(question)[0]


def _highs(question: Question) -> Array:
    """(value,) the largest amount of each value; without end for the last cell of a level."""
    return _ranges(question)[1]


def _ranges(question: Question) -> tuple[Array, Array]:
    bound = question.terms.bound
    if question.obligation.kind is ObligationKind.LEVEL and bound is not None:
        cells = level_cells(bound)
        highs = [cell.high for cell in cells[:-1]]
        return np.array([cell.low for cell in cells]), np.array([*highs, np.inf])
    values = np.array(state_space(question.obligation, question.terms).values)
    return values, values
