"""The sums against a slow and obvious answer: every path of every single site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.filters.report_likelihoods import reports_from, trust_of_origins
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.wrong_source_model import (
    with_plausible_days,
    with_wrong_source_likelihood,
)
from servanda.assessment.model.hazards import CompletionHazard
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import (
    Question,
    kept_hazards,
    met_values,
    regime_shares,
    site_regimes,
)
from servanda.assessment.site_counts.count_chain import SiteBlock, binomial_pmf
from servanda.records import Evidence, terms_in_force
from tests.assessment.single_duty import believe
from tests.builders import START, count_report, obligation

LAST = START + timedelta(days=60)
DAYS = st.dates(min_value=START, max_value=LAST)
FEW = replace(DEFAULT_PRIORS, campaign_days=1)  # the slow answer sums over every regime
CHANCES = st.floats(min_value=0.05, max_value=0.95)


def question(count: int, preserve: int, on: date) -> Question:
    duty = obligation(count=count, preserve=preserve)
    return Question(duty, terms_in_force(duty, LAST, LAST), on, FEW)


@st.composite
def several_reports(draw: st.DrawFn, size: int, named: int) -> tuple[Evidence, ...]:
    """Up to four reports on the count, or on one of the named sites."""
    made = []
    for number in range(draw(st.integers(min_value=0, max_value=4))):
        site = draw(st.sampled_from([None, *(f"site-{n}" for n in range(named))]))
        values = 2 if site is not None else size + 1
        right = tuple(draw(st.lists(CHANCES, min_size=values, max_size=values)))
        origin = draw(st.sampled_from(["south", "observer"]))
        made.append(count_report(right, draw(DAYS), id=f"e{number}", origin=origin, site=site))
    return tuple(made)


def by_every_path(asked: Question, evidence: Sequence[Evidence]) -> np.ndarray:
    """(value,) joint mass, summing every truth of the origins, plan, regime and path of sites."""
    reports = with_wrong_source_likelihood(with_plausible_days(asked, reports_from(evidence)))
    days = sorted({asked.obligation.start, asked.on, *(report.day for report in reports)})
    sites, keep = asked.terms.sites, asked.terms.preserve
    trust = trust_of_origins(reports)
    origins = sorted(trust)
    mass = np.zeros(sites + 1)
    plans = list(combinations(range(sites), keep))
    regimes = site_regimes(asked)
    kept = kept_hazards(asked)
    shares = regime_shares(asked).mean(axis=0)
    for plan, (regime, share) in product(plans, enumerate(shares)):
        paces = [(kept if site in plan else regimes.hazards)[regime] for site in range(sites)]
        for truth in product((True, False), repeat=len(origins)):
            right = dict(zip(origins, truth, strict=True))
            weight = share / len(plans)
            for origin in origins:
                mean = trust[origin].mean
                weight *= mean if right[origin] else 1.0 - mean
            for path in product(product((0, 1), repeat=sites), repeat=len(days) - 1):
                whole = ((0,) * sites, *path)
                chance = weight * path_chance(paces, days, whole)
                for report in reports:
                    state = whole[days.index(report.day)]
                    vector = report.right if right[report.origin] else report.wrong
                    value = sum(state) if report.site is None else state[site_index(report.site)]
                    chance *= vector[value]
                mass[sum(whole[days.index(asked.on)])] += chance
    return mass


def site_index(site: str) -> int:
    return int(site.rsplit("-", 1)[1])


def path_chance(
    paces: Sequence[CompletionHazard], days: Sequence[date], path: Sequence[tuple[int, ...]]
) -> float:
    chance = 1.0
    for first, last, before, after in zip(days, days[1:], path, path[1:], strict=False):
        for pace, old, new in zip(paces, before, after, strict=True):
            moved = (
                pace.undone_probability(first, last) if old else pace.done_probability(first, last)
            )
            chance *= moved if old != new else 1.0 - moved
    return chance


@settings(max_examples=12)
@given(st.data(), DAYS)
def test_the_count_filter_and_smoother_equal_summing_every_path(
    data: st.DataObject, on: date
) -> None:
    asked = question(count=2, preserve=1, on=on)
    evidence = data.draw(several_reports(size=3, named=2))[:3]
    reports = reports_from(evidence)
    slow = by_every_path(asked, evidence)
    belief = believe(asked, reports, BetaSampler(2, 1))
    np.testing.assert_allclose(belief.distribution, slow / slow.sum(), rtol=1e-9)


@given(st.integers(min_value=0, max_value=12), CHANCES)
def test_binomial_probabilities_sum_to_one_with_the_right_mean(size: int, chance: float) -> None:
    pmf = binomial_pmf(size, chance)
    np.testing.assert_allclose(pmf.sum(), 1.0, rtol=1e-12)
    np.testing.assert_allclose(pmf @ np.arange(size + 1), size * chance, rtol=1e-9, atol=1e-12)


@given(DAYS, DAYS)
def test_each_row_of_a_count_transition_sums_to_one(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    asked = question(count=4, preserve=0, on=last)
    rows = SiteBlock(4, site_regimes(asked).hazards, 0).transition(first, last).sum(axis=-1)
    np.testing.assert_allclose(rows, 1.0, rtol=1e-12)


@given(DAYS, DAYS, DAYS)
def test_moving_in_two_steps_is_moving_in_one_while_nothing_is_undone(
    one: date, other: date, third: date
) -> None:
    first, middle, last = sorted((one, other, third))
    pace = CompletionHazard(START, date(2018, 11, 30), 0.9, 2.0, 365.0, 0.0)
    left = (1 - pace.done_probability(first, middle)) * (1 - pace.done_probability(middle, last))
    np.testing.assert_allclose(left, 1 - pace.done_probability(first, last), rtol=1e-9)


@settings(max_examples=30)
@given(st.data(), DAYS, st.permutations(range(4)))
def test_the_order_of_reports_does_not_matter(
    data: st.DataObject, on: date, order: list[int]
) -> None:
    asked = question(count=3, preserve=0, on=on)
    evidence = data.draw(several_reports(size=3, named=1))
    shuffled = [evidence[n] for n in order if n < len(evidence)]
    draws = BetaSampler(16, 1)
    first = believe(asked, reports_from(evidence), draws)
    second = believe(asked, reports_from(shuffled), draws)
    assert np.array_equal(first.distribution, second.distribution)
    assert np.array_equal(first.samples, second.samples)


@settings(max_examples=30)
@given(st.data(), DAYS)
def test_beliefs_sum_to_one_and_intervals_hold_their_value(data: st.DataObject, on: date) -> None:
    asked = question(count=3, preserve=1, on=on)
    belief = believe(asked, reports_from(data.draw(several_reports(4, 1))), BetaSampler(32, 1))
    np.testing.assert_allclose(belief.distribution.sum(), 1.0, rtol=1e-12)
    interval = belief.interval(met_values(asked))
    assert 0.0 <= interval.low <= belief.probability(met_values(asked)) <= interval.high <= 1.0


def test_the_exact_value_is_the_mean_over_the_draws() -> None:
    asked = question(count=3, preserve=0, on=LAST)
    report = count_report((0.02, 0.02, 0.02, 0.98), date(2018, 11, 20))
    belief = believe(asked, reports_from([report]), BetaSampler(4096, 7))
    wanted = met_values(asked)
    mean = float(belief.weights @ (belief.samples @ wanted))
    assert mean == pytest.approx(belief.probability(wanted), abs=2e-3)


def test_a_duty_of_many_sites_is_undone_no_sooner_than_one_of_one() -> None:
    """A year after all were done by two origins, with no news since."""
    told = {}
    for count in (1, 4, 23):
        asked = question(count, 0, START + timedelta(days=425))
        right = (*(0.02 / count for _ in range(count)), 0.98)
        reports = reports_from(
            [
                count_report(right, LAST, id=one, origin=one, if_wrong=(0.3,) * (count + 1))
                for one in ("south", "observer")
            ]
        )
        told[count] = believe(asked, reports, BetaSampler(2, 1)).probability(met_values(asked))
    assert min(told.values()) >= 0.95
    assert max(told.values()) - min(told.values()) <= 0.03
