"""What each item does to the number, in decibans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import odds_decibans, odds_decibans_without_origin
from servanda.assessment.model.arrays import Array
from servanda.records import Contribution, Evidence

__all__ = ["RankedContributions", "rank_contributions"]

MOST_EXPLAINED = 200  # items of one duty that are explained: each takes sums of its own [limit]


@dataclass(frozen=True, slots=True)
class RankedContributions:
    """What each item does to the number, largest first; the weakest items may be left out."""

    contributions: tuple[Contribution, ...]
    left_out: int


def rank_contributions(
    model: DutyModel, evidence: Sequence[Evidence], wanted: Array, cache: MassCache
) -> RankedContributions:
    """How far each item moves the odds of met, in decibans, given what other origins say.

    The item's whole origin is left out, then the item alone put back. Items of one origin do not
    add up, because they are one cause; but looks at single sites share out what their sensor moves,
    and so do the items of an origin if summing is slow. Items on coupled duties are included.
    """
    by_id = {item.id: item for item in evidence}
    full = odds_decibans(model, wanted, cache)
    every = list(model.reports())
    counts = Counter(report.origin for report in every)
    telling = sorted(every, key=_weight, reverse=True)[:MOST_EXPLAINED]
    by_origin: dict[str, list[Report]] = {}
    for report in telling:
        by_origin.setdefault(report.origin, []).append(report)
    found: list[Contribution] = []
    for origin, own in by_origin.items():
        without = odds_decibans_without_origin(model, origin, wanted, cache)
        if counts[origin] == 1:
            changes = [full - without]
        else:
            changes = _split_among_items(model, own, full, without, wanted, cache)
        for report, change in zip(own, changes, strict=True):
            found.append(_contribution(by_id[report.evidence], change))
    found.sort(key=lambda contribution: (-abs(contribution.decibans), contribution.evidence))
    return RankedContributions(tuple(found), len(every) - len(telling))


def _split_among_items(
    model: DutyModel,
    own: Sequence[Report],
    full: float,
    without: float,
    wanted: Array,
    cache: MassCache,
) -> list[float]:
    """How far each of an origin's several items moves the odds, in decibans.

    full, without: the log odds with all that the origin says, and with none of it
    """
    if own[0].site is not None:
        return _split_by_look(own, full - without, done_is_met=wanted[-1] >= wanted[0])
    if model.is_expensive:
        return _split_by_weight(own, full - without)
    return [_decibans_alone(model, report, wanted, cache) - without for report in own]


def _split_by_weight(reports: Sequence[Report], change: float) -> list[float]:
    """What an origin moves, split among its items in proportion to what each says alone."""
    weights = np.log([_weight(report) for report in reports])
    return [float(share) for share in change * weights / max(weights.sum(), 1e-12)]


def _split_by_look(looks: Sequence[Report], change: float, *, done_is_met: bool) -> list[float]:
    """What a sensor moves, split among its looks by how far each says that its site is done.

    Looks that disagree get opposite signs, and none gets more than its own likelihood ratio: so
    the parts need not add up where looks disagree.
    """
    says = [_site_decibans(look) for look in looks]
    total = sum(says)
    scale = min(1.0, abs(change / total)) if total else 0.0
    sign = 1.0 if done_is_met else -1.0
    return [sign * scale * said for said in says]


def _site_decibans(look: Report) -> float:
    likelihood = _likelihood(look)
    return 10.0 * float(np.log10(likelihood[-1] / likelihood[0]))


def _weight(report: Report) -> float:
    """The largest likelihood ratio that the report alone gives between two values."""
    likelihood = _likelihood(report)
    return float(likelihood.max() / likelihood.min())


def _likelihood(report: Report) -> Array:
    """(value,) likelihood, with the reliability of the origin at its mean."""
    mean = report.reliability.mean
    return np.asarray(mean * report.right + (1.0 - mean) * report.wrong)


def _decibans_alone(model: DutyModel, item: Report, wanted: Array, cache: MassCache) -> float:
    """The odds of met, in decibans, with this item as the only one of its origin."""
    alone = model.select_reports(
        lambda report: report.origin != item.origin or report.evidence == item.evidence
    )
    return odds_decibans(alone, wanted, cache)


def _contribution(item: Evidence, change: float) -> Contribution:
    return Contribution(item.id, item.document, item.origin, item.times.published.public_on, change)
