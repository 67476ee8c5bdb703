"""Whether a duty is in force on a day, by what was public on another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import (
    UNKNOWN_TIME,
    DateRange,
    Ending,
    Force,
    Precision,
    Renewal,
    Suspension,
    day,
    out_of_force,
    wholly_out_of_force,
)

FOREVER = Force(None, None, (), None, ())
TERM = replace(FOREVER, start=date(2000, 1, 1), until=date(2004, 12, 31))
RENEWED = replace(
    TERM,
    renewed_by=(Renewal(date(2009, 12, 31), date(2004, 6, 1), day(date(2004, 6, 15)), "protocol"),),
)
NOTICE = Ending(date(2002, 6, 13), ("us",), "withdrawal on notice", day(date(2001, 12, 13)), None)
ENDED = replace(TERM, ended_by=NOTICE)
STRETCH = Suspension(
    date(2001, 3, 1), date(2001, 9, 30), ("us",), "talks", day(date(2001, 2, 1)),
    day(date(2001, 9, 1)),
)  # fmt: skip
SUSPENDED = replace(TERM, suspended=(STRETCH,))
LATE = date(2020, 1, 1)


def test_without_any_facts_it_is_in_force_for_good() -> None:
    assert out_of_force(None, LATE, LATE) is None
    assert out_of_force(FOREVER, LATE, LATE) is None


def test_a_term_holds_from_its_first_day_to_its_last() -> None:
    assert out_of_force(TERM, LATE, date(2000, 1, 1)) is None
    assert out_of_force(TERM, LATE, date(2004, 12, 31)) is None
    before, after = (
        out_of_force(TERM, LATE, when) for when in (date(1999, 12, 31), date(2005, 1, 1))
    )
    assert before is not None
    assert before.until is None
    assert after is not None
    assert (after.until, after.by) == (date(2004, 12, 31), ())
    assert after.why == ("in force until 2004-12-31: its term ran out and no renewal was public")


def test_a_renewal_counts_once_it_is_public() -> None:
    asked = date(2006, 1, 1)
    assert out_of_force(RENEWED, date(2004, 6, 14), asked) is not None
    assert out_of_force(RENEWED, date(2004, 6, 15), asked) is None
    again = Renewal(date(2012, 1, 1), date(2009, 1, 1), day(date(2009, 1, 1)), "")
    twice = replace(RENEWED, renewed_by=(again, *RENEWED.renewed_by))
    assert twice.last_day(LATE) == date(2012, 1, 1)
    assert twice.last_day(date(2008, 1, 1)) == date(2009, 12, 31)


def test_an_end_says_by_whom_when_and_on_what_ground() -> None:
    assert out_of_force(ENDED, LATE, date(2002, 6, 12)) is None
    gap = out_of_force(ENDED, LATE, date(2002, 6, 13))
    assert gap is not None
    assert (gap.until, gap.by, gap.ground) == (date(2002, 6, 12), ("us",), "withdrawal on notice")
    assert gap.why == "ended on 2002-06-13 by us: withdrawal on notice"
    assert out_of_force(ENDED, date(2001, 12, 12), date(2002, 6, 13)) is None  # no notice yet


def test_of_a_term_that_ran_out_and_a_later_end_the_earlier_is_told() -> None:
    later = replace(TERM, ended_by=replace(NOTICE, on=date(2006, 1, 1)))
    gap = out_of_force(later, LATE, date(2007, 1, 1))
    assert gap is not None
    assert gap.until == date(2004, 12, 31)


def test_a_suspension_ends_and_it_is_in_force_again() -> None:
    days = [date(2001, 2, 28), date(2001, 3, 1), date(2001, 9, 30), date(2001, 10, 1)]
    assert [out_of_force(SUSPENDED, LATE, on) is None for on in days] == [True, False, False, True]
    gap = out_of_force(SUSPENDED, LATE, date(2001, 5, 1))
    assert gap is not None
    assert gap.until == date(2001, 2, 28)
    assert gap.why == "suspended since 2001-03-01 by us: talks"


def test_the_end_of_a_suspension_counts_once_it_is_public() -> None:
    on = date(2001, 10, 5)
    assert out_of_force(SUSPENDED, date(2001, 8, 31), on) is not None
    assert out_of_force(SUSPENDED, date(2001, 9, 1), on) is None
    lasting = replace(STRETCH, until=None, until_published=UNKNOWN_TIME)
    assert out_of_force(replace(TERM, suspended=(lasting,)), LATE, on) is not None


def ranges(first: date | None, last: date | None) -> DateRange:
    return DateRange(first, last, Precision.RANGE)


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        (date(2001, 3, 1), date(2001, 9, 30), True),
        (date(2001, 2, 28), date(2001, 9, 30), False),
        (date(2001, 3, 1), date(2001, 10, 1), False),
        (None, date(2001, 5, 1), False),
        (date(2001, 5, 1), None, False),
    ],
)
def test_what_happened_is_free_if_every_day_on_which_it_may_have_been_was_suspended(
    first: date | None, last: date | None, free: bool
) -> None:
    gap = wholly_out_of_force(SUSPENDED, LATE, ranges(first, last))
    assert (gap is not None) is free


@given(
    st.dates(date(1999, 1, 1), date(2010, 1, 1)),
    st.integers(0, 900),
    st.sampled_from([TERM, RENEWED, ENDED, SUSPENDED]),
)
def test_no_stretch_hides_a_day_that_was_in_force(first: date, length: int, force: Force) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]
    if any(out_of_force(force, LATE, on) is None for on in days):
        assert wholly_out_of_force(force, LATE, ranges(days[0], days[-1])) is None
