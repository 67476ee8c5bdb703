"""The status of an obligation on a day, and why."""

from __future__ import annotations

from datetime import date

from servanda.assessment.model.rate_periods import closed_periods, counted_periods, first_closing
from servanda.records import (
    Condition,
    ConditionMode,
    Obligation,
    Status,
    Terms,
    is_achievement,
    out_of_force,
    public_by,
)

__all__ = [
    "MET_FROM",
    "NOT_MET_TO",
    "status_after_record",
    "status_by_probability",
    "status_of",
    "status_without_number",
]

MET_FROM = 0.80  # least probability of MET [judgement; not from outside]
NOT_MET_TO = 0.20  # largest probability of NOT_MET [judgement; not from outside]


def status_without_number(
    obligation: Obligation, as_of: date, on: date
) -> tuple[Status, str] | None:
    """The status of an obligation without a number, with its reason; None if it needs a number."""
    if obligation.unscorable is not None:
        return Status.UNSCORABLE, obligation.unscorable
    gap = out_of_force(obligation.force, as_of, on)
    if gap is not None:
        return Status.NOT_IN_FORCE, gap.why
    if on < obligation.start:
        return Status.NOT_DUE, f"binds from {_start_in_words(obligation, as_of)}"
    condition = obligation.condition
    if condition is not None and not condition_holds(condition, as_of, on):
        return Status.NOT_DUE, f"due only {condition.mode.value} {condition.text}"
    return None


def _start_in_words(obligation: Obligation, as_of: date) -> str:
    rule = obligation.start_after
    return str(obligation.start) if rule is None else rule.in_words(as_of)


def condition_holds(condition: Condition, as_of: date, on: date) -> bool:
    """True if the condition held on the day `on`, by what was public on `as_of`."""
    known = [
        change
        for change in condition.changes
        if change.since <= on and public_by(change.published, as_of)
    ]
    if not known:
        return condition.mode is ConditionMode.WHILE
    return max(known, key=lambda change: change.since).fulfilled


def status_of(
    obligation: Obligation, terms: Terms, on: date, probability: float
) -> tuple[Status, str]:
    """The status that goes with a number, with its reason."""
    if terms.rate is not None and not _some_period_is_over(obligation, terms, on):
        closing = first_closing(obligation, terms)
        why = f"the first period closes on {closing}; the number says whether it will be kept"
        return Status.PENDING, why
    if is_achievement(obligation, terms):
        if terms.deadline is not None and terms.deadline > on:
            return Status.PENDING, f"due by {terms.deadline}; the number says whether done by {on}"
        if terms.deadline is None and probability < MET_FROM:
            return Status.PENDING, f"no deadline; the number says whether done by {on}"
    status = status_by_probability(probability)
    return status, _WHY[status]


def _some_period_is_over(obligation: Obligation, terms: Terms, on: date) -> bool:
    number = closed_periods(obligation, terms, on)
    return bool(counted_periods(obligation, terms, number))


def status_after_record(probability: float) -> Status:
    """The status of what fell due after the record ends: until then it had time."""
    return Status.MET if probability >= MET_FROM else Status.UNDETERMINED


def status_by_probability(probability: float) -> Status:
    """Met, not met or undetermined, from the number alone."""
    if probability >= MET_FROM:
        return Status.MET
    return Status.NOT_MET if probability <= NOT_MET_TO else Status.UNDETERMINED


_WHY = {
    Status.MET: f"probability at least {MET_FROM:.2f}",
    Status.NOT_MET: f"probability at most {NOT_MET_TO:.2f}",
    Status.UNDETERMINED: f"probability between {NOT_MET_TO:.2f} and {MET_FROM:.2f}",
}
