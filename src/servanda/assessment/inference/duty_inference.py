"""One duty with its reports, and the duties that it is coupled to: all that its number rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from servanda.assessment.duty_kinds.by_kind import mass_and_error
from servanda.assessment.filters.report_likelihoods import (
    MAX_JOINT_ORIGINS,
    Report,
    TruthAssignments,
    trust_of_origins,
    truth_assignments,
)
from servanda.assessment.inference.calibration import IDENTITY, Calibration
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.shared_intent import intent_quadrature, mass_by_general_intent
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, regime_shares

__all__ = ["DutyEvidence", "DutyModel"]

_MANY_SITES = 500
_MANY_LOOKS = 12  # at single sites: each site is then a state of its own
_FEW_JOINT = 4  # 2**4 ways

Errors = dict[tuple[str, ...], float]
Memo = dict[tuple[tuple[str, ...], tuple[str, ...] | None], Array]


@dataclass(frozen=True, slots=True)
class DutyEvidence:
    """A duty and its own reports, whose days have been looked at."""

    question: Question
    reports: tuple[Report, ...]
    at_mean_only: bool = (
        False  # each report at the mean of its origin: only to see how far priors matter
    )
    # The masses already summed for subsets of these reports: leaving an item out of one duty
    # leaves those coupled to it as they were.
    _memo: Memo = field(default_factory=dict, compare=False, repr=False)
    _errors: Errors = field(default_factory=dict, compare=False, repr=False)
    _by_priors: dict[Priors, DutyEvidence] = field(default_factory=dict, compare=False, repr=False)

    def joint_mass(self, ways: TruthAssignments) -> Array:
        """(way, intent, value) joint mass of the reports and each value."""
        return self._memoise(ways.origins, lambda: self._compute_joint_mass(ways))

    @property
    def error(self) -> float:
        """How far a probability formed from `expected` may be off; 0 where the sums are exact."""
        self.marginal_at_mean_reliability()
        return self._errors.get(self._item_ids(), 0.0)

    def marginal_at_mean_reliability(self) -> Array:
        """(1, intent, value) mass, exactly: it is linear in each origin's chance of being right."""
        return self._memoise(
            None, lambda: self._mass_at_mean_reliability(self._assignments_to_sum(every=False))
        )

    def marginal_without_origin(self, origin: str) -> Array:
        """(1, intent, value) mass with all that the origin says left out, up to a factor.

        What an origin says if it is wrong has nothing to do with what is so, and leaving it out is
        the same as being sure that it is wrong: no further sums are needed.
        """
        ways = self._assignments_to_sum(every=True)
        says_flatly = all(np.ptp(one.wrong) == 0.0 for one in self.reports if one.origin == origin)
        if origin in ways.origins and says_flatly:
            return self._mass_at_mean_reliability(ways, origin)
        return self.select_reports(lambda one: one.origin != origin).marginal_at_mean_reliability()

    def _mass_at_mean_reliability(self, ways: TruthAssignments, wrong: str | None = None) -> Array:
        trust = trust_of_origins(self.reports)
        means = {
            origin: np.array([0.0 if origin == wrong else one.mean])
            for origin, one in trust.items()
        }
        return _average_over_assignments(self.joint_mass(ways), ways.chances(means))

    def _assignments_to_sum(self, *, every: bool) -> TruthAssignments:
        """The ways to sum over; fewer where each takes long and only an interval rests on them."""
        if self.at_mean_only:
            return TruthAssignments(())
        slow = every and self.is_expensive
        return truth_assignments(
            self.reports, every=every, most=_FEW_JOINT if slow else MAX_JOINT_ORIGINS
        )

    @property
    def is_expensive(self) -> bool:
        """Whether the duty has so many sites, or looks at single ones, that every sum is dear."""
        looks = sum(one.site is not None for one in self.reports)
        return self.question.terms.sites > _MANY_SITES or looks > _MANY_LOOKS

    def _compute_joint_mass(self, ways: TruthAssignments) -> Array:
        mass, error = mass_and_error(
            self.question, with_wrong_source_likelihood(self.reports), ways
        )
        self._errors[self._item_ids()] = max(error, self._errors.get(self._item_ids(), 0.0))
        return self._group_by_intent(mass)

    def _item_ids(self) -> tuple[str, ...]:
        return tuple(one.evidence for one in self.reports)

    def _memoise(self, what: tuple[str, ...] | None, made: Callable[[], Array]) -> Array:
        key = (self._item_ids(), what)
        if key not in self._memo:
            self._memo[key] = made()
        return self._memo[key]

    def marginal_samples(self, draws: BetaSampler) -> Array:
        """(draw, intent, value) mass, for each draw of how far each origin can be trusted."""
        ways = self._assignments_to_sum(every=True)
        trust = trust_of_origins(self.reports)
        right = {origin: self.trust(origin, draws) for origin in trust}
        return _average_over_assignments(self.joint_mass(ways), ways.chances(right))

    def trust(self, origin: str, draws: BetaSampler) -> Array:
        """(draw,) chances that an origin is right in what it says of this duty."""
        known = trust_of_origins(self.reports)[origin]
        return draws.beta(f"{origin} on {self.question.obligation.id}", known.right, known.wrong)

    def with_priors(self, priors: Priors) -> DutyEvidence:
        """The same reports under other assumptions; how their days fit a story stays as it was."""
        if priors not in self._by_priors:
            question = replace(self.question, priors=priors)
            self._by_priors[priors] = DutyEvidence(
                question, self.reports, at_mean_only=self.is_expensive
            )
        return self._by_priors[priors]

    def select_reports(self, wanted: Callable[[Report], bool]) -> DutyEvidence:
        """The same with some of the reports."""
        kept = tuple(one for one in self.reports if wanted(one))
        return replace(self, reports=kept, _by_priors={})

    def _group_by_intent(self, mass: Array) -> Array:
        """(way, intent, value) from (way, regime, value): all regimes but the last mean to keep."""
        shares = np.asarray(regime_shares(self.question))
        full = np.broadcast_to(mass, (mass.shape[0], len(shares) + 1, mass.shape[2]))
        keeps = np.einsum("r,wrv->wv", shares, full[:, :-1])
        return np.stack([keeps, full[:, -1]], axis=1)


