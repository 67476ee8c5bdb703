"""A number held against what is asked: arithmetic, never learnt.

So many of so many is the whole, or a part, whatever the words around it suggest.
"""

from __future__ import annotations

from collections.abc import Sequence

from servanda.records import Comparison, Counted, Label, Obligation, ObligationKind, StatedCount

__all__ = ["settle_amount"]

_AT_LEAST_SO_MANY = frozenset({Comparison.EXACTLY, Comparison.AT_LEAST, Comparison.MORE_THAN})
_AT_MOST_SO_MANY = frozenset({Comparison.EXACTLY, Comparison.AT_MOST, Comparison.LESS_THAN})
_ADDS_UP = frozenset({ObligationKind.STATE, ObligationKind.ACT})
_DONE, _PARTLY = list(Label).index(Label.DONE), list(Label).index(Label.PARTLY_DONE)


def settle_amount(
    chances: Sequence[float], count: StatedCount | None, duty: Obligation
) -> list[float]:
    """The probability of each label once the number of what is done is held against what is asked.

    What is said to be done in part is done where the number reaches what is asked; what is said to
    be done is a part where it falls short. Only duties that add up to a number are settled so.
    """
    settled = list(chances)
    asked = duty.count
    if count is None or asked is None or duty.kind not in _ADDS_UP:
        return settled
    if count.counts is not Counted.DONE:
        return settled
    if count.value >= asked and count.comparison in _AT_LEAST_SO_MANY:
        settled[_DONE], settled[_PARTLY] = settled[_DONE] + settled[_PARTLY], 0.0
    elif count.value < asked and count.comparison in _AT_MOST_SO_MANY and count.of is None:
        settled[_DONE], settled[_PARTLY] = 0.0, settled[_DONE] + settled[_PARTLY]
    return settled
