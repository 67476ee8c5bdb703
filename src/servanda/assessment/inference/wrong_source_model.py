"""What an origin that is wrong would say: a consistent story with a plausible day.

*Consistent.* What a wrong origin says first does not depend on the truth. Nine times in ten what it
says later describes a world in which its first statement is true, so that repeating itself proves
nothing; otherwise it says anything, as it did the first time. So an origin that contradicts itself
is more likely a wrong one.

*With a plausible day.* "Ten were blown up on the 20th" names a day. That all were done by exactly
that day was not very likely beforehand, and much less so where others said on the 19th that they
stood; if only an origin that is right paid for that, the sums would rather believe that it is
wrong. So the chance that a wrong origin tells this story is scaled by the same plausibility, given
what others had said before that not all was done. Statements that it could not plausibly make are
dropped, so that the probabilities of everything it could say, and of silence, still sum to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from servanda.assessment.duty_kinds.by_kind import value_mass
from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    trust_of_origins,
)
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, met_values, regime_shares
from servanda.records import ObligationKind, Reliability, is_achievement

__all__ = [
    "KEEPS_TO_STORY",
    "with_plausible_days",
    "with_wrong_source_likelihood",
]

# Chance that a wrong origin goes on with its first story. [judgement; not from outside]
KEEPS_TO_STORY = 0.9
# Chance that the day of an act is far from the day that is named. [judgement; not from outside]
_DAY_MISTAKEN = 0.02
# Least plausibility of a day. [judgement; not from outside]
_LEAST = 0.001
# Earlier reports of others that a day is held against, the latest: each takes sums of its own.
# [limit]
_HELD_AGAINST = 4
_TINY = 1e-300  # least chance of a sequence of statements [judgement; not from outside]
_HORIZON = timedelta(days=365)  # without a deadline: how far after a report to look


def with_wrong_source_likelihood(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports with their likelihood if wrong, from the results of `with_plausible_days`."""
    first = {report.origin: report.evidence for report in reversed(reports)}
    trust = trust_of_origins(reports)
    return tuple(
        _with_likelihood(
            _with_own_doubt(report, trust[report.origin]),
            is_first=first[report.origin] == report.evidence,
        )
        for report in reports
    )


def _with_own_doubt(report: Report, origin: Reliability) -> Report:
    """The report with what makes it less reliable than its origin is as a whole.

    Who is right as a whole errs in this statement with the chance that makes up the difference,
    and says then what one who is wrong would say, on a day as plausible.
    """
    stands = report.reliability.mean / origin.mean
    if stands >= 1.0:
        return report
    right = stands * report.right + (1.0 - stands) * report.wrong * report.plausible
    before = report.right_before
    if before is not None:
        before = stands * before + 1.0 - stands
    return replace(report, right=right, right_before=before, reliability=origin)


def _with_likelihood(report: Report, *, is_first: bool) -> Report:
    if is_first:
        return replace(report, wrong=report.wrong * report.plausible)
    return replace(report, wrong=np.full_like(report.wrong, report.follows))


