"""What a later day may do to a number, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.properties.small_cases import (
    ACHIEVEMENTS,
    BANS,
    DUTIES,
    FEW,
    LAST,
    START,
    SmallCase,
    after,
    small_cases,
)

CLOSED_BANS = BANS.filter(lambda duty: duty.deadline is not None)
LATER = st.integers(0, 4000)
IRREVERSIBLE = ACHIEVEMENTS.map(lambda duty: replace(duty, reversible=False))


@FEW
@given(small_cases(CLOSED_BANS), LATER, LATER)
def test_a_closed_period_keeps_its_number_on_any_later_day(
    small: SmallCase, more: int, later: int
) -> None:
    closed = small.duty.deadline
    assert closed is not None
    then = small.number(closed, record_until=closed)
    asked, known = after(LAST + more), after(LAST + more + later)
    assert small.number(asked, known, known) == pytest.approx(then, abs=1e-9)


@FEW
@given(small_cases(), st.integers(0, 2 * LAST), LATER, LATER)
def test_the_number_of_a_day_does_not_depend_on_the_day_of_knowledge(
    small: SmallCase, day: int, first: int, second: int
) -> None:
    on = after(day)
    known = [after(max(LAST, day) + days) for days in (first, second)]
    one, other = (small.number(on, until, until) for until in known)
    assert one == pytest.approx(other, abs=1e-9)


@FEW
@given(small_cases(IRREVERSIBLE), st.integers(0, 3 * LAST), st.integers(0, 3 * LAST))
def test_what_took_place_stays_so(small: SmallCase, one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    assert small.number(after(later)) >= small.number(after(earlier)) - 1e-9


@FEW
@given(small_cases(DUTIES), st.integers(1, 4000))
def test_after_the_end_of_the_record_the_number_does_not_move(small: SmallCase, later: int) -> None:
    end = after(LAST)
    then = small.number(end, record_until=end)
    assert small.number(after(LAST + later), record_until=end) == pytest.approx(then, abs=1e-9)


def test_the_days_of_these_cases_reach_beyond_every_deadline() -> None:
    assert after(0) == START
    assert LAST > 60
