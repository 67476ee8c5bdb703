"""Of which periods a report tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.rates.told_periods import ToldPeriods, days_of_report, periods_of_days
from servanda.records import (
    DateRange,
    ObligationKind,
    Per,
    Precision,
    Rate,
    day,
    month,
    terms_in_force,
)
from tests.builders import obligation

MONDAY = date(2006, 1, 2)
WEEKLY = Rate(40.0, None, "convoys", Per.WEEK)
DUTY = obligation(
    kind=ObligationKind.LEVEL, rate=WEEKLY, start=MONDAY, deadline=None, count=None, preserve=0
)


def told(first: str, last: str, deadline: date | None = None) -> ToldPeriods | None:
    duty = replace(DUTY, deadline=deadline)
    days = date.fromisoformat(first), date.fromisoformat(last)
    return periods_of_days(duty, terms_in_force(duty, days[1], days[1]), days)


@pytest.mark.parametrize(
    ("first", "last", "start", "number", "fit"),
    [
        ("2006-01-02", "2006-01-08", "2006-01-02", 1, 1.0),  # a week
        ("2006-01-09", "2006-01-22", "2006-01-09", 2, 1.0),
        ("2006-01-11", "2006-01-11", "2006-01-09", 1, 1 / 7),  # a day of one
        ("2006-01-01", "2006-01-31", "2006-01-02", 4, 28 / 31),  # a month
        ("2006-01-05", "2006-01-11", "2006-01-02", 1, 4 / 10),  # half of two: the later has 3 days
        ("2006-01-06", "2006-01-10", "2006-01-02", 1, 3 / 9),  # less than half of two weeks
    ],
)
def test_days_are_laid_over_periods(
    first: str, last: str, start: str, number: int, fit: float
) -> None:
    run = told(first, last)
    assert run is not None
    assert (run.days[0].isoformat(), run.number) == (start, number)
    assert run.fit == pytest.approx(fit, rel=1e-12)


def test_days_before_the_duty_and_in_a_week_cut_short_lie_in_no_period() -> None:
    assert told("2005-12-01", "2005-12-31") is None
    assert told("2006-01-23", "2006-01-27", deadline=date(2006, 1, 27)) is None
    cut = told("2006-01-16", "2006-01-27", deadline=date(2006, 1, 27))
    assert cut is not None
    assert cut.days == (date(2006, 1, 16), date(2006, 1, 22))


@given(st.integers(-30, 200), st.integers(0, 100))
def test_the_periods_lie_about_the_days_and_an_amount_keeps_its_total(
    first: int, length: int
) -> None:
    start = MONDAY + timedelta(days=first)
    run = told(start.isoformat(), (start + timedelta(days=length)).isoformat())
    if run is None:
        assert first + length < 0
        return
    assert 0.0 < run.fit <= 1.0
    assert (run.days[0] - MONDAY).days % 7 == 0
    days = (run.days[1] - run.days[0]).days + 1
    assert days == 7 * run.number
    assert run.per_period * run.number * (length + 1) == pytest.approx(days, rel=1e-12)


def test_a_day_of_publication_stands_for_the_week_up_to_it() -> None:
    sunday = day(date(2006, 1, 15))
    assert days_of_report(None, sunday, WEEKLY, MONDAY) == (date(2006, 1, 9), date(2006, 1, 15))
    assert days_of_report(sunday, sunday, WEEKLY, MONDAY) == (date(2006, 1, 15), date(2006, 1, 15))
    assert days_of_report(None, day(date(2006, 1, 4)), WEEKLY, MONDAY) == (MONDAY, date(2006, 1, 4))
    assert days_of_report(None, month(2006, 2), WEEKLY, MONDAY) == (
        date(2006, 2, 1), date(2006, 2, 28),
    )  # fmt: skip
    since = DateRange(None, date(2006, 1, 15), Precision.RANGE)
    assert days_of_report(since, sunday, WEEKLY, MONDAY) == (MONDAY, date(2006, 1, 15))
