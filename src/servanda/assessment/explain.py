"""What each item does to the number, and which items speak against each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from servanda.assessment.belief import decibans, probability
from servanda.assessment.duties import Question
from servanda.assessment.hidden import Array
from servanda.assessment.reports import Report
from servanda.records import Contribution, Evidence

__all__ = ["contradictions", "contributions"]

AGREEMENT = 0.25  # reports whose likelihoods overlap less than this cannot both be right
SAME_TIME_DAYS = 31  # further apart, the thing itself may have changed


def contributions(
    question: Question, reports: Sequence[Report], evidence: Sequence[Evidence], wanted: Array
) -> tuple[Contribution, ...]:
    """The decibans that the odds of met would lose without each item, largest first."""
    by_id = {item.id: item for item in evidence}
    whole = decibans(probability(question, reports, wanted))
    found = [
        _contribution(
            by_id[left_out.evidence], whole - _without(question, reports, left_out, wanted)
        )
        for left_out in reports
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.decibans), one.evidence)))


def _without(
    question: Question, reports: Sequence[Report], left_out: Report, wanted: Array
) -> float:
    rest = [report for report in reports if report is not left_out]
    return decibans(probability(question, rest, wanted))


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
