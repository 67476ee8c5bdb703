"""Which rows and days of a case can be scored against what turned out true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from servanda.records import Case, Truth, preserve_duty, terms_in_force
from servanda.records.choices import ScoreStep

__all__ = ["days_to_score", "duty_of", "scorable_days", "scorable_rows"]

_WEEK = 7  # days [definition]


def scorable_rows(case: Case) -> tuple[str, ...]:
    """Every id that a row with a number can have: obligations and their preserve duties."""
    rows = []
    for duty in case.obligations:
        rows.append(duty.id)
        versions = (duty.start, *(amendment.effective for amendment in duty.amendments))
        kept = (
            preserve_duty(duty, terms_in_force(duty, date.max, max(day, duty.start)))
            for day in versions
        )
        rows += {preserved.id for preserved in kept if preserved is not None}
    return tuple(rows)


def scorable_days(truths: Sequence[Truth], public: Iterable[date]) -> tuple[date, date]:
    """The first and the last day for which any truth is known.

    public: the days on which the documents kept became public; if a truth has no end, the last of
    them is the last day
    """
    states = [state for truth in truths for state in truth.states]
    known = [state.end - timedelta(days=1) for state in states if state.end is not None]
    recorded = list(public)
    if recorded and len(known) < len(states):
        known.append(max(recorded))
    first = min(state.start for state in states)
    return first, max(known, default=first)


def duty_of(row: str) -> str:
    """The obligation whose row this is: itself, or the one that says what to preserve."""
    return row.removesuffix(".preserve")


def days_to_score(first: date, last: date, every: ScoreStep) -> tuple[date, ...]:
    """The days from `first` to `last`, both included, at fixed steps.

    Every day; each seventh day counted from the first; or the last day of each month.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if every is ScoreStep.WEEK:
        return tuple(days[::_WEEK])
    if every is ScoreStep.MONTH:
        return tuple(day for day in days if (day + timedelta(days=1)).day == 1)
    return tuple(days)
