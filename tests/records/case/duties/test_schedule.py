"""Which targets a schedule has on a day, and what amendments do to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.records import (
    Amendment,
    DaysAfter,
    EventDay,
    Instalment,
    Obligation,
    ScheduleEntry,
    day,
    instalment_due,
    instalments_in_force,
    terms_in_force,
    with_whole_of_schedule,
)
from tests.builders import START, obligation

END = date(2019, 12, 31)


def after(days: int) -> date:
    return START + timedelta(days=days)


def scheduled(**changes: object) -> Obligation:
    entries = tuple(ScheduleEntry(count, after(days)) for days, count in ((0, 2), (10, 5), (40, 9)))
    made = obligation(count=None, deadline=None, preserve=0, schedule=entries)
    return replace(with_whole_of_schedule(made), **changes)


def targets(duty: Obligation, on: date = END) -> list[tuple[int, float]]:
    schedule = terms_in_force(duty, END, on).schedule
    return [((target.due - START).days, target.count) for target in schedule]


def amended(**changes: object) -> Amendment:
    made = Amendment(after(20), day(after(20)), None, None, None, None, "")
    return replace(made, **changes)


def test_the_last_entry_is_the_count_and_the_deadline() -> None:
    duty = scheduled()
    assert (duty.count, duty.deadline) == (9, after(40))
    assert targets(duty) == [(0, 2), (10, 5), (40, 9)]


def test_an_amendment_of_the_whole_moves_the_last_target_alone() -> None:
    duty = scheduled(amendments=(amended(count=12, deadline=after(60)),))
    assert targets(duty) == [(0, 2), (10, 5), (60, 12)]
    assert targets(duty, after(19)) == [(0, 2), (10, 5), (40, 9)]


def test_a_target_that_is_no_longer_before_the_last_falls_away() -> None:
    assert targets(scheduled(amendments=(amended(count=4),))) == [(0, 2), (40, 4)]
    assert targets(scheduled(amendments=(amended(deadline=after(5)),))) == [(0, 2), (5, 9)]


def test_a_date_reckoned_from_an_event_counts_once_it_is_known() -> None:
    known = EventDay(after(3), after(3), day(after(6)), "")
    reckoned = ScheduleEntry(5, None, DaysAfter(7, "entry", "entry", (known,)))
    duty = scheduled()
    duty = replace(duty, schedule=(duty.schedule[0], reckoned, duty.schedule[2]))
    assert [t.due for t in terms_in_force(duty, after(6), END).schedule] == [
        START, after(10), after(40),
    ]  # fmt: skip
    assert [t.due for t in terms_in_force(duty, after(5), END).schedule] == [START, after(40)]


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), max_size=8),
    st.tuples(st.integers(0, 99), st.integers(1, 99)),
    st.integers(0, 120),
)
def test_targets_rise_in_day_and_in_count_and_end_with_the_whole(
    written: list[tuple[int, int]], whole: tuple[int, int], on: int
) -> None:
    entries = [ScheduleEntry(count, after(days)) for days, count in (*sorted(written), whole)]
    last = Instalment(after(whole[0]), whole[1])
    found = instalments_in_force(entries, END, last)
    assert found[-1] == last
    assert len({target.due for target in found}) == len(found)
    assert [target.due for target in found] == sorted(target.due for target in found)
    asked = instalment_due(found, after(on))
    assert asked is not None
    past = [target for target in found if target.due <= after(on)]
    assert asked == (past[-1] if past else found[0])


def test_without_a_schedule_nothing_is_due_in_instalments() -> None:
    assert terms_in_force(obligation(), END, END).schedule == ()
    assert instalment_due((), END) is None
