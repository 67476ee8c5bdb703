"""Pairs of items that cannot both be right. Neither is dropped for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice, product

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.records import Bearing, Evidence, Variable

__all__ = ["contradictions"]

# Items whose likelihoods overlap less than this cannot both be right, nor can two of which one
# tells of progress, with a chance below this that it came after the other.
# [judgement; not from outside]
AGREEMENT = 0.25
# Items further apart than this may differ because the thing itself has changed.
# [judgement; not from outside]
SAME_TIME_DAYS = 31
# Items that are less surely about the duty than this contradict nothing about it.
# [judgement; not from outside]
SURE = 0.5
MOST_PAIRS = 1000  # pairs listed for one duty; nobody reads more [limit]


def contradictions(evidence: Sequence[Evidence]) -> tuple[tuple[str, str], ...]:
    """Pairs of items on one duty that cannot both be right, the earliest first.

    What speaks of a later time may say that more is done: that is progress, no contradiction.
    """
    return tuple(islice(_pairs(evidence), MOST_PAIRS))


@dataclass(frozen=True, slots=True)
class _Statement:
    """What several items say of one time, all in agreement."""

    first: date
    last: date
    site: str | None
    lasts: bool  # True if what it tells of can never be undone: whether an event has happened
    likelihood: Array  # (value,) largest 1
    items: list[str]
    of_periods: bool = False  # it tells of periods of a rate, each of which stands by itself

    @property
    def lowest_value(self) -> int:
        """The smallest value that fits the statement."""
        return int(np.argmax(self.likelihood >= 0.5))

    def contradicts(self, other: _Statement) -> bool:
        """True if this and the other statement cannot both be right."""
        if self.site != other.site or self.likelihood.shape != other.likelihood.shape:
            return False
        if self.of_periods and (self.last < other.first or other.last < self.first):
            return False
        less, more = sorted((self, other), key=lambda statement: statement.lowest_value)
        if not self.of_periods and not less.is_of_the_time_of(more):
            return False
        return bool(np.minimum(self.likelihood, other.likelihood).max() < AGREEMENT)

    def is_of_the_time_of(self, more: _Statement) -> bool:
        """True unless what the other says is done may have come later, or been undone since."""
        if more.share_after(self.last) >= AGREEMENT and more.lowest_value > self.lowest_value:
            return False
        gap = max((self.first - more.last).days, (more.first - self.last).days)
        if self.lasts and self.first < self.last:  # no event over these days, whatever was before
            return more.share_after(self.first - timedelta(days=1)) > 1.0 - AGREEMENT
        return gap <= SAME_TIME_DAYS

    def share_after(self, day: date) -> float:
        """The share of the days it tells of that come after that day."""
        days = (self.last - self.first).days + 1
        return min(days, max(0, (self.last - day).days)) / days


def _pairs(evidence: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
    for first, second in combinations(_statements(evidence), 2):
        if first.contradicts(second):
            yield from product(first.items, second.items)


def _statements(evidence: Iterable[Evidence]) -> list[_Statement]:
    """The different statements in order of their days, each with the items that make it."""
    found: dict[tuple[date, date, str | None, bytes], _Statement] = {}
    bearing = [item for item in evidence if item.bearing is Bearing.BEARS and item.score >= SURE]
    for first, last, item in sorted(
        ((*_period(item), item) for item in bearing), key=lambda row: (row[1], row[2].id)
    ):
        right = np.array(item.if_right)
        key = (first, last, item.site, right.tobytes())
        if key not in found:
            lasts = item.states.variable is Variable.EVENT
            found[key] = _Statement(
                first, last, item.site, lasts, right / right.max(), [], item.covers is not None
            )
        found[key].items.append(item.id)
    return list(found.values())


def _period(item: Evidence) -> tuple[date, date]:
    """The first and the last day that the item tells of; at the latest when it was public."""
    covers = item.covers
    if covers is not None and covers.start is not None and covers.end is not None:
        return covers.start, covers.end
    public = item.times.published.public_on
    for when in (item.times.happened, item.times.seen):
        if when.end is not None:
            last = min(when.end, public)
            return min(when.start or last, last), last
    return public, public
