"""What an origin that is wrong would say: one story, kept to, with a plausible day.

*Kept to.* What an origin that is wrong says first has nothing to do with what is so. All that it
says later is, nine times in ten, told of a world in which its first statement is true, so that
repeating itself proves nothing; else it says whatever comes to hand, as it did the first time. So
an origin that contradicts itself is more likely a wrong one.

*With a plausible day.* "Ten were blown up on the 20th" names a day. That all were done by just that
day was not very likely beforehand, and a sum that held this against the right origin alone would
rather believe that it is wrong. So the chance that a wrong origin tells this story is scaled by the
same plausibility; what it would have liked to say and could not, it leaves unsaid.

So the chance of any sequence of statements is a chance: over all that could be said, and silence,
it adds up to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from servanda.assessment.duty_kinds.by_kind import value_mass
from servanda.assessment.filters.report_likelihoods import Report, TruthAssignments
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, regime_shares
from servanda.records import ObligationKind

__all__ = [
    "KEEPS_TO_STORY",
    "with_plausible_days",
    "with_wrong_source_likelihood",
]

KEEPS_TO_STORY = 0.9  # of origins that are wrong
_LEAST = 0.01  # no day makes a false story rarer than this
_TINY = 1e-300
_HORIZON = timedelta(days=365)  # without a deadline: how far after a report to look


def with_wrong_source_likelihood(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The same for reports, or some of them, whose days have been looked at before."""
    first = {one.origin: one.evidence for one in reversed(reports)}
    return tuple(
        replace(one, wrong=one.wrong * one.plausible)
        if first[one.origin] == one.evidence
        else replace(one, wrong=np.full_like(one.wrong, one.follows))
        for one in reports
    )


def with_plausible_days(question: Question, reports: Sequence[Report]) -> tuple[Report, ...]:
    """Each report with how well its day, and what its origin said before, would go with a story."""
    follows: dict[str, float] = {}
    by_origin: dict[str, list[Report]] = {}
    for one in reports:
        by_origin.setdefault(one.origin, []).append(one)
    for own in by_origin.values():
        if len(own) > 1:  # all that follows the first is put with the second
            kept_to = _chance(question, own) / _chance(question, own[:1])
            at_hand = float(np.prod([one.wrong.max() for one in own[1:]]))
            follows[own[1].evidence] = KEEPS_TO_STORY * kept_to + (1 - KEEPS_TO_STORY) * at_hand
    return tuple(
        replace(one, plausible=_plausibility(question, one), follows=follows.get(one.evidence, 1.0))
        for one in reports
    )


def _chance(question: Question, own: Sequence[Report]) -> float:
    """The chance of all that one origin says, if it is right.

    Masses are known up to a common factor, so it is compared with saying what is always said.
    """
    asked = replace(question, on=own[-1].day)
    always = [replace(one, wrong=np.ones_like(one.wrong)) for one in own]
    mass = value_mass(asked, always, TruthAssignments((own[0].origin,)))
    priors = question.priors
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    shares = np.array([*(keeps * share for share in regime_shares(question)), 1.0 - keeps])
    full = np.broadcast_to(mass, (2, len(shares), mass.shape[-1]))
    right, said = np.einsum("r,wrv->w", shares, full)
    return max(float(right / said), _TINY)


def _plausibility(question: Question, report: Report) -> float:
    """How likely it was to be true by its day, if it ever would be.

    Only for reports on the whole of a duty to get something done; 1 for any other.
    """
    if question.obligation.kind is ObligationKind.ABSTAIN or report.site is not None:
        return 1.0
    end = max(report.day, question.terms.deadline or report.day + _HORIZON)
    then, in_the_end = (
        float(_expected_progress(question, day) @ report.right) for day in (report.day, end)
    )
    return min(1.0, max(_LEAST, then / in_the_end))


@lru_cache(maxsize=4096)
def _expected_progress(question: Question, on: date) -> Array:
    """(value,) what a bearer that means to keep its word was expected to have done by then."""
    mass = value_mass(replace(question, on=on), (), TruthAssignments(()))[0]
    shares = np.array(regime_shares(question))
    full = np.broadcast_to(mass, (len(shares) + 1, mass.shape[-1]))
    return np.asarray(shares @ full[:-1])
