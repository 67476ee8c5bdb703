"""The periods of a rate: one after the other, whole ones only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import Per, Rate

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))


def rate(per: Per) -> Rate:
    return Rate(40.0, None, "convoys", per)


@given(st.sampled_from(Per), DAYS, st.integers(0, 200))
def test_periods_follow_each_other_without_a_gap(per: Per, start: date, number: int) -> None:
    first, last = rate(per).first_day(start, number), rate(per).last_day(start, number)
    assert first <= last
    assert rate(per).first_day(start, number + 1) == last + timedelta(days=1)
    assert rate(per).first_day(start, 0) == start


@given(st.sampled_from(Per), DAYS, st.integers(0, 20_000))
def test_a_day_lies_in_the_period_of_its_number(per: Per, start: date, later: int) -> None:
    day = start + timedelta(days=later)
    number = rate(per).number_of(start, day)
    assert rate(per).first_day(start, number) <= day <= rate(per).last_day(start, number)


@given(st.sampled_from(Per), DAYS, st.integers(-50, 5_000))
def test_whole_periods_are_counted_at_the_end_of_their_last_day(
    per: Per, start: date, later: int
) -> None:
    day = start + timedelta(days=later)
    number = rate(per).complete_by(start, day)
    assert rate(per).last_day(start, number) > day
    assert number == 0 or rate(per).last_day(start, number - 1) <= day


@pytest.mark.parametrize(
    ("per", "number", "first"),
    [
        (Per.DAY, 3, date(2004, 2, 3)),
        (Per.WEEK, 2, date(2004, 2, 14)),
        (Per.MONTH, 1, date(2004, 2, 29)),  # no 31 February
        (Per.MONTH, 2, date(2004, 3, 31)),
        (Per.YEAR, 1, date(2005, 1, 31)),
    ],
)
def test_months_and_years_begin_on_the_day_of_the_first(per: Per, number: int, first: date) -> None:
    assert rate(per).first_day(date(2004, 1, 31), number) == first


def test_a_period_beyond_the_calendar_ends_with_it() -> None:
    assert rate(Per.YEAR).last_day(date(2004, 1, 31), 100_000) == date.max
