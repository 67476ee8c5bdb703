"""The chance of hearing a report under every value of a duty, if its origin is right and if not.

A right origin errs by little (`SLIP`). A wrong one says what it says whatever is so: a party that
wants to look good says "done" more often than one that has nothing to gain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp

from servanda.evidence.readings import Reading, Says
from servanda.evidence.sides import Side
from servanda.records import StateSpace, Terms

__all__ = ["FAVOURABLE", "likelihoods"]

SLIP = 0.02
# The chance that an origin which is wrong says all the same that the duty is kept. A party that
# speaks of itself nearly always would; the other party gains least by praising its opponent.
_PRAISES = {Side.OWN: 0.9, Side.OTHER: 0.3, Side.THIRD: 0.5, Side.UNKNOWN: 0.5}
_FALSE_ALARM = 0.2  # a wrong origin reports an event that did not happen
_LEVEL_ERROR = 0.02  # of the reported value, one standard deviation
FAVOURABLE = frozenset({Says.EXACTLY, Says.AT_LEAST, Says.ALL, Says.SOME, Says.NO_EVENT})

Vector = tuple[float, ...]


def likelihoods(
    reading: Reading, states: StateSpace, terms: Terms, side: Side, covered: float = 1.0
) -> tuple[Vector, Vector]:
    """(if right, if wrong), each over the values of `states`; flat where nothing is said.

    covered: share of the duty's days, 0..1, that "nothing happened" speaks of
    """
    right = _IF_RIGHT[reading.says](reading.number, states.values, terms)
    if reading.says is Says.NO_EVENT:
        right = tuple(covered * value + (1.0 - covered) * max(right) for value in right)
    wrong = _if_wrong(reading, len(states.values), terms, side)
    return right, (wrong,) * len(states.values)


def _inside(fits: Callable[[float], bool], values: Vector) -> Vector:
    return tuple(1.0 - SLIP if fits(value) else SLIP for value in values)


def _exactly(number: float, values: Vector, terms: Terms) -> Vector:
    """One of as many reports as there are values: a slip may name any of the others."""
    other = SLIP / max(1, len(values) - 1)
    return tuple(1.0 - SLIP if value == number else other for value in values)


def _at_least(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value >= number, values)


def _at_most(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value <= number, values)


def _all(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value >= _target(values, terms), values)


def _some(number: float, values: Vector, terms: Terms) -> Vector:
    """ "Destroyed its posts": most often said of all of them, sometimes of a part."""
    target = _target(values, terms)
    return tuple(
        SLIP if value == 0 else (1.0 - SLIP if value >= target else 0.4) for value in values
    )


def _under_way(number: float, values: Vector, terms: Terms) -> Vector:
    """Said of work that has begun: little or some is done, not all."""
    target = _target(values, terms)
    return tuple(
        0.5 if value == 0 else (SLIP if value >= target else 1.0 - SLIP) for value in values
    )


def _not_done(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value < _target(values, terms), values)


def _event(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value == 1.0, values)


def _no_event(number: float, values: Vector, terms: Terms) -> Vector:
    return _inside(lambda value: value == 0.0, values)


def _value(number: float, values: Vector, terms: Terms) -> Vector:
    step = values[1] - values[0]
    spread = max(step, _LEVEL_ERROR * number)
    nearest = min(number, values[-1])
    return tuple(exp(-0.5 * ((value - nearest) / spread) ** 2) for value in values)


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
    Says.VALUE: _value,
    Says.NOTHING: _nothing,
}


def _target(values: Vector, terms: Terms) -> float:
    """The value from which the duty is done: the count, or 1 for an act."""
    return min(float(terms.count), values[-1])


def _if_wrong(reading: Reading, size: int, terms: Terms, side: Side) -> float:
    """How often an origin that is wrong says just this."""
    if reading.says is Says.NOTHING:
        return 0.5
    if reading.says is Says.EVENT:
        return _FALSE_ALARM
    good = _PRAISES[side]
    if reading.says in {Says.EXACTLY, Says.VALUE}:
        anything = (1.0 - good) / size
        return anything + (good if reading.number == terms.count else 0.0)
    return good if reading.says in FAVOURABLE else 1.0 - good
