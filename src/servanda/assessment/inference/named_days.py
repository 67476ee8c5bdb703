"""What the day that a report names says of the day before.

What came about on a day was not so the day before. Who is mistaken in the day, or in that it came
about, might have named any other day since the duty began as well; so its doubts weigh by the share
of the days that it names. Only the last days before the one that it names are likelier:
who tells of an act may name the day on which it was made known. Three kinds of report name a day:

- that a duty's whole was done on it: it was not done before;
- that a number was reached on it: no such number was reached before;
- that an event took place on it: none had before, if nobody names an earlier one. A later event
  says nothing of whether there was one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.model.questions import Question, met_values
from servanda.records import ObligationKind, is_achievement

__all__ = ["earliest_event", "with_days_before", "with_named_ends"]

# Chance that the day of an act is far from the day that is named. [judgement; not from outside]
_DAY_MISTAKEN = 0.02
# Chance of each of the days just before the named one, beside that of the named: pages tell of an
# act on the day of its announcement. [judgement; not from outside]
_DAY_NEAR = 0.05
# A report means the values that it gives at least so much of its weight on the likeliest of all.
# [judgement; not from outside]
_MEANT = 0.5
# Days of completion that campaigns may end on beside the others, the latest: each is one more
# regime to sum over. [limit]
_MOST_ENDS = 3
_TINY = 1e-300  # keeps ratios finite [judgement; not from outside]


def with_days_before(question: Question, reports: Sequence[Report]) -> list[Report]:
    """The reports with what those that name a day say of the day before, if their origin is right.

    Of others `came_about` is taken away.
    """
    earliest = earliest_event(question, reports)
    return [_with_day_before(question, report, earliest) for report in reports]


def with_named_ends(question: Question, reports: Sequence[Report]) -> Question:
    """The question with the days on which a report says that the whole of a count was done.

    One thing gets done on any day of its campaign; of many the last does near its end.
    """
    if question.obligation.kind is not ObligationKind.STATE or question.terms.rate is not None:
        return question
    met = met_values(question)
    days = sorted(
        {
            (report.came_about, max(report.day, report.came_about))
            for report in reports
            if report.came_about is not None
            and _names_day(question, report)
            and len(report.right) == len(met)
            and met[int(np.argmax(report.right))] > 0.0
        }
    )
    apart: list[tuple[date, date]] = []
    for first, last in days:
        if not apart or apart[-1][1] < first:
            apart.append((first, last))
    return replace(question, named_ends=tuple(apart[-_MOST_ENDS:]))


def earliest_event(question: Question, reports: Sequence[Report]) -> Report | None:
    """Of a duty to abstain the report that names the earliest day of an event; None without one."""
    if question.obligation.kind is not ObligationKind.ABSTAIN:
        return None
    named = [report for report in reports if _names_day(question, report)]
    return min(named, key=_first_day, default=None)


def _first_day(report: Report) -> date:
    return report.came_about or date.max


def _names_day(question: Question, report: Report) -> bool:
    first, right = report.came_about, report.right
    if first is None or first <= question.obligation.start or np.ptp(right) == 0.0:
        return False
    if question.obligation.kind is ObligationKind.ABSTAIN:
        return bool(right[-1] > right[0])
    return is_achievement(question.obligation, question.terms)


def _with_day_before(question: Question, report: Report, earliest: Report | None) -> Report:
    first, start = report.came_about, question.obligation.start
    if first is None or not _names_day(question, report):
        return replace(report, came_about=None)
    window, since = (report.day - first).days + 1, (report.day - start).days + 1
    by_chance = window / since
    told = (report.right - report.right.min()) / np.ptp(report.right)
    # To be mistaken in the day alone is no less likely than in that it was done at all: else who
    # names a later day than is known would speak against its having been done.
    mistaken = max(_DAY_MISTAKEN, float(report.right.min() / report.right.max()))
    if earliest is not None and _first_day(earliest) < first:
        mistaken = 1.0
    if report.after_others:  # as much may well have been there before
        mistaken = 1.0
    # What it hardly names is a mistake, and took place on that day or on any other; who had more
    # before had so many before.
    meant = np.where(told >= _MEANT, told, 0.0)
    reached = np.maximum.accumulate(meant)
    right = report.right * (by_chance + (1.0 - by_chance) * meant)
    far, near = mistaken * by_chance, max(mistaken * by_chance, _DAY_NEAR)
    before, well_before = 1.0 - (1.0 - near) * reached, 1.0 - (1.0 - far / near) * reached
    misread = report.misread
    if misread is not None:  # any other day might have been read as well, so far as that is in it
        part = misread[0] * by_chance
        held = right * before * well_before / np.maximum(part, _TINY)
        misread = (part * min(1.0, float(held.min())), misread[1])
    return replace(
        report, right=right, right_before=before, right_well_before=well_before, misread=misread
    )
