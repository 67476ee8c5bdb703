"""A duty that is not in force carries no number, and says who ended it, when and on what ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.assessment.model.status import status_without_number
from servanda.records import (
    UNKNOWN_START,
    UNKNOWN_TIME,
    DaysAfter,
    Ending,
    Force,
    KnownEvent,
    Obligation,
    Status,
    Suspension,
    day,
)
from tests.builders import START, obligation

END = date(2018, 12, 31)
ENDED_ON = date(2018, 12, 10)
FOREVER = Force(None, None, (), None, ())
ENDED = replace(
    FOREVER,
    ended_by=Ending(ENDED_ON, ("south",), "a breach", day(date(2018, 12, 1)), None),
)
SUSPENDED = replace(
    FOREVER,
    suspended=(
        Suspension(
            date(2018, 11, 20), date(2018, 11, 25), ("north",), "a drill", day(date(2018, 11, 20)),
            day(date(2018, 11, 25)),
        ),
    ),
)  # fmt: skip


def status(duty: Obligation, on: date, as_of: date = END) -> Status | None:
    found = status_without_number(duty, as_of, on)
    return None if found is None else found[0]


def test_a_duty_that_was_ended_is_not_in_force_from_that_day_on() -> None:
    duty = obligation(force=ENDED)
    assert status(duty, date(2018, 12, 9)) is None
    assert status_without_number(duty, END, ENDED_ON) == (
        Status.NOT_IN_FORCE,
        "ended on 2018-12-10 by south: a breach",
    )
    assert status(duty, ENDED_ON, as_of=date(2018, 11, 30)) is None  # no notice was public


def test_a_suspension_that_has_ended_leaves_the_duty_in_force() -> None:
    duty = obligation(force=SUSPENDED)
    assert status(duty, date(2018, 11, 22)) is Status.NOT_IN_FORCE
    assert status(duty, date(2018, 11, 26)) is None


def test_a_duty_of_an_instrument_to_come_is_not_in_force_and_one_to_begin_not_due() -> None:
    coming = replace(FOREVER, start=date(2019, 1, 1))
    assert status(obligation(force=coming), START) is Status.NOT_IN_FORCE
    assert status(obligation(), date(2018, 10, 1)) is Status.NOT_DUE


def test_a_duty_without_a_test_stays_without_one() -> None:
    assert status(obligation(unscorable="none", force=ENDED), END) is Status.UNSCORABLE


def test_a_duty_that_waits_for_an_event_says_so_and_names_no_day() -> None:
    event = KnownEvent(("the handover",), UNKNOWN_TIME, "handover")
    rule = DaysAfter(30, "handover", "the handover", event.days)
    duty = obligation(start=UNKNOWN_START, start_after=rule)
    assert status_without_number(duty, END, END) == (
        Status.NOT_DUE,
        "binds from 30 days after the handover, whose day is not known yet",
    )
