"""The terms of an obligation in force, after the amendments known by a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from operator import attrgetter

from servanda.records.case.case import (
    Amendment,
    Bound,
    BoundDirection,
    Case,
    Obligation,
    ObligationKind,
)
from servanda.records.case.duties.rate import Rate
from servanda.records.case.duties.schedule import Instalment, instalments_in_force
from servanda.records.case.force import days_out_of_force
from servanda.records.case.states import StateSpace, Variable
from servanda.records.times import public_by

__all__ = [
    "LevelCell",
    "Terms",
    "is_achievement",
    "level_cells",
    "level_grid",
    "preserve_duty",
    "rate_as_bound",
    "state_space",
    "terms_in_force",
    "with_preserve_duties",
    "with_whole_of_schedule",
]

# Edges of the cells of a level, as shares of its bound: even steps, finer near the bound.
# Zero and exactly the bound are cells of their own, since each has a probability of its own.
_UNDER = (
    *(round(0.02 * step, 2) for step in range(46)),
    *(0.925, 0.945, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.998, 1.0),
)
_OVER = (
    *(1.0, 1.002, 1.005, 1.01, 1.02, 1.04, 1.07, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.45, 1.6, 1.8),
    *(2.0, 2.5, 3.0, 4.0, 6.0, 10.0, 20.0),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an obligation asks at one time."""

    count: int  # sites, objects or acts to be done
    preserve: int  # further sites that must stay as they are
    deadline: date | None
    bound: Bound | None
    rate: Rate | None = None
    schedule: tuple[Instalment, ...] = ()  # the last one is the whole, where its day is known
    # Of a rate: the stretches of days, first and last, on which it is not in force.
    idle: tuple[tuple[date, date], ...] = ()

    @property
    def sites(self) -> int:
        """The number of sites the duty is about: those to be done and those to be preserved."""
        return self.count + self.preserve


def terms_in_force(obligation: Obligation, as_of: date, on: date) -> Terms:
    """The terms for the day `on`, by the amendments that were public by `as_of`."""
    terms = Terms(
        count=obligation.count if obligation.count is not None else max(1, len(obligation.sites)),
        preserve=obligation.preserve,
        deadline=obligation.deadline,
        bound=obligation.bound,
        rate=obligation.rate,
    )
    for amendment in sorted(obligation.amendments, key=attrgetter("effective")):
        if amendment.effective <= on and public_by(amendment.published, as_of):
            terms = _apply_amendment(terms, amendment)
    idle = () if terms.rate is None else days_out_of_force(obligation.force, as_of)
    return replace(terms, schedule=_schedule(obligation, terms, as_of), idle=idle)


def _schedule(obligation: Obligation, terms: Terms, as_of: date) -> tuple[Instalment, ...]:
    whole = float(terms.count) if terms.bound is None else terms.bound.value
    last = None if terms.deadline is None else Instalment(terms.deadline, whole)
    return instalments_in_force(obligation.schedule, as_of, last)


def _apply_amendment(terms: Terms, amendment: Amendment) -> Terms:
    bound = terms.bound
    if bound is not None and amendment.value is not None:
        bound = replace(bound, value=amendment.value)
    return Terms(
        count=terms.count if amendment.count is None else amendment.count,
        preserve=terms.preserve if amendment.preserve is None else amendment.preserve,
        deadline=terms.deadline if amendment.deadline is None else amendment.deadline,
        bound=bound,
        rate=_amended_rate(terms.rate, amendment.value),
    )


def _amended_rate(rate: Rate | None, value: float | None) -> Rate | None:
    if rate is None or value is None:
        return rate
    return replace(rate, at_least=value) if rate.at_most is None else replace(rate, at_most=value)


def rate_as_bound(rate: Rate) -> Bound:
    """What a rate asks of one period, as the bound of a level."""
    up = rate.at_most is None
    return Bound(BoundDirection.AT_LEAST if up else BoundDirection.AT_MOST, rate.amount)


