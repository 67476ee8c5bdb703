"""Evidence made ready for the sums: likelihood vectors, days, and who is right as a whole.

One origin that speaks more than once is one common cause: it is right in all it says of a duty, or
wrong in all of it, and a wrong one keeps to its story, so that repeating it proves nothing. An
origin that speaks once needs no such bookkeeping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from servanda.assessment.hidden import Array, Look
from servanda.records import Bearing, Evidence, Reliability

__all__ = ["Report", "Sampled", "looks", "reports_from", "way_weights"]

MAX_JOINT_ORIGINS = 8  # 2**8 ways; origins beyond it are taken report by report


@dataclass(frozen=True, slots=True)
class Report:
    """One item that bears, as vectors over the values it speaks of."""

    evidence: str
    origin: str
    site: str | None
    day: date
    right: Array  # likelihood of each value if the origin is right
    wrong: Array  # ... and if it is not
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Sampled:
    """What is uncertain beside the state itself, one value a draw."""

    keeps: Array  # (draw,) chance that the bearer means to keep its word
    right: Mapping[str, Array]  # origin -> (draw,) chance that it is right


def reports_from(evidence: Sequence[Evidence]) -> tuple[Report, ...]:
    """The items that may move the number, in a fixed order."""
    bearing = [_report(item) for item in evidence if item.bearing is Bearing.BEARS]
    told: set[str] = set()
    out = []
    for report in sorted(bearing, key=lambda one: (one.day, one.evidence)):
        out.append(_in_keeping(report) if report.origin in told else report)
        told.add(report.origin)
    return tuple(out)


def _in_keeping(report: Report) -> Report:
    """A later report of an origin: if that is wrong, this one was to be expected."""
    return replace(report, wrong=np.full_like(report.wrong, report.right.max()))


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
    )


def _day(item: Evidence) -> date:
    """The day whose state the item tells of: when it was so, or at the latest when public."""
    for when in (item.times.happened, item.times.seen):
        if when.end is not None:
            return min(when.end, item.times.published.public_on)
    return item.times.published.public_on


def joint_origins(reports: Sequence[Report]) -> tuple[str, ...]:
    """Origins that speak more than once, most talkative first."""
    spoken = Counter(report.origin for report in reports)
    several = [origin for origin, count in spoken.items() if count > 1]
    return tuple(sorted(several, key=lambda one: (-spoken[one], one))[:MAX_JOINT_ORIGINS])


def way_weights(
    reports: Sequence[Report], sampled: Sampled, shares: Sequence[float] = (1.0,)
) -> Array:
    """(draw, way, regime) prior mass: which joint origins are right, how the bearer behaves.

    shares: how the chance that the bearer means to keep its word is split over regimes; one more
    regime is that it does not mean to
    """
    keeping = [sampled.keeps * share for share in shares]
    regimes = np.stack([*keeping, 1.0 - sampled.keeps], axis=-1)
    ways = [
        np.prod(
            [
                sampled.right[origin] if right else 1.0 - sampled.right[origin]
                for origin, right in way.items()
            ],
            axis=0,
        )
        * np.ones_like(sampled.keeps)
        for way in _ways(reports)
    ]
    return np.stack(ways, axis=-1)[:, :, None] * regimes[:, None, :]


def looks(
    reports: Sequence[Report], sampled: Sampled, spread: Callable[[Report, Array], Array]
) -> tuple[Look, ...]:
    """Each report as a likelihood over (draw, way, regime, *state).

    spread: lays a (..., value) vector of the report's own variable out over the state
    """
    ways = _ways(reports)
    joint = frozenset(joint_origins(reports))
    return tuple(
        Look(report.day, _joint(report, ways, spread))
        if report.origin in joint
        else Look(report.day, _single(report, sampled.right[report.origin], spread))
        for report in reports
    )


def _ways(reports: Sequence[Report]) -> list[dict[str, bool]]:
    origins = joint_origins(reports)
    return [
        dict(zip(origins, truth, strict=True))
        for truth in product((True, False), repeat=len(origins))
    ]


def _joint(
    report: Report,
    ways: list[dict[str, bool]],
    spread: Callable[[Report, Array], Array],
) -> Array:
    vectors = np.stack([report.right if way[report.origin] else report.wrong for way in ways])
    return spread(report, vectors[None, :, None, :])


def _single(report: Report, right: Array, spread: Callable[[Report, Array], Array]) -> Array:
    chance = right[:, None]
    vectors = chance * report.right + (1.0 - chance) * report.wrong
    return spread(report, vectors[:, None, None, :])
