"""What the number of a duty rests on: its reports, and the duties that it is coupled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np

from servanda.assessment.duty_kinds.by_kind import mass_and_error
from servanda.assessment.filters.report_likelihoods import (
    MAX_JOINT_ORIGINS,
    Hearings,
    Report,
    TruthAssignments,
    trust_of_origins,
    truth_assignments,
)
from servanda.assessment.inference.mass_cache import JointMass, MassCache
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.shared_intent import intent_quadrature, mass_by_general_intent
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, regime_shares

__all__ = ["DutyEvidence", "DutyModel"]

_MANY_SITES = 500  # with more, summing is slow [limit]
# With more looks at single sites summing is slow: each site is a state of its own. [limit]
_MANY_LOOKS = 12
_FEW_JOINT = 4  # origins summed jointly where summing is slow: 2**4 ways [limit]


@dataclass(frozen=True, slots=True)
class DutyEvidence:
    """A duty and its own reports, each with the plausibility of its day."""

    question: Question
    reports: tuple[Report, ...]
    # Take each report at its origin's mean: enough to see how far priors matter.
    at_mean_only: bool = False

    def joint_mass(self, ways: TruthAssignments, cache: MassCache) -> JointMass:
        """(way, intent, value) joint mass of the reports and each value of the duty."""
        key = (self.question, self.reports, ways.origins)
        return cache.lookup(key, lambda: self._sum_joint_mass(ways))

    @property
    def joint_origins(self) -> tuple[str, ...]:
        """The origins whose being right as a whole the number sums over."""
        return self._assignments_to_sum(every=False).origins

    def heard_mass(self, reports: Sequence[Report], hearings: Hearings, cache: MassCache) -> Array:
        """(way, intent, value) mass of each hearing of the reports of this duty.

        reports: with the likelihood of what a wrong origin would say, and the same ones wherever
        the origins of the hearings are the same
        """
        key = (self.question, self.reports, hearings.origins, hearings.shares.tobytes())
        mass = cache.lookup(key, lambda: self._sum_mass(reports, hearings)).mass
        return np.broadcast_to(mass, (hearings.count, *mass.shape[1:]))

    def error(self, cache: MassCache) -> float:
        """How far the number or the interval may be off; 0 if the sums are exact."""
        return max(
            self.joint_mass(self._assignments_to_sum(every=every), cache).error
            for every in (False, True)
        )

    def marginal_at_mean_reliability(self, cache: MassCache) -> Array:
        """(1, intent, value) mass, exact: it is linear in each origin's chance of being right."""
        return self._mass_at_mean_reliability(self._assignments_to_sum(every=False), cache)

    def marginal_samples(self, draws: BetaSampler, cache: MassCache) -> Array:
        """(draw, intent, value) mass for each draw of the origins' chances of being right."""
        ways = self._assignments_to_sum(every=True)
        right = {origin: self.trust(origin, draws) for origin in trust_of_origins(self.reports)}
        return _average_over_assignments(self.joint_mass(ways, cache).mass, ways.chances(right))

    def trust(self, origin: str, draws: BetaSampler) -> Array:
        """(draw,) chances that an origin is right in what it says about this duty."""
        known = trust_of_origins(self.reports)[origin]
        return draws.beta(f"{origin} on {self.question.obligation.id}", known.right, known.wrong)

    @property
    def is_expensive(self) -> bool:
        """True if summing is slow (over 500 sites, or 12 looks at single sites)."""
        looks = sum(report.site is not None for report in self.reports)
        return self.question.terms.sites > _MANY_SITES or looks > _MANY_LOOKS

    def with_priors(self, priors: Priors) -> DutyEvidence:
        """The reports under other assumptions; the plausibility of their days stays as it was."""
        question = replace(self.question, priors=priors)
        return DutyEvidence(question, self.reports, at_mean_only=self.is_expensive)

    def select_reports(self, wanted: Callable[[Report], bool]) -> DutyEvidence:
        """The duty with only those reports for which `wanted` is true."""
        return replace(self, reports=tuple(report for report in self.reports if wanted(report)))

    def _mass_at_mean_reliability(self, ways: TruthAssignments, cache: MassCache) -> Array:
        trust = trust_of_origins(self.reports)
        means = {origin: np.array([known.mean]) for origin, known in trust.items()}
        return _average_over_assignments(self.joint_mass(ways, cache).mass, ways.chances(means))

    def _assignments_to_sum(self, *, every: bool) -> TruthAssignments:
        """The ways to sum over; fewer if each is slow and only an interval rests on them."""
        if self.at_mean_only:
            return TruthAssignments(())
        slow = every and self.is_expensive
        return truth_assignments(
            self.reports, every=every, most=_FEW_JOINT if slow else MAX_JOINT_ORIGINS
        )

    def _sum_joint_mass(self, ways: TruthAssignments) -> JointMass:
        return self._sum_mass(with_wrong_source_likelihood(self.reports), ways)

    def _sum_mass(self, reports: Sequence[Report], ways: TruthAssignments) -> JointMass:
        mass, error = mass_and_error(self.question, reports, ways)
        return JointMass(self._group_by_intent(mass), error)

    def _group_by_intent(self, mass: Array) -> Array:
        """(way, intent, value) from (way, regime, value): all regimes but the last mean to keep."""
        shares = np.asarray(regime_shares(self.question))
        full = np.broadcast_to(mass, (mass.shape[0], len(shares) + 1, mass.shape[2]))
        keeps = np.einsum("r,wrv->wv", shares, full[:, :-1])
        return np.stack([keeps, full[:, -1]], axis=1)


