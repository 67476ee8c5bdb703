"""A number that several bearers of one duty have reached together: what it tells of one of them.

Each of n bearers is asked for a. Of t done by all of them, one has done at least t - (n - 1) a,
if none did more than it was asked; how the rest is shared out is not told.
"""

from __future__ import annotations

from servanda.records import Comparison, Counted, StatedCount

__all__ = ["is_together", "least_of_one"]

_LEAST = frozenset(
    {Comparison.EXACTLY, Comparison.ABOUT, Comparison.AT_LEAST, Comparison.MORE_THAN}
)
_MOST = frozenset({Comparison.EXACTLY, Comparison.ABOUT, Comparison.AT_MOST, Comparison.LESS_THAN})


def is_together(count: StatedCount, asked: float, bearers: int, *, of_one: bool) -> bool:
    """True if the number is of all the bearers: of their whole, or above what one was asked.

    asked: of each of them
    of_one: the text names one of them alone
    """
    if bearers < 2 or count.counts not in {Counted.DONE, Counted.LEFT}:
        return False
    whole = bearers * asked
    if count.of is not None:
        return count.of == whole
    return not of_one and asked < count.value <= whole


def least_of_one(count: StatedCount, asked: float, bearers: int) -> float | None:
    """How much one of the bearers has done at the least; None where the number tells no least."""
    left = count.counts is Counted.LEFT
    if count.comparison not in (_MOST if left else _LEAST):
        return None
    done = bearers * asked - count.value if left else count.value
    least = done - (bearers - 1) * asked
    return least if least > 0.0 else None
