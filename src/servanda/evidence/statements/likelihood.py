"""The chance of hearing a report under every value of a duty, if its origin is right and if not.

A right origin errs by little (`SLIP`). A wrong one says what it says whatever is so: a party that
wants to look good says "done" more often than one that has nothing to gain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from servanda.evidence.statements.amount_likelihood import amount_likelihoods, speaks_well
from servanda.evidence.statements.claim_readings import ClaimReading, Says
from servanda.evidence.trust.reliability import P_FAVOURABLE_IF_WRONG, REPORTING_ERROR
from servanda.evidence.trust.sides import Side
from servanda.records import StateSpace, Terms, Variable

__all__ = ["FAVOURABLE", "favourable", "likelihoods"]

_FALSE_ALARM = 0.2  # a wrong origin reports an event that did not happen
FAVOURABLE = frozenset({Says.EXACTLY, Says.AT_LEAST, Says.ALL, Says.SOME, Says.NO_EVENT})

Vector = tuple[float, ...]


def likelihoods(
    reading: ClaimReading, states: StateSpace, terms: Terms, side: Side, covered: float = 1.0
) -> tuple[Vector, Vector]:
    """(if right, if wrong), each over the values of `states`; flat where nothing is said.

    covered: share of the duty's days, 0..1, that "nothing happened" speaks of
    """
    if states.variable is Variable.LEVEL:
        return amount_likelihoods(reading, terms, side)
    right = _IF_RIGHT[reading.says](reading.number, states.values, terms)
    if reading.says is Says.NO_EVENT:
        right = tuple(covered * value + (1.0 - covered) * max(right) for value in right)
    wrong = _if_wrong(reading, len(states.values), terms, side)
    return right, (wrong,) * len(states.values)


def favourable(reading: ClaimReading, states: StateSpace, terms: Terms) -> bool:
    """Whether it speaks well of the bearer: an own side that says so is believed less."""
    if states.variable is Variable.LEVEL:
        return speaks_well(reading, terms)
    return reading.says in FAVOURABLE


def _inside(fits: Callable[[float], bool], values: Vector) -> Vector:
    return tuple(1.0 - REPORTING_ERROR if fits(value) else REPORTING_ERROR for value in values)


def _exactly(number: float, values: Vector, terms: Terms) -> Vector:
    """One of as many reports as there are values: a slip may name any of the others."""
    other = REPORTING_ERROR / max(1, len(values) - 1)
    return tuple(1.0 - REPORTING_ERROR if value == number else other for value in values)


def _at_least(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value >= number, values)


def _at_most(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value <= number, values)


def _all(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value >= _target(values, terms), values)


def _some(number: float, values: Vector, terms: Terms) -> Vector:
    """ "Destroyed its posts": most often said of all of them, the less often the fewer are done."""
    target = _target(values, terms)
    return tuple(
        1.0 - REPORTING_ERROR if value >= target else max(REPORTING_ERROR, 0.4 * value / target)
        for value in values
    )


def _under_way(number: float, values: Vector, terms: Terms) -> Vector:
    """Said of work that has begun: little or some is done, not all."""
    target = _target(values, terms)
    return tuple(
        0.5 if value == 0 else (REPORTING_ERROR if value >= target else 1.0 - REPORTING_ERROR)
        for value in values
    )


def _not_done(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value < _target(values, terms), values)


def _event(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value == 1.0, values)


def _no_event(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value == 0.0, values)


def _nothing(number: float, values: Vector, terms: Terms) -> Vector:
    return (0.5,) * len(values)


_IF_RIGHT: Mapping[Says, Callable[[float, Vector, Terms], Vector]] = {
    Says.EXACTLY: _exactly,
    Says.AT_LEAST: _at_least,
    Says.AT_MOST: _at_most,
    Says.ALL: _all,
    Says.SOME: _some,
    Says.UNDER_WAY: _under_way,
    Says.NOT_DONE: _not_done,
    Says.EVENT: _event,
    Says.NO_EVENT: _no_event,
    Says.VALUE: _nothing,  # an amount of something else
    Says.NOTHING: _nothing,
}


def _target(values: Vector, terms: Terms) -> float:
    """The value from which the duty is done: the count, or 1 for an act."""
    return min(float(terms.count), values[-1])


def _if_wrong(reading: ClaimReading, size: int, terms: Terms, side: Side) -> float:
    """How often an origin that is wrong says just this."""
    if reading.says in {Says.NOTHING, Says.VALUE}:
        return 0.5
    good = P_FAVOURABLE_IF_WRONG[side]
    if reading.says is Says.EVENT and reading.false_alarm is not None:
        return reading.false_alarm
    if reading.says is Says.EVENT:  # nobody says both that there was one and that there was none
        return min(_FALSE_ALARM, 1.0 - good)
    if reading.says is Says.EXACTLY:
        anything = (1.0 - good) / size
        return anything + (good if reading.number == terms.count else 0.0)
    return good if reading.says in FAVOURABLE else 1.0 - good
