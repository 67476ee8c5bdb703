"""What an origin that is wrong would say: one story, kept to, with a plausible day.

*Kept to.* If an origin is wrong, its further reports of the same duty are to be expected. Only the
boldest of them counts as the surprise that it is, and repeating it proves nothing.

*With a plausible day.* "Ten were blown up on the 20th" names a day. That all were done by just that
day was not very likely beforehand, and a sum that held this against the right origin alone would
rather believe that it is wrong. So the chance that a wrong origin tells this story is scaled by the
same plausibility.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from servanda.assessment.duties import value_mass
from servanda.assessment.hidden import Array
from servanda.assessment.questions import Question, regime_shares
from servanda.assessment.reports import Report, Ways
from servanda.records import ObligationKind

__all__ = ["as_stories"]

_LEAST = 0.01  # no day makes a false story rarer than this
_HORIZON = timedelta(days=365)  # without a deadline: how far after the last report to look


def as_stories(question: Question, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The same reports, with what each would be worth from an origin that is wrong."""
    plausible = _plausibilities(question, reports)
    boldest = {one.origin: one.evidence for one in sorted(reports, key=_boldness, reverse=True)}
    rarest: dict[str, float] = {}
    for one in reports:
        rarest[one.origin] = min(rarest.get(one.origin, 1.0), plausible[one.evidence])
    return tuple(
        replace(one, wrong=one.wrong * rarest[one.origin])
        if boldest[one.origin] == one.evidence
        else replace(one, wrong=np.full_like(one.wrong, one.right.max()))
        for one in reports
    )


def _boldness(report: Report) -> tuple[float, date, str]:
    """The lower, the less a wrong origin would come to say just this, compared to a right one."""
    return float(report.wrong.max() / report.right.max()), report.day, report.evidence


def _plausibilities(question: Question, reports: Sequence[Report]) -> dict[str, float]:
    """Of each report by its id: how likely it was to be true by its day, if it ever would be.

    Only for reports on the whole of a duty to get something done; 1 for any other.
    """
    if question.obligation.kind is ObligationKind.ABSTAIN or not reports:
        return {one.evidence: 1.0 for one in reports}
    last = max(report.day for report in reports)
    in_the_end = _expected(question, max(last, question.terms.deadline or last + _HORIZON))
    return {
        one.evidence: 1.0 if one.site is not None else _plausible(one, question, in_the_end)
        for one in reports
    }


def _plausible(report: Report, question: Question, in_the_end: Array) -> float:
    then = float(_expected(question, report.day) @ report.right)
    return min(1.0, max(_LEAST, then / float(in_the_end @ report.right)))


def _expected(question: Question, on: date) -> Array:
    """(value,) what a bearer that means to keep its word was expected to have done by then."""
    mass = value_mass(replace(question, on=on), (), Ways(()))[0]
    shares = np.array(regime_shares(question))
    full = np.broadcast_to(mass, (len(shares) + 1, mass.shape[-1]))
    return np.asarray(shares @ full[:-1])
