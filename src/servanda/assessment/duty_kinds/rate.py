"""Duties to keep a rate: each period is kept or broken, and one tells something of the next.

The periods in which a duty is in force are a hidden chain of two states. What is said of some of
them in a row tells whether all of these were kept, none, or some: a likelihood of three values
(`rate_chain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp

import numpy as np

from servanda.assessment.duty_kinds.rate_chain import (
    ToldOfPeriods,
    TwoStateChain,
    outcome_mass,
    single_period_mass,
)
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments, heard_vectors
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question
from servanda.assessment.model.rate_periods import (
    closed_periods,
    counted_periods,
    periods_in_all,
    places_of_run,
)
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["period_mass", "rate_mass"]


def rate_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, 3) mass: of the periods that are over none was kept, some, or all.

    Before the first is over it is that of the first. Up to a common factor, which drops out of
    every probability.
    """
    asked = _number_of_periods(question)
    return outcome_mass(_chain(question), _run_likelihoods(question, reports, ways), asked)


def period_mass(question: Question, reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way, regime, 2 * period) mass of each period that is over: first broken, then kept ones."""
    asked = _number_of_periods(question)
    mass = single_period_mass(_chain(question), _run_likelihoods(question, reports, ways), asked)
    return np.concatenate([mass[..., 0], mass[..., 1]], axis=-1)


def _number_of_periods(question: Question) -> int:
    duty, terms = question.obligation, question.terms
    closed = closed_periods(duty, terms, question.on)
    return max(1, len(counted_periods(duty, terms, closed)))


def _all_counted(question: Question) -> Sequence[int]:
    """Every period that counts, of those until the deadline; the first where none does."""
    duty, terms = question.obligation, question.terms
    return counted_periods(duty, terms, periods_in_all(duty, terms)) or range(1)


def _chain(question: Question) -> TwoStateChain:
    """Three regimes: the bearer keeps nearly all periods, as many as it can, or does not mean to.

    Whether a period is kept is drawn anew at a constant rate, so that days and years of one duty
    are the same process, looked at more or less often.
    """
    rate, priors = question.terms.rate, question.priors
    assert rate is not None
    holds = exp(-priors.rate_turns_per_year * rate.per.days / DAYS_PER_YEAR)
    kept = (priors.rate_kept, priors.rate_kept_strained, priors.rate_kept_anyway)
    counted = _all_counted(question) if question.terms.idle else ()
    return TwoStateChain(kept, holds, tuple(b - a for a, b in pairwise(counted)))


def _run_likelihoods(
    question: Question, reports: Sequence[Report], ways: TruthAssignments
) -> list[ToldOfPeriods]:
    """What is said of each run of periods, those of one run multiplied together."""
    rate, start = question.terms.rate, question.obligation.start
    assert rate is not None
    counted = _all_counted(question)
    together: dict[tuple[int, int], list[Array]] = {}
    for report in reports:
        if report.covers is None:
            continue
        numbers = [min(max(rate.number_of(start, day), 0), counted[-1]) for day in report.covers]
        run = places_of_run(counted, *numbers)
        if run is not None:
            together.setdefault(run, []).append(heard_vectors(report, ways))
    return [
        ToldOfPeriods(first, final, _product(vectors))
        for (first, final), vectors in sorted(together.items())
    ]


def _product(vectors: Sequence[Array]) -> Array:
    """(way or 1, 3) likelihoods multiplied, scaled to a largest value of 1."""
    logs = sum(np.log(np.maximum(vector, 1e-300)) for vector in vectors)
    return np.asarray(np.exp(logs - np.max(logs)))
