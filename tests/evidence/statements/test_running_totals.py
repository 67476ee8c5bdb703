"""What increments come to: against every set of acts that can be told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.statements.running_totals import (
    ToldKind,
    ToldNumber,
    running_totals,
)
from servanda.records import UNKNOWN_TIME, DateRange, Precision, day

FIRST = date(2018, 11, 1)
ORIGINS = ("south", "observer")


def added(name: str, on: int, number: float, origin: str = "south", days: int = 0) -> ToldNumber:
    """So many more, on one of some days."""
    start = FIRST + timedelta(days=on)
    span = DateRange(start, start + timedelta(days=days), Precision.RANGE)
    return ToldNumber(name, origin, ToldKind.ADDED, span, number)


def total(name: str, on: int, number: float, origin: str = "south") -> ToldNumber:
    """So many in all, by then."""
    return ToldNumber(name, origin, ToldKind.TOTAL, day(FIRST + timedelta(days=on)), number)


@st.composite
def tellings(draw: st.DrawFn) -> list[ToldNumber]:
    """Up to seven numbers of two origins."""
    found = []
    for place in range(draw(st.integers(0, 7))):
        on, number = draw(st.integers(0, 9)), float(draw(st.integers(1, 5)))
        origin = draw(st.sampled_from(ORIGINS))
        if draw(st.booleans()):
            found.append(added(f"n{place}", on, number, origin, draw(st.integers(0, 3))))
        else:
            kind = draw(st.sampled_from([ToldKind.TOTAL, ToldKind.UNDONE]))
            number = number if kind is ToldKind.TOTAL else 0.0
            found.append(replace(total(f"n{place}", on, number, origin), kind=kind))
    return found


def by_every_set(act: ToldNumber, told: list[ToldNumber]) -> float:
    """The largest sum of any set of acts no two of which may be of one day."""
    own = [number for number in told if number.origin == act.origin]
    totals = [
        number
        for number in own
        if number.kind is not ToldKind.ADDED and number.days.end < act.days.start
    ]
    base = max(totals, key=lambda n: (n.days.end, -n.number), default=None)
    since = date.min if base is None else base.days.end
    acts = [
        number
        for number in own
        if number.kind is ToldKind.ADDED
        and number.days.start > since
        and number.days.end <= act.days.end
    ]
    sums = [
        sum(number.number for number in chosen)
        for size in range(len(acts) + 1)
        for chosen in combinations(acts, size)
        if all(
            one.days.end < other.days.start or other.days.end < one.days.start
            for one, other in combinations(chosen, 2)
        )
    ]
    return (0.0 if base is None else base.number) + max(sums)


@given(tellings())
def test_an_increment_comes_to_the_largest_sum_of_acts_that_can_be_told_apart(
    told: list[ToldNumber],
) -> None:
    found = running_totals(told)
    acts = [number for number in told if number.kind is ToldKind.ADDED]
    assert found.keys() == {act.id for act in acts}
    for act in acts:
        assert found[act.id].number == by_every_set(act, told)


@given(tellings(), st.randoms(use_true_random=False))
def test_no_order_in_which_things_are_told_matters(told: list[ToldNumber], random: object) -> None:
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert running_totals(mixed) == running_totals(told)


@given(tellings(), st.data())
def test_a_copy_or_another_origin_that_tells_the_same_adds_nothing(
    told: list[ToldNumber], data: st.DataObject
) -> None:
    acts = [number for number in told if number.kind is ToldKind.ADDED]
    if not acts:
        return
    act = data.draw(st.sampled_from(acts))
    copy = replace(act, id="copy", origin=data.draw(st.sampled_from(["third", act.origin])))
    with_copy = running_totals([*told, copy])
    for name, known in running_totals(told).items():
        assert with_copy[name].number == known.number


@given(tellings())
def test_an_increment_is_never_less_than_itself_nor_than_the_total_before(
    told: list[ToldNumber],
) -> None:
    found = running_totals(told)
    for act in told:
        if act.kind is ToldKind.ADDED:
            assert found[act.id].number >= act.number


def test_increments_go_on_from_the_last_running_total() -> None:
    told = [added("a", 0, 3), total("b", 2, 5), added("c", 4, 2), added("d", 6, 1)]
    found = running_totals(told)
    assert (found["a"].number, found["c"].number, found["d"].number) == (3, 7, 8)
    assert (found["c"].parts, found["d"].parts) == (2, 3)
    assert not any(total.after_others for total in found.values())


def test_what_is_taken_back_ends_the_sum() -> None:
    undone = replace(total("b", 2, 0), kind=ToldKind.UNDONE)
    found = running_totals([added("a", 0, 3), undone, added("c", 4, 2)])
    assert found["c"].number == 2


def test_a_single_act_after_others_leaves_open_what_was_there_before() -> None:
    alone = replace(added("a", 4, 2), after_others=True)
    assert running_totals([alone])["a"].after_others
    assert not running_totals([total("t", 1, 3), alone])["a"].after_others


def test_an_act_without_a_day_stands_by_itself() -> None:
    undated = replace(added("a", 0, 2), days=UNKNOWN_TIME)
    found = running_totals([total("t", 1, 3), undated, added("b", 5, 1)])
    assert (found["a"].number, found["b"].number) == (2, 4)
