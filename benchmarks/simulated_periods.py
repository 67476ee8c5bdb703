"""What happens in simulated cases of rates and of watched bans: whole histories, drawn at once.

Of a rate a unit is a period, kept or broken; of a watched ban it is an event, with its time. What
is spoken of is a run of periods, or whether anything has happened by a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import exp

import numpy as np
from numpy.random import Generator

from benchmarks.simulated_menus import Content, Menu
from benchmarks.simulated_paths import Behaviour, Hidden, Units, Walk, behaviour_by_day
from servanda.assessment.duty_kinds.rate_chain import TwoStateChain
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, regime_shares
from servanda.assessment.model.rate_periods import closed_periods
from servanda.evidence.statements.watcher_silence import WATCHING
from servanda.evidence.trust.reliability import P_FAVOURABLE_IF_WRONG
from servanda.evidence.trust.sides import Side
from servanda.records import DateRange, Evidence, Precision, StateSpace, Variable, WatchPeriod
from servanda.records.units import DAYS_PER_YEAR
from tests.builders import START, count_report

__all__ = [
    "EventTimes",
    "KeptPeriods",
    "PeriodsWalk",
    "TimesWalk",
    "behaviour_of",
    "days_of_run",
    "run_menu",
    "silence_of",
]

_SPACE = StateSpace(Variable.PERIODS_KEPT, (0.0, 0.5, 1.0), None)
_RIGHTLY = 0.9  # chance that who is right about some periods names what is so
_HORIZON = 4000  # days after the start, after which no event is drawn


@dataclass(frozen=True, slots=True)
class KeptPeriods(Hidden):
    """Which periods were kept: `site` names a run of them, "first-last"; without it all so far."""

    question: Question | None = None

    def value(self, day: date, site: str | None = None) -> int:
        """0 if none of the periods was kept, 1 if some were, 2 if all were."""
        assert self.question is not None
        asked = closed_periods(self.question.obligation, self.question.terms, day)
        first, last = (0, max(1, asked) - 1) if site is None else map(int, site.split("-"))
        run = self.units[first : last + 1, 0]
        return 2 if run.all() else int(run.any())


@dataclass(frozen=True, slots=True)
class EventTimes(Hidden):
    """When events took place, in days after the start."""

    def value(self, day: date, site: str | None = None) -> int:
        """1 from the day of the first event on."""
        return int((self.units[:, 0] <= (day - START).days).any())


@dataclass(frozen=True, slots=True)
class PeriodsWalk:
    """A chain of so many periods, each kept or broken."""

    chain: TwoStateChain
    periods: int

    def begin(self, regime: int, rng: Generator) -> Units:
        """All periods, 1 where one was kept."""
        kept = self.chain.kept[regime]
        states = [rng.random() < kept]
        for stays in rng.random(self.periods - 1) < self.chain.holds:
            states.append(states[-1] if stays else rng.random() < kept)
        return np.array(states, dtype=np.int64)

    def step(self, units: Units, regime: int, first: date, last: date, rng: Generator) -> Units:
        """The same: all of it was drawn at the beginning."""
        return units


@dataclass(frozen=True, slots=True)
class TimesWalk:
    """Events at a constant rate; the last one, beyond all that is looked at, is none."""

    per_year: tuple[float, ...]

    def begin(self, regime: int, rng: Generator) -> Units:
        """The day of each event, rounded up: on it the event has taken place."""
        expected = self.per_year[regime] * _HORIZON / DAYS_PER_YEAR
        times = np.sort(rng.uniform(0.0, _HORIZON, rng.poisson(expected)))
        return np.array([*np.ceil(times), 2 * _HORIZON], dtype=np.int64)

    def step(self, units: Units, regime: int, first: date, last: date, rng: Generator) -> Units:
        """The same: all of it was drawn at the beginning."""
        return units


def behaviour_of(question: Question, rng: Generator) -> Behaviour:
    """What a bearer may do about one duty."""
    shares, priors = regime_shares(question), question.priors
    if question.terms.rate is not None:
        walk: Walk = PeriodsWalk(_chain_of(question), _periods_of(question))
        return Behaviour(shares, walk, (), partial(KeptPeriods, question=question))
    if question.obligation.watchers:
        walk = TimesWalk((priors.events_per_year, priors.events_anyway_per_year))
        return Behaviour(shares, walk, (), EventTimes)
    return behaviour_by_day(question, rng)


def _chain_of(question: Question) -> TwoStateChain:
    priors, rate = question.priors, question.terms.rate
    assert rate is not None
    holds = exp(-priors.rate_turns_per_year * rate.per.days / DAYS_PER_YEAR)
    return TwoStateChain(
        (priors.rate_kept, priors.rate_kept_strained, priors.rate_kept_anyway), holds
    )


def _periods_of(question: Question) -> int:
    """Those until the deadline, or as many as are ever looked at without one."""
    rate, start = question.terms.rate, question.obligation.start
    assert rate is not None
    last = question.terms.deadline or start + timedelta(days=_HORIZON // 3)
    return rate.complete_by(start, last)


def run_menu(side: Side) -> Menu:
    """That none of some periods was kept, some, or all; each told as rightly as the others."""
    good = P_FAVOURABLE_IF_WRONG[side]
    wrong = (0.5 * (1.0 - good), 0.5 * (1.0 - good), good)
    slip = 0.5 * (1.0 - _RIGHTLY)
    return tuple(
        Content(says, _SPACE, _one_right(place, slip), wrong[place])
        for place, says in enumerate(("none", "some", "all"))
    )


def _one_right(place: int, slip: float) -> Array:
    right = np.full(3, slip)
    right[place] = _RIGHTLY
    return right


def days_of_run(question: Question, run: str) -> DateRange:
    """The days of a run of periods."""
    rate, start = question.terms.rate, question.obligation.start
    assert rate is not None
    first, last = map(int, run.split("-"))
    return DateRange(rate.first_day(start, first), rate.last_day(start, last), Precision.RANGE)


def silence_of(hidden: Hidden, until: date, rng: Generator) -> tuple[Evidence, float] | None:
    """A watcher's silence over some days and how often such watchers watch; None if it spoke.

    Each event while it watches is seen by chance; who does not watch is silent.
    """
    days = (until - START).days
    first, last = sorted(rng.choice(days + 1, size=2, replace=False).tolist())
    detects = float(rng.uniform(0.3, 0.99))
    watches = float(rng.beta(WATCHING.right, WATCHING.wrong))
    events = hidden.units[:, 0]
    number = int(((events > first) & (events <= last)).sum())
    if rng.random() < watches and (rng.random(number) < detects).any():
        return None
    begins, ends = START + timedelta(days=first), START + timedelta(days=last)
    unseen = 1.0 - detects * (last - first) / max(1, last)
    item = count_report(
        (1.0, unseen),
        ends,
        id="watcher/0",
        origin="watcher",
        if_wrong=(1.0, 1.0),
        states=StateSpace(Variable.EVENT, (0.0, 1.0), None),
        reliability=WATCHING,
        watch=WatchPeriod(begins, ends, detects, 0.0, ()),
    )
    return item, watches
