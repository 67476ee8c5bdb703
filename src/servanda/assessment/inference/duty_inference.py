"""What the number of a duty rests on: its reports, and the duties that it is coupled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np

from servanda.assessment.duty_kinds.by_kind import scaled_value_mass, scaled_value_masses
from servanda.assessment.duty_kinds.rate import period_mass
from servanda.assessment.filters.report_likelihoods import (
    MAX_JOINT_ORIGINS,
    Hearings,
    ReadingWays,
    Report,
    TruthAssignments,
    trust_of_origins,
    truth_assignments,
)
from servanda.assessment.inference.mass_cache import JointMass, MassCache
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.shared_intent import intent_quadrature, mass_by_general_intent
from servanda.assessment.inference.tied_values import TieNetwork, promise_of
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, regime_shares
from servanda.assessment.site_counts.exact_blocks import SiteMass
from servanda.records import ObligationKind, Tie, ranked_with, weaker_than

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
    # Of one count that several duties are about: what each of them asks, by id. The
    # count follows the plan of one of them, each as likely as the other.
    plans: tuple[Question, ...] = ()

    @property
    def name(self) -> str:
        """The id of the duty; of several on one count that of the first."""
        return self.first_question.obligation.id

    @property
    def duties(self) -> tuple[str, ...]:
        """The ids of the duties that the reports are about."""
        return tuple(question.obligation.id for question in self._questions)

    @property
    def first_question(self) -> Question:
        """What is asked; of several duties on one count what the first of them asks."""
        return self._questions[0]

    @property
    def _questions(self) -> tuple[Question, ...]:
        return self.plans or (self.question,)

    def about(self, day: date) -> DutyEvidence:
        """The same reports, and the question about another day."""
        plans = tuple(replace(plan, on=day) for plan in self.plans)
        return replace(self, question=replace(self.question, on=day), plans=plans)

    def prior_mass(self, cache: MassCache) -> Array:
        """(intent, value) mass without any report."""
        silent = self.select_reports(lambda report: False)
        return np.asarray(silent.marginal_at_mean_reliability(cache)[0])

    def joint_mass(self, ways: TruthAssignments, cache: MassCache) -> JointMass:
        """(way, intent, value) joint mass of the reports and each value of the duty."""
        key = (self._questions, self.reports, ways)
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
        key = (self._questions, self.reports, hearings.origins, hearings.shares.tobytes())
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

    def mass_by_reading(self, items: Sequence[str], cache: MassCache) -> Array:
        """(choice, intent, value) mass, exact, as it stands and with only what misreading leaves.

        items: of which, in the order of choices of `ReadingWays`; the first takes none of them so
        """
        if not items:
            return self.marginal_at_mean_reliability(cache)
        single = self._assignments_to_sum(every=False)
        trust = trust_of_origins(self.reports)
        means = {origin: np.array([known.mean]) for origin, known in trust.items()}
        ways = ReadingWays(single.origins, tuple(items))
        mass = self.joint_mass(ways, cache).mass
        full = np.broadcast_to(mass, (ways.count, *mass.shape[1:]))
        by_choice = full.reshape(ways.choices, single.count, *mass.shape[1:])
        return np.asarray(np.einsum("w,cwiv->civ", single.chances(means)[0], by_choice))

    def period_mass_at_mean_reliability(self) -> Array:
        """(1, intent, 2 * period) mass, exact: each period of a rate that is over, broken or kept.

        First the periods as broken, then as kept; each up to a factor of its own.
        """
        ways, trust = self._assignments_to_sum(every=False), trust_of_origins(self.reports)
        mass = period_mass(self.question, with_wrong_source_likelihood(self.reports), ways)
        means = {origin: np.array([known.mean]) for origin, known in trust.items()}
        return _average_over_assignments(_group_by_intent(self.question, mass), ways.chances(means))

    def marginal_samples(self, draws: BetaSampler, cache: MassCache) -> Array:
        """(draw, intent, value) mass for each draw of the origins' chances of being right."""
        ways = self._assignments_to_sum(every=True)
        right = {origin: self.trust(origin, draws) for origin in trust_of_origins(self.reports)}
        return _average_over_assignments(self.joint_mass(ways, cache).mass, ways.chances(right))

    def trust(self, origin: str, draws: BetaSampler) -> Array:
        """(draw,) chances that an origin is right in what it says about this duty."""
        known = trust_of_origins(self.reports)[origin]
        return draws.beta(f"{origin} on {self.name}", known.right, known.wrong)

    @property
    def is_expensive(self) -> bool:
        """True if summing is slow (over 500 sites, or 12 looks at single sites)."""
        looks = sum(report.site is not None for report in self.reports)
        return self.question.terms.sites > _MANY_SITES or looks > _MANY_LOOKS

    def with_priors(self, priors: Priors) -> DutyEvidence:
        """The reports under other assumptions; the plausibility of their days stays as it was."""
        question = replace(self.question, priors=priors)
        plans = tuple(replace(plan, priors=priors) for plan in self.plans)
        return DutyEvidence(question, self.reports, self.is_expensive, plans)

    def sum_under(self, settings: Sequence[Priors], cache: MassCache) -> None:
        """Keep the sums under each of several assumptions, which are made together."""
        under = [self.with_priors(priors) for priors in settings]
        ways = under[0]._assignments_to_sum(every=False)

        def joint_masses() -> list[JointMass]:
            reports = with_wrong_source_likelihood(self.reports)
            plans = zip(*(part._questions for part in under), strict=True)
            by_plan = [scaled_value_masses(same, reports, ways) for same in plans]
            return [
                _joint_mass(part._questions, found)
                for part, found in zip(under, zip(*by_plan, strict=True), strict=True)
            ]

        cache.keep([(part._questions, part.reports, ways) for part in under], joint_masses)

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
        found = [scaled_value_mass(plan, reports, ways) for plan in self._questions]
        return _joint_mass(self._questions, found)


