"""Why a row has no number for want of evidence: where its time stands, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from servanda.assessment.model.questions import Question
from servanda.plurals import count_phrase
from servanda.records import (
    Bearing,
    CaseEvidence,
    Evidence,
    Obligation,
    Terms,
    is_achievement,
)

__all__ = ["why_no_evidence"]

_SET_ASIDE = {
    Bearing.REPEATS: "repeating what was said before",
    Bearing.BEFORE_DUTY: "dated before the duty began",
    Bearing.AFTER_DUTY: "dated after the period",
    Bearing.NOT_IN_FORCE: "dated while the duty was not in force",
    Bearing.CANNOT_KNOW: "from a source that cannot know it",
    Bearing.NO_STATEMENT: "saying nothing either way",
    Bearing.NOT_OBSERVABLE: "in which nothing could be seen",
    Bearing.RETRACTED: "taken back",
    Bearing.REPLACED: "put otherwise by a person",
}


def why_no_evidence(
    question: Question, known: CaseEvidence, last: date | None, *, keeping: bool
) -> str:
    """That nothing bears on a row, with what an analyst asks next.

    last: the day by which the row asks for it, or until which; None: at all times
    keeping: it is the row of what is to be left as it is, which binds at every moment
    """
    duty = question.obligation
    time = "" if keeping else _time(duty, question.terms, last, known.on)
    parts = ("nothing read or looked at bears on it", time, _aside(known.items(duty.id)))
    return "; ".join(part for part in parts if part)


def _time(obligation: Obligation, terms: Terms, last: date | None, on: date) -> str:
    """Whether the time to act, or the period to keep to, is over; "" without an end."""
    if last is None:
        return ""
    if is_achievement(obligation, terms):
        if last == on:
            return f"the deadline is that day, {last}"
        return f"the deadline of {last} {'has passed' if last < on else 'lies ahead'}"
    return f"its period ended on {last}" if last < on else f"its period runs until {last}"


def _aside(items: Iterable[Evidence]) -> str:
    """How many items were set aside, and why: "2 items set aside: dated after the period"."""
    counts = Counter(_SET_ASIDE[item.bearing] for item in items if item.bearing in _SET_ASIDE)
    if not counts:
        return ""
    reasons = counts.most_common()  # those of equal number in the order of the items
    said = [why if len(reasons) == 1 else f"{number} {why}" for why, number in reasons]
    return f"{count_phrase(counts.total(), 'item')} set aside: {', '.join(said)}"
