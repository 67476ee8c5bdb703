"""One model for each of the four kinds of duty: belief over its values on one day.

state   sites that get done (and may be undone), with some that must be kept: counts, exactly
act     the same with one site
abstain events that break the duty, at a constant rate: none so far, or at least one
level   a quantity on a grid: towards a bound it grows in quanta, under a bound it drifts
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import comb

import numpy as np

from servanda.assessment.counts import SiteBlock
from servanda.assessment.hazards import DAYS_PER_YEAR, Pace, Regimes, campaigns, constant
from servanda.assessment.hidden import LEADING, Array, Axis, smoothed_mass
from servanda.assessment.priors import Priors
from servanda.assessment.reports import Report, Ways, looks
from servanda.errors import InputError
from servanda.records import BoundDirection, Obligation, ObligationKind, Terms, state_space
from servanda.records.terms import LEVEL_BEYOND, LEVEL_STEPS

__all__ = ["DUTIES", "Question", "met_values", "preserved_values", "regime_shares", "value_mass"]

MAX_NAMED_SITES = 12  # sites with reports of their own: the exact sum has 2**12 states


@dataclass(frozen=True, slots=True)
class Question:
    """One obligation under the terms in force, and the day asked about."""

    obligation: Obligation
    terms: Terms
    on: date
    priors: Priors


def value_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    """(way, regime, value) joint mass of the reports and each value on that day.

    Given each way and regime; `regime_shares` says how the regimes are split.
    """
    return DUTIES[question.obligation.kind](question, reports, ways)


def regime_shares(question: Question) -> tuple[float, ...]:
    """How the chance that the bearer means to keep its word is split over the regimes.

    One more regime, the last, is that it does not mean to.
    """
    stays_within = question.terms.bound is not None and (
        question.terms.bound.direction is BoundDirection.AT_MOST
    )
    if question.obligation.kind is ObligationKind.ABSTAIN or stays_within:
        return (1.0,)
    return _regimes(question).shares


def met_values(question: Question) -> Array:
    """(value,) 1 where the duty is met, 0 where it is not."""
    obligation, terms = question.obligation, question.terms
    values = np.array(state_space(obligation, terms).values)
    if obligation.kind is ObligationKind.ABSTAIN:
        return np.asarray(values == 0.0, dtype=np.float64)
    if obligation.kind is ObligationKind.ACT:
        return np.asarray(values == 1.0, dtype=np.float64)
    if terms.bound is not None and obligation.kind is ObligationKind.LEVEL:
        slack = 1e-9 * terms.bound.value  # the grid's own rounding
        if terms.bound.direction is BoundDirection.AT_MOST:
            return np.asarray(values <= terms.bound.value + slack, dtype=np.float64)
        return np.asarray(values >= terms.bound.value - slack, dtype=np.float64)
    return np.asarray(values >= terms.count, dtype=np.float64)


def preserved_values(question: Question) -> Array:
    """(value,) 1 where enough sites are left as they were to honour the preserve duty."""
    values = np.array(state_space(question.obligation, question.terms).values)
    return np.asarray(question.terms.sites - values >= question.terms.preserve, dtype=np.float64)


def _state_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    named = tuple(sorted({report.site for report in reports if report.site is not None}))
    if len(named) > MAX_NAMED_SITES:
        raise InputError(
            f"{question.obligation.id}: {len(named)} sites have reports of their own and at most "
            f"{MAX_NAMED_SITES} can be summed exactly; split the obligation by area"
        )
    plans = _plans(named, question.terms)
    masses = [weight * _planned(question, plan, reports, ways) for plan, weight in plans]
    return np.asarray(np.sum(masses, axis=0))


def _act_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    block = SiteBlock(1, _regimes(question).paces, 0)
    return _summed(question, (block,), reports, ways)


def _abstain_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    priors = question.priors
    axis = EventAxis(
        question.obligation.start, (priors.events_per_year, priors.events_anyway_per_year)
    )
    return _summed(question, (axis,), reports, ways)


def _level_mass(question: Question, reports: Sequence[Report], ways: Ways) -> Array:
    bound = question.terms.bound
    if bound is None:
        raise InputError(f"{question.obligation.id}: a level obligation needs a bound")
    if bound.direction is BoundDirection.AT_LEAST:
        axes: tuple[Axis, ...] = (
            SiteBlock(LEVEL_STEPS, _regimes(question).paces, 0),
            SiteBlock(LEVEL_BEYOND, _kept_paces(question), 0),
        )
        return _summed(question, axes, reports, ways)
    drift = DriftAxis(question.priors.level_drift_per_year, question.priors.under_anyway)
    return _summed(question, (drift,), reports, ways)


DUTIES: Mapping[ObligationKind, Callable[[Question, Sequence[Report], Ways], Array]] = {
    ObligationKind.STATE: _state_mass,
    ObligationKind.ACT: _act_mass,
    ObligationKind.ABSTAIN: _abstain_mass,
    ObligationKind.LEVEL: _level_mass,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sites the bearer means to do and which to keep; the named ones one by one."""

    named: tuple[tuple[str, bool], ...]  # site id, is it kept
    others_to_do: int
    others_to_keep: int


