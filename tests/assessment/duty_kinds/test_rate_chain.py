"""Sums over chains of periods against the sum over every sequence of kept and broken periods."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.duty_kinds import rate_chain
from servanda.assessment.duty_kinds.rate_chain import (
    ToldOfPeriods,
    TwoStateChain,
    outcome_mass,
    single_period_mass,
)
from servanda.assessment.model.arrays import Array

WAYS, PERIODS = 2, 6
CHAINS = st.builds(
    TwoStateChain,
    st.tuples(st.floats(0.5, 0.99), st.floats(0.01, 0.5)),
    st.floats(0.0, 0.95),
    st.just(()) | st.tuples(*[st.integers(1, 4)] * (PERIODS - 1)),  # some between do not count
)


@st.composite
def tellings(draw: st.DrawFn) -> ToldOfPeriods:
    first, last = sorted(draw(st.tuples(st.integers(0, PERIODS - 1), st.integers(0, PERIODS - 1))))
    ways = draw(st.sampled_from((1, WAYS)))
    chances = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3)
    return ToldOfPeriods(first, last, np.array([draw(chances) for _ in range(ways)]))


def value_of(states: tuple[int, ...]) -> int:
    """0: none was kept, 1: some, 2: all."""
    return 0 if not any(states) else 2 if all(states) else 1


def every_sequence(
    chain: TwoStateChain, told: list[ToldOfPeriods], asked: int
) -> tuple[Array, Array]:
    """(way, regime, 3) masses of what the asked periods are, (way, regime, period, state) too."""
    whole, single = np.zeros((WAYS, 2, 3)), np.zeros((WAYS, 2, asked, 2))
    for way, regime in product(range(WAYS), range(2)):
        kept = (1.0 - chain.kept[regime], chain.kept[regime])
        for states in product((0, 1), repeat=PERIODS):
            chance = kept[states[0]]
            strides = chain.strides or (1,) * (PERIODS - 1)
            for (before, after), stride in zip(pairwise(states), strides, strict=True):
                holds = chain.holds**stride
                chance *= holds * (before == after) + (1.0 - holds) * kept[after]
            for report in told:
                row = report.likelihood[way if len(report.likelihood) > 1 else 0]
                chance *= row[value_of(states[report.first : report.last + 1])]
            whole[way, regime, value_of(states[:asked])] += chance
            for period in range(asked):
                single[way, regime, period, states[period]] += chance
    return whole, single


@settings(deadline=None, max_examples=100, derandomize=True)
@given(CHAINS, st.lists(tellings(), max_size=4), st.integers(1, PERIODS))
def test_sums_are_those_over_every_sequence(
    chain: TwoStateChain, told: list[ToldOfPeriods], asked: int
) -> None:
    whole, single = every_sequence(chain, told, asked)
    mass = np.broadcast_to(outcome_mass(chain, told, asked), whole.shape)
    np.testing.assert_allclose(mass / mass.sum(), whole / whole.sum(), rtol=1e-9, atol=1e-15)
    each = np.broadcast_to(single_period_mass(chain, told, asked), single.shape)
    for period in range(asked):
        one, other = each[:, :, period], single[:, :, period]
        np.testing.assert_allclose(one / one.sum(), other / other.sum(), rtol=1e-9, atol=1e-15)


@settings(deadline=None, max_examples=20, derandomize=True)
@given(CHAINS, st.lists(tellings(), min_size=2, max_size=4), st.integers(1, PERIODS))
def test_ways_may_be_summed_a_few_at_a_time(
    chain: TwoStateChain, told: list[ToldOfPeriods], asked: int
) -> None:
    at_once = single_period_mass(chain, told, asked)
    most, rate_chain._MOST_NUMBERS = rate_chain._MOST_NUMBERS, 1
    try:
        apart = single_period_mass(chain, told, asked)
    finally:
        rate_chain._MOST_NUMBERS = most
    for period in range(asked):
        one, other = at_once[:, :, period], apart[:, :, period]
        np.testing.assert_allclose(one / one.sum(), other / other.sum(), rtol=1e-9, atol=1e-15)


def test_many_periods_of_firm_reports_do_not_underflow() -> None:
    chain = TwoStateChain((0.95, 0.15), 0.9)
    told = [ToldOfPeriods(week, week, np.array([[1e-3, 1e-3, 1e-6]])) for week in range(2000)]
    mass = outcome_mass(chain, told, 2000)
    assert 0.0 < mass.max() < np.inf
    each = single_period_mass(chain, told, 2000)
    assert np.all(each.sum(axis=(0, 1, 3)) > 0.0)
