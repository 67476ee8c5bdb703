"""The chance that a text speaks for, in part or against, under each state: P(r | x, w).

A text that bears on a duty speaks in one of three directions r, whether its origin is right or
wrong about it (w): over these three each row sums to 1. With s(part) the share of texts that
tell of a part, and f, h, g as below,

    P(part    | x, right) = s(part) f(x)
    P(for     | x, right) = (1 - s(part) f(x)) g(x)
    P(against | x, right) = (1 - s(part) f(x)) (1 - g(x)),   g = h(for) / (h(for) + h(against))

    P(part    | x, wrong) = s(part)
    P(for     | x, wrong) = (1 - s(part)) a
    P(against | x, wrong) = (1 - s(part)) (1 - a)

- h(for) and h(against) are the hard likelihoods of `likelihood`: "done" (said most often of all,
  the less often the fewer are done; with a number that is all of what is asked, hardly ever of
  less) and "not done"; of a level "as it should be" and not; "no event" and "an event".
- f: that something is begun or done in part tells nothing between the states, save that where a
  part is possible it is said half as often of nothing at all. A number speaks for itself below.
- a is how often who is wrong speaks well of the bearer all the same, by the speaker's side; of an
  event, one minus the false alarms of a watcher where the case states them.
- A text about a share c of an abstain duty's days finds the event, or makes up one, with chance
  c: there P(against | x, w) is c times what it would be for all of the days, and "for" has the
  rest. So "quiet today" says little of the whole and "shots today" says all.
"""

from __future__ import annotations

from collections.abc import Mapping

from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.statements.reader_shares import DirectionShares
from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.trust.reliability import P_FAVOURABLE_IF_WRONG
from servanda.evidence.trust.sides import Side
from servanda.records import BoundDirection, StatementDirection, StateSpace, Terms, Variable

__all__ = ["BEARING", "chances_if_right", "chances_if_wrong", "keeping_values"]

Vector = tuple[float, ...]

BEARING = (StatementDirection.FOR, StatementDirection.PART, StatementDirection.AGAINST)
# How often "begun" or "in part" is said of nothing at all, beside of any part. [judgement; counts
# of what is said of duties whose state is known]
_PART_OF_NOTHING = 0.5


def chances_if_right(
    states: StateSpace,
    terms: Terms,
    shares: DirectionShares,
    *,
    names_all: bool = False,
    covered: float = 1.0,
) -> Mapping[StatementDirection, Vector]:
    """P(r | x, right) for each direction, over the values of `states`.

    names_all: the text has a number that is all of what is asked
    covered: share of an abstain duty's days, 0..1, that the text speaks of
    """
    part = tuple(shares.part * begun for begun in _begun(states, terms))
    good = _hard(_favourable(states, names_all), states, terms)
    bad = _hard(_unfavourable(states), states, terms)
    reach = covered if states.variable is Variable.EVENT else 1.0
    against = tuple(
        reach * (1.0 - p) * b / (g + b) for p, g, b in zip(part, good, bad, strict=True)
    )
    rest = tuple(1.0 - p - b for p, b in zip(part, against, strict=True))
    return dict(zip(BEARING, (rest, part, against), strict=True))


def chances_if_wrong(
    states: StateSpace,
    side: Side,
    shares: DirectionShares,
    *,
    covered: float = 1.0,
    false_alarm: float | None = None,
) -> Mapping[StatementDirection, float]:
    """P(r | x, wrong) for each direction: the same whatever is so."""
    bad = 1.0 - P_FAVOURABLE_IF_WRONG[side]
    if states.variable is Variable.EVENT:
        bad = covered * bad if false_alarm is None else false_alarm
    against = (1.0 - shares.part) * bad
    return dict(zip(BEARING, (1.0 - shares.part - against, shares.part, against), strict=True))


def keeping_values(states: StateSpace, terms: Terms) -> tuple[bool, ...]:
    """Of each value whether the duty is done, or kept, there."""
    if states.variable is Variable.EVENT:
        return tuple(value == 0.0 for value in states.values)
    if states.variable is Variable.PERIODS_KEPT:
        return tuple(value == 1.0 for value in states.values)
    bound = terms.bound
    if states.variable is Variable.LEVEL and bound is not None:
        up = bound.direction is BoundDirection.AT_LEAST
        return tuple(
            value >= bound.value if up else value <= bound.value for value in states.values
        )
    target = min(float(terms.count), states.values[-1])
    return tuple(value >= target for value in states.values)


def _favourable(states: StateSpace, names_all: bool) -> Says:
    if states.variable is Variable.EVENT:
        return Says.NO_EVENT
    return Says.ALL if names_all or states.variable is Variable.LEVEL else Says.SOME


def _unfavourable(states: StateSpace) -> Says:
    return Says.EVENT if states.variable is Variable.EVENT else Says.NOT_DONE


def _hard(says: Says, states: StateSpace, terms: Terms) -> Vector:
    return likelihoods(ClaimReading(says, 0.0, ""), states, terms, Side.UNKNOWN)[0]


def _begun(states: StateSpace, terms: Terms) -> Vector:
    """How often a part is told of each value, beside how often of any part."""
    parts = [not keeps for keeps in keeping_values(states, terms)]
    possible = parts[0] and sum(parts) > 1  # nothing, and something between it and all
    return tuple(_PART_OF_NOTHING if possible and value == 0.0 else 1.0 for value in states.values)
