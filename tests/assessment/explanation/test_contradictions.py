"""What cannot both be right stands as a pair; what may have changed meanwhile does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.assessment.explanation.contradictions import contradictions
from servanda.records import DateRange, Evidence, Precision, StateSpace, Variable, day
from tests.builders import count_report

EVENT = StateSpace(Variable.EVENT, (0.0, 1.0), None)
LATER, OCTOBER = date(2019, 1, 1), date(2018, 10, 30)
HAPPENED, NONE_SO_FAR = (0.02, 0.98), (0.98, 0.02)


def told(
    name: str, right: tuple[float, ...], first: date, last: date, public: date, **changes: object
) -> Evidence:
    made = count_report(right, last, id=name, origin=name, **changes)
    happened = DateRange(first, last, Precision.RANGE)
    return replace(made, times=replace(made.times, happened=happened, published=day(public)))


def november(first: int = 1, last: int = 30) -> tuple[date, date]:
    return date(2018, 11, first), date(2018, 11, last)


@pytest.mark.parametrize("public", [28, 30])
def test_an_event_and_no_event_in_one_month_contradict_whenever_they_were_public(
    public: int,
) -> None:
    some = told("some", HAPPENED, *november(), date(2018, 12, 3), states=EVENT)
    none = told("none", NONE_SO_FAR, *november(), date(2018, 11, public), states=EVENT)
    assert [set(pair) for pair in contradictions([some, none])] == [{"some", "none"}]


def test_no_event_over_half_a_year_contradicts_an_event_early_in_it() -> None:
    none = told(
        "none", NONE_SO_FAR, date(2018, 7, 1), date(2018, 12, 31), date(2019, 1, 1), states=EVENT
    )
    some = told("some", HAPPENED, *november(20, 20), date(2018, 11, 21), states=EVENT)
    early = replace(some, times=replace(some.times, happened=day(date(2018, 7, 3))))
    assert contradictions([none, some]) == (("some", "none"),)
    assert contradictions([none, early]) == (("some", "none"),)


def test_an_event_after_the_days_without_one_is_no_contradiction() -> None:
    none = told("none", NONE_SO_FAR, *november(1, 20), date(2018, 11, 21), states=EVENT)
    later = told("later", HAPPENED, *november(25, 25), date(2018, 11, 26), states=EVENT)
    before = told(
        "before", HAPPENED, date(2018, 10, 30), date(2018, 10, 30), date(2018, 11, 1), states=EVENT
    )
    assert contradictions([none, later]) == ()
    assert contradictions([none, before]) == ()


def test_progress_over_time_is_no_contradiction_but_going_back_is() -> None:
    some, all_done = (0.98, 0.02, 0.02), (0.02, 0.02, 0.98)
    begun = told("begun", some, *november(5, 5), date(2018, 11, 5))
    done = told("done", all_done, *november(20, 20), date(2018, 11, 20))
    undone = told("undone", some, *november(25, 25), date(2018, 11, 25))
    assert contradictions([begun, done]) == ()
    assert contradictions([done, undone]) == (("done", "undone"),)


def test_what_is_hardly_about_the_duty_contradicts_nothing() -> None:
    some = told("some", HAPPENED, *november(), date(2018, 12, 3), states=EVENT)
    none = told("none", NONE_SO_FAR, *november(), date(2018, 12, 3), states=EVENT, score=0.2)
    assert contradictions([some, none]) == ()