def _plans(named: tuple[str, ...], terms: Terms) -> Iterator[tuple[Plan, float]]:
    """Every way to choose the sites to keep, with its probability; nothing tells them apart."""
    others = terms.sites - len(named)
    if others < 0:
        raise InputError(
            f"{len(named)} sites have reports but the duty is about {terms.sites}; "
            "correct count, preserve or the sites of the obligation"
        )
    all_ways = comb(terms.sites, terms.preserve)
    for kept in range(min(terms.preserve, len(named)) + 1):
        rest = terms.preserve - kept
        if rest > others:
            continue
        for chosen in combinations(named, kept):
            marked = tuple((site, site in chosen) for site in named)
            yield Plan(marked, others - rest, rest), comb(others, rest) / all_ways


def _planned(question: Question, plan: Plan, reports: Sequence[Report], ways: Ways) -> Array:
    regimes = _regimes(question)
    done, kept = regimes.paces, _kept_paces(question)
    axes = [SiteBlock(1, kept if keep else done, 0) for _, keep in plan.named]
    blocks = ((plan.others_to_do, done), (plan.others_to_keep, kept))
    axes += [SiteBlock(size, paces, 0) for size, paces in blocks if size]
    named = [site for site, _ in plan.named]
    return _summed(question, axes, reports, ways, named)


def _regimes(question: Question) -> Regimes:
    return campaigns(question.priors, question.obligation.start, question.terms.deadline)


def _kept_paces(question: Question) -> tuple[Pace, ...]:
    """Of sites that should stay as they are: how fast they are done all the same, a regime each."""
    priors = question.priors
    *keeping, breaking = _regimes(question).paces
    return (
        *(replace(pace, by_end=priors.kept_lost) for pace in keeping),
        replace(breaking, by_end=priors.kept_lost_anyway),
    )


def _summed(
    question: Question,
    axes: Sequence[Axis],
    reports: Sequence[Report],
    ways: Ways,
    named: Sequence[str] = (),
) -> Array:
    """(way, regime, total) mass: states with the same total added up."""
    sizes = tuple(axis.start().shape[-1] for axis in axes)
    total = np.indices(sizes).sum(axis=0)

    def spread(report: Report, vectors: Array) -> Array:
        if report.site is None:
            return np.asarray(vectors[..., total])
        shape = [1] * len(sizes)
        shape[named.index(report.site)] = sizes[named.index(report.site)]
        return vectors.reshape(*vectors.shape[:-1], *shape)

    mass = smoothed_mass(axes, looks(reports, ways, spread), question.obligation.start, question.on)
    flat = mass.reshape(*mass.shape[:LEADING], -1)
    indicator = np.equal.outer(total.ravel(), np.arange(total.max() + 1)).astype(np.float64)
    return np.asarray(flat @ indicator)


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
        days = max(0, (last - max(first, self.duty_start)).days)
        chances = (constant(rate, days) for rate in self.per_year)
        return np.stack([np.array([[1.0 - c, c], [0.0, 1.0]]) for c in chances])


@dataclass(frozen=True, slots=True)
class DriftAxis:
    """A level that should stay under its bound: it starts anywhere its regime allows and drifts."""

    drift_per_year: float  # standard deviation, as a share of the bound
    under_anyway: float  # chance that a bearer who does not mean to starts under the bound

    def start(self) -> Array:
        """(regime, value): up to the bound, or mostly above it."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        under = np.where(np.arange(size) <= LEVEL_STEPS, 1.0, 0.0)
        under, over = under / under.sum(), (1.0 - under) / (1.0 - under).sum()
        return np.stack([under, self.under_anyway * under + (1.0 - self.under_anyway) * over])

    def transition(self, first: date, last: date) -> Array:
        """(1, before, after): a discrete Gaussian step whose variance grows with the days."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        years = max(1, (last - first).days) / DAYS_PER_YEAR
        spread = self.drift_per_year * LEVEL_STEPS * np.sqrt(years)
        steps = np.subtract.outer(np.arange(size), np.arange(size)) / spread
        kernel = np.exp(-0.5 * steps**2)
        return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))[None]
