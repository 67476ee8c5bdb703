"""The question asked about one duty on one day, and the values that answer it with yes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard, Regimes, campaigns
from servanda.assessment.model.priors import Priors
from servanda.records import (
    BoundDirection,
    Instalment,
    Obligation,
    ObligationKind,
    Terms,
    instalment_due,
    is_achievement,
    state_space,
)
from servanda.records.case.terms import LevelCell, level_cells

__all__ = [
    "Question",
    "day_to_judge",
    "kept_hazards",
    "met_values",
    "preserved_values",
    "reached_values",
    "regime_shares",
    "site_regimes",
]


@dataclass(frozen=True, slots=True)
class Question:
    """One obligation under the terms in force, and the day asked about."""

    obligation: Obligation
    terms: Terms
    on: date  # the day whose state answers it
    priors: Priors
    # The day that was asked about, by which targets have fallen due; None: the same. No sum
    # depends on it.
    asked: date | None = field(default=None, compare=False)
    # The days on which a report says that the whole was done, first and last of each: of a count
    # campaigns may end on them, since the other ends are some of many days only.
    named_ends: tuple[tuple[date, date], ...] = ()

    @property
    def target(self) -> Instalment | None:
        """What is to be done by the day asked about, or next; None without a schedule."""
        return instalment_due(self.terms.schedule, self.asked or self.on)

    @property
    def begins(self) -> date:
        """The day on which nothing is done yet: the day before, where something is due at once."""
        start, targets = self.obligation.start, self.terms.schedule
        due_at_once = bool(targets) and targets[0].due <= start and start > date.min
        return start - timedelta(days=1) if due_at_once else start


def day_to_judge(obligation: Obligation, terms: Terms, on: date, record_until: date | None) -> date:
    """The day whose state answers a question about the day `on`.

    A closed period is judged on its last day: what comes later cannot change it. After the end of
    the record nothing is known that was not known on its last day.
    """
    last = on if record_until is None else min(on, record_until)
    if terms.deadline is not None and not is_achievement(obligation, terms):
        last = min(last, terms.deadline)
    return max(last, min(on, obligation.start))


def regime_shares(question: Question) -> Array:
    """(intent, regime) chances: if the bearer means to keep its word, and if not."""
    stays_within = question.terms.bound is not None and (
        question.terms.bound.direction is BoundDirection.AT_MOST
    )
    if question.terms.rate is not None:
        strained = question.priors.rate_strained
        return np.array([[1.0 - strained, strained, 0.0], [0.0, 0.0, 1.0]])
    if question.obligation.kind is ObligationKind.ABSTAIN or stays_within:
        return np.eye(2)
    regimes = site_regimes(question)
    return np.array([regimes.if_keeping, regimes.if_breaking])


def site_regimes(question: Question) -> Regimes:
    """How fast each site gets done and put back; all sites share the rate of being put back.

    A level has no sites; a part of it is what the last regime is about, whatever the bearer means.
    """
    kind = question.obligation.kind
    sites = 1 if kind is ObligationKind.ACT else max(1, question.terms.sites)
    share = 1.0 / sites if question.obligation.is_reversible else 0.0
    alone = kind in {ObligationKind.ACT, ObligationKind.LEVEL}
    together = 1 if alone else max(1, question.terms.count)
    start, deadline = question.begins, question.terms.deadline
    shares = _shares_due(question)
    named = tuple(((a - start).days, (b - start).days) for a, b in question.named_ends)
    found = _shared_campaigns(question.priors, share, start, deadline, together, shares, named)
    if kind is not ObligationKind.LEVEL:
        return found
    partly = question.priors.partly
    *whole, _ = found.if_keeping
    return replace(found, if_keeping=(*((1.0 - partly) * chance for chance in whole), partly))


@lru_cache(maxsize=1024)  # of some ten rates each; the sums of a duty ask for the same many times
def _shared_campaigns(
    priors: Priors,
    share: float,
    start: date,
    deadline: date | None,
    together: int,
    shares: tuple[tuple[int, float], ...],
    named: tuple[tuple[int, int], ...],
) -> Regimes:
    """The campaigns in which each site has a share of the rate of being put back.

    together: sites that are to be done
    shares: (days from the start, share of the whole due by then)
    named: the days that reports name as those of the end, from the start
    """
    shared = priors.with_values(
        undone_per_year=priors.undone_per_year * share,
        undone_anyway_per_year=priors.undone_anyway_per_year * share,
    )
    return campaigns(shared, start, deadline, together, shares, named)


def _shares_due(question: Question) -> tuple[tuple[int, float], ...]:
    """(days from the beginning, share of the whole due by then), of a duty in instalments."""
    targets = question.terms.schedule
    whole = targets[-1].count if targets else 0.0
    if not whole or targets[-1].due != question.terms.deadline:
        return ()
    return tuple(
        ((target.due - question.begins).days, target.count / whole)
        for target in targets
        if target.due > question.begins
    )


def kept_hazards(question: Question) -> tuple[CompletionHazard, ...]:
    """How fast sites that should stay as they are get done all the same, one a regime."""
    priors = question.priors
    *working, idle = site_regimes(question).hazards
    return (
        *(replace(pace, by_end=priors.kept_lost) for pace in working),
        replace(idle, by_end=priors.kept_lost_anyway),
    )


def met_values(question: Question) -> Array:
    """(value,) 1 where the duty is met, 0 where it is not."""
    obligation, terms = question.obligation, question.terms
    values = np.array(state_space(obligation, terms).values)
    if obligation.kind is ObligationKind.ABSTAIN:
        return np.asarray(values == 0.0, dtype=np.float64)
    if obligation.kind is ObligationKind.ACT:
        return np.asarray(values == 1.0, dtype=np.float64)
    if terms.rate is not None:
        return np.asarray(values == 1.0, dtype=np.float64)
    if terms.bound is not None and obligation.kind is ObligationKind.LEVEL:
        slack = 1e-9 * terms.bound.value  # the grid's own rounding
        if terms.bound.direction is BoundDirection.AT_MOST:
            return np.asarray(values <= terms.bound.value + slack, dtype=np.float64)
        return np.asarray(values >= terms.bound.value - slack, dtype=np.float64)
    return np.asarray(values >= terms.count, dtype=np.float64)


def reached_values(question: Question, count: float) -> Array:
    """(value,) how far each value is one at which so many are done: 1 or 0.

    Of a cell of a level that holds the count, the share of it that lies above.
    """
    bound = question.terms.bound
    if question.obligation.kind is ObligationKind.LEVEL and bound is not None:
        slack = 1e-9 * bound.value  # the grid's own rounding
        cells = level_cells(bound)
        return np.array([_share_above(cell, count - slack) for cell in cells])
    values = np.array(state_space(question.obligation, question.terms).values)
    return np.asarray(values >= count, dtype=np.float64)


def _share_above(cell: LevelCell, count: float) -> float:
    if not cell.width:
        return float(cell.low >= count)
    return float(np.clip((cell.high - count) / cell.width, 0.0, 1.0))


def preserved_values(question: Question) -> Array:
    """(value,) 1 where enough sites are left as they were to honour the preserve duty."""
    values = np.array(state_space(question.obligation, question.terms).values)
    return np.asarray(question.terms.sites - values >= question.terms.preserve, dtype=np.float64)
