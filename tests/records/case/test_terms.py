"""What a duty asks on a day, after the amendments known by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from servanda.records import (
    UNKNOWN_TIME,
    Amendment,
    Bound,
    BoundDirection,
    DateRange,
    Precision,
    day,
    terms_in_force,
)
from tests.builders import obligation

LAST = date(2018, 12, 31)
COUNTS = Amendment(date(2018, 11, 5), day(date(2018, 11, 10)), 10, 1, None, None, "one stays")
LEVELS = replace(
    COUNTS, count=None, preserve=None, value=5.0, deadline=date(2019, 3, 1), note="less, later"
)
DUTY = obligation(
    count=11,
    preserve=0,
    amendments=(COUNTS, LEVELS),
    bound=Bound(BoundDirection.AT_MOST, 9.0),
)


def test_amendments_change_the_terms_from_their_day_on() -> None:
    before = terms_in_force(DUTY, LAST, date(2018, 11, 4))
    assert (before.count, before.preserve, before.deadline) == (11, 0, DUTY.deadline)
    assert before.bound == DUTY.bound
    after = terms_in_force(DUTY, LAST, date(2018, 11, 5))
    assert (after.count, after.preserve, after.deadline) == (10, 1, date(2019, 3, 1))
    assert after.bound == Bound(BoundDirection.AT_MOST, 5.0)


def test_an_amendment_counts_only_once_it_is_public() -> None:
    assert terms_in_force(DUTY, date(2018, 11, 9), LAST).count == 11
    assert terms_in_force(DUTY, date(2018, 11, 10), LAST).count == 10


def test_an_amendment_without_a_last_day_of_publication_never_counts() -> None:
    for published in (DateRange(date(2018, 11, 5), None, Precision.RANGE), UNKNOWN_TIME):
        hidden = replace(DUTY, amendments=(replace(COUNTS, published=published),))
        assert terms_in_force(hidden, date.max, date.max).count == 11


@given(order=st.permutations([date(2018, 11, n) for n in range(5, 10)]))
def test_the_order_in_which_amendments_are_written_does_not_matter(order: list[date]) -> None:
    changes = tuple(replace(COUNTS, effective=when, count=when.day) for when in order)
    assert terms_in_force(replace(DUTY, amendments=changes), LAST, LAST).count == 9
