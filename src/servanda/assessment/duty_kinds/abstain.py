"""Duties to abstain: events at a constant rate; none so far, or at least one.

A watcher sees each event for itself with the chance the case gives it. Its silence over some days
therefore thins the events of those days: of n that happened none was seen with chance m**n, where m
is the chance that one event goes unseen by all who are silent together. Summed over every n of a
Poisson process this is exact, whatever the rate, and whoever else was silent over other days:

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
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question
from servanda.records import WatchPeriod
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["EventAxis", "abstain_mass"]

_MOST_ALONE = 8  # watchers that speak but once: 2**8 sums over who of them was watching


def abstain_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, value) mass: no event yet, or at least one."""
    alone = [one for one in reports if one.origin not in ways.origins and _watch(one) is not None]
    alone = alone[:_MOST_ALONE]
    masses = [
        chance * _mass(question, reports, ways, watching)
        for watching, chance in _watching_assignments(alone)
    ]
    return np.asarray(np.sum(masses, axis=0))


def _watch(report: Report) -> WatchPeriod | None:
    """What the silence that a report is would have been broken by; None for any other report."""
    return report.watch


def _watching_assignments(alone: Sequence[Report]) -> Iterator[tuple[dict[str, bool], float]]:
    """Every truth of who was watching, by id of the silence, with its chance and likelihood."""
    for truth in product((True, False), repeat=len(alone)):
        chances = (
            one.reliability.mean if watched else (1.0 - one.reliability.mean) * float(one.wrong[0])
            for one, watched in zip(alone, truth, strict=True)
        )
        yield (
            {one.evidence: watched for one, watched in zip(alone, truth, strict=True)},
            prod(chances),
        )


