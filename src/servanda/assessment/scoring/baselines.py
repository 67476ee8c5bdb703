"""Baselines that do not weigh evidence: weighing it should score better than these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from statistics import fmean

import numpy as np

from servanda.assessment.inference.point_posteriors import PointPosterior
from servanda.assessment.model.arrays import Array
from servanda.records import Bearing, Evidence, is_achievement

__all__ = ["BASELINES", "spread_chance"]

# Probability that "last report wins" gives to a report: one in a thousand may be wrong, so that the
# log score stays finite. [judgement; not from outside]
_BELIEVED = 0.999
_NOTHING_KNOWN = 0.5  # even odds [definition]
# Probability that "most reliable speaker" gives to its last word. [judgement; not from outside]
_MOST_RELIABLE_RIGHT = 0.95
# What it gives a duty of which nobody speaks: what is done is mostly told of.
# [judgement; not from outside]
_UNTOLD_DONE = 0.15
# And a duty to refrain: a breach is mostly told of. [judgement; not from outside]
_UNTOLD_LEFT_BE = 0.85
# Likelihood ratio from which on a report speaks for or against. [judgement; not from outside]
_DECIDES = 2.0


@dataclass(frozen=True, slots=True)
class BaselineReport:
    """One report as the baselines read it: for or against."""

    document: str
    favours: bool
    published: date
    happened_on: date
    item: str
    origin: str
    reliability: float  # the mean chance that a report of this kind is right
    repeats: bool  # its origin has said so before

    @property
    def order(self) -> tuple[date, date, str]:
        """Last is what became public last, then what tells of a later day."""
        return self.published, self.happened_on, self.item


def even_odds(reports: Sequence[BaselineReport], forecast: PointPosterior) -> float:
    """0.5 throughout."""
    return _NOTHING_KNOWN


def last_report(reports: Sequence[BaselineReport], forecast: PointPosterior) -> float:
    """0.999 if the last report speaks for it, 0.001 if against; 0.5 without any."""
    if not reports:
        return _NOTHING_KNOWN
    last = max(reports, key=attrgetter("order"))
    return _BELIEVED if last.favours else 1.0 - _BELIEVED


def most_reliable_speaker(reports: Sequence[BaselineReport], forecast: PointPosterior) -> float:
    """The last word of the most reliable origin: 0.95 if it speaks for the duty, 0.05 if against.

        speaker = argmax over origins of mean over its words of right / (right + wrong)

    over the Beta(right, wrong) reliability of each bearing item that speaks for or against; of
    origins alike the one that spoke last. A repetition is no new word. Without any word 0.15 for a
    duty to do something and 0.85 for a duty to refrain from it.
    """
    words = [report for report in reports if not report.repeats]
    if not words:
        return _UNTOLD_LEFT_BE if _asks_to_refrain(forecast) else _UNTOLD_DONE
    by_origin: dict[str, list[BaselineReport]] = {}
    for word in words:
        by_origin.setdefault(word.origin, []).append(word)
    last_words = [
        (fmean(word.reliability for word in own), max(own, key=attrgetter("order")))
        for own in by_origin.values()
    ]
    _, last = max(last_words, key=lambda pair: (pair[0], pair[1].order))
    return _MOST_RELIABLE_RIGHT if last.favours else 1.0 - _MOST_RELIABLE_RIGHT


def _asks_to_refrain(forecast: PointPosterior) -> bool:
    """True for a preserve duty, and for a duty to stay within something."""
    question = forecast.model.question
    return forecast.row.keeping or not is_achievement(question.obligation, question.terms)


def majority(reports: Sequence[BaselineReport], forecast: PointPosterior) -> float:
    """(documents for + 1) / (documents for and against + 2); one that says both is neither."""
    balance: dict[str, int] = {}
    for report in reports:
        balance[report.document] = balance.get(report.document, 0) + (1 if report.favours else -1)
    counts = Counter(total > 0 for total in balance.values() if total)
    return (counts[True] + 1) / (counts[True] + counts[False] + 2)


# Those that need no more than the evidence on one row; the base rate needs the whole walk.
BASELINES: Mapping[str, Callable[[Sequence[BaselineReport], PointPosterior], float]] = {
    "half": even_odds,
    "last_report": last_report,
    "majority": majority,
    "most_reliable_speaker": most_reliable_speaker,
}


def baseline_reports(
    forecast: PointPosterior, items: Sequence[Evidence]
) -> tuple[BaselineReport, ...]:
    """The reports on one duty that speak for or against it; silence is not a report.

    Repetitions count here, since these baselines count pages: a repetition says what its origin
    said in the same words, or else the one direction in which that origin has spoken.
    """
    bearing = [item for item in items if item.bearing is Bearing.BEARS]
    verdicts = {item.id: _favours(item, forecast.row.wanted) for item in bearing}
    favours = {item: verdict for item, verdict in verdicts.items() if verdict is not None}
    found = []
    for item in items:
        verdict = favours.get(item.id)
        if item.bearing is Bearing.REPEATS:
            verdict = _origin_verdict(item, items, favours)
        if verdict is not None and item.document is not None:
            found.append(_baseline_report(item, item.document, verdict))
    return tuple(found)


def spread_chance(chance: float, wanted: Array) -> Array:
    """(value,) the chance spread evenly over the values that meet the duty, the rest over others.

    If every value meets it, or none does, it is spread over all.
    """
    if wanted.min() == wanted.max():
        return np.full(len(wanted), 1.0 / len(wanted))
    return np.asarray(
        chance * wanted / wanted.sum() + (1 - chance) * (1 - wanted) / (1 - wanted).sum()
    )


def _favours(item: Evidence, wanted: Array) -> bool | None:
    """True if the item makes it likelier that the duty is met, False if not; None if neither."""
    likelihood = np.array(item.if_right)
    if len(likelihood) != len(wanted):  # one site of several: only its not being done says enough
        if likelihood[0] >= _DECIDES * likelihood[-1]:
            return False
        return True if len(wanted) == 2 else None
    meets = wanted >= 0.5  # of a target within a cell, or one that is not known: most of it
    if meets.all() or not meets.any():
        return None
    met, not_met = likelihood[meets].max(), likelihood[~meets].max()
    if met >= _DECIDES * not_met:
        return True
    return False if not_met >= _DECIDES * met else None


def _origin_verdict(
    item: Evidence, items: Sequence[Evidence], favours: Mapping[str, bool]
) -> bool | None:
    """The direction in which a repetition's origin has spoken; None if in both or neither."""
    own = [other for other in items if other.origin == item.origin and other.id in favours]
    same_words = {favours[other.id] for other in own if other.says == item.says}
    verdicts = same_words or {favours[other.id] for other in own}
    return verdicts.pop() if len(verdicts) == 1 else None


def _baseline_report(item: Evidence, document: str, favours: bool) -> BaselineReport:
    published = item.times.published.public_on
    happened_on = item.times.happened.end or published
    return BaselineReport(
        document=document,
        favours=favours,
        published=published,
        happened_on=happened_on,
        item=item.id,
        origin=item.origin,
        reliability=item.reliability.mean,
        repeats=item.bearing is Bearing.REPEATS,
    )
