"""The number of a statement, as a reading of how much is done or of how high a level stands.

A number of what is left, of a share or of another whole is turned into one of what is done:
"12 of 40" is three tenths of whatever is asked. What is asked, a rate of something that is not a
level, and more than there is to be done tell nothing.
"""

from __future__ import annotations

from math import floor

from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.statements.shared_amount import is_together, least_of_one
from servanda.evidence.wording.units import is_measure
from servanda.records import (
    Bound,
    BoundDirection,
    Comparison,
    Counted,
    Label,
    Obligation,
    StatedCount,
    StatementDirection,
    StateSpace,
    Terms,
    Variable,
)

__all__ = ["falls_short", "stated_amount"]

# Nobody rounds a figure further than this share of it. [judgement; not from outside]
_ROUNDED = 0.01
# Least and most share of a figure that "about" leaves open. [judgement; not from outside]
_ABOUT = (0.02, 0.10)
# Measured, not counted: (standard deviation as a share, how often a figure is off by so much).
# [judgement; an obligation's error_share]
_MEASURED_ERROR = (0.02, 0.1)
_PER_CENT = 100.0  # [definition]

_UNDOES = frozenset({Label.REVERSED, Label.VIOLATED})
_SAYS = {
    Comparison.EXACTLY: Says.EXACTLY,
    Comparison.ABOUT: Says.EXACTLY,
    Comparison.AT_LEAST: Says.AT_LEAST,
    Comparison.MORE_THAN: Says.AT_LEAST,
    Comparison.AT_MOST: Says.AT_MOST,
    Comparison.LESS_THAN: Says.AT_MOST,
}
# Much left is little done.
_OPPOSITE = {Says.AT_LEAST: Says.AT_MOST, Says.AT_MOST: Says.AT_LEAST, Says.EXACTLY: Says.EXACTLY}


def stated_amount(
    count: StatedCount | None,
    label: Label,
    obligation: Obligation,
    states: StateSpace,
    terms: Terms,
    named: tuple[str, ...] = (),
) -> ClaimReading | None:
    """The amount that the number tells, on the scale of the states; None where it tells none.

    named: of those who have the duty, who is named in the text

    label: of the whole statement. One that says "done" of fewer than are asked, and of no whole
    ("blew up one of its posts"), leaves the others open; what is undone counts no work.
    """
    if count is None or states.variable is Variable.EVENT:
        return None
    asked = float(terms.count)
    if states.variable is Variable.LEVEL:
        assert terms.bound is not None  # else the level has no values
        asked = terms.bound.value
    bearers = 1 + len(obligation.co_bearers)
    if is_together(count, asked, bearers, of_one=_is_of_one(named, obligation, terms)):
        return _of_one(count, asked, bearers, label, terms)
    if states.variable is Variable.LEVEL:
        assert terms.bound is not None
        return _level(count, label, obligation, terms.bound)
    return None if label in _UNDOES else _number_done(count, label, states, terms)


def falls_short(amount: ClaimReading, count: StatedCount, states: StateSpace, terms: Terms) -> bool:
    """Whether a number of what is done, or of a share, is below what is asked."""
    if count.counts not in {Counted.DONE, Counted.SHARE}:
        return False
    if states.variable is not Variable.LEVEL:
        return amount.number < min(float(terms.count), states.values[-1])
    bound = terms.bound
    return (
        bound is not None
        and bound.direction is BoundDirection.AT_LEAST
        and amount.number < bound.value
    )


def _is_of_one(named: tuple[str, ...], obligation: Obligation, terms: Terms) -> bool:
    """Whether a number above what one bearer was asked is its own all the same.

    To have done more than was asked is rare, to be over a limit is not: there the others must be
    named.
    """
    if set(named) & set(obligation.co_bearers):
        return False
    limit = terms.bound is not None and terms.bound.direction is BoundDirection.AT_MOST
    return bool(named) or limit


def _of_one(
    count: StatedCount, asked: float, bearers: int, label: Label, terms: Terms
) -> ClaimReading | None:
    """What a number of all the bearers tells of one; of levels to be kept low it tells nothing."""
    limit = terms.bound is not None and terms.bound.direction is BoundDirection.AT_MOST
    least = None if limit or label in _UNDOES else least_of_one(count, asked, bearers)
    if least is None:
        return None
    text = f"{count.value:g} {count.counts.value} by all of them"
    return ClaimReading(Says.AT_LEAST, least, text)