@dataclass(frozen=True, slots=True)
class DutyModel:
    """One duty on one day, with everything that bears on it."""

    part: DutyEvidence
    coupled: tuple[DutyEvidence, ...] = ()
    # The duty whose count says how many are asked; None: the terms do.
    measured_by: DutyModel | None = None

    @property
    def question(self) -> Question:
        """The question asked."""
        return self.part.question

    @property
    def has_evidence(self) -> bool:
        """True if anything read or looked at bears on the duty itself."""
        return bool(self.part.reports)

    @property
    def only_silence(self) -> bool:
        """True if all that bears on the duty is that watchers report nothing."""
        return all(report.watch is not None for report in self.part.reports)

    def about(self, day: date) -> DutyModel:
        """The model with the same reports, asked about another day."""
        question = replace(self.question, on=day)
        return replace(self, part=replace(self.part, question=question))

    @property
    def is_expensive(self) -> bool:
        """True if summing over it, or over a duty coupled to it, is slow."""
        return any(part.is_expensive for part in self.parts)

    @property
    def parts(self) -> tuple[DutyEvidence, ...]:
        """The duty itself, then those coupled to it."""
        return (self.part, *self.coupled)

    def error(self, cache: MassCache) -> float:
        """How far the probability may be off because sums were not exact."""
        return min(1.0, sum(part.error(cache) for part in self.parts))

    def reports(self) -> Iterator[Report]:
        """Every report that may move the number: the duty's own first."""
        return chain.from_iterable(part.reports for part in self.parts)

    def marginal_at_mean_reliability(self, cache: MassCache) -> Array:
        """(value,) mass, exact: each uncertain chance is put in at its mean, or summed over."""
        return self._combine_duties(
            [part.marginal_at_mean_reliability(cache) for part in self.parts]
        )

    def _combine_duties(self, masses: Sequence[Array]) -> Array:
        """(value,) mass from the (1, intent, value) masses of the duty and those coupled to it."""
        priors = self.question.priors
        own, *others = masses
        against, weights = intent_quadrature(priors, len(masses))
        whole = mass_by_general_intent(own, [mass.sum(axis=2) for mass in others], against)
        mean = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        mass = np.broadcast_to(whole, (len(weights), *whole.shape[1:]))
        return np.asarray(weights @ _average_over_intents(mass, mean))

    def combine_coalitions(self, masses: Sequence[Array]) -> Array:
        """(coalition, value) masses from the (coalition or 1, intent, value) ones of each duty."""
        priors = self.question.priors
        own, *others = masses
        keeps = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        nodes, weights = intent_quadrature(priors, len(masses))
        sums = [mass.sum(axis=2) for mass in others]
        parts = [
            weight * _average_over_intents(mass_by_general_intent(own, sums, node[None]), keeps)
            for node, weight in zip(nodes, weights, strict=True)
        ]
        return np.asarray(np.sum(parts, axis=0))

    def marginal_samples(self, draws: BetaSampler, cache: MassCache) -> Array:
        """(draw, value) mass for each draw of what is uncertain about origins and intent."""
        priors = self.question.priors
        own, *others = (part.marginal_samples(draws, cache) for part in self.parts)
        name = f"acts against its intent: {self.question.obligation.instrument}"
        against = draws.beta(name, priors.aspect_differs, priors.aspect_agrees)
        whole = mass_by_general_intent(own, [mass.sum(axis=2) for mass in others], against)
        return _average_over_intents(whole, self.keeps(draws))

    def keeps(self, draws: BetaSampler) -> Array:
        """(draw,) chances that the bearer means to keep its word."""
        priors = self.question.priors
        name = f"keeps {','.join(self.question.obligation.bearers)}"
        return draws.beta(name, priors.keeps, priors.breaks)

    def select_reports(self, wanted: Callable[[Report], bool]) -> DutyModel:
        """The model with only those reports for which `wanted` is true."""
        part, *coupled = (part.select_reports(wanted) for part in self.parts)
        return replace(self, part=part, coupled=tuple(coupled))

    def with_priors(self, priors: Priors) -> DutyModel:
        """The model with the same reports under other assumptions."""
        part, *coupled = (part.with_priors(priors) for part in self.parts)
        return replace(self, part=part, coupled=tuple(coupled))


def _average_over_assignments(mass: Array, chances: Array) -> Array:
    """(draw, intent, value): the ways added up, each by its (draw, way) chance."""
    full = np.broadcast_to(mass, (chances.shape[1], *mass.shape[1:]))
    return np.asarray(np.tensordot(chances, full, axes=1))


def _average_over_intents(mass: Array, keeps: Array) -> Array:
    """(draw, value): the two intents added up, each by its chance."""
    return np.asarray(keeps[:, None] * mass[:, 0] + (1.0 - keeps[:, None]) * mass[:, 1])
