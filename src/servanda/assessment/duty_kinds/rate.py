"""Duties to keep a rate: each period is kept or broken, and one tells something of the next.

The periods of a duty are a hidden chain of two states. What is said of some of them in a row tells
whether all of these were kept, none, or some: a likelihood of three values (`rate_chain`).
"""

from __future__ import annotations

from collections.abc import Sequence
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
from servanda.assessment.model.rate_periods import closed_periods, periods_in_all
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
    return max(1, closed_periods(question.obligation, question.terms, question.on))


def _chain(question: Question) -> TwoStateChain:
    """Three regimes: the bearer keeps nearly all periods, as many as it can, or does not mean to.

    Whether a period is kept is drawn anew at a constant rate, so that days and years of one duty
    are the same process, looked at more or less often.
    """
    rate, priors = question.terms.rate, question.priors
    assert rate is not None
    holds = exp(-priors.rate_turns_per_year * rate.per.days / DAYS_PER_YEAR)
    kept = (priors.rate_kept, priors.rate_kept_strained, priors.rate_kept_anyway)
    return TwoStateChain(kept, holds)


def _run_likelihoods(
    question: Question, reports: Sequence[Report], ways: TruthAssignments
) -> list[ToldOfPeriods]:
    """What is said of each run of periods, those of one run multiplied together."""
    rate, start = question.terms.rate, question.obligation.start
    assert rate is not None
    last = periods_in_all(question.obligation, question.terms) - 1
    together: dict[tuple[int, int], list[Array]] = {}
    for report in reports:
        if report.covers is None:
            continue
        numbers = [min(last, rate.number_of(start, day)) for day in report.covers]
        first, final = max(0, numbers[0]), max(0, numbers[1])
        together.setdefault((first, final), []).append(heard_vectors(report, ways))
    return [
        ToldOfPeriods(first, final, _product(vectors))
        for (first, final), vectors in sorted(together.items())
    ]


def _product(vectors: Sequence[Array]) -> Array:
    """(way or 1, 3) likelihoods multiplied, scaled to a largest value of 1."""
    logs = sum(np.log(np.maximum(vector, 1e-300)) for vector in vectors)
    return np.asarray(np.exp(logs - np.max(logs)))