def with_whole_of_schedule(duty: Obligation) -> Obligation:
    """The duty whose count or bound, and deadline, are those of the last entry of its schedule."""
    if not duty.schedule:
        return duty
    last = duty.schedule[-1]
    if duty.deadline is None and duty.deadline_after is None:
        duty = replace(duty, deadline=last.by, deadline_after=last.by_after)
    if duty.kind is not ObligationKind.LEVEL:
        return replace(duty, count=round(last.count)) if duty.count is None else duty
    bound = Bound(BoundDirection.AT_LEAST, last.count)
    return replace(duty, bound=bound) if duty.bound is None else duty


def is_achievement(obligation: Obligation, terms: Terms) -> bool:
    """True if the duty is to reach something; the others are to stay within something."""
    if obligation.kind is ObligationKind.LEVEL:
        return terms.bound is not None and terms.bound.direction is BoundDirection.AT_LEAST
    return obligation.kind is not ObligationKind.ABSTAIN


def preserve_duty(obligation: Obligation, terms: Terms) -> Obligation | None:
    """The duty to leave the preserved sites as they are; None where the terms preserve none.

    It is a row of its own: doing the act at more sites than agreed breaks it.
    """
    if not terms.preserve or obligation.kind is not ObligationKind.STATE:
        return None
    return replace(
        obligation,
        id=f"{obligation.id}.preserve",
        clause=f"{terms.preserve} of the {terms.sites} is left as it is: {obligation.clause}",
        verb="preserve",
        count=terms.preserve,
        preserve=0,
        deadline=None,
        amendments=(),
        schedule=(),
        ratio=None,
    )


def with_preserve_duties(case: Case, as_of: date, on: date) -> Case:
    """The case with a duty of its own for what each obligation says to keep."""
    duties: list[Obligation] = []
    for duty in case.obligations:
        kept = preserve_duty(duty, terms_in_force(duty, as_of, on))
        duties += [duty] if kept is None else [duty, kept]
    return replace(case, obligations=tuple(duties))


@dataclass(frozen=True, slots=True)
class LevelCell:
    """A range of amounts, in the duty's unit, treated as one; a single amount if low is high."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The amount that represents the cell."""
        return 0.5 * (self.low + self.high)

    @property
    def width(self) -> float:
        """The distance between the edges, in the unit of the level."""
        return self.high - self.low


def level_cells(bound: Bound) -> tuple[LevelCell, ...]:
    """The cells a level is tracked on, in rising order; the bound is one of them.

    At most 81, from zero to twenty times the bound; the last stands for anything more. A bound of
    zero has no cell under it, and its cells are scaled by one unit.
    """
    exact = LevelCell(bound.value, bound.value)
    if bound.value == 0.0:
        return (exact, *_cells_between([share - 1.0 for share in _OVER]))
    under = _cells_between([bound.value * share for share in _UNDER])
    over = _cells_between([bound.value * share for share in _OVER])
    return (LevelCell(0.0, 0.0), *under, exact, *over)


def _cells_between(edges: list[float]) -> tuple[LevelCell, ...]:
    return tuple(LevelCell(low, high) for low, high in pairwise(edges))


def level_grid(bound: Bound) -> tuple[float, ...]:
    """The middles of the cells a level is tracked on, in its unit."""
    return tuple(cell.middle for cell in level_cells(bound))


def state_space(obligation: Obligation, terms: Terms) -> StateSpace:
    """The states that reports on the whole obligation are about."""
    if obligation.kind is ObligationKind.ABSTAIN:
        return StateSpace(Variable.EVENT, (0.0, 1.0), None)
    if obligation.kind is ObligationKind.ACT:
        return StateSpace(Variable.ACT_DONE, (0.0, 1.0), None)
    if terms.rate is not None:
        return StateSpace(Variable.PERIODS_KEPT, (0.0, 0.5, 1.0), None)
    if obligation.kind is ObligationKind.LEVEL and terms.bound is not None:
        return StateSpace(Variable.LEVEL, level_grid(terms.bound), obligation.unit)
    counts = tuple(float(k) for k in range(terms.sites + 1))
    return StateSpace(Variable.COUNT_DONE, counts, obligation.unit)
