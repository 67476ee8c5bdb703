"""On which days the belief about a duty is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import timeline_days
from servanda.records import Bearing
from tests.builders import DEADLINE, START, count_report, obligation

LAST = date(2019, 12, 31)
SPREAD = 24


def test_a_timeline_has_the_days_on_which_something_moved_it() -> None:
    bears = count_report((0.1, 0.9), date(2018, 11, 21))
    silent = replace(count_report((0.1, 0.9), date(2018, 11, 23)), bearing=Bearing.CANNOT_KNOW)
    elsewhere = replace(count_report((0.1, 0.9), date(2018, 11, 24)), obligation="other")
    days = timeline_days(obligation(), (bears, silent, elsewhere), LAST)
    assert date(2018, 11, 21) in days
    assert not {date(2018, 11, 23), date(2018, 11, 24)} & days
    assert {START, DEADLINE, LAST} <= days


def test_a_timeline_of_a_duty_that_does_not_bind_yet_is_its_last_day() -> None:
    assert timeline_days(obligation(), (), START) == {START}


@given(length=st.integers(1, 3000))
def test_the_days_between_are_evenly_spread_and_not_too_many(length: int) -> None:
    last = START + timedelta(days=length)
    days = sorted(timeline_days(obligation(deadline=None), (), last))
    assert (days[0], days[-1]) == (START, last)
    gaps = {(after - before).days for before, after in pairwise(days)}
    assert len(gaps) <= 2
    assert len(days) <= 2 * SPREAD + 1
