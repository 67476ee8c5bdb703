"""The question asked about one duty on one day, and the values that answer it with yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard, Regimes, campaigns
from servanda.assessment.model.priors import Priors
from servanda.records import (
    BoundDirection,
    Obligation,
    ObligationKind,
    Terms,
    is_achievement,
    state_space,
)

__all__ = [
    "Question",
    "day_to_judge",
    "kept_hazards",
    "met_values",
    "preserved_values",
    "regime_shares",
    "site_regimes",
]


@dataclass(frozen=True, slots=True)
class Question:
    """One obligation under the terms in force, and the day asked about."""

    obligation: Obligation
    terms: Terms
    on: date
    priors: Priors


def day_to_judge(obligation: Obligation, terms: Terms, on: date, record_until: date | None) -> date:
    """The day whose state answers a question about the day `on`.

    A closed period is judged on its last day: what comes later cannot change it. After the end of
    the record nothing is known that was not known on its last day.
    """
    last = on if record_until is None else min(on, record_until)
    if terms.deadline is not None and not is_achievement(obligation, terms):
        last = min(last, terms.deadline)
    return max(last, min(on, obligation.start))


def regime_shares(question: Question) -> tuple[float, ...]:
    """The share of each regime in the chance that the bearer means to keep its word.

    The last regime, in which it does not, is not among them.
    """
    stays_within = question.terms.bound is not None and (
        question.terms.bound.direction is BoundDirection.AT_MOST
    )
    if question.obligation.kind is ObligationKind.ABSTAIN or stays_within:
        return (1.0,)
    return site_regimes(question).shares


def site_regimes(question: Question) -> Regimes:
    """How fast each site gets done and put back; all sites share the rate of being put back."""
    act = question.obligation.kind is ObligationKind.ACT
    sites = 1 if act else max(1, question.terms.sites)
    share = 1.0 / sites if question.obligation.is_reversible else 0.0
    start, deadline = question.obligation.start, question.terms.deadline
    return _shared_campaigns(question.priors, share, start, deadline)


@lru_cache(maxsize=1024)  # of some ten rates each; the sums of a duty ask for the same many times
def _shared_campaigns(priors: Priors, share: float, start: date, deadline: date | None) -> Regimes:
    """The campaigns in which each site has a share of the rate of being put back."""
    shared = replace(
        priors,
        undone_per_year=priors.undone_per_year * share,
        undone_anyway_per_year=priors.undone_anyway_per_year * share,
    )
    return campaigns(shared, start, deadline)


def kept_hazards(question: Question) -> tuple[CompletionHazard, ...]:
    """How fast sites that should stay as they are get done all the same, one a regime."""
    priors = question.priors
    *keeping, breaking = site_regimes(question).hazards
    return (
        *(replace(pace, by_end=priors.kept_lost) for pace in keeping),
        replace(breaking, by_end=priors.kept_lost_anyway),
    )


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