@dataclass(frozen=True, slots=True)
class DutyModel:
    """What is asked, and all that bears on it."""

    part: DutyEvidence
    coupled: tuple[DutyEvidence, ...] = ()
    calibration: Calibration = IDENTITY

    @property
    def question(self) -> Question:
        """The question asked."""
        return self.part.question

    @property
    def error(self) -> float:
        """How far the probability may be off for want of exact sums."""
        return min(1.0, sum(one.error for one in (self.part, *self.coupled)))

    @property
    def is_expensive(self) -> bool:
        """Whether sums over it, or over a duty coupled to it, are dear."""
        return any(one.is_expensive for one in (self.part, *self.coupled))

    def reports(self) -> Iterator[Report]:
        """Every report that may move the number: the duty's own first."""
        return chain(self.part.reports, *(one.reports for one in self.coupled))

    def marginal_at_mean_reliability(self) -> Array:
        """(value,) mass, exactly: each uncertain chance is put in at its mean, or summed over."""
        return self._combine_duties(
            [one.marginal_at_mean_reliability() for one in (self.part, *self.coupled)]
        )

    def marginal_without_origin(self, origin: str) -> Array:
        """(value,) mass with all that one origin says left out, up to a factor."""
        return self._combine_duties(
            [one.marginal_without_origin(origin) for one in (self.part, *self.coupled)]
        )

    def _combine_duties(self, masses: Sequence[Array]) -> Array:
        """(value,) from the (1, intent, value) of the duty and of those coupled to it."""
        priors = self.question.priors
        own, *others = masses
        against, weights = intent_quadrature(priors, len(masses))
        whole = mass_by_general_intent(own, [one.sum(axis=2) for one in others], against)
        mean = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        mass = np.broadcast_to(whole, (len(weights), *whole.shape[1:]))
        return np.asarray(weights @ _average_over_intents(mass, mean))

    def marginal_samples(self, draws: BetaSampler) -> Array:
        """(draw, value) mass."""
        priors = self.question.priors
        others = [one.marginal_samples(draws).sum(axis=2) for one in self.coupled]
        name = f"acts against its intent: {self.question.obligation.instrument}"
        against = draws.beta(name, priors.aspect_differs, priors.aspect_agrees)
        whole = mass_by_general_intent(self.part.marginal_samples(draws), others, against)
        return _average_over_intents(whole, self.keeps(draws))

    def keeps(self, draws: BetaSampler) -> Array:
        """(draw,) chances that the bearer means to keep its word."""
        priors = self.question.priors
        name = f"keeps {','.join(self.question.obligation.bearers)}"
        return draws.beta(name, priors.keeps, priors.breaks)

    def select_reports(self, wanted: Callable[[Report], bool]) -> DutyModel:
        """The same with some of the reports."""
        coupled = tuple(one.select_reports(wanted) for one in self.coupled)
        return replace(self, part=self.part.select_reports(wanted), coupled=coupled)

    def with_priors(self, priors: Priors) -> DutyModel:
        """The same reports under other assumptions."""
        coupled = tuple(one.with_priors(priors) for one in self.coupled)
        return replace(self, part=self.part.with_priors(priors), coupled=coupled)


def _average_over_assignments(mass: Array, chances: Array) -> Array:
    """(draw, intent, value): the ways added up with the chance of each, (draw, way)."""
    full = np.broadcast_to(mass, (chances.shape[1], *mass.shape[1:]))
    return np.asarray(np.tensordot(chances, full, axes=1))


def _average_over_intents(mass: Array, keeps: Array) -> Array:
    """(draw, value): the two intents added up with the chance of each."""
    return np.asarray(keeps[:, None] * mass[:, 0] + (1.0 - keeps[:, None]) * mass[:, 1])
