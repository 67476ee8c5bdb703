"""The days that reports name, as ends of a campaign beside the few that stand for all others.

A campaign ends on any day, with a density; a few days stand for all of them. Many things are
nearly all done by the last day of their campaign, so that on a day between two of these it would
be all but impossible that the last was done. A named day is given what the density gives it, and
the others so much less.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from servanda.assessment.model.priors import Priors

__all__ = ["LATE_ENDS", "with_named_days"]

# Ends of late campaigns, in multiples of the time given. [judgement; not from outside]
LATE_ENDS = (1.05, 1.15, 1.3, 1.6, 2.2, 4.0, 8.0)
# So much of all ends falls on named days, at most: the others have to stand for the rest. [limit]
_MOST = 0.5


def with_named_days(
    ends: Sequence[tuple[int, float]],
    named: Sequence[tuple[int, int]],
    priors: Priors,
    span: int | None,
) -> list[tuple[int, float]]:
    """(days from the start, share) of each end, and of the named days; the shares sum to the same.

    named: (first, last) days, without overlap
    span: the days given; None without a deadline
    """
    found = []
    for first, last in named:
        share = _share_by(last, priors, span) - _share_by(first - 1, priors, span)
        if first > 0 and share > 0.0:
            found.append(((first + last) // 2, share))
    total = sum(share for _, share in found)
    scale = min(1.0, _MOST / total) if total else 1.0
    left = 1.0 - scale * total
    return [(day, left * share) for day, share in ends] + [
        (day, scale * share) for day, share in found
    ]


def _share_by(day: int, priors: Priors, span: int | None) -> float:
    """The share of campaigns that end by a day after the start."""
    if day <= 0:
        return 0.0
    if span is None:
        return 1.0 - float(0.5 ** (day / priors.open_half_life_days))
    time = day / max(1, span)
    if time <= 1.0:
        return (1.0 - priors.late) * time**2
    return 1.0 - priors.late * (1.0 - _late_share_by(time))


def _late_share_by(time: float) -> float:
    """Of late campaigns: each end stands for the times around it, any of which is as likely."""
    ends = LATE_ENDS
    edges = [1.0, *(sqrt(a * b) for a, b in pairwise(ends)), ends[-1] * sqrt(ends[-1] / ends[-2])]
    full = 0.0
    for first, last in pairwise(edges):
        full += min(1.0, max(0.0, (time - first) / (last - first)))
    return full / len(ends)