def with_plausible_days(question: Question, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports with `plausible`, `follows` and `right_before` filled in."""
    reports = [_with_day_before(question, report) for report in reports]
    reports = [_with_plausibility(question, report, reports) for report in reports]
    follows, trust = dict[str, float](), trust_of_origins(reports)
    by_origin: dict[str, list[Report]] = {}
    for report in reports:
        by_origin.setdefault(report.origin, []).append(report)
    for own in by_origin.values():
        later = range(1, len(own))
        if len(own) > 1:  # the chance of everything after the first report goes to the second
            others = _others(own[0], reports)
            heard = _denials_before(question, own[-1], others)
            doubted = [_with_own_doubt(report, trust[report.origin]) for report in own]
            consistent = _chance(question, doubted, heard) / _chance(question, doubted[:1], heard)
            anything = float(
                np.prod([_chance_of_anything(question, own, n, others) for n in later])
            )
            mixed = KEEPS_TO_STORY * consistent + (1 - KEEPS_TO_STORY) * anything
            follows[own[1].evidence] = mixed
    return tuple(replace(report, follows=follows.get(report.evidence, 1.0)) for report in reports)


def _with_plausibility(question: Question, report: Report, reports: Sequence[Report]) -> Report:
    heard = _denials_before(question, report, _others(report, reports))
    return replace(report, plausible=_plausibility(question, report, heard))


def _with_day_before(question: Question, report: Report) -> Report:
    """The report with what the day that it names says of the day before, if its origin is right.

    What came about on a day was not so the day before. Who is mistaken in the day, or in that it
    was done, might have named any other day since the duty began as well.
    """
    achieves = is_achievement(question.obligation, question.terms)
    first, start = report.came_about, question.obligation.start
    flat = np.ptp(report.right) == 0.0
    if first is None or flat or not achieves or first <= start:
        return replace(report, came_about=None)
    window, since = (report.day - first).days + 1, (report.day - start).days + 1
    by_chance = window / since
    told = (report.right - report.right.min()) / np.ptp(report.right)
    # To be mistaken in the day alone is no less likely than in that it was done at all: else who
    # names a later day than is known would speak against its having been done.
    mistaken = max(_DAY_MISTAKEN, float(report.right.min() / report.right.max()))
    if report.after_others:  # as much may well have been there before
        mistaken = 1.0
    return replace(
        report,
        right=report.right * (by_chance + (1.0 - by_chance) * told),
        right_before=1.0 - (1.0 - mistaken * by_chance) * told,
    )


def _others(report: Report, reports: Sequence[Report]) -> list[Report]:
    return [other for other in reports if other.origin != report.origin]


def _chance(question: Question, own: Sequence[Report], heard: Sequence[Report]) -> float:
    """The chance of everything that one origin says, if it is right, given what others had said.

    Masses are known up to a common factor only; it cancels against that of a likelihood of 1.
    """
    on_last_day = replace(question, on=own[-1].day)
    flat_if_wrong = [replace(report, wrong=np.ones_like(report.wrong)) for report in own]
    told = (*flat_if_wrong, *heard)
    mass = value_mass(on_last_day, told, TruthAssignments((own[0].origin,)))
    priors = question.priors
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    shares = np.array([*(keeps * share for share in regime_shares(question)), 1.0 - keeps])
    full = np.broadcast_to(mass, (2, len(shares), mass.shape[-1]))
    right, flat = np.einsum("r,wrv->w", shares, full)
    return max(float(right / flat), _TINY)


def _chance_of_anything(
    question: Question, own: Sequence[Report], number: int, others: Sequence[Report]
) -> float:
    """The chance that who says anything says this, at a time that fits what was said before."""
    report, before = own[number], (*own[:number], *others)
    denials = _denials_before(question, report, before)
    return float(report.wrong.max()) * _plausibility(question, report, denials)


def _denials_before(
    question: Question, report: Report, heard: Sequence[Report]
) -> tuple[Report, ...]:
    """That not all is done: what had been said by the day of a report that all is.

    Of what was heard the latest, one an origin.
    """
    met = met_values(question)
    if not _speaks_for_completion(report, met):
        return ()
    latest: dict[str, Report] = {}
    for other in heard:
        comparable = other.site is None and len(other.right) == len(report.right)
        if comparable and other.day < report.day:
            known = latest.get(other.origin)
            if known is None or known.day <= other.day:
                latest[other.origin] = other
    denials = [other for other in latest.values() if not _speaks_for_completion(other, met)]
    denials.sort(key=lambda other: (other.day, other.evidence))
    return tuple(denials[-_HELD_AGAINST:])


def _speaks_for_completion(report: Report, met: Array) -> bool:
    return bool(len(report.right) == len(met) and (report.right * met).max() > report.right[0])


def _plausibility(question: Question, report: Report, denials: tuple[Report, ...]) -> float:
    """The chance that a report was true by its day, if it ever came true.

    Only for reports on the whole of a duty to get something done; 1 for any other.
    denials: what others had said before
    """
    if question.obligation.kind is ObligationKind.ABSTAIN or report.site is not None:
        return 1.0
    end = max(report.day, question.terms.deadline or report.day + _HORIZON)
    then = float(_expected_progress(question, report.day, denials) @ report.right)
    if report.right_before is not None and report.came_about is not None:
        before = report.came_about - timedelta(days=1)
        then -= float(_expected_progress(question, before, denials) @ report.right)
    in_the_end = float(_expected_progress(question, end) @ report.right)
    return min(1.0, max(_LEAST, then / in_the_end))


@lru_cache(maxsize=4096)
def _expected_progress(question: Question, on: date, denials: tuple[Report, ...] = ()) -> Array:
    """(value,) probabilities for that day if the bearer means to keep its word.

    denials: what had been said by then, each taken as its origin is trusted
    """
    mass = value_mass(replace(question, on=on), denials, TruthAssignments(()))[0]
    shares = np.array(regime_shares(question))
    full = np.broadcast_to(mass, (len(shares) + 1, mass.shape[-1]))
    keeps = shares @ full[:-1]
    return np.asarray(keeps / keeps.sum())
