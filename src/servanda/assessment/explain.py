"""What each item does to the number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from servanda.assessment.belief import decibans, probability
from servanda.assessment.hidden import Array
from servanda.assessment.inquiry import Inquiry
from servanda.assessment.reports import Report
from servanda.records import Contribution, Evidence

__all__ = ["Explanation", "explained"]

MOST_EXPLAINED = 500  # items of one duty: each takes sums of its own


@dataclass(frozen=True, slots=True)
class Explanation:
    """What each item does to the number, largest first; those that say least may be left out."""

    contributions: tuple[Contribution, ...]
    left_out: int


def explained(inquiry: Inquiry, evidence: Sequence[Evidence], wanted: Array) -> Explanation:
    """What each item by itself does to the odds of met.

    The item's whole origin is left out, then the item alone put back: what it adds to all that the
    others say, in decibans. Items of one origin do not add up, because they are one cause. Items on
    a coupled duty are among them.
    """
    by_id = {item.id: item for item in evidence}
    full = decibans(probability(inquiry, wanted))
    every = list(inquiry.reports())
    spoken = Counter(one.origin for one in every)
    telling = sorted(every, key=_weight, reverse=True)[:MOST_EXPLAINED]
    found = []
    for origin in dict.fromkeys(one.origin for one in telling):
        without = decibans(probability(inquiry.only(_not_of(origin)), wanted))
        for one in telling:
            if one.origin == origin:
                alone = full if spoken[origin] == 1 else _put_back(inquiry, one, wanted)
                found.append(_contribution(by_id[one.evidence], alone - without))
    found.sort(key=lambda one: (-abs(one.decibans), one.evidence))
    return Explanation(tuple(found), len(every) - len(telling))


def _weight(report: Report) -> float:
    """How far the report by itself tells one value from another."""
    mean = report.reliability.mean
    likelihood = mean * report.right + (1.0 - mean) * report.wrong
    return float(likelihood.max() / likelihood.min())


def _not_of(origin: str) -> Callable[[Report], bool]:
    return lambda report: report.origin != origin


def _put_back(inquiry: Inquiry, item: Report, wanted: Array) -> float:
    """The odds, in decibans, with no other item of its origin."""
    alone = inquiry.only(lambda one: one.origin != item.origin or one.evidence == item.evidence)
    return decibans(probability(alone, wanted))


def _contribution(item: Evidence, moved: float) -> Contribution:
    return Contribution(item.id, item.document, item.origin, item.times.published.public_on, moved)
