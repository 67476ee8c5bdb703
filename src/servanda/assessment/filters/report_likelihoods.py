"""Evidence as likelihoods: vectors over values, days, and which origins are right as a whole.

An origin that speaks more than once is a common cause: it is right in all that it says of a duty,
or wrong in all of it. What an origin that is wrong would say is in
`servanda.assessment.inference.wrong_source_model`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.filters.forward_backward import DayLikelihood
from servanda.assessment.model.arrays import Array
from servanda.records import Bearing, Evidence, Reliability, WatchPeriod

__all__ = [
    "Hearings",
    "ReadingWays",
    "Report",
    "TruthAssignments",
    "day_likelihoods",
    "heard_vectors",
    "reports_from",
    "trust_of_origins",
    "truth_assignments",
]

_TINY = 1e-300  # keeps logarithms of likelihoods finite [judgement; not from outside]
# Origins summed jointly, 2**8 ways; of others each report is taken at its origin's mean. [limit]
MAX_JOINT_ORIGINS = 8

# Days before the one that a report names which it may mean as well. [judgement; not from outside]
NEAR_DAYS = 2

Spread = Callable[["Report", Array], Array]  # lays (..., value) vectors out over the state


@dataclass(frozen=True, slots=True, eq=False)  # equal only if the same object
class Report:
    """One bearing item, as likelihood vectors over the values that it speaks of."""

    evidence: str
    origin: str
    site: str | None
    day: date
    right: Array  # likelihood of each value if the origin is right
    wrong: Array  # likelihood of each value if the origin is wrong
    reliability: Reliability
    plausible: float = 1.0  # chance that it was true by its day, if it ever came true
    follows: float = 1.0  # chance of what else its origin said, if what its story begins with is so
    watch: WatchPeriod | None = None  # if it is the silence of a watcher
    came_about: date | None = None  # the first day on which what it tells of may have come about
    after_others: bool = False  # it added to what was there before, of which nothing is told
    # (value,) of what came about on a day: likelihood of the values on the day before the first,
    # if the origin is right
    right_before: Array | None = None
    right_well_before: Array | None = None  # the same of the last day that is not near it
    covers: tuple[date, date] | None = None  # of a rate: the days of the periods it tells of
    # How much rarer it is for naming a day, if its origin is right, where `plausible` is not of
    # that day alone.
    rarity_of_day: float = 1.0
    leads: bool = False  # the story of its origin, if wrong, begins with it
    # The part of `right` and of `wrong` that stands for the text having been read wrongly; None
    # where a person has read it, or nothing is in doubt.
    misread: tuple[Array, Array] | None = None


@dataclass(frozen=True, slots=True)
class TruthAssignments:
    """Every combination of which of some origins are right as a whole."""

    origins: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many ways there are."""
        return 1 << len(self.origins)

    def right_share(self, origin: str) -> Array:
        """(way,) 1 where that origin is right, 0 where it is wrong."""
        place = len(self.origins) - 1 - self.origins.index(origin)
        wrong = np.arange(self.count) >> place & 1
        return np.asarray(1 - wrong, dtype=np.float64)

    def truths(self) -> list[dict[str, bool]]:
        """For each way a dictionary from origin to whether it is right; in a fixed order."""
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


@dataclass(frozen=True, slots=True)
class ReadingWays(TruthAssignments):
    """The ways, once for every choice of some items of which only the misread part is taken.

    The choice is the outer axis: that of all items as they stand first, the last item fastest.
    """

    items: tuple[str, ...]  # ids of evidence

    @property
    def choices(self) -> int:
        """How many choices there are."""
        return 1 << len(self.items)

    @property
    def count(self) -> int:
        """How many ways there are."""
        return self.choices << len(self.origins)

    def right_share(self, origin: str) -> Array:
        """(way,) 1 where that origin is right, 0 where it is wrong."""
        one = TruthAssignments(self.origins).right_share(origin)
        return np.asarray(np.tile(one, self.choices))

    def chances(self, right: Mapping[str, Array]) -> Array:
        """(draw, way) probability of each way, every choice as likely as any other."""
        one = TruthAssignments(self.origins).chances(right)
        return np.asarray(np.tile(one, self.choices) / self.choices)

    def is_misread(self, item: str) -> NDArray[np.bool_]:
        """(way,) True where only the misread part of that item is taken."""
        place = len(self.items) - 1 - self.items.index(item) + len(self.origins)
        return np.asarray((np.arange(self.count) >> place & 1) == 1)


@dataclass(frozen=True, slots=True)
class Hearings(TruthAssignments):
    """Chosen ways, in each of which an origin is right, wrong, or not heard at all."""

    shares: Array  # (way, origin) 1 where it is right, 0 where it is wrong, NaN where not heard

    @property
    def count(self) -> int:
        """How many ways there are."""
        return len(self.shares)

    def right_share(self, origin: str) -> Array:
        """(way,) 1 where that origin is right, 0 where it is wrong, NaN where it is not heard."""
        return np.asarray(self.shares[:, self.origins.index(origin)])

    def chances(self, right: Mapping[str, Array]) -> Array:
        """(draw, way) the same for every way: they are no partition of what may be so."""
        return np.full((1, self.count), 1.0 / self.count)


