"""Evidence made ready for the sums: likelihood vectors, days, and who is right as a whole.

One origin that speaks more than once is one common cause: it is right in all it says of a duty, or
wrong in all of it. What a wrong one would say is a matter of `stories`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from servanda.assessment.filters.forward_backward import DayLikelihood
from servanda.assessment.model.arrays import Array
from servanda.records import Bearing, Evidence, Reliability, WatchPeriod

__all__ = [
    "Report",
    "TruthAssignments",
    "day_likelihoods",
    "reports_from",
    "trust_of_origins",
    "truth_assignments",
]

_TINY = 1e-300
MAX_JOINT_ORIGINS = 8  # 2**8 ways; any further origins are taken report by report, at their mean

Spread = Callable[["Report", Array], Array]  # lays (..., value) vectors out over the state


@dataclass(frozen=True, slots=True, eq=False)  # one is another only if it is the same object
class Report:
    """One item that bears, as vectors over the values it speaks of."""

    evidence: str
    origin: str
    site: str | None
    day: date
    right: Array  # likelihood of each value if the origin is right
    wrong: Array  # ... and if it is not
    reliability: Reliability
    plausible: float = 1.0  # how likely it was to be true by its day, if it ever would be
    follows: float = 1.0  # how likely its origin was to go on so, if what it said first is true
    watch: WatchPeriod | None = None  # of a watcher's silence


@dataclass(frozen=True, slots=True)
class TruthAssignments:
    """Every combination of which of some origins are right as a whole."""

    origins: tuple[str, ...]

    def truths(self) -> list[dict[str, bool]]:
        """One dictionary a way, origin -> is it right, in a fixed order."""
        return [
            dict(zip(self.origins, truth, strict=True))
            for truth in product((True, False), repeat=len(self.origins))
        ]

    def chances(self, right: Mapping[str, Array]) -> Array:
        """(draw, way) probability of each way.

        right: origin -> (draw,) chance that it is right
        """
        chances = np.ones((1, 1))
        for origin in self.origins:
            pair = np.stack([right[origin], 1.0 - right[origin]], axis=-1)
            chances = (chances[:, :, None] * pair[:, None, :]).reshape(len(pair), -1)
        return chances


def reports_from(evidence: Sequence[Evidence]) -> tuple[Report, ...]:
    """The items that may move the number, in a fixed order."""
    bearing = [_report(item) for item in evidence if item.bearing is Bearing.BEARS]
    return tuple(sorted(bearing, key=lambda one: (one.day, one.evidence)))


def _report(item: Evidence) -> Report:
    wrong = np.array(item.if_wrong)
    return Report(
        evidence=item.id,
        origin=item.origin,
        site=item.site,
        day=_day(item),
        right=item.score * np.array(item.if_right) + (1.0 - item.score) * wrong,
        wrong=wrong,
        reliability=item.reliability,
        watch=item.watch,
    )


def _day(item: Evidence) -> date:
    """The day whose state the item tells of: when it was so, or at the latest when public."""
    for when in (item.times.happened, item.times.seen):
        if when.end is not None:
            return min(when.end, item.times.published.public_on)
    return item.times.published.public_on


def truth_assignments(
    reports: Sequence[Report], *, every: bool, most: int = MAX_JOINT_ORIGINS
) -> TruthAssignments:
    """The ways to sum over: of origins that speak more than once, or of every origin.

    One that speaks once can be taken at its mean where only the exact probability is asked for.
    """
    spoken = Counter(report.origin for report in reports)
    wanted = [origin for origin, count in spoken.items() if every or count > 1]
    return TruthAssignments(tuple(sorted(wanted, key=lambda one: (-spoken[one], one))[:most]))


def day_likelihoods(
    reports: Sequence[Report], ways: TruthAssignments, spread: Spread
) -> tuple[DayLikelihood, ...]:
    """What is reported of each day as likelihoods over (way, regime, *state).

    Reports of one day on one thing are one look. A look is scaled so that its largest likelihood
    is 1: a common factor, which drops out of every probability.
    """
    truths = ways.truths()
    together: dict[tuple[date, str | None, int], list[Report]] = {}
    for one in reports:
        together.setdefault((one.day, one.site, len(one.right)), []).append(one)
    return tuple(
        DayLikelihood(same[0].day, spread(same[0], _product(same, truths)[:, None]))
        for same in together.values()
    )


def _product(reports: Sequence[Report], truths: list[dict[str, bool]]) -> Array:
    """(way, value) likelihood of several reports together, the largest 1."""
    logs = sum(np.log(np.maximum(_vectors(one, truths), _TINY)) for one in reports)
    return np.asarray(np.exp(logs - np.max(logs)))


def _vectors(report: Report, truths: list[dict[str, bool]]) -> Array:
    """(way, value) likelihoods; (1, value) where the origin is taken at its mean."""
    if report.origin in truths[0]:
        return np.stack([report.right if way[report.origin] else report.wrong for way in truths])
    mean = report.reliability.mean
    return (mean * report.right + (1.0 - mean) * report.wrong)[None]


def trust_of_origins(reports: Iterable[Report]) -> dict[str, Reliability]:
    """The reliability of each origin: of its least reliable report, since it stands as a whole."""
    trust: dict[str, Reliability] = {}
    for report in reports:
        known = trust.get(report.origin)
        if known is None or report.reliability.mean < known.mean:
            trust[report.origin] = report.reliability
    return trust
