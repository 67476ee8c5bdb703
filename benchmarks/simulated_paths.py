"""What happens in a simulated case: paths of single sites and of chains, drawn day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import binom

from servanda.assessment.duty_kinds.abstain import EventAxis
from servanda.assessment.duty_kinds.level_chains import BatchDelivery, MeanRevertingLevel
from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard
from servanda.assessment.model.questions import Question, kept_hazards, regime_shares, site_regimes
from servanda.assessment.site_counts.instalment_chain import InstalmentBlock
from servanda.records import Bound, BoundDirection, ObligationKind
from tests.builders import START

__all__ = ["Behaviour", "CountedWalk", "Hidden", "Units", "Walk", "behaviour_by_day", "drawn"]

Units = NDArray[np.int64]  # (unit,) where each site or chain stands


@dataclass(frozen=True, slots=True)
class Hidden:
    """What happened: where each unit stood on each day."""

    days: tuple[date, ...]
    units: Units  # (unit, day)
    names: tuple[str, ...]  # of the sites, in the order of the units

    def value(self, day: date, site: str | None = None) -> int:
        """The index of the value on that day: of one site, or of the whole."""
        column = self.units[:, self.days.index(day)]
        return int(column.sum() if site is None else column[self.names.index(site)])


class Walk(Protocol):
    """How the units of a duty move, whichever way its bearer behaves."""

    def begin(self, regime: int, rng: Generator) -> Units:
        """Where each unit stands on the first day."""
        ...

    def step(self, units: Units, regime: int, first: date, last: date, rng: Generator) -> Units:
        """Where each stands on a later day."""
        ...


class CountedWalk(Walk, Protocol):
    """A walk of which the totals of a day are known, so that stories can begin with one."""

    def totals(self, regime: int, day: date) -> Array:
        """Chance of each total that the units may add up to on that day."""
        ...

    def of_total(self, total: int, regime: int, day: date, rng: Generator) -> Units:
        """Where each may stand on that day, if they add up to that."""
        ...


@dataclass(frozen=True, slots=True)
class Switches:
    """Sites or quanta, each by itself not done (0) or done (1)."""

    kinds: tuple[
        tuple[int, tuple[CompletionHazard, ...]], ...
    ]  # how many of a kind; its pace in each regime

    def begin(self, regime: int, rng: Generator) -> Units:
        return np.zeros(sum(size for size, _ in self.kinds), dtype=np.int64)

    def step(self, units: Units, regime: int, first: date, last: date, rng: Generator) -> Units:
        sizes = [size for size, _ in self.kinds]
        paces = [kind[regime] for _, kind in self.kinds]
        finished = np.repeat([pace.done_probability(first, last) for pace in paces], sizes)
        put_back = np.repeat([pace.undone_probability(first, last) for pace in paces], sizes)
        luck = rng.random(len(units))
        return np.where(units == 1, luck >= put_back, luck < finished).astype(np.int64)

    def totals(self, regime: int, day: date) -> Array:
        chances = np.ones(1)
        for pmf in self._by_kind(regime, day):
            chances = np.convolve(chances, pmf)
        return chances

    def of_total(self, total: int, regime: int, day: date, rng: Generator) -> Units:
        first, second = self._by_kind(regime, day)
        most = min(total, len(first) - 1)
        least = max(0, total - len(second) + 1)
        split = np.arange(least, most + 1)
        done = least + drawn(first[split] * second[total - split], rng)
        return np.concatenate(
            [
                rng.permutation(np.arange(len(pmf) - 1) < number)
                for pmf, number in ((first, done), (second, total - done))
            ]
        ).astype(np.int64)

    def _by_kind(self, regime: int, day: date) -> list[Array]:
        return [
            _binomial(size, paces[regime].done_probability(START, day))
            for size, paces in self.kinds
        ]


def _binomial(size: int, chance: float) -> Array:
    return np.asarray(binom.pmf(np.arange(size + 1), size, chance))


@dataclass(frozen=True, slots=True)
class Chain:
    """One unit with several values."""

    axis: Axis

    def begin(self, regime: int, rng: Generator) -> Units:
        return np.array([drawn(self.axis.start()[regime], rng)])

    def step(self, units: Units, regime: int, first: date, last: date, rng: Generator) -> Units:
        if first == last:
            return units
        moves = self.axis.transition(first, last)
        return np.array([drawn(moves[min(regime, len(moves) - 1)][units[0]], rng)])

    def totals(self, regime: int, day: date) -> Array:
        moves = self.axis.transition(START, day)
        return np.asarray(self.axis.start()[regime] @ moves[min(regime, len(moves) - 1)])

    def of_total(self, total: int, regime: int, day: date, rng: Generator) -> Units:
        return np.array([total])


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a bearer may do about one duty."""

    shares: Array  # (intent, regime) chances: if it means to keep its word, and if not
    walk: Walk
    names: tuple[str, ...]  # of the sites, in the order of the units
    history: Callable[..., Hidden] = Hidden  # what days, units and names make

    def regimes(self, keeps: float) -> Array:
        """(regime,) chances, if such bearers keep their word that often."""
        return np.asarray(np.array([keeps, 1.0 - keeps]) @ self.shares)

    def from_then(
        self, units: Units, today: date, regime: int, days: Sequence[date], rng: Generator
    ) -> Hidden:
        """What happens on later days, if the units stand so on this one."""
        columns = []
        for when in days:
            units = self.walk.step(units, regime, today, when, rng)
            columns.append(units)
            today = when
        return self.history(tuple(days), np.stack(columns, axis=1), self.names)


