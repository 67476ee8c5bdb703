"""Duties to abstain: events come at a constant rate; none so far, or at least one.

A watcher sees each event independently with the chance that the case gives. Its silence over some
days therefore thins the events of those days: of n that happened none was seen with chance m**n,
where m is the chance that one event goes unseen by all who are silent together. Summed over every n
of a Poisson process this is exact at any rate, even if others were silent over other days:

    P(silence, none) = exp(-rt)        P(silence, some) = exp(-rt) (exp(rtm) - 1)

Kingman (1993), Poisson Processes, section 5.1, on thinned processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from math import exp, prod

import numpy as np

from servanda.assessment.filters.forward_backward import DayLikelihood
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments, day_likelihoods
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.model.questions import Question
from servanda.records import WatchPeriod
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["EventAxis", "abstain_mass"]

# Watchers with a single report that are summed jointly: 2**8 combinations. [limit]
_MOST_ALONE = 8


def abstain_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, value) mass: no event yet, or at least one."""
    silences = [report for report in reports if _watch(report) is not None]
    alone = [report for report in silences if report.origin not in ways.origins][:_MOST_ALONE]
    masses = [
        chance * _mass(question, reports, ways, watching)
        for watching, chance in _watching_assignments(alone)
    ]
    return np.asarray(np.sum(masses, axis=0))


def _watch(report: Report) -> WatchPeriod | None:
    """The watch whose silence this report is; None if it is no silence."""
    return report.watch


def _watching_assignments(alone: Sequence[Report]) -> Iterator[tuple[dict[str, bool], float]]:
    """Who was watching, by id of the silence, with chance times likelihood: each combination."""
    for truth in product((True, False), repeat=len(alone)):
        chances = (
            report.reliability.mean
            if watched
            else (1.0 - report.reliability.mean) * float(report.wrong[0])
            for report, watched in zip(alone, truth, strict=True)
        )
        yield (
            {report.evidence: watched for report, watched in zip(alone, truth, strict=True)},
            prod(chances),
        )