def _mass(
    question: Question, reports: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> Array:
    """(way, regime, value), given which of those who speak but once were watching."""
    silences = [one for one in reports if _is_watch_silence(one, ways, watching)]
    rest = [one for one in reports if not _is_watch_silence(one, ways, watching)]
    told = day_likelihoods(rest, ways, lambda one, vectors: vectors)
    axis = _axis(question)
    history = _History(question, axis, _silent_watches(silences, ways, watching))
    days = sorted({*history.days, question.on, *(look.day for look in told)})
    before = [day for day in days if day <= question.on]
    after = [day for day in days if day >= question.on]
    mass = history.forward(before, told) * history.backward(after, told)
    return np.asarray(mass * _silence_likelihood(silences, ways, watching)[:, None, None])


def _is_watch_silence(report: Report, ways: TruthAssignments, watching: dict[str, bool]) -> bool:
    known = report.origin in ways.origins or report.evidence in watching
    return known and _watch(report) is not None


def _axis(question: Question) -> EventAxis:
    priors = question.priors
    return EventAxis(
        question.obligation.start, (priors.events_per_year, priors.events_anyway_per_year)
    )


def _truths(
    silences: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> list[list[tuple[Report, bool]]]:
    """(way, silence): was its watcher watching?"""
    return [
        [(one, watching.get(one.evidence, truth.get(one.origin, False))) for one in silences]
        for truth in ways.truths()
    ]


def _silent_watches(
    silences: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> tuple[tuple[WatchPeriod, ...], ...]:
    """(way,) the watches that were kept in silence."""
    kept = (
        [watch for one, true in row if true and (watch := _watch(one)) is not None]
        for row in _truths(silences, ways, watching)
    )
    return tuple(tuple(row) for row in kept)


def _silence_likelihood(
    silences: Sequence[Report], ways: TruthAssignments, watching: dict[str, bool]
) -> Array:
    """(way,) the chance that nobody gave a false alarm, or kept silent without watching."""
    rows = [
        prod(
            _chance_of_no_alarm(_watch(one)) if true else _chance_if_not_watching(one, ways)
            for one, true in row
        )
        for row in _truths(silences, ways, watching)
    ]
    return np.array(rows)


def _chance_of_no_alarm(watch: WatchPeriod | None) -> float:
    """The chance of no false alarm through a watch."""
    days = (watch.last - watch.first).days if watch is not None else 0
    rate = watch.false_alarms_per_year if watch is not None else 0.0
    return exp(-rate * days / DAYS_PER_YEAR)


def _chance_if_not_watching(report: Report, ways: TruthAssignments) -> float:
    """The chance of silence from who does not watch; counted already where it speaks but once."""
    return float(report.wrong[0]) if report.origin in ways.origins else 1.0


@dataclass(frozen=True, slots=True)
class EventAxis:
    """No event yet (0), or at least one (1); once it has happened it stays so."""

    duty_start: date
    per_year: tuple[float, ...]  # one a regime

    def start(self) -> Array:
        """(regime, 2): nothing has happened when the duty begins."""
        return np.tile([1.0, 0.0], (len(self.per_year), 1))

    def transition(self, first: date, last: date) -> Array:
        """(regime, before, after)."""
        return np.asarray(self.thinned_transition(first, last, np.ones(1))[0])

    def thinned_transition(self, first: date, last: date, unseen: Array) -> Array:
        """(way, regime, before, after), with the chance that all events in between go unseen.

        unseen: (way,) chance that one event does
        """
        days = max(0, (last - max(first, self.duty_start)).days)
        expected = np.array(self.per_year) * days / DAYS_PER_YEAR
        none = np.exp(-expected)[None] + 0.0 * unseen[:, None]
        some = none * np.expm1(expected[None] * unseen[:, None])
        rows = [[none, some], [np.zeros_like(none), none + some]]
        return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


@dataclass(frozen=True, slots=True)
class _History:
    """The passes over time while some watchers, other ones in every way, keep silent."""

    question: Question
    axis: EventAxis
    silent: tuple[tuple[WatchPeriod, ...], ...]  # (way,)

    @property
    def days(self) -> set[date]:
        """The days on which who watches changes, and the first of the duty."""
        kept = {watch for row in self.silent for watch in row}
        return {self.question.obligation.start} | {
            day for watch in kept for day in (watch.first, watch.last)
        }

    def forward(self, days: Sequence[date], told: Sequence[DayLikelihood]) -> Array:
        """(way, regime, value) up to the last day, its own reports included."""
        mass = np.tile(self.axis.start(), (len(self.silent), 1, 1))
        mass = mass * _day_likelihood(told, days[0])
        for first, last in pairwise(days):
            mass = np.einsum("wrb,wrba->wra", mass, self._transition(first, last))
            mass = mass * _day_likelihood(told, last)
        return mass

    def backward(self, days: Sequence[date], told: Sequence[DayLikelihood]) -> Array:
        """(way, regime, value) of what came after the first day."""
        message = np.ones((len(self.silent), len(self.axis.per_year), 2))
        for first, last in reversed(list(pairwise(days))):
            message = message * _day_likelihood(told, last)
            message = np.einsum("wra,wrba->wrb", message, self._transition(first, last))
        return message

    def _transition(self, first: date, last: date) -> Array:
        unseen = [self._miss_probability(row, first, last) for row in self.silent]
        return self.axis.thinned_transition(first, last, np.array(unseen))

    def _miss_probability(self, row: Sequence[WatchPeriod], first: date, last: date) -> float:
        """The chance that an event in between, at any of the duty's sites, goes unseen."""
        looking = [one for one in row if one.first <= first and last <= one.last]
        sites = self.question.obligation.sites or ("anywhere",)
        missed = [prod(1.0 - one.detects for one in looking if _sees(one, at)) for at in sites]
        return sum(missed) / len(sites)


def _sees(watch: WatchPeriod, site: str) -> bool:
    return not watch.sites or site == "anywhere" or site in watch.sites


def _day_likelihood(told: Sequence[DayLikelihood], day: date) -> Array:
    likelihood = np.ones((1, 1, 1))
    for look in told:
        if look.day == day:
            likelihood = likelihood * look.likelihood
    return likelihood
