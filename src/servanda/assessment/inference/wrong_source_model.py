"""What an origin that is wrong would say: a consistent story with a plausible day.

*Consistent.* A wrong origin's story begins with the statement of its that tells most, which does
not depend on the truth. Nine times in ten what else it says describes a world in which that
statement is true, so that repeating itself proves nothing; otherwise it says anything, as it did
then. So an origin that contradicts itself is more likely a wrong one, and a vague statement before
a plain one takes nothing from it that who is wrong would hardly have said the plain one.

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
from servanda.assessment.inference.named_days import earliest_event, with_days_before
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import Question, met_values, regime_shares
from servanda.records import ObligationKind, Reliability

__all__ = [
    "KEEPS_TO_STORY",
    "lead_of",
    "most_telling",
    "with_plausible_days",
    "with_wrong_source_likelihood",
]

# Chance that a wrong origin goes on with its first story. [judgement; not from outside]
KEEPS_TO_STORY = 0.9
# Least plausibility of a day. [judgement; not from outside]
_LEAST = 0.001
# Earlier reports of others that a day is held against, the latest: each takes sums of its own.
# [limit]
_HELD_AGAINST = 4
# Statements tell as much as each other if their largest ratios are so close. [limit]
_AS_TELLING = 1.0 - 1e-9
_TINY = 1e-300  # least chance of a sequence of statements [judgement; not from outside]
_HORIZON = timedelta(days=365)  # without a deadline: how far after a report to look


def with_wrong_source_likelihood(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports with their likelihood if wrong, from the results of `with_plausible_days`."""
    first = {report.origin: report.evidence for report in reversed(reports)}
    first |= {report.origin: report.evidence for report in reports if report.leads}
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
    before, well_before = report.right_before, report.right_well_before
    if before is not None and well_before is not None:
        well_before = stands * before * well_before + 1.0 - stands
        before = stands * before + 1.0 - stands
        well_before = well_before / before
    misread = report.misread
    if misread is not None:
        also = stands * misread[0] + (1.0 - stands) * misread[1] * report.plausible
        misread = (also, misread[1])
    return replace(
        report,
        right=right,
        right_before=before,
        right_well_before=well_before,
        reliability=origin,
        misread=misread,
    )


def _with_likelihood(report: Report, *, is_first: bool) -> Report:
    wrong = report.wrong * report.plausible
    if not is_first:
        wrong = np.full_like(report.wrong, report.follows)
    misread = report.misread
    if misread is not None:  # as large a part of what a wrong origin would say as before
        misread = (misread[0], wrong * misread[1] / np.maximum(report.wrong, _TINY))
    return replace(report, wrong=wrong, misread=misread)


def with_plausible_days(question: Question, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports with `plausible`, `follows` and `right_before` filled in."""
    dated = with_days_before(question, reports)
    earliest = earliest_event(question, dated)
    reports = [
        _with_rarity_of_day(question, plain, named, earliest)
        for plain, named in zip(reports, dated, strict=True)
    ]
    reports = [_with_plausibility(question, report, reports) for report in reports]
    follows, leads = dict[str, float](), set[str]()
    by_origin: dict[str, list[Report]] = {}
    for report in reports:
        by_origin.setdefault(report.origin, []).append(report)
    for own in by_origin.values():
        if len(own) > 1:  # the chance of everything but the lead goes to the next report
            lead = lead_of(own)
            leads.add(own[lead].evidence)
            rest = _chance_of_rest(question, own, lead, _others(own[0], reports))
            follows[own[0 if lead else 1].evidence] = rest
    return tuple(
        replace(
            report,
            follows=follows.get(report.evidence, 1.0),
            leads=report.evidence in leads,
        )
        for report in reports
    )


def lead_of(own: Sequence[Report]) -> int:
    """Which of an origin's statements its story begins with, if it is wrong: what tells most.

    That is the one whose likelihoods, if it is right, differ most; the earliest of several.
    """
    return most_telling([report.right for report in own])


def most_telling(vectors: Sequence[Array]) -> int:
    """The first of the vectors whose values differ most, by ratio."""
    tells = [float(vector.max() / max(vector.min(), _TINY)) for vector in vectors]
    return next(number for number, told in enumerate(tells) if told >= max(tells) * _AS_TELLING)


def _chance_of_rest(
    question: Question, own: Sequence[Report], lead: int, others: Sequence[Report]
) -> float:
    """The chance of what else a wrong origin says, given what its story begins with."""
    trust = trust_of_origins(own)
    heard = _denials_before(question, own[-1], others)
    doubted = [_with_own_doubt(report, trust[report.origin]) for report in own]
    whole = _chance(question, doubted, heard)
    consistent = whole / _chance(question, [doubted[lead]], heard)
    rest = [number for number in range(len(own)) if number != lead]
    anything = np.prod([_chance_of_anything(question, own, number, others) for number in rest])
    return KEEPS_TO_STORY * consistent + (1.0 - KEEPS_TO_STORY) * float(anything)


def _with_plausibility(question: Question, report: Report, reports: Sequence[Report]) -> Report:
    heard = _denials_before(question, report, _others(report, reports))
    return replace(report, plausible=_plausibility(question, report, heard))


def _with_rarity_of_day(
    question: Question, plain: Report, dated: Report, earliest: Report | None
) -> Report:
    """A report that names a day with how much rarer it is for that, if its origin is right.

    Of what completes a duty that is in the plausibility of its day.
    plain: the report as if it named none
    """
    if dated.right_before is None or _speaks_for_completion(dated, met_values(question)):
        return dated
    heard = () if earliest is None or earliest.origin == dated.origin else (earliest,)
    without_day = replace(plain, came_about=None)
    rarity = _chance(question, (dated,), heard) / _chance(question, (without_day,), heard)
    return replace(dated, rarity_of_day=min(1.0, rarity))


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
    shares = np.array([keeps, 1.0 - keeps]) @ regime_shares(question)
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
    if question.terms.rate is not None:  # what was said of other periods denies nothing
        return ()
    if not _speaks_for_completion(report, met):
        return ()
    latest: dict[str, Report] = {}
    for other in heard:
        comparable = other.site is None and len(other.right) == len(report.right)
        comparable = comparable and other.watch is None  # silence is no word
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

    Only for reports on the whole of a duty to get something done; 1 for any other that names no
    day.
    denials: what others had said before
    """
    if question.obligation.kind is ObligationKind.ABSTAIN or report.site is not None:
        return report.rarity_of_day
    if question.terms.rate is not None:
        return 1.0
    end = max(report.day, question.terms.deadline or report.day + _HORIZON)
    then = float(_expected_progress(question, report.day, denials) @ report.right)
    completes = _speaks_for_completion(report, met_values(question))
    if completes and report.right_before is not None and report.came_about is not None:
        before = report.came_about - timedelta(days=1)
        then -= float(_expected_progress(question, before, denials) @ report.right)
    in_the_end = float(_expected_progress(question, end) @ report.right)
    return min(1.0, max(_LEAST, then / in_the_end)) * report.rarity_of_day


@lru_cache(maxsize=4096)
def _expected_progress(question: Question, on: date, denials: tuple[Report, ...] = ()) -> Array:
    """(value,) probabilities for that day if the bearer means to keep its word.

    denials: what had been said by then, each taken as its origin is trusted
    """
    mass = value_mass(replace(question, on=on), denials, TruthAssignments(()))[0]
    shares = regime_shares(question)
    full = np.broadcast_to(mass, (shares.shape[1], mass.shape[-1]))
    keeps = shares[0] @ full
    return np.asarray(keeps / keeps.sum())
