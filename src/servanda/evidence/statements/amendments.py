"""What a new deadline says of the old one: whoever agrees to more time has not finished yet.

An amendment that puts a deadline off is a dated fact like any report: on the day on which it was
made, all that was asked had not been done. It is the word of those who agreed to it, both sides of
the duty together; a duty that was finished would not need it. It says no more than that, and
nothing of how much was missing. Where what is asked is itself what has been declared so far, more
time may be for what is declared next, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.trust.reliability import LETTERS, REPORTING_ERROR
from servanda.records import (
    UNKNOWN_TIME,
    Admiralty,
    Amendment,
    Bearing,
    Evidence,
    Obligation,
    Reliability,
    Terms,
    Times,
    day,
    is_achievement,
    public_by,
    state_space,
    terms_in_force,
)

__all__ = ["amendment_evidence"]


def amendment_evidence(
    obligation: Obligation, terms: Terms, as_of: date, on: date
) -> Iterator[Evidence]:
    """One item for each amendment, known by `as_of`, that gave more time for what is to be done."""
    moving = terms.bound is not None and terms.bound.declared
    if moving or not is_achievement(obligation, terms):
        return
    for number, amendment in enumerate(obligation.amendments):
        known = amendment.effective <= on and public_by(amendment.published, as_of)
        if known and _gives_more_time(obligation, amendment, as_of):
            yield _evidence(obligation, terms, amendment, number)


def _gives_more_time(obligation: Obligation, amendment: Amendment, as_of: date) -> bool:
    from_day = amendment.effective
    before = [other for other in obligation.amendments if other.effective < from_day]
    earlier = terms_in_force(replace(obligation, amendments=tuple(before)), as_of, from_day)
    return (
        amendment.deadline is not None
        and earlier.deadline is not None
        and amendment.deadline > earlier.deadline
    )


def _evidence(obligation: Obligation, terms: Terms, amendment: Amendment, number: int) -> Evidence:
    states = state_space(obligation, terms)
    right = tuple(
        REPORTING_ERROR if keeps else 1.0 - REPORTING_ERROR
        for keeps in keeping_values(states, terms)
    )
    published = amendment.published.public_on
    return Evidence(
        id=f"{obligation.id}/amendment/{number}",
        obligation=obligation.id,
        claim=None,
        observation=None,
        document=None,
        site=None,
        origin="who agreed to more time",
        states=states,
        if_right=right,
        if_wrong=(0.5,) * len(right),
        reliability=Reliability(*LETTERS[Admiralty.B], "those who agreed to more time"),
        bearing=Bearing.BEARS,
        score=1.0,
        times=Times(
            happened=day(amendment.effective),
            seen=UNKNOWN_TIME,
            published=amendment.published,
            recorded=datetime.combine(published, time(), UTC),
        ),
        says="more time was given",
        why=f"the deadline was put off to {amendment.deadline}. {amendment.note}".strip(),
        reviewed=True,
    )
