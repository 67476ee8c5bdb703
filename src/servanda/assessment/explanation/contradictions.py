"""Pairs of items that cannot both be right. Neither is dropped for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.model.arrays import Array

__all__ = ["contradictions"]

# Reports whose likelihoods overlap less than this cannot both be right.
# [judgement; not from outside]
AGREEMENT = 0.25
# Reports further apart than this may differ because the thing itself has changed.
# [judgement; not from outside]
SAME_TIME_DAYS = 31
MOST_PAIRS = 1000  # pairs listed for one duty; nobody reads more [limit]


def contradictions(reports: Sequence[Report]) -> tuple[tuple[str, str], ...]:
    """Pairs of items of about the same time that cannot both be right, the earliest first."""
    return tuple(islice(_pairs(reports), MOST_PAIRS))


@dataclass(frozen=True, slots=True)
class _DayStatement:
    """What several items say of one day, all in agreement."""

    day: date
    site: str | None
    likelihood: Array  # (value,) largest 1
    items: list[str]

    @property
    def lowest_value(self) -> int:
        """The smallest value that fits the statement."""
        return int(np.argmax(self.likelihood >= 0.5))

    def contradicts(self, later: _DayStatement) -> bool:
        """True if this and a statement of this day or a later one cannot both be right."""
        if self.site != later.site or self.likelihood.shape != later.likelihood.shape:
            return False
        if later.day > self.day and later.lowest_value > self.lowest_value:
            return False  # more was done by the later day: progress, not contradiction
        return bool(np.minimum(self.likelihood, later.likelihood).max() < AGREEMENT)


def _pairs(reports: Iterable[Report]) -> Iterator[tuple[str, str]]:
    statements = _statements(reports)
    for number, first in enumerate(statements):
        for second in statements[number + 1 :]:
            if (second.day - first.day).days > SAME_TIME_DAYS:
                break
            if first.contradicts(second):
                yield from product(first.items, second.items)


def _statements(reports: Iterable[Report]) -> list[_DayStatement]:
    """The different statements in order of their days, each with the items that make it."""
    found: dict[tuple[date, str | None, bytes], _DayStatement] = {}
    for report in sorted(reports, key=lambda report: (report.day, report.evidence)):
        key = (report.day, report.site, report.right.tobytes())
        if key not in found:
            found[key] = _DayStatement(
                report.day, report.site, report.right / report.right.max(), []
            )
        found[key].items.append(report.evidence)
    return list(found.values())
