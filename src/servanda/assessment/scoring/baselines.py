"""What somebody would say who does not weigh evidence: the measure of whether weighing it helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.inference.point_posteriors import PointPosterior
from servanda.assessment.model.arrays import Array
from servanda.records import Bearing, Evidence

__all__ = ["BASELINES", "spread_chance"]

# "Last report wins" is as sure as its reader: one report in a thousand is allowed to be wrong, so
# that its log score stays finite.
_BELIEVED = 0.999
_NOTHING_KNOWN = 0.5
_DECIDES = 2.0  # a report speaks for or against where it is so many times likelier that way


@dataclass(frozen=True, slots=True)
class BaselineReport:
    """One report as a word for or against: what the baselines read."""

    document: str
    favours: bool
    published: date
    happened_on: date
    item: str


def even_odds(words: Sequence[BaselineReport]) -> float:
    """0.5 throughout."""
    return _NOTHING_KNOWN


def last_report(words: Sequence[BaselineReport]) -> float:
    """Whatever was said last, almost surely; 0.5 before anything was."""
    if not words:
        return _NOTHING_KNOWN
    last = max(words, key=lambda one: (one.published, one.happened_on, one.item))
    return _BELIEVED if last.favours else 1.0 - _BELIEVED


def majority(words: Sequence[BaselineReport]) -> float:
    """The share of documents that speak for it, each way counted once more than it is."""
    said: dict[str, int] = {}
    for one in words:
        said[one.document] = said.get(one.document, 0) + (1 if one.favours else -1)
    counts = Counter(total > 0 for total in said.values() if total)
    return (counts[True] + 1) / (counts[True] + counts[False] + 2)


BASELINES: Mapping[str, Callable[[Sequence[BaselineReport]], float]] = {
    "half": even_odds,
    "last_report": last_report,
    "majority": majority,
}


def baseline_reports(
    forecast: PointPosterior, items: Sequence[Evidence]
) -> tuple[BaselineReport, ...]:
    """The reports on one duty that speak for or against it; silence is no report.

    A repetition counts here, as it does for whoever counts pages: it says what its origin said
    in the same words, or else in the one direction in which that origin has spoken.
    """
    favours = {
        item.id: verdict
        for item in items
        if item.bearing is Bearing.BEARS
        and (verdict := _favours(item, forecast.wanted)) is not None
    }
    found = []
    for item in items:
        verdict = favours.get(item.id)
        if item.bearing is Bearing.REPEATS:
            verdict = _origin_verdict(item, items, favours)
        if verdict is not None and item.document is not None:
            found.append(_baseline_report(item, item.document, verdict))
    return tuple(found)


def spread_chance(chance: float, wanted: Array) -> Array:
    """(value,) that chance shared evenly by the values that meet the duty, the rest by the others.

    Where every value meets it, or none does, all share alike.
    """
    if wanted.min() == wanted.max():
        return np.full(len(wanted), 1.0 / len(wanted))
    return np.asarray(
        chance * wanted / wanted.sum() + (1 - chance) * (1 - wanted) / (1 - wanted).sum()
    )


def _favours(item: Evidence, wanted: Array) -> bool | None:
    """Whether it is likelier that the duty is met (True) or not (False); None: neither clearly."""
    heard = np.array(item.if_right)
    if len(heard) != len(wanted):  # one site of several: only its not being done says enough
        whole = len(wanted) == 2
        return False if heard[0] >= _DECIDES * heard[-1] else (True if whole else None)
    if wanted.min() == wanted.max():
        return None
    met, not_met = heard[wanted == 1.0].max(), heard[wanted == 0.0].max()
    if met >= _DECIDES * not_met:
        return True
    return False if not_met >= _DECIDES * met else None


def _origin_verdict(
    item: Evidence, items: Sequence[Evidence], favours: Mapping[str, bool]
) -> bool | None:
    own = [one for one in items if one.origin == item.origin and one.id in favours]
    alike = {favours[one.id] for one in own if one.says == item.says}
    verdicts = alike or {favours[one.id] for one in own}
    return verdicts.pop() if len(verdicts) == 1 else None


def _baseline_report(item: Evidence, document: str, favours: bool) -> BaselineReport:
    published = item.times.published.public_on
    told_of = item.times.happened.end or published
    return BaselineReport(document, favours, published, told_of, item.id)
