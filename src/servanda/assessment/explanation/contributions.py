"""What each item does to the number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import (
    decibans,
    probability,
    probability_without_origin,
)
from servanda.assessment.model.arrays import Array
from servanda.records import Contribution, Evidence

__all__ = ["RankedContributions", "rank_contributions"]

MOST_EXPLAINED = 200  # items of one duty: each takes sums of its own


@dataclass(frozen=True, slots=True)
class RankedContributions:
    """What each item does to the number, largest first; those that say least may be left out."""

    contributions: tuple[Contribution, ...]
    left_out: int


def rank_contributions(
    inquiry: DutyModel, evidence: Sequence[Evidence], wanted: Array, cache: MassCache
) -> RankedContributions:
    """What each item by itself does to the odds of met.

    The item's whole origin is left out, then the item alone put back: what it adds to all that the
    others say, in decibans. Items of one origin do not add up, because they are one cause. Only
    looks at single sites share what their sensor moves, and so do items of an origin where sites
    or looks are very many. Items on a coupled duty are among them.
    """
    by_id = {item.id: item for item in evidence}
    full = decibans(probability(inquiry, wanted, cache))
    every = list(inquiry.reports())
    spoken = Counter(one.origin for one in every)
    telling = sorted(every, key=_weight, reverse=True)[:MOST_EXPLAINED]
    found = []
    for origin in dict.fromkeys(one.origin for one in telling):
        own = [one for one in telling if one.origin == origin]
        without = decibans(probability_without_origin(inquiry, origin, wanted, cache))
        if spoken[origin] == 1:
            moved = [full - without]
        elif own[0].site is not None:
            moved = _split_by_look(own, full - without, done_is_met=wanted[-1] >= wanted[0])
        elif inquiry.is_expensive:
            moved = _split_by_weight(own, full - without)
        else:
            moved = [_decibans_alone(inquiry, item, wanted, cache) - without for item in own]
        found += [_contribution(by_id[one.evidence], n) for one, n in zip(own, moved, strict=True)]
    found.sort(key=lambda one: (-abs(one.decibans), one.evidence))
    return RankedContributions(tuple(found), len(every) - len(telling))


def _split_by_weight(reports: Sequence[Report], moved: float) -> list[float]:
    """What an origin moves, split by how much each of its items says by itself."""
    weights = np.log([_weight(one) for one in reports])
    return [float(one) for one in moved * weights / max(weights.sum(), 1e-12)]


def _split_by_look(looks: Sequence[Report], moved: float, *, done_is_met: bool) -> list[float]:
    """What a sensor moves, split by what each look says for its site being done, or against.

    Looks that disagree get opposite signs, and none gets more than its own likelihood ratio: so
    they need not add up where they disagree.
    """
    says = [10.0 * float(np.log10(_likelihood(one)[-1] / _likelihood(one)[0])) for one in looks]
    total = sum(says)
    scale = min(1.0, abs(moved / total)) if total else 0.0
    return [scale * one if done_is_met else -scale * one for one in says]


def _weight(report: Report) -> float:
    """How far the report by itself tells one value from another."""
    likelihood = _likelihood(report)
    return float(likelihood.max() / likelihood.min())


def _likelihood(report: Report) -> Array:
    """(value,) with its origin taken at its mean."""
    mean = report.reliability.mean
    return np.asarray(mean * report.right + (1.0 - mean) * report.wrong)


def _decibans_alone(inquiry: DutyModel, item: Report, wanted: Array, cache: MassCache) -> float:
    """The odds, in decibans, with no other item of its origin."""
    alone = inquiry.select_reports(
        lambda one: one.origin != item.origin or one.evidence == item.evidence
    )
    return decibans(probability(alone, wanted, cache))


def _contribution(item: Evidence, moved: float) -> Contribution:
    return Contribution(item.id, item.document, item.origin, item.times.published.public_on, moved)
