"""How levels move: proper chains, the same in one step and in two, in any unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.duty_kinds.level import level_mass
from servanda.assessment.duty_kinds.level_chains import BatchDelivery, MeanRevertingLevel
from servanda.assessment.filters.forward_backward import Axis
from servanda.assessment.filters.report_likelihoods import TruthAssignments, reports_from
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.hazards import CompletionHazard
from servanda.assessment.model.priors import DEFAULT_PRIORS, LOT_POWER, NOTHING_ANYWAY
from servanda.assessment.model.questions import Question, met_values, regime_shares, site_regimes
from servanda.errors import InputError
from servanda.evidence.statements.claim_readings import ClaimReading, Says
from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.trust.sides import Side
from servanda.records import (
    Bound,
    BoundDirection,
    Evidence,
    ObligationKind,
    state_space,
    terms_in_force,
)
from servanda.records.case.terms import level_cells
from tests.assessment.single_duty import believe
from tests.builders import START, count_report, obligation

LAST = START + timedelta(days=900)
DAYS = st.dates(min_value=START - timedelta(days=30), max_value=LAST)
DIRECTIONS = st.sampled_from(list(BoundDirection))
FEW = replace(DEFAULT_PRIORS, campaign_days=1)


def question(bound: Bound, on: date = LAST) -> Question:
    duty = obligation(
        id="arms", kind=ObligationKind.LEVEL, verb="hand over", object="weapons", terms=(),
        bound=bound, count=None, preserve=0, unit="weapon", aspect=None,
    )  # fmt: skip
    return Question(duty, terms_in_force(duty, LAST, LAST), on, FEW)


def axis(asked: Question) -> Axis:
    assert asked.terms.bound is not None
    if asked.terms.bound.direction is BoundDirection.AT_LEAST:
        return BatchDelivery(asked.terms.bound, site_regimes(asked).hazards)
    return MeanRevertingLevel(asked.terms.bound, FEW.level_drift_per_year, FEW.under_anyway)


def report(asked: Question, reading: ClaimReading, when: date, **changes: Any) -> Evidence:
    states = state_space(asked.obligation, asked.terms)
    right, wrong = likelihoods(reading, states, asked.terms, Side.THIRD)
    return count_report(right, when, obligation="arms", states=states, if_wrong=wrong, **changes)


def amount(value: float, width: float = 1.0, error: float = 0.0) -> ClaimReading:
    return ClaimReading(Says.VALUE, value, "", width, error)


def chance(asked: Question, *evidence: Evidence) -> float:
    belief = believe(asked, reports_from(evidence), BetaSampler(2, 1))
    return belief.probability(met_values(asked))


@given(DIRECTIONS, st.sampled_from([0.0, 1.0, 300.0, 8994.0]))
def test_cells_are_few_and_lie_end_to_end_with_the_bound_as_one_of_them(
    direction: BoundDirection, value: float
) -> None:
    cells = level_cells(Bound(direction, value))
    assert len(cells) <= 81
    assert all(one.high == two.low for one, two in pairwise(cells))
    assert [cell for cell in cells if cell.low == cell.high == value]


@given(DIRECTIONS, st.sampled_from([0.0, 300.0]), DAYS, DAYS, DAYS)
def test_moving_in_two_steps_is_moving_in_one_and_nothing_is_lost(
    direction: BoundDirection, value: float, one: date, other: date, third: date
) -> None:
    moves = axis(question(Bound(direction, value)))
    first, middle, last = sorted((one, other, third))
    whole = moves.transition(first, last)
    np.testing.assert_allclose(whole.sum(axis=-1), 1.0, rtol=1e-12)
    assert whole.min() >= 0.0
    steps = moves.transition(first, middle) @ moves.transition(middle, last)
    np.testing.assert_allclose(steps, whole, rtol=0.0, atol=1e-10)
    np.testing.assert_allclose(moves.start().sum(axis=-1), 1.0, rtol=1e-12)


def test_a_level_completes_just_when_a_site_would() -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 8994.0))
    for regime, pace in enumerate(site_regimes(asked).hazards):
        moved = BatchDelivery(Bound(BoundDirection.AT_LEAST, 8994.0), site_regimes(asked).hazards)
        mass = moved.start()[regime] @ moved.transition(START, LAST)[regime]
        np.testing.assert_allclose(
            mass @ met_values(asked), pace.finish_probability(START, LAST), rtol=1e-9
        )


def test_lots_land_where_simulated_ones_do() -> None:
    """The landing of lots against 200,000 lives, a lot at a time, from the middle of the way."""
    bound = Bound(BoundDirection.AT_LEAST, 1.0)
    cells = level_cells(bound)
    (before,) = (at for at, cell in enumerate(cells) if cell.low == 0.3)
    rng = np.random.default_rng(5)
    left = 1.0 - rng.uniform(cells[before].low, cells[before].high, 200_000)
    clock = -np.log(1.0 - 0.5 * 0.8) + np.log(1.0 - 0.25 * 0.8)  # from a quarter to half the way
    lots = rng.poisson((LOT_POWER + 1.0) * clock, left.size)
    for number in range(int(lots.max())):
        left = np.where(lots > number, left * rng.random(left.size) ** (1.0 / LOT_POWER), left)
    seen = np.histogram(1.0 - left, [*(cell.low for cell in cells[1:56]), 1.0])[0] / left.size

    paces = [
        CompletionHazard(START, START + timedelta(days=400), 0.8, power, 900.0, 0.0)
        for power in (3, 1)
    ]
    days = [START + timedelta(days=days) for days in (100, 200)]
    moved = BatchDelivery(bound, paces).transition(*days)[0]
    np.testing.assert_allclose(moved[before, 1:56] / moved[before, :56].sum(), seen, atol=0.005)


def test_who_does_not_mean_to_reach_a_bound_stops_anywhere_on_the_way() -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 300.0))
    moves, pace = axis(asked), site_regimes(asked).hazards[-1]
    half, end = START + (pace.end - START) / 2, pace.end
    under = [cell.high / 300.0 for cell in level_cells(Bound(BoundDirection.AT_LEAST, 300.0))[:56]]
    even = NOTHING_ANYWAY + (1.0 - NOTHING_ANYWAY) * np.array(under)
    for when, power in ((end, 1.0), (half, (half - START) / (end - START))):
        mass = (moves.start()[-1] @ moves.transition(START, when)[-1])[:56]
        np.testing.assert_allclose(mass.cumsum() / mass.sum(), even**power, rtol=1e-9)


def by_every_path(asked: Question, evidence: tuple[Evidence, ...]) -> np.ndarray:
    """(cell,) joint mass of right reports, summing cell by cell over days, as written down."""
    moves = axis(asked)
    reports = sorted(reports_from(evidence), key=lambda one: one.day)
    days = [one.day for one in reports]
    assert asked.on >= days[-1]
    total = np.zeros(len(met_values(asked)))
    for regime, share in enumerate(regime_shares(asked).mean(axis=0)):
        steps = [
            moves.transition(first, last)[regime]
            for first, last in zip([START, *days], [*days, asked.on], strict=True)
        ]
        start = moves.start()[regime]
        for path in product(range(len(start)), repeat=3):
            mass = sum(
                start[at] * steps[0][at, path[0]] for at in range(len(start)) if start[at] > 0.0
            )
            for number, one in enumerate(reports):
                mass *= one.right[path[number]] * steps[number + 1][path[number], path[number + 1]]
            total[path[2]] += share * mass
    return total


def test_the_sum_equals_summing_every_path() -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 0.0))
    first, last = START + timedelta(days=10), START + timedelta(days=40)
    evidence = (
        report(asked, amount(1.3), first, id="a"),
        report(asked, amount(2.1), last, id="b"),
    )
    mass = level_mass(asked, reports_from(evidence), TruthAssignments(("south",)))[0]
    shares = regime_shares(asked).mean(axis=0)
    mass = shares @ np.broadcast_to(mass, (len(shares), mass.shape[-1]))
    slow = by_every_path(asked, evidence)
    np.testing.assert_allclose(mass / mass.sum(), slow / slow.sum(), rtol=1e-9)


@settings(max_examples=25)
@given(DIRECTIONS, st.floats(1.0, 900.0), st.sampled_from([0.02, 0.0]), st.sampled_from(list(Says)))
def test_a_ton_is_a_thousand_kilograms(
    direction: BoundDirection, value: float, error: float, says: Says
) -> None:
    chances = []
    for scale in (1.0, 1000.0):
        asked = question(Bound(direction, 300.0 * scale))
        reading = ClaimReading(says, value * scale, "", 0.1 * scale, error)
        chances.append(chance(asked, report(asked, reading, START + timedelta(days=30))))
    np.testing.assert_allclose(chances[0], chances[1], rtol=0.0, atol=1e-9)


@settings(max_examples=25)
@given(st.floats(1.0, 400.0), st.floats(1.0, 400.0))
def test_a_higher_lower_limit_never_lowers_the_chance_that_the_bound_is_reached(
    one: float, other: float
) -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 300.0))
    low, high = (
        chance(
            asked, report(asked, ClaimReading(Says.AT_LEAST, value, ""), START + timedelta(days=30))
        )
        for value in sorted((one, other))
    )
    assert high >= low - 1e-9


def test_a_report_short_of_the_bound_by_little_is_short_of_it() -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 8994.0), START + timedelta(days=36))
    told = {
        value: [report(asked, amount(value), asked.on, id=o, origin=o) for o in "ab"]
        for value in (8975.0, 8994.0, 9100.0)
    }
    assert chance(asked, *told[8975.0]) <= 0.05
    assert chance(asked, *told[8994.0]) >= 0.95
    assert chance(asked, *told[9100.0]) >= 0.95


def test_a_figure_just_under_a_limit_is_under_it() -> None:
    asked = question(Bound(BoundDirection.AT_MOST, 300.0))
    under, over = (
        report(asked, ClaimReading(Says.VALUE, value, "", 0.1, 0.02, 0.1), LAST)
        for value in (299.8, 300.2)
    )
    assert chance(asked, under) >= 0.8
    assert chance(asked, over) <= 0.35


def told(asked: Question, *figures: tuple[int, float], width: float) -> float:
    """The chance that it is met, by figures of one origin on some days."""
    return chance(
        asked,
        *(
            report(asked, amount(value, width), START + timedelta(days=days), id=str(days))
            for days, value in figures
        ),
    )


def test_a_breach_that_grows_by_multiples_stays_one() -> None:
    purity = question(Bound(BoundDirection.AT_MOST, 3.67))
    assert told(purity, (800, 4.5), width=0.1) <= 0.15
    assert told(purity, (200, 4.5), (800, 60.0), width=0.1) <= 0.1
    stock = question(Bound(BoundDirection.AT_MOST, 300.0))
    assert told(stock, (800, 1571.0), width=1.0) <= 0.05
    assert told(stock, (800, 1571.0), (890, 2105.0), width=1.0) <= 0.05
    assert told(stock, (890, 9000.0), width=1.0) <= 0.05  # beyond the last cell


def test_a_breach_by_little_does_not_fade_in_days() -> None:
    over = ((700, 303.0),)
    now, soon, later = (
        told(question(Bound(BoundDirection.AT_MOST, 300.0), START + timedelta(days=on)), *over,
             width=0.5)
        for on in (700, 709, 790)
    )  # fmt: skip
    assert now <= soon <= later <= 0.3
    assert soon - now <= 0.06


def test_a_level_over_its_bound_twice_is_over_it_until_less_is_told() -> None:
    asked = question(Bound(BoundDirection.AT_MOST, 130.0), START + timedelta(days=900))
    twice = ((700, 131.5), (790, 131.5))
    assert told(asked, *twice, width=0.1) <= 0.35
    assert told(asked, *twice, (880, 128.0), width=0.1) >= 0.7


def test_rising_figures_of_one_origin_are_believed() -> None:
    due = START + timedelta(days=300)
    early, asked = (
        replace(one, terms=replace(one.terms, deadline=due), priors=DEFAULT_PRIORS)
        for one in (
            question(Bound(BoundDirection.AT_LEAST, 1300.0), START + timedelta(days=on))
            for on in (342, 375)
        )
    )
    assert told(early, (342, 377.0), width=13.0) <= 0.15
    assert told(asked, (342, 377.0), (375, 1040.0), width=13.0) <= 0.2
    at_end = replace(asked, on=due)
    rising = told(at_end, (100, 96.0), (200, 1105.0), width=13.0)
    assert rising >= told(at_end, (200, 1105.0), width=13.0)


def test_a_later_higher_total_does_not_refute_the_first() -> None:
    asked = question(Bound(BoundDirection.AT_LEAST, 840.0))
    told = [
        report(asked, amount(value), START + timedelta(days=days), id=str(days))
        for days, value in ((20, 570.0), (36, 840.0), (80, 856.0))
    ]
    right = level_mass(asked, reports_from(told), TruthAssignments(("south",)))[0]
    assert (right @ met_values(asked)).sum() / right.sum() >= 0.99


def test_a_bound_below_nothing_is_refused() -> None:
    asked = question(Bound(BoundDirection.AT_MOST, -1.0))
    with pytest.raises(InputError, match="below nothing"):
        level_mass(asked, (), TruthAssignments(()))
