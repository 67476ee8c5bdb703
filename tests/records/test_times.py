"""By which day a thing was public."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.records import DateRange, Precision, public_by
from tests.strategies import date_ranges

DAYS = st.dates(date(1900, 1, 2), date(2100, 1, 1))


@given(start=DAYS, length=st.integers(0, 400), day=DAYS)
def test_a_thing_is_public_once_every_day_of_its_range_has_come(
    start: date, length: int, day: date
) -> None:
    days = [start + timedelta(days=n) for n in range(length + 1)]
    published = DateRange(start, days[-1], Precision.RANGE)
    assert public_by(published, day) == all(past <= day for past in days)


@given(start=st.none() | DAYS, day=DAYS)
def test_a_time_without_an_end_is_public_by_no_day(start: date | None, day: date) -> None:
    assert not public_by(DateRange(start, None, Precision.RANGE), day)


@given(published=date_ranges(), day=DAYS)
def test_what_is_public_stays_public(published: DateRange, day: date) -> None:
    if public_by(published, day - timedelta(days=1)):
        assert public_by(published, day)
