"""Whatever a case holds: numbers that are numbers, or one clear error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.errors import InputError
from servanda.records import (
    Assessment,
    Bearing,
    Bound,
    BoundDirection,
    CaseEvidence,
    Evidence,
    Judgement,
    Obligation,
    ObligationKind,
    Reliability,
    Status,
    state_space,
    terms_in_force,
)
from tests.builders import DEADLINE, START, case, count_report, obligation

LAST = START + timedelta(days=90)
DAYS = st.dates(min_value=START - timedelta(days=30), max_value=LAST)
LIKELIHOODS = st.sampled_from([0.0, 1e-12, 0.02, 0.5, 0.98, 1.0])
RELIABILITIES = st.sampled_from([(9.5, 0.5), (4.0, 6.0), (1e-3, 1e3), (1e3, 1e-3)])
LEVEL = Bound(BoundDirection.AT_LEAST, 8994.0)
CAP = Bound(BoundDirection.AT_MOST, 300.0)


def a_duty(name: str, kind: ObligationKind, **changes: Any) -> Obligation:
    return obligation(id=name, kind=kind, preserve=0, aspect=None, **changes)


DUTIES = (
    obligation(id="counted", sites=()),
    a_duty("one site", ObligationKind.STATE, count=1, deadline=None),
    a_duty("act", ObligationKind.ACT, count=None),
    a_duty("abstain", ObligationKind.ABSTAIN, count=None, deadline=None),
    a_duty("hand over", ObligationKind.LEVEL, count=None, bound=LEVEL, unit="weapons"),
    a_duty("stay under", ObligationKind.LEVEL, count=None, bound=CAP, unit="kg", deadline=None),
)


@st.composite
def items(draw: st.DrawFn, number: int) -> Evidence:
    """One item on any of the duties, as strange as the records allow."""
    duty = draw(st.sampled_from(DUTIES))
    states = state_space(duty, terms_in_force(duty, LAST, LAST))
    size = len(states.values)
    seed = draw(st.integers(min_value=0, max_value=2**16))
    menu = [draw(LIKELIHOODS), draw(LIKELIHOODS), draw(LIKELIHOODS.filter(bool))]
    right = np.random.default_rng(seed).choice(menu, size=size)
    right[seed % size] = menu[2]
    made = count_report(
        tuple(float(one) for one in right),
        draw(DAYS),
        id=f"e{number}",
        origin=draw(st.sampled_from(["north", "south", "observer", "press"])),
        states=states,
        if_wrong=(draw(LIKELIHOODS.filter(bool)),) * size,
        reliability=Reliability(*draw(RELIABILITIES), "test", draw(st.sampled_from(["", "own"]))),
        score=draw(st.sampled_from([0.0, 0.3, 1.0])),
        bearing=draw(st.sampled_from([Bearing.BEARS, Bearing.BEARS, Bearing.RETRACTED])),
    )
    return replace(made, obligation=duty.id)


@st.composite
def evidence(draw: st.DrawFn) -> tuple[Evidence, ...]:
    number = draw(st.integers(min_value=0, max_value=8))
    return tuple(draw(items(n)) for n in range(number))


def assessed(found: tuple[Evidence, ...], on: date = LAST) -> Assessment:
    return assess(CaseEvidence(case(*DUTIES), LAST, on, found, {}, {}), BetaSampler(16, 1))


def is_sane(row: Judgement) -> None:
    assert row.prior is not None
    assert 0.0 <= row.prior <= 1.0
    if row.status is Status.NO_EVIDENCE:
        assert (row.probability_met, row.interval, row.count) == (None, None, None)
        return
    assert row.probability_met is not None
    assert row.interval is not None
    assert 0.0 <= row.interval.low <= row.probability_met <= row.interval.high <= 1.0
    assert all(np.isfinite(one.decibans) for one in row.contributions)
    if row.count is not None:
        assert sum(row.count.distribution) == pytest.approx(1.0, abs=1e-9)
        assert min(row.count.distribution) >= 0.0


@settings(max_examples=40)
@given(evidence(), DAYS.filter(lambda on: on >= START))
def test_probabilities_stay_probabilities_whatever_is_said(
    found: tuple[Evidence, ...], on: date
) -> None:
    for row in assessed(found, on).judgements:
        is_sane(row)


@settings(max_examples=25)
@given(evidence(), st.integers(min_value=0, max_value=7))
def test_an_item_whose_likelihood_ratio_is_one_changes_nothing(
    found: tuple[Evidence, ...], which: int
) -> None:
    if not found:
        return
    item = found[which % len(found)]
    flat = replace(item, id="flat", if_right=item.if_wrong, origin="somebody new")
    before, after = assessed(found), assessed((*found, flat))
    for one, other in zip(before.judgements, after.judgements, strict=True):
        assert one.probability_met == pytest.approx(other.probability_met, abs=1e-12)


def certain(value: int, **changes: Any) -> Evidence:
    """Somebody who cannot be wrong says that just so many are done."""
    right = tuple(1.0 if k == value else 0.0 for k in range(12))
    sure = Reliability(1e6, 1e-6, "never wrong")
    item = count_report(right, DEADLINE, if_wrong=(1e-9,) * 12, reliability=sure, **changes)
    return replace(item, obligation="counted")


def counted(*found: Evidence) -> Judgement:
    return next(one for one in assessed(found).judgements if one.id == "counted")


def test_certainties_that_contradict_each_other_give_a_number_and_are_named() -> None:
    row = counted(certain(10, id="all", origin="a"), certain(0, id="none", origin="b"))
    is_sane(row)
    assert row.contradictions == (("all", "none"),)


def test_when_all_is_retracted_the_number_is_that_of_no_evidence() -> None:
    gone = certain(10, bearing=Bearing.RETRACTED)
    row = counted(gone)
    assert row.probability_met == counted().probability_met
    assert "without what was retracted" in row.why


def test_evidence_dated_before_the_duty_began_does_no_harm() -> None:
    early = START - timedelta(days=400)
    is_sane(counted(replace(certain(10), times=count_report((1.0,), early).times)))


def test_a_thousand_contradicting_origins_do_not_underflow() -> None:
    many = [certain(10 * (n % 2), id=f"e{n}", origin=f"o{n}") for n in range(1000)]
    row = counted(*many)
    is_sane(row)
    assert row.contributions_left_out == 800
    assert len(row.contradictions) == 1000


def test_more_items_than_can_be_weighed_are_refused_with_advice() -> None:
    item = certain(10)
    many = tuple(replace(item, id=f"e{n}", origin=f"o{n}") for n in range(100_000))
    with pytest.raises(InputError, match="100,000 items bear on it and at most 1,000"):
        assessed(many)
