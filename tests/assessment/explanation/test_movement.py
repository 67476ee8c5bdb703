"""What moved a number, what it hangs on, and what would follow if something were otherwise."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment import (
    DEFAULT_PRIORS,
    BetaSampler,
    assess,
    comparison_day,
    decompose_change,
    neutralise_items,
    point_posteriors,
    reassess,
    sensitivity,
)
from servanda.assessment.inference.posterior import decibans
from servanda.assessment.model.prior_scaling import is_chance
from servanda.records import (
    Amendment,
    Bearing,
    CaseEvidence,
    Coverage,
    Evidence,
    Movement,
    MovementCause,
    OriginCount,
    WatchPeriod,
    day,
)
from tests.builders import START, case, count_report, matter, obligation

THEN, END = date(2018, 11, 15), date(2018, 12, 31)
DAYS = st.dates(min_value=START, max_value=END)
CHANCES = st.floats(min_value=0.05, max_value=0.95)
DONE = tuple(0.98 if k == 10 else 0.002 for k in range(12))


def known(as_of: date, on: date, *evidence: Evidence, **changes: object) -> CaseEvidence:
    public = tuple(one for one in evidence if one.times.published.public_on <= as_of)
    return CaseEvidence(case(obligation(**changes)), as_of, on, public, {}, {})


def change(*evidence: Evidence, since: date = THEN, row: str = "surface") -> Movement:
    found = decompose_change(
        known(since, since, *evidence),
        known(since, END, *evidence),
        known(END, END, *evidence),
        row,
    )
    assert found is not None
    return found


@st.composite
def items(draw: st.DrawFn) -> tuple[Evidence, ...]:
    return tuple(
        count_report(
            tuple(draw(st.lists(CHANCES, min_size=12, max_size=12))),
            draw(DAYS),
            id=f"surface/{number}",
            origin=draw(st.sampled_from(["south", "observer"])),
        )
        for number in range(draw(st.integers(min_value=0, max_value=3)))
    )


@settings(max_examples=20)
@given(items(), st.sampled_from(["surface", "surface.preserve"]))
def test_the_steps_add_up_to_the_whole_change(told: tuple[Evidence, ...], row: str) -> None:
    found = change(*told, row=row)
    before = point_posteriors(known(THEN, THEN, *told))[row].probability
    after = point_posteriors(known(END, END, *told))[row].probability
    assert (found.before, found.after) == (before, after)
    total = sum(step.decibans for step in found.steps)
    assert total == pytest.approx(decibans(after) - decibans(before), abs=1e-9)


def test_time_alone_moves_a_number_without_any_item() -> None:
    found = change()
    assert [step.by for step in found.steps] == [MovementCause.TIME]
    assert found.steps[0].decibans > 3.0  # the deadline went by


def test_items_come_in_the_order_in_which_they_became_public() -> None:
    late = count_report(DONE, date(2018, 12, 17), id="surface/a", origin="observer")
    early = count_report(DONE, date(2018, 11, 20), id="surface/b")
    old = count_report(DONE, date(2018, 11, 14), id="surface/c", origin="ally")
    found = change(late, early, old)
    assert [step.evidence for step in found.steps if step.by is MovementCause.ITEM] == [
        "surface/b",
        "surface/a",
    ]
    assert all(step.decibans > 0.0 for step in found.steps if step.by is MovementCause.ITEM)


def test_a_retraction_is_told_apart_from_new_items() -> None:
    report = count_report(DONE, date(2018, 11, 10), id="surface/a")
    gone = replace(report, bearing=Bearing.RETRACTED, if_right=report.if_wrong)
    found = decompose_change(
        known(THEN, THEN, report), known(THEN, END, report), known(END, END, gone), "surface"
    )
    assert found is not None
    steps = {step.by: step.decibans for step in found.steps}
    assert set(steps) == {MovementCause.TIME, MovementCause.REVISION}
    assert steps[MovementCause.REVISION] < -3.0


def test_an_amendment_is_a_revision() -> None:
    softer = Amendment(date(2018, 11, 20), day(date(2018, 11, 20)), 4, 7, None, None, "")
    days = ((THEN, THEN), (THEN, END), (END, END))
    then, aged, now = (known(*pair, amendments=(softer,)) for pair in days)
    found = decompose_change(then, aged, now, "surface")
    assert found is not None
    assert MovementCause.REVISION in {step.by for step in found.steps}


def test_there_is_nothing_to_compare_with_before_the_duty_began() -> None:
    early = START - timedelta(days=5)
    assert (
        decompose_change(known(early, early), known(early, END), known(END, END), "surface") is None
    )


def test_each_assumption_is_changed_by_itself_and_the_rest_is_left_alone() -> None:
    report = count_report(DONE, date(2018, 11, 20))
    now = known(END, END, report)
    found = {one.prior: one for one in sensitivity(now, "surface")}
    for name in ("keeps", "breaks", "done_by_end"):
        one = found[name]
        assert one.value == getattr(DEFAULT_PRIORS, name)
        again = replace(DEFAULT_PRIORS, **{name: one.high})
        assert one.at_high == point_posteriors(now, again)["surface"].probability
    assert found["keeps"].at_low < found["keeps"].at_high
    assert found["breaks"].at_low > found["breaks"].at_high
    assert (found["keeps"].low, found["keeps"].high) == (1.0, 4.0)
    assert "events_per_year" not in found  # of duties to abstain


def test_a_chance_stays_one_when_its_odds_are_doubled() -> None:
    for one in sensitivity(known(END, END), "surface"):
        if is_chance(one.prior, one.value):
            assert 0.0 < one.low < one.value < one.high < 1.0


def test_every_assumption_is_an_amount_or_a_chance() -> None:
    chances = {
        one.name
        for one in fields(DEFAULT_PRIORS)
        if is_chance(one.name, getattr(DEFAULT_PRIORS, one.name))
    }
    assert {"late", "done_by_end", "done_anyway", "kept_lost", "under_anyway"} <= chances
    assert not chances & {"keeps", "breaks", "events_per_year", "level_drift_per_year", "pace"}


DRAWS = BetaSampler(64, 3)


def whole(*evidence: Evidence) -> CaseEvidence:
    made = case(obligation(), matters=(matter(id="posts"), matter()))
    coverage = {
        "posts": Coverage("posts", ("surface",), None, "covered"),
        "base": Coverage("base", (), None, "not covered"),
    }
    return CaseEvidence(made, END, END, evidence, {"surface": OriginCount(1, 1)}, coverage)


def test_assessing_again_without_a_change_gives_the_same_numbers() -> None:
    told = whole(count_report(DONE, date(2018, 11, 20)))
    before = assess(told, DRAWS)
    again = reassess(before, told, DRAWS, DEFAULT_PRIORS)
    for one, other in zip(before.judgements, again.judgements, strict=True):
        assert replace(one, contributions=(), contradictions=(), account=None) == other


def is_distrusted(item: Evidence) -> bool:
    return item.id == "surface/a"


def test_what_is_distrusted_says_nothing_as_if_it_were_not_there() -> None:
    item = count_report(DONE, date(2018, 11, 20), id="surface/a")
    other = count_report(DONE, date(2018, 12, 1), id="surface/b", origin="observer")
    before = assess(whole(item, other), DRAWS)
    flat = reassess(
        before, neutralise_items(whole(item, other), is_distrusted), DRAWS, DEFAULT_PRIORS
    )
    gone = assess(whole(other), DRAWS)
    for one, left in zip(flat.judgements, gone.judgements, strict=True):
        assert one.probability_met == left.probability_met
        assert one.interval == left.interval
    assert flat.judgements[0].probability_met != before.judgements[0].probability_met
    silenced, heard = neutralise_items(whole(item, other), is_distrusted).evidence
    assert silenced.if_right == silenced.if_wrong
    assert heard == other


def test_a_changed_assumption_reaches_the_matter_that_the_duty_covers() -> None:
    told = whole(count_report(DONE, date(2018, 11, 20)))
    before = assess(told, DRAWS)
    sure = replace(DEFAULT_PRIORS, keeps=20.0)
    rows = {one.id: one for one in reassess(before, told, DRAWS, sure).judgements}
    assert (rows["surface"].probability_met or 0.0) > (before.judgements[0].probability_met or 0.0)
    assert rows["posts"].probability_met == rows["surface"].probability_met
    assert rows["base"].probability_met is None


def test_the_day_to_compare_with_is_the_one_before_the_newest_item_on_the_duty() -> None:
    duty, older = obligation(), count_report(DONE, THEN, id="a")
    newest = count_report(DONE, THEN + timedelta(days=9), id="b")
    assert comparison_day(duty, (newest, older), END) == THEN + timedelta(days=8)
    assert comparison_day(duty, (), END) == END - timedelta(days=1)


def test_an_item_that_says_nothing_of_the_duty_is_no_day_to_compare_with() -> None:
    duty, newest = obligation(), count_report(DONE, THEN + timedelta(days=9))
    older = count_report(DONE, THEN)
    watch = WatchPeriod(THEN, END, 0.9, 0.0, ())
    for silent in (
        replace(newest, obligation="other"),
        replace(newest, bearing=Bearing.CANNOT_KNOW),
        replace(newest, watch=watch),
    ):
        assert comparison_day(duty, (older, silent), END) == THEN - timedelta(days=1)


@given(published=DAYS, as_of=DAYS)
def test_the_day_to_compare_with_is_earlier_than_the_day_asked_about(
    published: date, as_of: date
) -> None:
    found = comparison_day(obligation(), (count_report(DONE, published),), as_of)
    assert found < as_of