def _joint_mass(questions: Sequence[Question], found: Sequence[SiteMass]) -> JointMass:
    """The sum over the plans of one count."""
    top = max(part.log_scale for part in found)
    masses = [
        np.exp(part.log_scale - top) * _group_by_intent(plan, part.values)
        for plan, part in zip(questions, found, strict=True)
    ]
    return JointMass(sum(masses[1:], masses[0]), max(part.error for part in found))


def _group_by_intent(question: Question, mass: Array) -> Array:
    """(way, intent, value) from (way, regime, value)."""
    shares = regime_shares(question)
    full = np.broadcast_to(mass, (mass.shape[0], shares.shape[1], mass.shape[2]))
    return np.asarray(shares @ full)


@dataclass(frozen=True, slots=True)
class DutyModel:
    """One duty on one day, with everything that bears on it."""

    part: DutyEvidence
    coupled: tuple[DutyEvidence, ...] = ()
    ties: tuple[Tie, ...] = ()  # between the duties, by the names of their evidence
    # The duty whose count says how many are asked; None: the terms do.
    measured_by: DutyModel | None = None

    @property
    def question(self) -> Question:
        """The question asked."""
        return self.part.question

    @property
    def has_evidence(self) -> bool:
        """True if anything read or looked at bears on the duty itself, or on its things."""
        return any(part.reports for part in self.on_its_things)

    @property
    def only_silence(self) -> bool:
        """True if all that bears on the duty is that watchers report nothing."""
        return all(
            report.watch is not None for part in self.on_its_things for report in part.reports
        )

    @property
    def on_its_things(self) -> list[DutyEvidence]:
        """The duty, and those that are stronger or weaker by ties, in however many steps.

        Of a ban only the narrower ones: that there was some event does not tell of which sort.
        """
        is_ban = self.question.obligation.kind is ObligationKind.ABSTAIN
        ranked = weaker_than if is_ban else ranked_with
        names = ranked(self.part.name, self.ties)
        return [part for part in self.parts if part.name in names]

    def about(self, day: date) -> DutyModel:
        """The model with the same reports, asked about another day, and so what is tied to it."""
        coupled = tuple(part.about(day) for part in self.coupled) if self.ties else self.coupled
        return replace(self, part=self.part.about(day), coupled=coupled)

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
            [part.marginal_at_mean_reliability(cache) for part in self.parts], cache
        )

    def chances_of_periods(self, cache: MassCache) -> Array:
        """(period,) the chance that each period of a rate was kept, of those that are over."""
        others = [part.marginal_at_mean_reliability(cache) for part in self.coupled]
        mass = self._combine_duties([self.part.period_mass_at_mean_reliability(), *others], cache)
        broken, kept = np.split(mass, 2)
        return np.asarray(kept / (broken + kept))

    def _combine_duties(self, masses: Sequence[Array], cache: MassCache) -> Array:
        """(value,) mass from the (1, intent, value) masses of the duty and those coupled to it."""
        if self.ties:
            return np.asarray(self.combine_coalitions(masses, cache)[0])
        priors = self.question.priors
        own, *others = masses
        against, weights = intent_quadrature(priors, len(masses))
        whole = mass_by_general_intent(own, [mass.sum(axis=2) for mass in others], against)
        mean = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        mass = np.broadcast_to(whole, (len(weights), *whole.shape[1:]))
        return np.asarray(weights @ _average_over_intents(mass, mean))

    def combine_coalitions(self, masses: Sequence[Array], cache: MassCache) -> Array:
        """(coalition, value) masses from the (coalition or 1, intent, value) ones of each duty."""
        priors = self.question.priors
        own, *others = masses
        keeps = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        nodes, weights = intent_quadrature(priors, len(masses))
        if self.ties:
            network = self._network(cache)
            means = dict.fromkeys(network.promises, keeps)
            found = [
                weight * network.value_mass(masses, node[None], means)
                for node, weight in zip(nodes, weights, strict=True)
            ]
            return np.asarray(np.sum(found, axis=0))
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
        name = f"acts against its intent: {self._instrument}"
        against = draws.beta(name, priors.aspect_differs, priors.aspect_agrees)
        if self.ties:
            network = self._network(cache)
            keeps = {name: self._keeps_promise(name, draws) for name in network.promises}
            return network.value_mass([own, *others], against, keeps)
        whole = mass_by_general_intent(own, [mass.sum(axis=2) for mass in others], against)
        return _average_over_intents(whole, self.keeps(draws))

    def keeps(self, draws: BetaSampler) -> Array:
        """(draw,) chances that the bearer means to keep its word."""
        if self.ties:
            return self._keeps_promise(promise_of(self.question), draws)
        return self._draw_keeps(f"keeps {','.join(self.question.obligation.bearers)}", draws)

    def _keeps_promise(self, promise: str, draws: BetaSampler) -> Array:
        return self._draw_keeps(f"keeps {promise}", draws)

    def _draw_keeps(self, name: str, draws: BetaSampler) -> Array:
        return draws.beta(name, self.question.priors.keeps, self.question.priors.breaks)

    @property
    def _instrument(self) -> str:
        """The instrument of the duty; of tied duties that of the first by name, for all alike."""
        first = min(self.parts, key=lambda part: part.name) if self.ties else self.part
        return first.first_question.obligation.instrument

    def _network(self, cache: MassCache) -> TieNetwork:
        questions = {part.name: part.first_question for part in self.parts}
        return TieNetwork.of(questions, self.ties, [part.prior_mass(cache) for part in self.parts])

    def select_reports(self, wanted: Callable[[Report], bool]) -> DutyModel:
        """The model with only those reports for which `wanted` is true."""
        part, *coupled = (part.select_reports(wanted) for part in self.parts)
        return replace(self, part=part, coupled=tuple(coupled))

    def sum_under(self, settings: Sequence[Priors], cache: MassCache) -> None:
        """Keep what `with_priors` needs for each of several assumptions, summed together."""
        for part in self.parts:
            part.sum_under(settings, cache)

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