def behaviour_by_day(question: Question, rng: Generator) -> Behaviour:
    """What a bearer may do about a duty whose units move from day to day."""
    terms = question.terms
    names = tuple(f"site {index}" for index in range(terms.sites))
    order = tuple(names[index] for index in rng.permutation(terms.sites))  # the last ones are kept
    return Behaviour(regime_shares(question), _WALKS[_variable(question)](question), order)


def _variable(question: Question) -> str:
    if question.terms.schedule and question.obligation.kind is ObligationKind.STATE:
        return _INSTALMENTS
    bound = question.terms.bound
    return question.obligation.kind.value if bound is None else bound.direction.value


def _sites(question: Question) -> CountedWalk:
    terms = question.terms
    done, kept = site_regimes(question).hazards, kept_hazards(question)
    return Switches(((terms.count, done), (terms.preserve, kept)))


def _instalments(question: Question) -> CountedWalk:
    return Chain(InstalmentBlock(question.terms.count, site_regimes(question).hazards))


def _amount(question: Question) -> CountedWalk:
    return Chain(BatchDelivery(_bound(question), site_regimes(question).hazards))


def _events(question: Question) -> CountedWalk:
    priors = question.priors
    return Chain(EventAxis(START, (priors.events_per_year, priors.events_anyway_per_year)))


def _drifting(question: Question) -> CountedWalk:
    priors = question.priors
    return Chain(
        MeanRevertingLevel(_bound(question), priors.level_drift_per_year, priors.under_anyway)
    )


def _bound(question: Question) -> Bound:
    assert question.terms.bound is not None
    return question.terms.bound


_INSTALMENTS = "instalments"
_WALKS: Mapping[str, Callable[[Question], CountedWalk]] = {
    ObligationKind.STATE.value: _sites,
    _INSTALMENTS: _instalments,
    ObligationKind.ACT.value: _sites,
    ObligationKind.ABSTAIN.value: _events,
    BoundDirection.AT_LEAST.value: _amount,
    BoundDirection.AT_MOST.value: _drifting,
}


def drawn(chances: Array, rng: Generator) -> int:
    """An index, drawn by chances that need not add up to just one."""
    return int(np.searchsorted(np.cumsum(chances), rng.random() * chances.sum(), side="right"))
