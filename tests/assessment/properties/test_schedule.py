"""What holds of any duty in instalments, and of any ratio, whatever is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import distribution_of
from servanda.assessment.inference.rows import rows_of
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.records import (
    Bound,
    BoundDirection,
    CaseEvidence,
    Evidence,
    Judgement,
    Obligation,
    ObligationKind,
    Ratio,
    Reliability,
    ScheduleEntry,
    StateSpace,
    Status,
    Variable,
    level_grid,
    with_whole_of_schedule,
)
from tests.assessment.properties.small_cases import FEW, after, report, reports, states
from tests.builders import case, count_report, obligation

LAST = 45


def in_instalments(targets: Sequence[tuple[int, float]], **changes: object) -> Obligation:
    entries = tuple(ScheduleEntry(count, after(days)) for days, count in targets)
    made = obligation(id="duty", count=None, deadline=None, preserve=0, schedule=entries)
    return with_whole_of_schedule(replace(made, **changes))


@st.composite
def schedules(draw: st.DrawFn) -> Obligation:
    """Two to four targets of at most five things within forty days."""
    counts = sorted(draw(st.sets(st.integers(1, 5), min_size=2, max_size=4)))
    days = sorted(draw(st.sets(st.integers(0, 40), min_size=len(counts), max_size=len(counts))))
    return in_instalments(list(zip(days, counts, strict=True)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Obligation, tuple[Evidence, ...]]:
    duty = draw(schedules())
    return duty, draw(reports(duty, least=1))


def row(
    duty: Obligation, items: Sequence[Evidence], on: int, until: int | None = None
) -> Judgement:
    end = None if until is None else after(until)
    known = CaseEvidence(
        case(duty), after(80), after(on), tuple(items), {}, {}, record_until=end
    )  # fmt: skip
    (found,) = assess(known, BetaSampler(4, 1), explained=False).judgements
    return found


@FEW
@given(worlds(), st.integers(0, LAST))
def test_more_by_a_later_day_is_never_likelier_than_less_by_now(
    world: tuple[Obligation, tuple[Evidence, ...]], on: int
) -> None:
    found = row(*world, on)
    assert found.probability_met is not None
    ahead = [date for date in found.dates if date.status is Status.PENDING]
    chances = [found.probability_met, *(date.probability_met for date in ahead)]
    assert all(less >= more - 1e-12 for less, more in pairwise(chances))


@FEW
@given(worlds(), st.integers(0, LAST), st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(
    world: tuple[Obligation, tuple[Evidence, ...]], on: int, random: object
) -> None:
    duty, items = world
    mixed = list(items)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert row(duty, items, on) == row(duty, mixed, on)


@FEW
@given(worlds(), st.integers(0, LAST))
def test_a_date_that_has_passed_keeps_its_number(
    world: tuple[Obligation, tuple[Evidence, ...]], on: int
) -> None:
    now, later = row(*world, on), row(*world, LAST + 20)
    for before, after_ in zip(now.dates, later.dates, strict=True):
        if before.status is not Status.PENDING:
            assert after_.probability_met == pytest.approx(before.probability_met, abs=1e-9)
            assert after_.status is before.status


@FEW
@given(worlds())
def test_on_the_day_of_a_target_the_row_is_about_it(
    world: tuple[Obligation, tuple[Evidence, ...]],
) -> None:
    duty, items = world
    for number, entry in enumerate(duty.schedule):
        assert entry.by is not None
        found = row(duty, items, (entry.by - after(0)).days)
        assert found.target is not None
        assert (found.target.due, found.target.count) == (entry.by, entry.count)
        assert found.probability_met == pytest.approx(found.dates[number].probability_met, abs=1e-9)


SURE = Reliability(99.0, 1.0, "test")
KEPT = in_instalments([(1, 2), (10, 5), (20, 7), (40, 12)])


def told(count: int, day: int, *, dated: bool = True) -> Evidence:
    """That at least so many were done, the last of them on that day."""
    right = [0.98 if value >= count else 0.02 for value in range(13)]
    when = after(day)
    made = report(KEPT, right, 0.5, day, came_about=when if dated else None)
    return replace(made, id=f"e{day}", claim=f"e{day}", reliability=SURE)


def test_a_later_hand_over_raises_no_earlier_instalment() -> None:
    """Due on the 20th, done on the 25th: by the 20th it was not."""
    first = (told(2, 1), told(5, 10))
    before, now = row(KEPT, first, 25), row(KEPT, (*first, told(7, 25)), 25)
    third = now.dates[2]
    assert third.probability_met <= before.dates[2].probability_met
    assert third.status is Status.NOT_MET
    assert (now.status, now.days_late) == (Status.MET_LATE, 5)
    alone = row(KEPT, (told(2, 25),), 25)
    assert [date.status for date in alone.dates[:3]] == [Status.NOT_MET] * 3


def test_a_bearer_that_kept_its_dates_is_expected_to_go_on() -> None:
    kept = row(KEPT, (told(2, 1), told(5, 10)), 20)
    still_two = report(KEPT, [0.98 if value == 2 else 0.002 for value in range(13)], 0.1, 17)
    behind = row(KEPT, (told(2, 1), replace(still_two, reliability=SURE)), 20)
    assert kept.probability_met > 0.7
    assert behind.probability_met < kept.probability_met - 0.05


def test_the_first_date_is_pending_before_it_and_none_is_missed_after_the_record() -> None:
    assert row(KEPT, (told(2, 1),), 0).status is Status.PENDING
    found = row(KEPT, (told(2, 1),), 25, until=5)
    assert [date.status for date in found.dates] == [
        Status.MET, Status.UNDETERMINED, Status.UNDETERMINED, Status.PENDING,
    ]  # fmt: skip
    assert found.dates[1].probability_met == pytest.approx(
        row(KEPT, (told(2, 1),), 5).dates[1].probability_met, abs=1e-9
    )


def test_without_evidence_the_dates_have_no_number() -> None:
    found = row(KEPT, (), 25)
    assert {(date.status, date.probability_met) for date in found.dates} == {
        (Status.NO_EVIDENCE, None)
    }


LEVEL = in_instalments(
    [(365, 10.0), (1095, 450.0), (3650, 1000.0)],
    kind=ObligationKind.LEVEL, unit="ton", aspect=None, bound=None,
)  # fmt: skip


def stood_at(low: float, high: float, day: int) -> Evidence:
    grid = level_grid(Bound(BoundDirection.AT_LEAST, 1000.0))
    right = tuple(0.98 if low <= value <= high else 1e-5 for value in grid)
    made = count_report(right, after(day), obligation="duty")
    space = StateSpace(Variable.LEVEL, grid, "ton")
    return replace(made, states=space, if_wrong=(1e-3,) * len(right), reliability=SURE)


def test_a_level_is_held_against_the_target_within_its_cell() -> None:
    """450 lies in the cell from 440 to 460: half of it is enough."""
    found = row(LEVEL, (stood_at(441, 459, 1095),), 1095)
    assert found.target is not None
    assert found.target.count == 450.0
    more = row(LEVEL, (stood_at(461, 479, 1095),), 1095)
    less = row(LEVEL, (stood_at(421, 439, 1095),), 1095)
    assert less.probability_met < 0.2
    assert more.probability_met > 0.8
    middle = 0.5 * (less.probability_met + more.probability_met)
    assert found.probability_met == pytest.approx(middle, abs=0.05)


def two_counts(own: Sequence[float], other: Sequence[float], each: float) -> CaseEvidence:
    """Two duties with one report on each."""
    follows = replace(
        states(len(own) - 1), id="follows", ratio=Ratio("measure", each), deadline=None
    )
    measure = replace(states(len(other) - 1), id="measure", deadline=None)
    items = tuple(
        replace(
            count_report(tuple(right), after(9), obligation=name, id=name, origin=name),
            if_wrong=(0.5,) * len(right),
        )
        for name, right in (("follows", own), ("measure", other))
    )
    return CaseEvidence(case(follows, measure), after(80), after(20), items, {}, {})


CHANCES = st.lists(st.floats(0.02, 0.98), min_size=3, max_size=6)


@FEW
@given(CHANCES, CHANCES, st.sampled_from([0.5, 1.0, 2.0, 4.0]))
def test_a_ratio_is_the_sum_over_both_counts(
    own: list[float], other: list[float], each: float
) -> None:
    known = two_counts(own, other, each)
    models = build_case_model(known, DEFAULT_PRIORS).by_obligation
    cache = MassCache()
    judged_on = models["follows"].question.on  # the last day that either report tells of
    first = distribution_of(models["follows"], cache)
    second = distribution_of(models["measure"].about(judged_on), cache)
    slow = sum(
        first[a] * second[b]
        for a in range(len(first))
        for b in range(len(second))
        if a >= np.floor(each * b + 1e-9) - 1e-9  # of things that are counted, whole ones
    )
    found = {row.id: row for row in assess(known, BetaSampler(4, 1)).judgements}["follows"]
    assert found.probability_met == pytest.approx(slow, abs=1e-9)
    assert (found.share, found.grade) == (None, None)  # it asks for no fixed number
    assert found.interval is not None
    assert found.interval.low <= slow + 1e-9
    assert found.interval.high >= slow - 1e-9
    assert found.account is not None
    parts = found.account.prior_decibans + sum(line.decibans for line in found.account.lines)
    assert parts == pytest.approx(found.account.decibans, abs=1e-9)


@FEW
@given(CHANCES, CHANCES)
def test_a_larger_ratio_is_never_likelier_kept(own: list[float], other: list[float]) -> None:
    chances = []
    for each in (0.5, 1.0, 2.0, 4.0):
        known = two_counts(own, other, each)
        judged = assess(known, BetaSampler(2, 1), explained=False).judgements
        chances.append({row.id: row for row in judged}["follows"].probability_met)
    assert list(np.diff(chances) <= 1e-12) == [True] * 3


def test_a_ratio_to_what_has_no_number_is_not_due() -> None:
    known = two_counts([0.5] * 4, [0.5] * 4, 1.0)
    follows, measure = known.case.obligations
    later = replace(measure, start=date(2019, 12, 1))
    judged = assess(replace(known, case=case(follows, later)), BetaSampler(2, 1)).judgements
    found = {row.id: row for row in judged}["follows"]
    assert found.status is Status.NOT_DUE
    assert "measured by measure" in found.why


def test_a_ratio_to_a_ratio_to_what_has_no_number_is_not_due() -> None:
    known = two_counts([0.5] * 4, [0.5] * 4, 1.0)
    follows, measure = known.case.obligations
    middle = replace(follows, id="middle")
    later = replace(measure, start=date(2019, 12, 1))
    chain = case(replace(follows, ratio=Ratio("middle", 1.0)), middle, later)
    judged = assess(replace(known, case=chain), BetaSampler(2, 1)).judgements
    assert {row.id: row.status for row in judged}["follows"] is Status.NOT_DUE


def test_a_ratio_that_is_asked_for_alone_has_the_number_that_it_has_among_all() -> None:
    known = two_counts([0.1, 0.3, 0.5, 0.9], [0.2, 0.9, 0.4, 0.1], 1.0)
    cache = MassCache()
    models = [
        build_case_model(known, DEFAULT_PRIORS, wanted).by_obligation
        for wanted in (None, {"follows"})
    ]
    assert set(models[1]) == {"follows"}
    rows = [next(rows_of(found["follows"], cache)) for found in models]
    np.testing.assert_array_equal(rows[0].wanted, rows[1].wanted)
    assert rows[0].wanted.max() < 1.0 + 1e-12
    assert 0.0 < rows[0].wanted.min() < rows[0].wanted.max()


@FEW
@given(worlds(), st.integers(0, LAST))
def test_duties_of_one_count_with_and_without_instalments_have_one_distribution(
    world: tuple[Obligation, tuple[Evidence, ...]], on: int
) -> None:
    duty, items = world
    same = replace(duty, id="same", schedule=(), same_things=("duty",))
    known = CaseEvidence(case(duty, same), after(80), after(on), items, {}, {})
    models = build_case_model(known, DEFAULT_PRIORS).by_obligation
    cache = MassCache()
    first, second = (distribution_of(models[name], cache) for name in ("duty", "same"))
    np.testing.assert_allclose(first, second, rtol=1e-12)
    found = {row.id: row for row in assess(known, BetaSampler(2, 1), explained=False).judgements}
    assert found["duty"].probability_met >= found["same"].probability_met - 1e-12
    alone = row(duty, items, on)
    assert [d.due for d in found["duty"].dates] == [d.due for d in alone.dates]


def test_a_schedule_of_a_part_stands_beside_its_whole() -> None:
    """What is done of the part is done of the whole, and the part keeps its dates."""
    whole = replace(in_instalments([(1, 4), (10, 9), (20, 13), (40, 20)]), id="whole")
    part = replace(KEPT, part_of="whole")
    known = CaseEvidence(
        case(whole, part), after(80), after(20), (told(2, 1), told(5, 10), told(7, 20)), {}, {}
    )
    judged = {row.id: row for row in assess(known, BetaSampler(2, 1)).judgements}
    assert judged["duty"].probability_met > 0.9
    assert [date.status for date in judged["duty"].dates[:3]] == [Status.MET] * 3
    assert judged["whole"].count is not None
    assert sum(judged["whole"].count.distribution[:7]) < 0.1