def _number_done(
    count: StatedCount, label: Label, states: StateSpace, terms: Terms
) -> ClaimReading | None:
    done = _done(count, float(terms.count), float(terms.sites))
    most = states.values[-1]
    target = min(float(terms.count), most)
    amount = None if done is None else done * target / terms.count
    if amount is None or not 0.0 <= amount <= most:
        return None
    whole = floor(amount + 1e-9)  # nine tenths of one act is none
    says = _comparison(count)
    if label.direction is StatementDirection.FOR and count.of is None and whole < target:
        says = Says.AT_MOST if says is Says.AT_MOST else Says.AT_LEAST
    return ClaimReading(says, float(whole), f"{count.value:g} {count.counts.value}")


def _done(count: StatedCount, asked: float, sites: float) -> float | None:
    """How many are done, of what is asked; None where the number does not tell."""
    if count.counts in {Counted.ASKED, Counted.RATE}:
        return None
    own = count.of in {None, 0.0, asked, sites}
    scale = 1.0 if own else asked / (count.of or asked)
    if count.counts is Counted.SHARE:
        scale = asked / _PER_CENT
    value = count.value * scale
    return asked - value if count.counts is Counted.LEFT else value


def _comparison(count: StatedCount) -> Says:
    """How what is done compares with the number."""
    says = _SAYS[count.comparison]
    if count.counts is Counted.LEFT:
        return _OPPOSITE[says]
    if count.counts is Counted.ADDED and says is Says.EXACTLY:
        return Says.AT_LEAST
    return says


def _level(
    count: StatedCount, label: Label, obligation: Obligation, bound: Bound
) -> ClaimReading | None:
    value = _level_value(count, bound)
    if value is None or value < 0.0:
        return None
    text = f"{count.value:g} {count.counts.value}"
    says = _comparison(count)
    to_reach = bound.direction is BoundDirection.AT_LEAST
    past = to_reach and value > (1.0 + _ROUNDED) * bound.value  # how far past it is idle
    partial = (
        to_reach
        and label.direction is StatementDirection.FOR
        and count.of is None
        and value < bound.value
    )
    if says is not Says.EXACTLY or past or partial:
        return ClaimReading(Says.AT_LEAST if says is Says.EXACTLY else says, value, text)
    share, chance = _error(obligation)
    return ClaimReading(Says.VALUE, value, text, _width(value, count.comparison), share, chance)


def _level_value(count: StatedCount, bound: Bound) -> float | None:
    """Where the level stands; under a limit what is left, added or a share of it is no level."""
    if count.counts is Counted.ASKED:
        return None
    if count.counts in {Counted.DONE, Counted.RATE}:
        declared = bound.declared and count.of
        return count.value * bound.value / count.of if declared and count.of else count.value
    if bound.direction is BoundDirection.AT_MOST:
        return None
    if count.counts is Counted.SHARE:
        return bound.value * count.value / _PER_CENT if count.value <= _PER_CENT else None
    return bound.value - count.value if count.counts is Counted.LEFT else count.value


def _width(value: float, comparison: Comparison) -> float:
    """The interval that a figure stands for: its last digit that is not a rounding nought."""
    digit = _last_digit(value)
    if comparison is Comparison.ABOUT and value:
        least, most = (share * value for share in _ABOUT)
        return max(least, min(most, digit))
    return min(digit, _ROUNDED * value) if value else digit


def _last_digit(value: float) -> float:
    digits = f"{value:.10g}"
    if "e" in digits:
        return _ROUNDED * value
    if "." in digits:
        return float(10.0 ** -len(digits.partition(".")[2]))
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) if value else 1.0


def _error(obligation: Obligation) -> tuple[float, float]:
    """(standard deviation as a share, how often a figure errs by so much)."""
    if obligation.error_share is not None:
        return obligation.error_share, 1.0
    return _MEASURED_ERROR if is_measure(obligation.unit or "") else (0.0, 0.0)