def _mass(
    question: Question, reports: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> Array:
    """(way, regime, value) mass, given which watchers with a single report were watching."""
    silences = [report for report in reports if _is_watch_silence(report, ways, watching)]
    rest = [report for report in reports if not _is_watch_silence(report, ways, watching)]
    looks = day_likelihoods(rest, ways, lambda report, vectors: vectors)
    axis = _axis(question)
    rows, row_of_way = _watching_rows(silences, ways, watching)
    history = _History(question, axis, tuple(map(_kept_watches, rows)), row_of_way)
    days = sorted({*history.days, question.on, *(look.day for look in looks)})
    before = [day for day in days if day <= question.on]
    after = [day for day in days if day >= question.on]
    mass = history.forward(before, looks) * history.backward(after, looks)
    chances = np.array([_silence_chance(row, ways) for row in rows])
    return np.asarray(mass * chances[row_of_way][:, None, None])


def _is_watch_silence(report: Report, ways: TruthAssignments, watching: dict[str, bool]) -> bool:
    known = report.origin in ways.origins or report.evidence in watching
    return known and _watch(report) is not None


def _axis(question: Question) -> EventAxis:
    priors = question.priors
    return EventAxis(
        question.obligation.start, (priors.events_per_year, priors.events_anyway_per_year)
    )


def _watching_rows(
    silences: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> tuple[list[list[tuple[Report, bool]]], Index]:
    """The different rows of every silence with whether its watcher was watching; each way's row."""
    columns = [
        np.full(ways.count, watching[report.evidence])
        if report.evidence in watching
        else ways.right_share(report.origin) > 0.0
        for report in silences
    ]
    truths = np.array(columns, dtype=bool).reshape(len(silences), ways.count).T
    distinct, row_of_way = np.unique(truths, axis=0, return_inverse=True)
    rows = [list(zip(silences, map(bool, row), strict=True)) for row in distinct]
    return rows, row_of_way.reshape(-1)


def _kept_watches(row: Sequence[tuple[Report, bool]]) -> tuple[WatchPeriod, ...]:
    watches = [_watch(report) for report, watched in row if watched]
    return tuple(watch for watch in watches if watch is not None)


def _silence_chance(row: Sequence[tuple[Report, bool]], ways: TruthAssignments) -> float:
    """The chance of no false alarm by those who watch, and of silence by the others."""
    return prod(
        _chance_of_no_alarm(_watch(report)) if watched else _chance_if_not_watching(report, ways)
        for report, watched in row
    )


def _chance_of_no_alarm(watch: WatchPeriod | None) -> float:
    """The chance of no false alarm through a watch."""
    days = (watch.last - watch.first).days if watch is not None else 0
    rate = watch.false_alarms_per_year if watch is not None else 0.0
    return exp(-rate * days / DAYS_PER_YEAR)


def _chance_if_not_watching(report: Report, ways: TruthAssignments) -> float:
    """The chance of silence without watching; 1 for a single report, counted elsewhere."""
    return float(report.wrong[0]) if report.origin in ways.origins else 1.0


@dataclass(frozen=True, slots=True)
class EventAxis:
    """No event yet (0), or at least one (1); a 1 stays a 1."""

    duty_start: date
    per_year: tuple[float, ...]  # rate of events, one a regime

    def start(self) -> Array:
        """(regime, 2): nothing has happened when the duty begins."""
        return np.tile([1.0, 0.0], (len(self.per_year), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after) probability of moving between two days."""
        return np.asarray(self.thinned_transition(first, last, np.ones(1))[0])

    def thinned_transition(self, first: date, last: date, unseen: Array) -> Array:
        """(way, regime, before, after) probability of moving with all events in between unseen.

        unseen: (way,) chance that one event goes unseen
        """
        days = max(0, (last - max(first, self.duty_start)).days)
        expected = np.array(self.per_year) * days / DAYS_PER_YEAR
        none = np.exp(-expected)[None] + 0.0 * unseen[:, None]
        some = none * np.expm1(expected[None] * unseen[:, None])
        rows = [[none, some], [np.zeros_like(none), none + some]]
        return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


@dataclass(frozen=True, slots=True)
class _History:
    """The forward and backward pass, given which watchers were silent in each way."""

    question: Question
    axis: EventAxis
    silent: tuple[tuple[WatchPeriod, ...], ...]  # (row,) the watches that were kept
    row_of_way: Index  # (way,)

    @property
    def days(self) -> set[date]:
        """The first day of the duty, and the days on which a watch begins or ends."""
        watches = {watch for row in self.silent for watch in row}
        firsts, lasts = {watch.first for watch in watches}, {watch.last for watch in watches}
        return {self.question.obligation.start} | firsts | lasts

    def forward(self, days: Sequence[date], looks: Sequence[DayLikelihood]) -> Array:
        """(way, regime, value) mass up to the last day, with that day's reports."""
        mass = np.tile(self.axis.start(), (len(self.row_of_way), 1, 1))
        mass = mass * _day_likelihood(looks, days[0])
        for first, last in pairwise(days):
            mass = np.einsum("wrb,wrba->wra", mass, self._transition(first, last))
            mass = mass * _day_likelihood(looks, last)
        return mass

    def backward(self, days: Sequence[date], looks: Sequence[DayLikelihood]) -> Array:
        """(way, regime, value) likelihood of what was reported after the first day."""
        message = np.ones((len(self.row_of_way), len(self.axis.per_year), 2))
        for first, last in reversed(list(pairwise(days))):
            message = message * _day_likelihood(looks, last)
            message = np.einsum("wra,wrba->wrb", message, self._transition(first, last))
        return message

    def _transition(self, first: date, last: date) -> Array:
        unseen = [self._miss_probability(row, first, last) for row in self.silent]
        return self.axis.thinned_transition(first, last, np.array(unseen)[self.row_of_way])

    def _miss_probability(self, row: Sequence[WatchPeriod], first: date, last: date) -> float:
        """The chance that an event in between, at any of the duty's sites, goes unseen."""
        looking = [watch for watch in row if watch.first <= first and last <= watch.last]
        sites = self.question.obligation.sites or ("anywhere",)
        missed = [_miss_probability_at(site, looking) for site in sites]
        return sum(missed) / len(sites)


def _miss_probability_at(site: str, watches: Sequence[WatchPeriod]) -> float:
    return prod(1.0 - watch.detects for watch in watches if _sees(watch, site))


def _sees(watch: WatchPeriod, site: str) -> bool:
    return not watch.sites or site == "anywhere" or site in watch.sites


def _day_likelihood(looks: Sequence[DayLikelihood], day: date) -> Array:
    likelihood = np.ones((1, 1, 1))
    for look in looks:
        if look.day == day:
            likelihood = likelihood * look.likelihood
    return likelihood
