"""What each item does to the number, and which items speak against each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from servanda.assessment.belief import decibans, probability
from servanda.assessment.hidden import Array
from servanda.assessment.questions import Question
from servanda.assessment.reports import Report
from servanda.records import Contribution, Evidence

__all__ = ["contradictions", "contributions"]

AGREEMENT = 0.25  # reports whose likelihoods overlap less than this cannot both be right
SAME_TIME_DAYS = 31  # further apart, the thing itself may have changed


def contributions(
    question: Question, reports: Sequence[Report], evidence: Sequence[Evidence], wanted: Array
) -> tuple[Contribution, ...]:
    """What each item by itself does to the odds of met, largest first.

    The item's whole origin is left out, then the item alone put back: what it adds to all that the
    others say, in decibans. Items of one origin do not add up, because they are one cause.
    """
    by_id = {item.id: item for item in evidence}
    others = {
        origin: [report for report in reports if report.origin != origin]
        for origin in dict.fromkeys(report.origin for report in reports)
    }
    without = {
        origin: decibans(probability(question, rest, wanted)) for origin, rest in others.items()
    }
    found = [
        _contribution(
            by_id[one.evidence],
            decibans(probability(question, [*others[one.origin], one], wanted))
            - without[one.origin],
        )
        for one in reports
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.decibans), one.evidence)))


def _contribution(item: Evidence, moved: float) -> Contribution:
    return Contribution(item.id, item.document, item.origin, item.times.published.public_on, moved)


def contradictions(reports: Sequence[Report]) -> tuple[tuple[str, str], ...]:
    """Pairs of items of about the same time that cannot both be right; neither is dropped."""
    return tuple(
        (first.evidence, second.evidence)
        for first, second in combinations(reports, 2)
        if first.site == second.site
        and abs((first.day - second.day).days) <= SAME_TIME_DAYS
        and _at_odds(first, second)
    )


def _at_odds(first: Report, second: Report) -> bool:
    if first.right.shape != second.right.shape:
        return False
    earlier, later = (first, second) if first.day <= second.day else (second, first)
    if earlier.day != later.day and _lowest(later) > _lowest(earlier):
        return False  # more was done by the later day: progress, not contradiction
    both = np.minimum(first.right / first.right.max(), second.right / second.right.max())
    return bool(both.max() < AGREEMENT)


def _lowest(report: Report) -> int:
    """The smallest value that fits what is reported."""
    return int(np.argmax(report.right >= 0.5 * report.right.max()))
