"""One model for each of the four kinds of duty: belief over its values on one day.

state   sites that get done (and may be undone), with some that must be kept: counts, exactly
act     the same with one site
abstain events that break the duty, at a constant rate: none so far, or at least one
level   a quantity on a grid: towards a bound it grows in quanta, under a bound it drifts
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import comb, log

import numpy as np

from servanda.assessment.counts import SiteBlock
from servanda.assessment.hazards import DAYS_PER_YEAR, Pace, Regimes, campaigns, constant
from servanda.assessment.hidden import Array, Axis, smoothed_mass
from servanda.assessment.priors import Priors
from servanda.assessment.reports import Report, Sampled, looks, way_weights
from servanda.errors import InputError
from servanda.records import BoundDirection, Obligation, ObligationKind, Terms, state_space
from servanda.records.terms import LEVEL_BEYOND, LEVEL_STEPS

__all__ = ["DUTIES", "Question", "met_values", "preserved_values", "value_mass"]

MAX_NAMED_SITES = 12  # sites with reports of their own: the exact sum has 2**12 states


@dataclass(frozen=True, slots=True)
class Question:
    """One obligation under the terms in force, and the day asked about."""

    obligation: Obligation
    terms: Terms
    on: date
    priors: Priors


def value_mass(question: Question, reports: Sequence[Report], sampled: Sampled) -> Array:
    """(draw, value) joint mass of the reports and each value of the duty's variable on that day."""
    return DUTIES[question.obligation.kind](question, reports, sampled)


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


def _state_mass(question: Question, reports: Sequence[Report], sampled: Sampled) -> Array:
    named = tuple(sorted({report.site for report in reports if report.site is not None}))
    if len(named) > MAX_NAMED_SITES:
        raise InputError(
            f"{question.obligation.id}: {len(named)} sites have reports of their own and at most "
            f"{MAX_NAMED_SITES} can be summed exactly; split the obligation by area"
        )
    plans = _plans(named, question.terms)
    masses = [weight * _planned(question, plan, reports, sampled) for plan, weight in plans]
    return np.asarray(np.sum(masses, axis=0))


def _act_mass(question: Question, reports: Sequence[Report], sampled: Sampled) -> Array:
    regimes = _regimes(question)
    block = SiteBlock(1, regimes.paces, 0)
    return _summed(question, (block,), reports, sampled, regimes.shares)


def _abstain_mass(question: Question, reports: Sequence[Report], sampled: Sampled) -> Array:
    priors = question.priors
    axis = EventAxis(
        question.obligation.start, (priors.events_per_year, priors.events_anyway_per_year)
    )
    return _summed(question, (axis,), reports, sampled)


def _level_mass(question: Question, reports: Sequence[Report], sampled: Sampled) -> Array:
    bound = question.terms.bound
    if bound is None:
        raise InputError(f"{question.obligation.id}: a level obligation needs a bound")
    if bound.direction is BoundDirection.AT_LEAST:
        regimes = _regimes(question)
        axes: tuple[Axis, ...] = (
            SiteBlock(LEVEL_STEPS, regimes.paces, 0),
            SiteBlock(LEVEL_BEYOND, _kept_paces(question, len(regimes.paces)), 0),
        )
        return _summed(question, axes, reports, sampled, regimes.shares)
    return _summed(question, (DriftAxis(question.priors.level_drift_per_year),), reports, sampled)


DUTIES: Mapping[ObligationKind, Callable[[Question, Sequence[Report], Sampled], Array]] = {
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


def _planned(question: Question, plan: Plan, reports: Sequence[Report], sampled: Sampled) -> Array:
    regimes = _regimes(question)
    done, kept = regimes.paces, _kept_paces(question, len(regimes.paces))
    axes = [SiteBlock(1, kept if keep else done, 0) for _, keep in plan.named]
    blocks = ((plan.others_to_do, done), (plan.others_to_keep, kept))
    axes += [SiteBlock(size, paces, 0) for size, paces in blocks if size]
    named = [site for site, _ in plan.named]
    return _summed(question, axes, reports, sampled, regimes.shares, named)


def _regimes(question: Question) -> Regimes:
    return campaigns(question.priors, question.obligation.start, question.terms.deadline)


def _kept_paces(question: Question, regimes: int) -> tuple[Pace, ...]:
    """Of sites that should stay as they are: how fast they are done all the same, a regime each."""
    priors, start = question.priors, question.obligation.start
    rates = [priors.undone_per_year] * (regimes - 1) + [priors.undone_anyway_per_year]
    half_lives = (log(2.0) / rate * DAYS_PER_YEAR for rate in rates)
    return tuple(Pace(start, start, 0.0, 1.0, half_life, 0.0) for half_life in half_lives)


def _summed(
    question: Question,
    axes: Sequence[Axis],
    reports: Sequence[Report],
    sampled: Sampled,
    shares: Sequence[float] = (1.0,),
    named: Sequence[str] = (),
) -> Array:
    """(draw, total) mass: ways, regimes and states with the same total added up."""
    sizes = tuple(axis.start().shape[-1] for axis in axes)
    total = np.indices(sizes).sum(axis=0)

    def spread(report: Report, vectors: Array) -> Array:
        if report.site is None:
            return np.asarray(vectors[..., total])
        shape = [1] * len(sizes)
        shape[named.index(report.site)] = sizes[named.index(report.site)]
        return vectors.reshape(*vectors.shape[:-1], *shape)

    mass = smoothed_mass(
        axes,
        way_weights(reports, sampled, shares),
        looks(reports, sampled, spread),
        question.obligation.start,
        question.on,
    )
    flat = mass.sum(axis=(1, 2)).reshape(mass.shape[0], -1)
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

    def start(self) -> Array:
        """(regime, value): up to the bound, or over the whole grid."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        under = np.where(np.arange(size) <= LEVEL_STEPS, 1.0, 0.0)
        return np.stack([under / under.sum(), np.full(size, 1.0 / size)])

    def transition(self, first: date, last: date) -> Array:
        """(1, before, after): a discrete Gaussian step whose variance grows with the days."""
        size = LEVEL_STEPS + LEVEL_BEYOND + 1
        years = max(1, (last - first).days) / DAYS_PER_YEAR
        spread = self.drift_per_year * LEVEL_STEPS * np.sqrt(years)
        steps = np.subtract.outer(np.arange(size), np.arange(size)) / spread
        kernel = np.exp(-0.5 * steps**2)
        return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))[None]