def reports_from(evidence: Sequence[Evidence]) -> tuple[Report, ...]:
    """The items that may move the number as reports, in a fixed order."""
    bearing = [_report(item) for item in evidence if item.bearing is Bearing.BEARS]
    return tuple(sorted(bearing, key=lambda report: (report.day, report.evidence)))


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
        came_about=item.came_about if item.site is None else None,
        covers=_days_of_periods(item),
        after_others=item.after_others,
        misread=_misread_part(item),
    )


def _misread_part(item: Evidence) -> tuple[Array, Array] | None:
    """The part of its likelihoods that stands for a wrong reading; None where there is none."""
    if item.reviewed or item.claim is None or (item.score >= 1.0 and item.if_misread is None):
        return None
    elsewhere = (1.0 - item.score) * np.array(item.if_wrong)
    right, wrong = (np.array(part) for part in item.if_misread or (0.0, 0.0))
    return elsewhere + item.score * right, elsewhere + item.score * wrong


def _days_of_periods(item: Evidence) -> tuple[date, date] | None:
    days = item.covers
    if days is None or days.start is None or days.end is None:
        return None
    return days.start, days.end


def _day(item: Evidence) -> date:
    """The day whose state the item tells of; at the latest the day on which it was public."""
    for when in (item.times.happened, item.times.seen):
        if when.end is not None:
            return min(when.end, item.times.published.public_on)
    return item.times.published.public_on


def truth_assignments(
    reports: Sequence[Report], *, every: bool, most: int = MAX_JOINT_ORIGINS
) -> TruthAssignments:
    """The ways to sum over: of every origin, or of those that speak more than once.

    If only the exact probability is wanted, an origin that speaks once, of one day, can be taken at
    its mean.
    """
    counts = Counter(report.origin for report in _with_days_before(reports))
    wanted = [origin for origin, count in counts.items() if every or count > 1]
    wanted.sort(key=lambda origin: (-counts[origin], origin))
    return TruthAssignments(tuple(wanted[:most]))


def day_likelihoods(
    reports: Sequence[Report], ways: TruthAssignments, spread: Spread
) -> tuple[DayLikelihood, ...]:
    """The reports on each day and thing as one likelihood over (way, regime, *state).

    It is scaled so that its largest value is 1: a common factor, which drops out of every
    probability.
    """
    together: dict[tuple[date, str | None, int], list[Report]] = {}
    for report in _with_days_before(reports):
        together.setdefault((report.day, report.site, len(report.right)), []).append(report)
    return tuple(
        DayLikelihood(group[0].day, spread(group[0], _product(group, ways)[:, None]))
        for group in together.values()
    )


def _with_days_before(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, and what those on a day on which something came about say of the day before."""
    for report in reports:
        yield report
        if report.came_about is None:
            continue
        flat = np.ones_like(report.right)
        misread = None if report.misread is None else (flat, flat)
        earlier = ((1, report.right_before), (1 + NEAR_DAYS, report.right_well_before))
        for days, right in earlier:
            if right is not None:
                day = report.came_about - timedelta(days=days)
                yield replace(report, day=day, right=right, wrong=flat, misread=misread)


def _product(reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, value) likelihood of several reports together, scaled to a largest value of 1."""
    logs = sum(np.log(np.maximum(heard_vectors(report, ways), _TINY)) for report in reports)
    return np.asarray(np.exp(logs - np.max(logs)))


def heard_vectors(report: Report, ways: TruthAssignments) -> Array:
    """(way, value) likelihoods; (1, value) where the origin is taken at its mean."""
    heard = _vectors(report, report.right, report.wrong, ways)
    if isinstance(ways, ReadingWays) and report.evidence in ways.items:
        assert report.misread is not None
        misread = _vectors(report, *report.misread, ways)
        return np.where(ways.is_misread(report.evidence)[:, None], misread, heard)
    return heard


def _vectors(report: Report, right: Array, wrong: Array, ways: TruthAssignments) -> Array:
    if report.origin in ways.origins:
        share = ways.right_share(report.origin)[:, None]
        return np.where(np.isnan(share), 1.0, share * right + (1.0 - share) * wrong)
    mean = report.reliability.mean
    return (mean * right + (1.0 - mean) * wrong)[None]


def trust_of_origins(reports: Iterable[Report]) -> dict[str, Reliability]:
    """The reliability of each origin as a whole: that of its most reliable report.

    What makes one statement doubtful, a hedge or a relay, is a doubt of that statement alone.
    """
    trust: dict[str, Reliability] = {}
    for report in reports:
        known = trust.get(report.origin)
        if known is None or report.reliability.mean > known.mean:
            trust[report.origin] = report.reliability
    return trust
