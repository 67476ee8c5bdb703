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
    Ways,
    trust_of_origins,
    ways_of,
)
from servanda.assessment.inference.calibration import IDENTITY, Calibration
from servanda.assessment.inference.reliability_draws import Draws
from servanda.assessment.inference.shared_intent import against_exactly, under_general_intent
from servanda.assessment.inference.wrong_source_model import told
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, regime_shares

__all__ = ["Inquiry", "Part"]

_MANY_SITES = 500
_MANY_LOOKS = 12  # at single sites: each site is then a state of its own
_FEW_JOINT = 4  # 2**4 ways

Errors = dict[tuple[str, ...], float]
Memo = dict[tuple[tuple[str, ...], tuple[str, ...] | None], Array]


@dataclass(frozen=True, slots=True)
class Part:
    """A duty and its own reports, whose days have been looked at."""

    question: Question
    reports: tuple[Report, ...]
    rough: bool = False  # each report at the mean of its origin: only to see how far priors matter
    # The masses already summed for subsets of these reports: leaving an item out of one duty
    # leaves those coupled to it as they were.
    _memo: Memo = field(default_factory=dict, compare=False, repr=False)
    _errors: Errors = field(default_factory=dict, compare=False, repr=False)
    _elsewhere: dict[Priors, Part] = field(default_factory=dict, compare=False, repr=False)

    def mass(self, ways: Ways) -> Array:
        """(way, intent, value) joint mass of the reports and each value."""
        return self._kept(ways.origins, lambda: self._summed(ways))

    @property
    def error(self) -> float:
        """How far a probability formed from `expected` may be off; 0 where the sums are exact."""
        self.expected()
        return self._errors.get(self._items(), 0.0)

    def expected(self) -> Array:
        """(1, intent, value) mass, exactly: it is linear in each origin's chance of being right."""
        return self._kept(None, lambda: self._at_means(self._once(every=False)))

    def without(self, origin: str) -> Array:
        """(1, intent, value) mass with all that the origin says left out, up to a factor.

        What an origin says if it is wrong has nothing to do with what is so, and leaving it out is
        the same as being sure that it is wrong: no further sums are needed.
        """
        ways = self._once(every=True)
        says_flatly = all(np.ptp(one.wrong) == 0.0 for one in self.reports if one.origin == origin)
        if origin in ways.origins and says_flatly:
            return self._at_means(ways, origin)
        return self.only(lambda one: one.origin != origin).expected()

    def _at_means(self, ways: Ways, wrong: str | None = None) -> Array:
        trust = trust_of_origins(self.reports)
        means = {
            origin: np.array([0.0 if origin == wrong else one.mean])
            for origin, one in trust.items()
        }
        return _mixed(self.mass(ways), ways.chances(means))

    def _once(self, *, every: bool) -> Ways:
        """The ways to sum over; fewer where each takes long and only an interval rests on them."""
        if self.rough:
            return Ways(())
        slow = every and self.takes_long
        return ways_of(self.reports, every=every, most=_FEW_JOINT if slow else MAX_JOINT_ORIGINS)

    @property
    def takes_long(self) -> bool:
        """Whether the duty has so many sites, or looks at single ones, that every sum is dear."""
        looks = sum(one.site is not None for one in self.reports)
        return self.question.terms.sites > _MANY_SITES or looks > _MANY_LOOKS

    def _summed(self, ways: Ways) -> Array:
        mass, error = mass_and_error(self.question, told(self.reports), ways)
        self._errors[self._items()] = max(error, self._errors.get(self._items(), 0.0))
        return self._by_intent(mass)

    def _items(self) -> tuple[str, ...]:
        return tuple(one.evidence for one in self.reports)

    def _kept(self, what: tuple[str, ...] | None, made: Callable[[], Array]) -> Array:
        key = (self._items(), what)
        if key not in self._memo:
            self._memo[key] = made()
        return self._memo[key]

    def drawn(self, draws: Draws) -> Array:
        """(draw, intent, value) mass, for each draw of how far each origin can be trusted."""
        ways = self._once(every=True)
        trust = trust_of_origins(self.reports)
        right = {origin: self.trust(origin, draws) for origin in trust}
        return _mixed(self.mass(ways), ways.chances(right))

    def trust(self, origin: str, draws: Draws) -> Array:
        """(draw,) chances that an origin is right in what it says of this duty."""
        known = trust_of_origins(self.reports)[origin]
        return draws.beta(f"{origin} on {self.question.obligation.id}", known.right, known.wrong)

    def assuming(self, priors: Priors) -> Part:
        """The same reports under other assumptions; how their days fit a story stays as it was."""
        if priors not in self._elsewhere:
            question = replace(self.question, priors=priors)
            self._elsewhere[priors] = Part(question, self.reports, rough=self.takes_long)
        return self._elsewhere[priors]

    def only(self, wanted: Callable[[Report], bool]) -> Part:
        """The same with some of the reports."""
        kept = tuple(one for one in self.reports if wanted(one))
        return replace(self, reports=kept, _elsewhere={})

    def _by_intent(self, mass: Array) -> Array:
        """(way, intent, value) from (way, regime, value): all regimes but the last mean to keep."""
        shares = np.asarray(regime_shares(self.question))
        full = np.broadcast_to(mass, (mass.shape[0], len(shares) + 1, mass.shape[2]))
        keeps = np.einsum("r,wrv->wv", shares, full[:, :-1])
        return np.stack([keeps, full[:, -1]], axis=1)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked, and all that bears on it."""

    part: Part
    coupled: tuple[Part, ...] = ()
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
    def takes_long(self) -> bool:
        """Whether sums over it, or over a duty coupled to it, are dear."""
        return any(one.takes_long for one in (self.part, *self.coupled))

    def reports(self) -> Iterator[Report]:
        """Every report that may move the number: the duty's own first."""
        return chain(self.part.reports, *(one.reports for one in self.coupled))

    def expected(self) -> Array:
        """(value,) mass, exactly: each uncertain chance is put in at its mean, or summed over."""
        return self._together([one.expected() for one in (self.part, *self.coupled)])

    def without(self, origin: str) -> Array:
        """(value,) mass with all that one origin says left out, up to a factor."""
        return self._together([one.without(origin) for one in (self.part, *self.coupled)])

    def _together(self, masses: Sequence[Array]) -> Array:
        """(value,) from the (1, intent, value) of the duty and of those coupled to it."""
        priors = self.question.priors
        own, *others = masses
        against, weights = against_exactly(priors, len(masses))
        whole = under_general_intent(own, [one.sum(axis=2) for one in others], against)
        mean = np.array([priors.keeps / (priors.keeps + priors.breaks)])
        mass = np.broadcast_to(whole, (len(weights), *whole.shape[1:]))
        return np.asarray(weights @ _by_chance_of_keeping(mass, mean))

    def drawn(self, draws: Draws) -> Array:
        """(draw, value) mass."""
        priors = self.question.priors
        others = [one.drawn(draws).sum(axis=2) for one in self.coupled]
        name = f"acts against its intent: {self.question.obligation.instrument}"
        against = draws.beta(name, priors.aspect_differs, priors.aspect_agrees)
        whole = under_general_intent(self.part.drawn(draws), others, against)
        return _by_chance_of_keeping(whole, self.keeps(draws))

    def keeps(self, draws: Draws) -> Array:
        """(draw,) chances that the bearer means to keep its word."""
        priors = self.question.priors
        name = f"keeps {','.join(self.question.obligation.bearers)}"
        return draws.beta(name, priors.keeps, priors.breaks)

    def only(self, wanted: Callable[[Report], bool]) -> Inquiry:
        """The same with some of the reports."""
        coupled = tuple(one.only(wanted) for one in self.coupled)
        return replace(self, part=self.part.only(wanted), coupled=coupled)

    def assuming(self, priors: Priors) -> Inquiry:
        """The same reports under other assumptions."""
        coupled = tuple(one.assuming(priors) for one in self.coupled)
        return replace(self, part=self.part.assuming(priors), coupled=coupled)


def _mixed(mass: Array, chances: Array) -> Array:
    """(draw, intent, value): the ways added up with the chance of each, (draw, way)."""
    full = np.broadcast_to(mass, (chances.shape[1], *mass.shape[1:]))
    return np.asarray(np.tensordot(chances, full, axes=1))


def _by_chance_of_keeping(mass: Array, keeps: Array) -> Array:
    """(draw, value): the two intents added up with the chance of each."""
    return np.asarray(keeps[:, None] * mass[:, 0] + (1.0 - keeps[:, None]) * mass[:, 1])
